/// What an observer is told during training.
public struct TrainingProgress: Equatable, Sendable {
  /// Whole epochs since the call began.
  public let epoch: Int
  /// Patterns presented since the call began.
  public let patternsSeen: Int64
  /// ΣE over the set in the last whole epoch; nil before the first.
  public let totalError: Double?
}

/// Why a call of `train` ended.
public enum TrainingEnd: Equatable, Sendable {
  /// All requested epochs are done.
  case epochsDone
  /// E is less than the target of the options.
  case reachedTarget
  /// The observer returned false.
  case stopped
  /// A number became infinite or NaN: the epoch (from 1, in this call) and the pattern (its place in the set,
  /// from 0) at which this first happened. The weights are those before that update, complete and finite.
  case diverged(epoch: Int, pattern: Int)
}

/// The result of a call of `train`.
public struct TrainingResult: Equatable, Sendable {
  /// Why the call ended.
  public let end: TrainingEnd
  /// The number of whole epochs.
  public let epochs: Int
  /// The number of patterns presented.
  public let patternsSeen: Int64
  /// ΣE over the set in the last whole epoch; nil if there was none.
  public let totalError: Double?
  /// Over all calls of this trainer.
  public let errorHistory: ErrorHistory
}
