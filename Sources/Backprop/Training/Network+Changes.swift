extension Network {
  /// Δw of an update by a learning rule, one matrix per projection, also for frozen weights, which do not
  /// take it. The engines compute the same with eight weights at once.
  ///
  /// sums: -∂E/∂w, summed over the patterns. update: its number; the first is number 1. memory: what the rule
  /// remembers about each weight, projection by projection.
  func changes(
    by options: TrainingOptions, _ sums: [Matrix], patterns: Int, update: Int64,
    _ memory: inout [[WeightMemory]]
  ) -> [Matrix] {
    let scale = options.reduction == .mean ? 1 / Double(patterns) : 1
    var changes = sums
    for p in sums.indices {
      let weights = projections[p].weights.elements
      let biasWeights = projections[p].hasBias ? projections[p].weights.columns : 0
      for w in weights.indices {
        let decay = w < biasWeights && !options.decaysBias ? 0 : options.decay
        let s = scale * sums[p].elements[w] - decay * weights[w]
        changes[p].elements[w] = options.rule.change(options, s, &memory[p][w], update)
      }
    }
    return changes
  }
}

extension Trainer {
  /// Δw of the update that the gradient of one pattern would make, one matrix per projection.
  ///
  /// Throws: `NetworkError.changeCount`, `.changeShape` if the pass comes from another network.
  package func changes(by pass: BackwardPass) throws(NetworkError) -> [Matrix] {
    try network.check(pass.negativeGradients)
    var remembered = memory.perWeight(of: network)
    return network.changes(
      by: options, pass.negativeGradients, patterns: 1, update: updates + 1, &remembered)
  }

  /// The update by one pattern, as `train` makes it, to the last bit.
  ///
  /// Returns: whether it was made; false if a number would become infinite or NaN.
  ///
  /// Throws: `NetworkError.inputWidth`, `.targetWidth`.
  package mutating func step(_ input: [Double], target: [Double]) throws(NetworkError) -> Bool {
    let pattern = try PatternSet([Pattern(input: input, target: target)])
    try network.check(pattern)
    let history = errorHistory
    defer { errorHistory = history }
    let result = train(checkedPatterns: pattern, epochs: 1) { _ in true }
    if case .diverged = result.end { return false }
    return true
  }

  /// Goes on with what another trainer remembers, if it has the same rule and its network the same shape.
  package mutating func takeMemory(of other: Trainer) {
    guard other.options.rule == options.rule,
      other.network.projections.map({ [$0.weights.rows, $0.weights.columns] })
        == network.projections.map({ [$0.weights.rows, $0.weights.columns] })
    else { return }
    memory.first = other.memory.first
    memory.second = other.memory.second
    updates = other.updates
  }
}

extension LearningMemory {
  /// The two numbers of each weight, projection by projection.
  fileprivate func perWeight(of network: Network) -> [[WeightMemory]] {
    let layout = WeightLayout(network)
    let firsts = first.isEmpty ? nil : layout.matrices(first)
    let seconds = second.isEmpty ? nil : layout.matrices(second)
    return network.projections.indices.map { p in
      network.projections[p].weights.elements.indices.map { w in
        WeightMemory(first: firsts?[p].elements[w] ?? 0, second: seconds?[p].elements[w] ?? secondAtFirst)
      }
    }
  }
}
