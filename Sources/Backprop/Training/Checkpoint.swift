/// How far training has come.
struct TrainingPosition {
  /// Whole epochs and presented patterns since the call began.
  var epoch = 0
  var seen: Int64 = 0
  /// ΣE of the last whole epoch.
  var lastError: Double?
  /// Updates so far, over all calls.
  var updates: Int64
  var generator: RandomGenerator

  var progress: TrainingProgress {
    TrainingProgress(epoch: epoch, patternsSeen: seen, totalError: lastError)
  }
}

/// Weights and a position that training can return to. After the first return, training is careful: it checks
/// and keeps every update until one makes a number infinite or NaN.
struct Checkpoint: ~Copyable {
  private let weights: Buffer
  /// What the learning rule remembers, as in `TrainedWeights`.
  private let memory: Buffer
  /// Whether anything has been copied; until then, training returns to its start.
  private var isSaved = false
  private var position: TrainingPosition
  private(set) var isCareful = false

  /// The start of training, which is not copied. isUsed: whether anything is to be saved.
  init(_ trained: borrowing TrainedWeights, _ position: TrainingPosition, isUsed: Bool = true) {
    weights = Buffer(count: isUsed ? trained.weights.count : 0)
    memory = Buffer(count: isUsed ? trained.memory.count : 0)
    self.position = position
  }

  /// The end of an epoch.
  mutating func save(_ trained: borrowing TrainedWeights, _ position: TrainingPosition) {
    self.position = position
    saveUpdate(trained)
  }

  /// An update in the middle of an epoch.
  mutating func saveUpdate(_ trained: borrowing TrainedWeights) {
    isSaved = true
    weights.copy(from: trained.weights)
    memory.copy(from: trained.memory)
  }

  /// Goes back to what was saved last.
  func restore(_ trained: borrowing TrainedWeights) {
    guard isSaved else {
      trained.begin()
      return
    }
    trained.weights.copy(from: weights)
    trained.memory.copy(from: memory)
  }

  /// Goes back, to repeat with care what has been done since. Returns: the position that training is then at.
  mutating func goBack(_ trained: borrowing TrainedWeights) -> TrainingPosition {
    isCareful = true
    restore(trained)
    return position
  }

  /// The first of these patterns whose E is not finite with these weights; otherwise the last, whose update
  /// made a number infinite or NaN.
  static func culprit(
    _ trained: borrowing TrainedWeights, _ network: Network, _ patterns: PatternSet, _ places: [Int]
  ) -> Int {
    var network = network
    trained.write(to: &network)
    for place in places {
      // Neither call throws, because the widths of the patterns have been checked.
      let pattern = patterns[place]
      guard let pass = try? network.forward(pattern.input),
        let error = try? network.error(pass, target: pattern.target), error.isFinite
      else { return place }
    }
    return places.last ?? 0
  }
}
