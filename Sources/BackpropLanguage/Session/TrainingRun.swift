import Backprop

/// One `train`, for `history` and the error curve: its settings and its result, put into words where it is
/// shown.
struct TrainingRun: Sendable {
  let options: TrainingOptions
  /// The name of its training set.
  let patterns: String
  /// What it minimized.
  let errorFunction: ErrorFunction
  /// The number of complete epochs.
  let epochs: Int
  let end: TrainingEnd
  /// Σ E over the set in the last complete epoch; nil if there was none.
  let totalError: Double?
  /// The error that its options refer to, by epoch.
  let curve: [TrainingReport.Point]

  /// The epoch, from 1, in which it diverged; nil if it did not.
  var divergence: Int? {
    if case .diverged(let epoch, _) = end { epoch } else { nil }
  }
}

/// The starting point of a training, so that it can be replayed epoch by epoch.
struct FollowedTraining: Sendable {
  var epochs: Int
  var start: Trainer
  var set: PatternSet
}

/// How the errors of the patterns are combined into one number.
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
  /// The error that is tracked during training: the one to be minimised.
  var measure: ErrorMeasure {
    switch target {
    case .meanError: .mean
    case .totalError, nil: .total
    }
  }
}
