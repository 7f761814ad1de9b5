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
  /// All epochs that were asked for have been trained.
  case epochsDone
  /// E has come below the target of the options.
  case reachedTarget
  /// The observer said so.
  case stopped
  /// The first number that is infinite or not a number, in which epoch (from 1, in this call) and at which
  /// pattern (its place in the set, from 0). The weights are those before that update, whole and finite.
  case diverged(epoch: Int, pattern: Int)
}

/// What a call of `train` did.
public struct TrainingResult: Equatable, Sendable {
  /// Why the call ended.
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
