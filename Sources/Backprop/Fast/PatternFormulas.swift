/// Formulas about a network and the patterns of a set, compiled and evaluated with the engine that trains
/// batches: the quantities of eight patterns at a time, for one network after another of the same shape.
///
/// The engine adds the products of a total input in another order than the equations of the handout, so
/// values may differ from theirs in their last bits.
package final class PatternFormulas {
  /// What a formula is about.
  package enum Quantity: Hashable, Sendable {
    /// Of a unit, counted from 1; unit 0 is the bias unit.
    case output(layer: Int, unit: Int)
    case totalInput(layer: Int, unit: Int)
    case delta(layer: Int, unit: Int)
    case target(unit: Int)
    /// E of the pattern, without what it adds for the weights.
    case error
    /// The same for all patterns: the number at this place among those that `values` is given.
    case number(Int)
  }

  private let quantities: [Quantity]
  /// Whether anything depends on the pattern, and on δ.
  private let needs: (patterns: Bool, deltas: Bool)
  private let program: RowProgram
  /// Which of the formulas are averaged over the patterns.
  private let isMean: [Bool]
  private let count: Int
  private let weights: Buffer
  private var engine: BatchEngine
  // What the engine points to.
  private let inputs: Buffer
  private let targets: Buffer
  private let order: PatternOrder

  /// quantities: the inputs of the calculation. outputs: the value of each formula. isMean: whether it is
  /// averaged over the patterns; if not, it does not depend on them.
  ///
  /// Throws: `NetworkError.inputWidth` and `.targetWidth` if the widths of the patterns are not those of the
  /// network.
  package init(
    _ steps: Calculation, of quantities: [Quantity], outputs: [Calculation.Value], isMean: [Bool],
    network: Network, patterns: PatternSet
  ) throws(NetworkError) {
    try network.check(patterns)
    self.quantities = quantities
    needs = (
      patterns: quantities.contains { if case .number = $0 { false } else { true } },
      deltas: quantities.contains { if case .delta = $0 { true } else { false } }
    )
    program = RowProgram(steps, inputs: quantities.count, keepsInputs: true, outputs: outputs)
    self.isMean = isMean
    count = patterns.count
    let layout = WeightLayout(network)
    weights = Buffer(count: layout.weightCount)
    inputs = Buffer(patterns.inputs.elements)
    targets = Buffer(patterns.targets.elements)
    order = PatternOrder(count: patterns.count)
    let source = PatternSource(
      inputs: UnsafePointer(inputs.numbers), targets: UnsafePointer(targets.numbers),
      inputUnits: patterns.inputs.columns, outputUnits: patterns.targets.columns, count: patterns.count,
      order: UnsafePointer(order.places), isShuffled: false)
    engine = BatchEngine(
      layout, source, batchSize: min(patterns.count, BatchEngine.widestBlock), isPlain: true,
      precision: .double, crew: nil)
  }

  /// The value of each formula for a network; nil once `isStopped`, which is asked before each block of
  /// patterns. numbers: those that are the same for all patterns.
  package func values(_ network: Network, numbers: [Double], isStopped: () -> Bool) -> [Double]? {
    var sums = [Double](repeating: 0, count: isMean.count)
    guard needs.patterns else {
      add(1, numbers, to: &sums)
      return sums
    }
    let isDone = lookAtBlocks(network, findsDeltas: needs.deltas, isStopped) { first, length in
      add(length, numbers, isFirst: first == 0, to: &sums)
    }
    guard isDone else { return nil }
    for place in sums.indices where isMean[place] { sums[place] /= Double(count) }
    return sums
  }

  /// ΣE over the patterns, without what E adds for the weights; nil once `isStopped`.
  package func totalError(_ network: Network, isStopped: () -> Bool) -> Double? {
    var error = 0.0
    let isDone = lookAtBlocks(network, findsDeltas: false, isStopped) { _, length in
      let errors = engine.row(.error)
      for n in 0..<length { error += errors[n] }
    }
    return isDone ? error : nil
  }

  /// Presents one block of patterns after another. Returns: false once `isStopped`.
  private func lookAtBlocks(
    _ network: Network, findsDeltas: Bool, _ isStopped: () -> Bool,
    _ body: (_ first: Int, _ count: Int) -> Void
  ) -> Bool {
    for (place, projection) in zip(engine.layout.projections, network.projections) {
      projection.weights.elements.withUnsafeBufferPointer { elements in
        guard let elements = elements.baseAddress else { return }
        for row in 0..<place.rows {
          (weights.numbers + place.start + row * place.stride).update(
            from: elements + row * place.columns, count: place.columns)
        }
      }
    }
    for first in stride(from: 0, to: count, by: engine.width) {
      if isStopped() { return false }
      let end = min(first + engine.width, count)
      engine.look(at: first..<end, weights.numbers, findsDeltas: findsDeltas)
      body(first, end - first)
    }
    return true
  }

  /// Adds the values of the first `count` patterns of the block, one after another; of what is no mean, that
  /// of the first pattern of all.
  private func add(_ count: Int, _ numbers: [Double], isFirst: Bool = true, to sums: inout [Double]) {
    let code = program.code
    code.withScratch(needs.patterns ? engine.width : 8) { scratch in
      for (place, quantity) in quantities.enumerated() {
        if case .number(let number) = quantity { code.fillInput(place, scratch, with: numbers[number]) }
      }
      for first in stride(from: 0, to: count, by: scratch.length) {
        for (place, quantity) in quantities.enumerated() {
          if case .number = quantity { continue }
          code.setInput(place, scratch, to: engine.row(quantity) + first)
        }
        code.run(scratch, min(scratch.length, (count - first).paddedToLanes))
        for place in sums.indices {
          let values = code.output(place, scratch)
          if isMean[place] {
            for n in 0..<min(scratch.length, count - first) { sums[place] += values[n] }
          } else if isFirst, first == 0 {
            sums[place] = values[0]
          }
        }
      }
    }
  }
}
