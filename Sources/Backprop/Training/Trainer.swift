/// What an observer is told while a network trains.
public struct TrainingProgress: Equatable, Sendable {
  /// Whole epochs since the call began.
  public let epoch: Int
  /// Patterns presented since the call began.
  public let patternsSeen: Int
  /// ΣE over the set in the last whole epoch; nil before the first.
  public let totalError: Double?
}

/// Why a call of `train` ended.
public enum TrainingEnd: Equatable, Sendable {
  case epochsDone
  case reachedTarget
  /// The observer said so.
  case stopped
  /// The first number that is infinite or not a number, in which epoch (from 1, in this call) and at which pattern (its
  /// place in the set, from 0). The weights are those before that update, whole and finite.
  case diverged(epoch: Int, pattern: Int)
}

/// What a call of `train` did.
public struct TrainingResult: Equatable, Sendable {
  public let end: TrainingEnd
  /// Whole epochs.
  public let epochs: Int
  /// Patterns presented.
  public let patternsSeen: Int
  /// ΣE over the set in the last whole epoch; nil if there was none.
  public let totalError: Double?
  /// Of all calls of this trainer.
  public let errorHistory: ErrorHistory
}

/// Trains a network. It keeps what the learning rule remembers, and the order of shuffled patterns, between calls: 100
/// epochs twice are 200 epochs.
public struct Trainer: Sendable {
  public private(set) var network: Network
  public private(set) var options: TrainingOptions
  public private(set) var errorHistory = ErrorHistory()

  /// One a weight, projection after projection.
  private var memory: [[LearningMemory]]
  private var updates = 0
  private var generator: RandomGenerator

  /// The observer is asked after so much work, in multiplications and additions: about a millisecond's.
  private static let workBetweenReports = 200_000

  /// Throws: an option out of its range.
  public init(network: Network, options: TrainingOptions) throws(NetworkError) {
    try options.validate()
    self.network = network
    self.options = options
    generator = RandomGenerator(seed: options.shuffleSeed ?? 0)
    memory = network.projections.map {
      [LearningMemory](repeating: .beginning(options), count: $0.weights.elements.count)
    }
  }

  /// Changes when the next calls of `train` end; what the learning rule remembers stays.
  ///
  /// Throws: a negative number of epochs.
  public mutating func setEnd(epochs: Int, target: StoppingRule?) throws(NetworkError) {
    var changed = options
    changed.epochs = epochs
    changed.target = target
    try changed.validate()
    options = changed
  }

  /// Trains for `epochs` (nil: those of the options), or until the target is reached, or the observer returns false.
  /// It is asked about once a millisecond, between updates, so the weights are whole whenever training stops.
  ///
  /// Throws: patterns whose widths are not the network's.
  public mutating func train(
    _ patterns: PatternSet, epochs: Int? = nil, observer: (TrainingProgress) -> Bool = { _ in true }
  ) throws(NetworkError) -> TrainingResult {
    try network.check(patterns)
    let limit = epochs ?? options.epochs
    guard limit >= 0 else { throw .epochsOutOfRange(limit) }
    let batchSize = options.batchSize(of: patterns.count)
    var order = Array(0..<patterns.count)
    var epoch = 0
    var seen = 0
    var work = 0
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
        seen += batch.count
        work += batch.count * (4 * network.weightCount + 100)
        if work >= Self.workBetweenReports {
          work = 0
          let progress = TrainingProgress(epoch: epoch, patternsSeen: seen, totalError: lastError)
          if !observer(progress) { return result(.stopped) }
        }
      }
      epoch += 1
      lastError = totalError
      errorHistory.append(totalError)
      if options.target?.isMet(totalError: totalError, patterns: patterns.count) == true {
        return result(.reachedTarget)
      }
    }
    return result(.epochsDone)
  }

  private enum Presentation {
    case updated(error: Double)
    case notFinite(pattern: Int)
  }

  /// Presents the patterns of one update, sums -∂E/∂w, and updates the weights, unless a number is not finite.
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
      let gradients = try network.backward(pass, target: pattern.target).negativeGradients
      if sums.isEmpty {
        sums = gradients
      } else {
        for p in sums.indices {
          for w in sums[p].elements.indices { sums[p].elements[w] += gradients[p].elements[w] }
        }
      }
    }
    var memory = self.memory
    let changes = changes(sums, patterns: batch.count, &memory)
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

  /// Δw by the learning rule, from the summed -∂E/∂w.
  private func changes(_ sums: [Matrix], patterns: Int, _ memory: inout [[LearningMemory]]) -> [Matrix] {
    let scale = options.reduction == .mean ? 1 / Double(patterns) : 1
    var changes = sums
    for p in sums.indices {
      let weights = network.projections[p].weights.elements
      for w in weights.indices where network.projections[p].frozen?[w] != true {
        let s = scale * sums[p].elements[w] - options.decay * weights[w]
        changes[p].elements[w] = options.change(s, &memory[p][w], update: updates + 1)
      }
    }
    return changes
  }
}

extension Network {
  /// Throws: patterns whose widths are not the network's.
  func check(_ patterns: PatternSet) throws(NetworkError) {
    guard patterns.inputs.columns == inputUnits else {
      throw .inputWidth(expected: inputUnits, count: patterns.inputs.columns)
    }
    guard patterns.targets.columns == outputUnits else {
      throw .targetWidth(expected: outputUnits, count: patterns.targets.columns)
    }
  }
}
