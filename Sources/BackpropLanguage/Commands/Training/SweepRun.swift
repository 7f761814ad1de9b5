import Backprop

/// One combination of a sweep.
struct SweepRun: Sendable {
  let number: Int
  let run: Sweep.Run

  var options: TrainingOptions { run.options }
}

/// How one combination went.
struct SweepResult: Sendable {
  let number: Int
  let end: TrainingEnd
  let epochs: Int
  let totalError: Double?
  let curve: [ErrorHistory.Point]

  var wasStopped: Bool { end == .stopped }
  var hasReached: Bool { end == .reachedTarget }

  /// The points that are kept of all curves together: thousands of whole ones would fill the memory.
  private static let mostPoints = 400_000
  private static let fewestPointsPerCurve = 120

  static func pointsPerCurve(runs: Int) -> Int {
    max(mostPoints / max(runs, 1), fewestPointsPerCurve)
  }

  /// points: how many of the curve are kept.
  init(_ number: Int, _ result: TrainingResult, points: Int) {
    self.number = number
    end = result.end
    epochs = result.epochs
    totalError = result.totalError
    curve = result.errorHistory.thinned(to: points)
  }
}
