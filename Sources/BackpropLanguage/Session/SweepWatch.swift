import Backprop

/// The progress report of a running sweep, at most ten times per second: how far it is, and the curves of the
/// finished runs.
struct SweepWatch {
  private let began: Double
  private let runs: [SweepRun]
  private var lastShown: Double
  private var curves: [[TrainingReport.Point]?]
  private var least: Double?

  private static let pointsPerCurve = 60
  private static let mostCurves = 40

  init(began: Double, runs: [SweepRun]) {
    self.began = began
    self.runs = runs
    lastShown = began
    curves = [[TrainingReport.Point]?](repeating: nil, count: runs.count)
  }

  /// nil if it is too early for another report.
  mutating func report(_ progress: Sweep.Progress<SweepResult>, now: Double) -> TrainingReport? {
    guard now - lastShown >= 0.1 else { return nil }
    lastShown = now
    for (place, result) in progress.summaries().enumerated() where curves[place] == nil {
      guard let result, !result.wasStopped else { continue }
      curves[place] = Self.thinned(result.curve)
      if let error = result.totalError, error.isFinite { least = min(least ?? error, error) }
    }
    let seconds = now - began
    let most = runs.reduce(0) { $0 + $1.options.epochs }
    // Runs that reach their target are short, so the finished runs give a better estimate than the maximum
    // number of epochs.
    let share =
      progress.done > 0
      ? Double(progress.done) / Double(runs.count) : Double(progress.epochs) / Double(max(most, 1))
    return TrainingReport(
      epoch: progress.epochs, epochs: most, errorName: "least total E", error: least,
      speed: seconds > 0 ? Double(progress.epochs) / seconds : nil,
      secondsLeft: share > 0 ? seconds * (1 - share) / share : nil,
      sweep: TrainingReport.SweepPart(
        done: progress.done, runs: runs.count, curves: Array(curves.compactMap { $0 }.suffix(Self.mostCurves))
      ))
  }

  private static func thinned(_ points: [ErrorHistory.Point]) -> [TrainingReport.Point] {
    let step = max(1, points.count / pointsPerCurve)
    return points.indices.filter { $0 % step == 0 || $0 == points.count - 1 }.map {
      TrainingReport.Point(epoch: points[$0].epoch, error: points[$0].totalError)
    }
  }
}
