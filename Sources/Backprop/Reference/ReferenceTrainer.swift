/// Training as in the handout, step by step and weight by weight: the fast `Trainer` must agree with it.
package struct ReferenceTrainer: Sendable {
  package private(set) var network: Network
  package let options: TrainingOptions
  private var errorHistory = ErrorHistory()

  /// One per weight, projection after projection.
  private var memory: [[[Double]]]
  private var updates: Int64 = 0
  private var generator: RandomGenerator

  /// Throws: if an option is out of its range.
  package init(network: Network, options: TrainingOptions) throws(NetworkError) {
    try options.validate()
    self.network = network
    var options = options
    options.rule = options.rule.forError(of: network)
    self.options = options
    generator = RandomGenerator(seed: options.shuffleSeed ?? 0)
    let beginning = options.rule.kind.memoryAtFirst(options.inEpoch(1))
    memory = network.projections.map {
      [[Double]](repeating: beginning, count: $0.weights.elements.count)
    }
  }

  /// Trains for `epochs` (nil: the number in the options), or until the target is reached.
  package mutating func train(_ patterns: PatternSet, epochs: Int? = nil) throws(NetworkError)
    -> TrainingResult
  {
    try network.check(patterns)
    let limit = epochs ?? options.epochs
    guard limit >= 0 else { throw .epochsOutOfRange(limit) }
    let batchSize = options.batchSize(of: patterns.count)
    var order = Array(0..<patterns.count)
    var epoch = 0
    var seen: Int64 = 0
    var lastError: Double?
    func result(_ end: TrainingEnd) -> TrainingResult {
      TrainingResult(
        end: end, epochs: epoch, patternsSeen: seen, totalError: lastError, errorHistory: errorHistory)
    }
    while epoch < limit {
      if options.shuffleSeed != nil {
        order = Array(0..<patterns.count)
        generator.shuffle(&order)
      }
      var totalError = 0.0
      var first = 0
      while first < order.count {
        let batch = order[first..<min(first + batchSize, order.count)]
        switch try present(batch, of: patterns) {
        case .updated(let error): totalError += error
        case .notFinite(let pattern): return result(.diverged(epoch: epoch + 1, pattern: pattern))
        }
        first += batch.count
        seen += Int64(batch.count)
      }
      epoch += 1
      lastError = totalError
      errorHistory.append(contentsOf: [totalError])
      if let target = options.target, totalError < target.totalError(patterns: patterns.count) {
        return result(.reachedTarget)
      }
    }
    return result(.epochsDone)
  }

  private enum Presentation {
    case updated(error: Double)
    case notFinite(pattern: Int)
  }

  /// Presents the patterns of one update, sums -∂E/∂w, and updates the weights, unless a number is not
  /// finite.
  private mutating func present(_ batch: ArraySlice<Int>, of patterns: PatternSet) throws(NetworkError)
    -> Presentation
  {
    var sums: [Matrix] = []
    var error = 0.0
    for n in batch {
      let pattern = patterns[n]
      let pass = try network.forward(pattern.input)
      let e = try network.error(pass, target: pattern.target)
      guard e.isFinite else { return .notFinite(pattern: n) }
      error += e
      let gradients = try network.descents(by: options.rule, pass, target: pattern.target)
      if sums.isEmpty {
        sums = gradients
      } else {
        for p in sums.indices {
          for w in sums[p].elements.indices { sums[p].elements[w] += gradients[p].elements[w] }
        }
      }
    }
    var memory = self.memory
    let changes = network.changes(
      by: options.inEpoch(errorHistory.epochs + 1), sums, patterns: batch.count, update: updates + 1, &memory)
    var updated = network
    updated.apply(changes)
    guard updated.projections.allSatisfy({ $0.weights.elements.allSatisfy { $0.isFinite } }) else {
      return .notFinite(pattern: batch.last ?? 0)
    }
    network = updated
    self.memory = memory
    updates += 1
    return .updated(error: error)
  }
}
