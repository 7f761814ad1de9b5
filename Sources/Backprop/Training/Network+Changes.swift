extension Network {
  /// Δw of an update by a learning rule, one matrix per projection, also for frozen weights, which do not
  /// take it. The engines compute the same with eight weights at once.
  ///
  /// sums: what `descents` gives, summed over the patterns. update: its number; the first is number 1.
  /// memory: what the rule remembers about each weight, projection by projection.
  func changes(
    by options: TrainingOptions, _ sums: [Matrix], patterns: Int, update: Int64,
    _ memory: inout [[[Double]]]
  ) -> [Matrix] {
    let scale = options.reduction == .mean ? 1 / Double(patterns) : 1
    let penalties = options.rule.kind.takesPenaltyApart ? penaltyDescents : nil
    var changes = sums
    for p in sums.indices {
      if options.rule.outputDelta != nil, projections[p].target < layers.count - 1 {
        for w in changes[p].elements.indices { changes[p].elements[w] = 0 }
        continue
      }
      let weights = projections[p].weights.elements
      let biasWeights = projections[p].hasBias ? projections[p].weights.columns : 0
      for w in weights.indices {
        let decay = w < biasWeights && !options.decaysBias ? 0 : options.decay
        let s = scale * sums[p].elements[w] - decay * weights[w]
        let penalty = penalties.map { scale * Double(patterns) * $0[p].elements[w] }
        let state = WeightState(
          s + (penalty ?? 0), product: s, weight: weights[w], bias: w < biasWeights ? bias ?? 0 : 0,
          layer: projections[p].target + 1)
        changes[p].elements[w] = options.rule.kind.change(options, state, &memory[p][w], update)
      }
    }
    return changes
  }
}

extension Trainer {
  /// Δw of the update that one pattern would make, one matrix per projection.
  ///
  /// Throws: `NetworkError.targetWidth`, `.foreignPass`.
  package func changes(by pass: ForwardPass, target: [Double]) throws(NetworkError) -> [Matrix] {
    let descents = try network.descents(by: options.rule, pass, target: target)
    var remembered = memory.perWeight(of: network)
    return network.changes(by: options, descents, patterns: 1, update: updates + 1, &remembered)
  }

  /// As it is after the update that one pattern would make, but with the same weights.
  ///
  /// Throws: `NetworkError.targetWidth`, `.foreignPass`.
  package func remembering(_ pass: ForwardPass, target: [Double]) throws(NetworkError) -> Trainer {
    let descents = try network.descents(by: options.rule, pass, target: target)
    var remembered = memory.perWeight(of: network)
    _ = network.changes(by: options, descents, patterns: 1, update: updates + 1, &remembered)
    let layout = WeightLayout(network)
    var result = self
    result.memory.rows = memory.atFirst.indices.map { row in
      layout.numbers(
        descents.indices.map { p in
          var matrix = descents[p]
          for w in matrix.elements.indices { matrix.elements[w] = remembered[p][w][row] }
          return matrix
        })
    }
    result.updates += 1
    return result
  }

  /// What a rule of formulas remembers: for each remembered number of its calculation one matrix per
  /// projection; nil if it has not been kept, because Δw does not depend on it.
  package var remembered: [[Matrix]]? {
    let layout = WeightLayout(network)
    let none = network.projections.map { projection in
      Matrix(rows: projection.weights.rows, columns: projection.weights.columns, repeating: 0)
    }
    var result: [[Matrix]] = []
    for recollection in options.rule.kind.recollections {
      guard recollection.row < memory.rows.count else {
        guard updates == 0 else { return nil }
        result.append(none)
        continue
      }
      var matrices = layout.matrices(memory.rows[recollection.row])
      for p in matrices.indices where recollection.sign < 0 {
        for w in matrices[p].elements.indices { matrices[p].elements[w] = -matrices[p].elements[w] }
      }
      result.append(matrices)
    }
    return result
  }

  /// Δw of the last update. Of many patterns in a large network it is the difference of the weights, which
  /// has fewer digits.
  func step(from before: BeforeLastUpdate, _ patterns: PatternSet) -> [Matrix]? {
    let network = before.network
    guard network.weightCount <= Self.mostWork / before.patterns.count, options.precision == .double else {
      return zip(self.network.projections, network.projections).map { after, before in
        var change = after.weights
        for w in change.elements.indices { change.elements[w] -= before.weights.elements[w] }
        return change
      }
    }
    var sums = network.projections.map { projection in
      Matrix(rows: projection.weights.rows, columns: projection.weights.columns, repeating: 0)
    }
    for place in before.patterns {
      let pattern = patterns[place]
      guard let pass = try? network.forward(pattern.input),
        let descents = try? network.descents(by: options.rule, pass, target: pattern.target)
      else { return nil }
      for p in sums.indices {
        for w in sums[p].elements.indices { sums[p].elements[w] += descents[p].elements[w] }
      }
    }
    var remembered = before.memory.perWeight(of: network)
    return network.changes(
      by: options.inEpoch(errorHistory.epochs), sums, patterns: before.patterns.count, update: updates,
      &remembered)
  }

  /// How many weights times patterns take some milliseconds.
  private static let mostWork = 2_000_000

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
      other.options.rule.kind.recollections == options.rule.kind.recollections,
      other.network.projections.map({ [$0.weights.rows, $0.weights.columns] })
        == network.projections.map({ [$0.weights.rows, $0.weights.columns] })
    else { return }
    memory.rows = other.memory.rows
    updates = other.updates
  }
}

extension LearningMemory {
  /// What is remembered about each weight, projection by projection.
  fileprivate func perWeight(of network: Network) -> [[[Double]]] {
    let layout = WeightLayout(network)
    let rows = self.rows.map { layout.matrices($0) }
    return network.projections.indices.map { p in
      network.projections[p].weights.elements.indices.map { w in
        atFirst.indices.map { $0 < rows.count ? rows[$0][p].elements[w] : atFirst[$0] }
      }
    }
  }
}
