/// A learning rule, given by a calculation, ready to be applied to all weights.
///
/// What all weights share is computed once per update, one number after the other; the rest is a program of
/// rows, whose operands are the gradients, the weights and the remembered numbers.
struct RuleProgram: Sendable {
  /// How many numbers it remembers per weight.
  let memories: Int
  /// Whether what all weights share depends on the number of the update.
  fileprivate let sharedChanges: Bool
  private let shared: RowProgram
  private let own: RowProgram
  fileprivate let sharedCode: RowCode
  fileprivate let code: RowCode
  fileprivate let handedOver: Int

  init(_ calculation: RuleCalculation) {
    self.init(RuleParts(calculation), calculation)
  }

  init(_ parts: RuleParts, _ calculation: RuleCalculation) {
    memories = calculation.remembered.count
    sharedChanges = calculation.uses(.update)
    handedOver = parts.handedOver.count
    shared = RowProgram(parts.shared, inputs: 3 + calculation.parameterCount, outputs: parts.handedOver)
    own = RowProgram(
      parts.own, inputs: parts.firstHandedOver + parts.handedOver.count, keepsInputs: true,
      outputs: [parts.change] + parts.remembered)
    sharedCode = shared.code
    code = own.code
  }

  /// What all weights share, by the settings and the number of the update.
  static func inputs(_ options: TrainingOptions, update: Double) -> [Double] {
    [options.learningRate, options.momentum, update] + options.rule.values
  }

  /// Δw of one weight from its s; updates the remembered numbers.
  func change(
    _ options: TrainingOptions, _ s: Double, _ w: Double, _ memory: inout [Double], update: Int64
  ) -> Double {
    let shared = sharedCode.numbers(Self.inputs(options, update: Double(update)))
    let results = code.numbers([s, w] + memory + shared)
    for place in memory.indices { memory[place] = results[1 + place] }
    return results[0]
  }
}

/// A `RuleProgram` with the settings of an epoch.
struct RuleRun: Sendable {
  private let program: RuleProgram
  private let decay: Double
  private let inputs: [Double]
  /// What all weights share, if it is the same in every update.
  private let shared: [Double]

  init(_ program: RuleProgram, _ options: TrainingOptions) {
    self.program = program
    decay = options.decay
    inputs = RuleProgram.inputs(options, update: 1)
    shared = program.sharedCode.numbers(inputs)
  }

  /// Update number n of the weights in these places, with s = scale · gradient.
  func update(
    _ n: Int64, _ places: Range<Int>, by gradients: Numbers, scale: Double,
    _ weights: borrowing TrainedWeights
  ) {
    guard !places.isEmpty else { return }
    guard program.sharedChanges else {
      shared.withUnsafeBufferPointer {
        update(places, by: gradients, scale: scale, weights, shared: UnsafePointer($0.baseAddress))
      }
      return
    }
    program.sharedCode.withNumbers { numbers in
      for place in inputs.indices { numbers[place] = inputs[place] }
      numbers[2] = Double(n)
      program.sharedCode.run(numbers)
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(program.handedOver, 1)) { shared in
        for place in 0..<program.handedOver {
          shared[place] = program.sharedCode.output(place, of: numbers)
        }
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
    let isScaled = scale != 1 || decay != 0
    let scale = Lanes(repeating: scale)
    let decay = Lanes(repeating: -decay)
    let zero = Lanes(repeating: 0)
    code.withScratch(places.count) { scratch in
      if let shared {
        for place in 0..<program.handedOver {
          code.fillInput(2 &+ memories &+ place, scratch, with: shared[place])
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
        } else {
          code.setInput(0, scratch, to: gradients + first)
        }
        code.setInput(1, scratch, to: w)
        for memory in 0..<memories {
          code.setInput(2 &+ memory, scratch, to: weights.remembered(memory) + first)
        }
        code.run(scratch, count)
        for memory in 0..<memories {
          let new = code.output(1 &+ memory, scratch)
          let remembered = weights.remembered(memory) + first
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
