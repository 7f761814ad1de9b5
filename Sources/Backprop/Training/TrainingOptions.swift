/// When the weights are updated.
public enum Updates: Equatable, Sendable {
  /// After each pattern.
  case perPattern
  /// After the whole set.
  case batch
  /// After the given number of patterns, and after the last pattern of the set.
  case miniBatch(Int64)
}

/// Whether the gradients of a batch are summed or averaged.
public enum Reduction: Equatable, Sendable {
  /// Summed.
  case sum
  /// Summed and divided by the number of patterns.
  case mean
}

/// The precision of the products of large matrices; weights, errors and everything else are double.
public enum Precision: String, Equatable, Sendable {
  /// 53-bit significands: about sixteen digits.
  case double
  /// 24-bit significands, in little more than half the time: about seven digits of a gradient.
  case single
}

/// When the error is small enough for training to end. E of an epoch is the sum over its patterns as they
/// were presented, each with the weights of that moment: in batch training, those before the update.
public enum StoppingRule: Equatable, Sendable {
  /// Ends when ΣE over the set is less than this.
  case totalError(below: Double)
  /// Ends when ΣE over the set, divided by the number of patterns, is less than this.
  case meanError(below: Double)

  /// The bound on ΣE over the set.
  func totalError(patterns: Int) -> Double {
    switch self {
    case .totalError(let bound): bound
    case .meanError(let bound): bound * Double(patterns)
    }
  }
}

/// How to train.
public struct TrainingOptions: Equatable, Sendable {
  /// The largest number of epochs in one call of `train`.
  public var epochs: Int
  /// The learning rate η.
  public var learningRate: Double
  /// The momentum α, for gradient descent and Nesterov's rule.
  public var momentum: Double
  /// When the weights are updated.
  public var updates: Updates
  /// How an update combines the gradients of its patterns.
  public var reduction: Reduction
  /// How an update follows from the gradient.
  public var rule: LearningRule
  /// The weight decay β: each update descends E + β/2 Σ w²; reported errors are E alone.
  public var decay: Double
  /// Whether the bias weights are among those that decay.
  public var decaysBias: Bool
  /// What changes from epoch to epoch, in place of the learning rate, the momentum and the decay above.
  public var schedules: Schedules
  /// If set, each epoch presents the patterns in a new order, shuffled from that of the set by a generator
  /// with this seed; nil keeps the order of the set.
  public var shuffleSeed: UInt64?
  /// What ends a call of `train` before its last epoch; nil for nothing.
  public var target: StoppingRule?
  /// The precision of the products of large matrices.
  public var precision: Precision

  /// The options where nothing else is said.
  package static let standard = TrainingOptions()

  /// Options, with a default for each that is not given. Their ranges are checked when a trainer is created.
  public init(
    epochs: Int = 1000, learningRate: Double = 0.5, momentum: Double = 0, updates: Updates = .perPattern,
    reduction: Reduction = .sum, rule: LearningRule = .gradient, decay: Double = 0,
    decaysBias: Bool = true, schedules: Schedules = Schedules(), shuffleSeed: UInt64? = nil,
    target: StoppingRule? = nil, precision: Precision = .double
  ) {
    self.epochs = epochs
    self.learningRate = learningRate
    self.momentum = momentum
    self.updates = updates
    self.reduction = reduction
    self.rule = rule
    self.decay = decay
    self.decaysBias = decaysBias
    self.schedules = schedules
    self.shuffleSeed = shuffleSeed
    self.target = target
    self.precision = precision
  }

  /// How many patterns an update sums over, in a set of `count` patterns.
  func batchSize(of count: Int) -> Int {
    switch updates {
    case .perPattern: 1
    case .batch: count
    case .miniBatch(let size): Int(min(size, Int64(count)))
    }
  }

  /// Throws: `NetworkError.epochsOutOfRange`, `.rateOutOfRange`, `.momentumOutOfRange`, `.decayOutOfRange`,
  /// `.batchSizeOutOfRange`, `.targetOutOfRange`, `.ruleParameterOutOfRange`.
  func validate() throws(NetworkError) {
    guard epochs >= 0 else { throw .epochsOutOfRange(epochs) }
    guard learningRate.isFinite, learningRate >= 0 else { throw .rateOutOfRange(learningRate) }
    guard momentum.isFinite, momentum >= 0 else { throw .momentumOutOfRange(momentum) }
    guard decay.isFinite, decay >= 0 else { throw .decayOutOfRange(decay) }
    if case .miniBatch(let size) = updates, size < 1 { throw .batchSizeOutOfRange(size) }
    if let bound = target?.totalError(patterns: 1), bound.isNaN { throw .targetOutOfRange(bound) }
    try rule.validate()
  }
}
