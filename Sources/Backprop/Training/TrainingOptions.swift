/// After which patterns the weights are updated.
public enum Updates: Equatable, Sendable {
  /// After each pattern.
  case perPattern
  /// After the whole set.
  case batch
  /// After so many patterns, and after the last of the set.
  case miniBatch(Int)
}

/// Whether the gradients of a batch are summed or averaged.
public enum Reduction: Equatable, Sendable {
  /// Summed.
  case sum
  /// Summed and divided by the number of patterns.
  case mean
}

/// What the products of large matrices are computed in; weights, errors and all else are double.
public enum Precision: String, Equatable, Sendable {
  /// Numbers of 53 bits: about sixteen digits.
  case double
  /// Numbers of 24 bits, in little more than half the time: about seven digits of a gradient.
  case single
}

/// When training has reached what was wanted. E of an epoch is that of its patterns as they were presented,
/// each by the weights of that moment: in batch training, by those before the update.
public enum StoppingRule: Equatable, Sendable {
  /// ΣE over the set is less than this.
  case totalError(below: Double)
  /// ΣE over the set, divided by the number of patterns, is less than this.
  case meanError(below: Double)

  /// What ΣE over the set must be less than.
  func totalError(patterns: Int) -> Double {
    switch self {
    case .totalError(let bound): bound
    case .meanError(let bound): bound * Double(patterns)
    }
  }
}

/// How to train.
public struct TrainingOptions: Equatable, Sendable {
  /// The most epochs of a call of `train`.
  public var epochs = 1000
  /// η
  public var learningRate = 0.5
  /// α, of gradient descent and of Nesterov's.
  public var momentum = 0.0
  /// After which patterns the weights are updated.
  public var updates = Updates.perPattern
  /// What an update makes of the gradients of its patterns.
  public var reduction = Reduction.sum
  /// How an update follows from the gradient.
  public var rule = LearningRule.gradient
  /// β: each update descends E + β/2 Σ w², bias weights included; the errors reported are E alone.
  public var decay = 0.0
  /// Each epoch presents the patterns in a new order, shuffled from that of the set by a generator of this
  /// seed; nil: always in the order of the set.
  public var shuffleSeed: UInt64?
  /// What ends a call of `train` before its last epoch; nil: nothing does.
  public var target: StoppingRule?
  /// What the products of large matrices are computed in.
  public var precision = Precision.double

  /// Options, whose ranges are checked where a trainer is made.
  public init(
    epochs: Int = 1000, learningRate: Double = 0.5, momentum: Double = 0, updates: Updates = .perPattern,
    reduction: Reduction = .sum, rule: LearningRule = .gradient, decay: Double = 0,
    shuffleSeed: UInt64? = nil, target: StoppingRule? = nil, precision: Precision = .double
  ) {
    self.epochs = epochs
    self.learningRate = learningRate
    self.momentum = momentum
    self.updates = updates
    self.reduction = reduction
    self.rule = rule
    self.decay = decay
    self.shuffleSeed = shuffleSeed
    self.target = target
    self.precision = precision
  }

  /// How many patterns an update sums over, of a set of `count`.
  func batchSize(of count: Int) -> Int {
    switch updates {
    case .perPattern: 1
    case .batch: count
    case .miniBatch(let size): min(size, count)
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
