import Backprop

/// One combination of a sweep.
struct SweepRun: Sendable {
  let number: Int
  let run: Sweep.Run

  var options: TrainingOptions { run.options }
  /// That of its initial weights; nil if they are not drawn anew.
  var seed: UInt64? { run.draw?.seed }
}

/// The result of one combination.
struct SweepResult: Sendable {
  let number: Int
  let end: TrainingEnd
  let epochs: Int
  let totalError: Double?
  let curve: [ErrorHistory.Point]

  var wasStopped: Bool { end == .stopped }
  var hasReached: Bool { end == .reachedTarget }

  /// The number of points kept for all curves together: thousands of complete curves would fill the memory.
  private static let mostPoints = 400_000
  private static let fewestPointsPerCurve = 120

  static func pointsPerCurve(runs: Int) -> Int {
    max(mostPoints / max(runs, 1), fewestPointsPerCurve)
  }

  /// points: the number of points of the curve to keep.
  init(_ number: Int, _ result: TrainingResult, points: Int) {
    self.number = number
    end = result.end
    epochs = result.epochs
    totalError = result.totalError
    curve = result.errorHistory.thinned(to: points)
  }
}
