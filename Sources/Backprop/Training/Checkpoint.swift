/// Where training stands.
struct TrainingPosition {
  /// Whole epochs, and patterns presented, since the call began.
  var epoch = 0
  var seen = 0
  /// ΣE of the last whole epoch.
  var lastError: Double?
  /// Updates so far, over all calls.
  var updates: Int
  var generator: RandomGenerator

  var progress: TrainingProgress {
    TrainingProgress(epoch: epoch, patternsSeen: seen, totalError: lastError)
  }
}

/// Weights and a position that training can go back to. Once it has had to, training is careful: each update
/// is looked at and kept, up to the one that spoils a number.
struct Checkpoint: ~Copyable {
  private let weights: Buffer
  private let first: Buffer
  private let second: Buffer
  private var isSaved = false
  private var position: TrainingPosition
  private(set) var isCareful = false

  /// The beginning of training, of which no copy is made.
  init(_ trained: borrowing TrainedWeights, _ position: TrainingPosition) {
    weights = Buffer(count: trained.weights.count)
    first = Buffer(count: trained.first.count)
    second = Buffer(count: trained.second.count)
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
    first.copy(from: trained.first)
    second.copy(from: trained.second)
  }

  func restore(_ trained: borrowing TrainedWeights) {
    guard isSaved else {
      trained.begin()
      return
    }
    trained.weights.copy(from: weights)
    trained.first.copy(from: first)
    trained.second.copy(from: second)
  }

  /// Goes back, to do again what has come since, with care. Returns: where training then stands.
  mutating func goBack(_ trained: borrowing TrainedWeights) -> TrainingPosition {
    isCareful = true
    restore(trained)
    return position
  }

  /// The first of these patterns whose E is not finite by these weights, or else the last, whose update was
  /// the end.
  static func culprit(
    _ trained: borrowing TrainedWeights, _ network: Network, _ patterns: PatternSet, _ places: [Int]
  ) -> Int {
    var network = network
    trained.write(to: &network)
    for place in places {
      let pattern = patterns[place]
      guard let pass = try? network.forward(pattern.input),
        let error = try? network.error(pass, target: pattern.target), error.isFinite
      else { return place }
    }
    return places.last ?? 0
  }
}
