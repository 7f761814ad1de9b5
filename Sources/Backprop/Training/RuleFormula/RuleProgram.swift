/// A learning rule, given by a calculation, ready to be applied to all weights.
///
/// What all weights share is computed once per update, one number after the other; the rest is a program of
/// rows, whose operands are the gradients, the weights and the remembered numbers.
struct RuleProgram: Sendable {
  /// How many numbers it remembers per weight.
  let memories: Int
  /// How many operations it takes per weight.
  let operations: Int
  /// Whether it treats biases apart.
  let usesBias: Bool
  /// Whether it keeps δ_j y_i and what a penalty adds apart.
  let usesProduct: Bool
  /// Whether it asks for the layers that weights lead to.
  let usesLayer: Bool
  fileprivate let shared: RowProgram
  private let own: RowProgram
  fileprivate let code: RowCode
  fileprivate let handedOver: Int

  init(_ calculation: RuleCalculation) {
    self.init(RuleParts(calculation), calculation)
  }

  init(_ parts: RuleParts, _ calculation: RuleCalculation) {
    memories = calculation.remembered.count
    usesBias = calculation.uses(.biasOutput)
    usesProduct = calculation.uses(.product)
    usesLayer = calculation.uses(.layer)
    handedOver = parts.handedOver.count
    shared = RowProgram(
      parts.shared, inputs: 3 + calculation.parameterCount, late: Self.updateInput,
      outputs: parts.handedOver)
    var replaced: [Calculation.Value: Int] = [:]
    for (place, value) in parts.remembered.enumerated() where replaced[value] == nil {
      replaced[value] = 2 + place
    }
    own = RowProgram(
      parts.own, inputs: parts.firstHandedOver + parts.handedOver.count, keepsInputs: true,
      replacing: replaced,
      outputs: [parts.change] + parts.remembered)
    code = own.code
    operations = code.operations + memories
  }

  /// The place of the number of the update among the inputs of what all weights share.
  static let updateInput = 2

  /// These inputs.
  static func inputs(_ options: TrainingOptions, update: Double) -> [Double] {
    [options.learningRate, options.momentum, update] + options.rule.values
  }

  /// Δw of one weight; updates the remembered numbers.
  func change(
    _ options: TrainingOptions, _ state: WeightState, _ memory: inout [Double], update: Int64
  ) -> Double {
    let shared = shared.code.numbers(Self.inputs(options, update: Double(update)))
    var apart = (usesBias ? [state.bias] : []) + (usesProduct ? [state.product] : [])
    if usesLayer { apart.append(Double(state.layer)) }
    let results = code.numbers([state.descent, state.weight] + memory + apart + shared)
    for place in memory.indices { memory[place] = results[1 + place] }
    return results[0]
  }
}

/// A `RuleProgram` with the settings of an epoch.
struct RuleRun: Sendable {
  private let program: RuleProgram
  private let decay: Double
  private let numbers: UpdateNumbers

  init(_ program: RuleProgram, _ options: TrainingOptions) {
    self.program = program
    decay = options.decay
    numbers = UpdateNumbers(program.shared, options)
  }

  /// Update number n of the weights in these places, with s = scale · gradient.
  func update(
    _ n: Int64, _ places: Range<Int>, by gradients: Numbers, scale: Double,
    _ weights: borrowing TrainedWeights
  ) {
    guard !places.isEmpty else { return }
    numbers.with(n) { code, numbers in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(program.handedOver, 1)) { shared in
        for place in 0..<program.handedOver { shared[place] = code.output(place, of: numbers) }
        update(places, by: gradients, scale: scale, weights, shared: UnsafePointer(shared.baseAddress))
      }
    }
  }

  private func update(
    _ places: Range<Int>, by gradients: Numbers, scale: Double, _ weights: borrowing TrainedWeights,
    shared: UnsafePointer<Double>?
  ) {
    let code = program.code
    let memories = program.memories
    let product = 2 &+ memories &+ (program.usesBias ? 1 : 0)
    let layer = product &+ (program.usesProduct ? 1 : 0)
    let shares = layer &+ (program.usesLayer ? 1 : 0)
    let isScaled = scale != 1 || decay != 0 || program.usesProduct
    let scale = Lanes(repeating: scale)
    let decay = Lanes(repeating: -decay)
    let zero = Lanes(repeating: 0)
    code.withScratch(places.count) { scratch in
      if let shared {
        for place in 0..<program.handedOver {
          code.fillInput(shares &+ place, scratch, with: shared[place])
        }
      }
      let s = code.input(0, scratch)
      var first = places.lowerBound
      while first < places.upperBound {
        let count = min(scratch.length, places.upperBound &- first)
        let w = weights.weights.numbers + first
        if isScaled {
          for n in stride(from: 0, to: count, by: 8) {
            let decaying = w.lanes(n) * weights.decaying(first &+ n)
            s.setLanes(n, .multiplyAdd(decaying, decay, gradients.lanes(first &+ n) * scale))
          }
          if program.usesProduct {
            // The gradients are without the penalty's.
            let data = code.input(product, scratch)
            for n in stride(from: 0, to: count, by: 8) {
              let without = s.lanes(n)
              data.setLanes(n, without)
              s.setLanes(n, without + weights.penaltyDescents.lanes(first &+ n) * scale)
            }
          }
        } else {
          code.setInput(0, scratch, to: gradients + first)
        }
        code.setInput(1, scratch, to: w)
        for memory in 0..<memories {
          code.setInput(2 &+ memory, scratch, to: weights.remembered(memory) + first)
        }
        if program.usesBias { code.setInput(2 &+ memories, scratch, to: weights.biasOutputs + first) }
        if program.usesLayer { code.setInput(layer, scratch, to: weights.layers + first) }
        code.run(scratch, count)
        for memory in 0..<memories {
          let new = code.output(1 &+ memory, scratch)
          let remembered = weights.remembered(memory) + first
          if new == remembered { continue }
          for n in stride(from: 0, to: count, by: 8) { remembered.setLanes(n, new.lanes(n)) }
        }
        let change = code.output(0, scratch)
        for n in stride(from: 0, to: count, by: 8) {
          let old = w.lanes(n)
          // The padding of rows stays 0, even where the rule has no value for a gradient of 0.
          let new = old.replacing(
            with: old + change.lanes(n), where: weights.present(first &+ n), isGreaterThan: zero)
          w.setLanes(n, new)
        }
        first &+= count
      }
    }
  }
}
