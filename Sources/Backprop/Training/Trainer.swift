/// Trains a network. Between calls it keeps what the learning rule remembers and the state of the generator
/// that shuffles: twice 100 epochs are the same as 200 epochs.
public struct Trainer: Sendable {
  /// The network in its current state of training.
  public private(set) var network: Network
  /// How it is trained.
  public private(set) var options: TrainingOptions
  /// ΣE of every epoch so far.
  public internal(set) var errorHistory = ErrorHistory()
  /// How many processor cores a large network may use; the result does not depend on it.
  public package(set) var threads: Int

  /// What the learning rule remembers.
  var memory = LearningMemory()
  /// Whether `lastStep` is wanted, also from a rule that does not remember it.
  package var keepsLastStep = false
  /// Δw of the last update of the last call of `train`, one matrix per projection; nil if that is not known.
  package private(set) var lastStep: [Matrix]?
  /// The number of updates so far.
  package internal(set) var updates: Int64 = 0
  /// Shuffles the patterns.
  private var generator: RandomGenerator

  /// A trainer of a copy of this network. threads: how many processor cores a large network may use.
  ///
  /// Throws: `NetworkError.epochsOutOfRange`, `.rateOutOfRange`, `.momentumOutOfRange`, `.decayOutOfRange`,
  /// `.batchSizeOutOfRange`, `.targetOutOfRange`, `.ruleParameterOutOfRange`.
  public init(network: Network, options: TrainingOptions, threads: Int = 1) throws(NetworkError) {
    try options.validate()
    self.init(network: network, checkedOptions: options, threads: threads)
  }

  /// For options that are already checked.
  init(network: Network, checkedOptions options: TrainingOptions, threads: Int = 1) {
    self.network = network
    self.options = options
    self.options.rule = options.rule.applied(to: network)
    self.threads = max(threads, 1)
    generator = RandomGenerator(seed: options.shuffleSeed ?? 0)
    memory.atFirst = self.options.rule.kind.memoryAtFirst(self.options.inEpoch(1))
  }

  /// Δw of the last update, one matrix per projection; nil until a rule that remembers it has made one.
  package var lastChanges: [Matrix]? {
    guard remembersChange, let changes = memory.rows.first else { return nil }
    return WeightLayout(network).matrices(changes)
  }

  /// Whether the next updates depend on how many epochs or updates there were, or on what they were.
  package var dependsOnPast: Bool { options.isScheduled || options.rule.kind.memories(options) > 0 }

  private var remembersChange: Bool { options.rule.kind.remembersChange(options) }

  /// The same without weight decay.
  package func withoutDecay() -> Trainer {
    var result = self
    result.options.decay = 0
    result.options.schedules.decay = nil
    return result
  }

  /// Makes these changes, one matrix per projection, from an update made elsewhere, the Δw(n-1) of the next
  /// update. Has no effect on rules that remember other things.
  ///
  /// Throws: `NetworkError.changeCount`, `.changeShape`.
  package mutating func setLastChanges(_ changes: [Matrix]) throws(NetworkError) {
    guard remembersChange else { return }
    try network.check(changes)
    let numbers = WeightLayout(network).numbers(changes)
    if memory.rows.isEmpty { memory.rows = [numbers] } else { memory.rows[0] = numbers }
  }

  /// Changes when the next calls of `train` end; what the learning rule remembers is kept.
  ///
  /// Throws: `NetworkError.epochsOutOfRange`, `.targetOutOfRange`.
  public mutating func setEnd(epochs: Int, target: StoppingRule?) throws(NetworkError) {
    var changed = options
    changed.epochs = epochs
    changed.target = target
    try changed.validate()
    options = changed
  }

  /// Trains for `epochs` (nil: the number in the options), or until the target is reached or the observer
  /// returns false. The observer is called about once per millisecond, and the weights are always those after
  /// a whole update.
  ///
  /// Throws: `NetworkError.inputWidth` and `.targetWidth` if the widths of the patterns are not those of the
  /// network; `.epochsOutOfRange`.
  public mutating func train(
    _ patterns: PatternSet, epochs: Int? = nil, observer: (TrainingProgress) -> Bool = { _ in true }
  ) throws(NetworkError) -> TrainingResult {
    try network.check(patterns)
    let limit = epochs ?? options.epochs
    guard limit >= 0 else { throw .epochsOutOfRange(limit) }
    return train(checkedPatterns: patterns, epochs: limit, observer: observer)
  }

  /// For patterns and a number of epochs that are already checked.
  mutating func train(
    checkedPatterns patterns: PatternSet, epochs: Int, observer: (TrainingProgress) -> Bool
  ) -> TrainingResult {
    withoutActuallyEscaping(observer) { observer in
      var loop = TrainingLoop(
        network: network, memory: memory,
        position: TrainingPosition(updates: updates, generator: generator), options: options,
        patterns: patterns, limit: epochs, threads: threads, watch: TrainingWatch(observer),
        keepsLastStep: keepsLastStep && !remembersChange)
      swap(&errorHistory, &loop.errorHistory)
      options.rule.kind.train(options, &loop)
      swap(&errorHistory, &loop.errorHistory)
      network = loop.network
      memory = loop.memory
      updates = loop.position.updates
      generator = loop.position.generator
      lastStep = remembersChange ? lastChanges : loop.beforeLast.flatMap { step(from: $0, patterns) }
      return TrainingResult(
        end: loop.end, epochs: loop.position.epoch, patternsSeen: loop.position.seen,
        totalError: loop.position.lastError, errorHistory: errorHistory)
    }
  }
}

extension Network {
  /// Throws: if the widths of the patterns are not those of the network.
  func check(_ patterns: PatternSet) throws(NetworkError) {
    guard patterns.inputs.columns == inputUnits else {
      throw .inputWidth(expected: inputUnits, count: patterns.inputs.columns)
    }
    guard patterns.targets.columns == outputUnits else {
      throw .targetWidth(expected: outputUnits, count: patterns.targets.columns)
    }
  }
}
