import Backprop

/// One `train`, for `history` and the error curve: what it was told and how it went, worded where it is
/// shown.
struct TrainingRun: Sendable {
  let options: TrainingOptions
  /// The name of the set that it trained on.
  let patterns: String
  /// Whole epochs.
  let epochs: Int
  let end: TrainingEnd
  /// Σ E over the set in the last whole epoch; nil if there was none.
  let totalError: Double?
  /// The error that its options bound, by epoch.
  let curve: [TrainingReport.Point]

  /// The epoch, from 1, in which it diverged; nil where it did not.
  var divergence: Int? {
    if case .diverged(let epoch, _) = end { epoch } else { nil }
  }
}

/// What a training began from, so that it can be followed again epoch by epoch.
struct FollowedTraining: Sendable {
  var epochs: Int
  var start: Trainer
  var set: PatternSet
}

/// How the errors of the patterns become one number.
enum ErrorMeasure: Sendable {
  case total, mean

  var name: String {
    switch self {
    case .total: "total E"
    case .mean: "mean E"
    }
  }
}

extension TrainingOptions {
  /// The error that training is watched by: the one that is to become small.
  var measure: ErrorMeasure {
    switch target {
    case .meanError: .mean
    case .totalError, nil: .total
    }
  }
}
