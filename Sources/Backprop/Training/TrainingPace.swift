/// How much work is done between two reports to the observer and between two checks of the numbers.
struct TrainingPace {
  /// Patterns per update, and updates per epoch.
  let batch: Int
  let updatesPerEpoch: Int
  /// The number of multiplications: one per weight in each of the steps 1, 2b and 2c, and for each unit about
  /// as many as its transfer function takes.
  let workPerPattern: Int64
  /// These cover whole updates; 0 epochs if one epoch takes longer than a report.
  let patternsBetweenReports: Int
  let epochsBetweenReports: Int
  let workBetweenCheckpoints: Int64

  /// About a millisecond's work, in multiplications.
  static let workBetweenReports: Int64 = 2_000_000

  /// Checking the weights and keeping a copy traverses them twice, which is little compared with this many
  /// patterns or updates.
  private static let patternsBetweenCheckpoints = 512
  private static let updatesBetweenCheckpoints = 8

  /// operations: of the learning rule, per weight and update, as far as they are more than a few.
  init(_ layout: WeightLayout, patterns: Int, batch: Int, operations: Int = 0) {
    self.batch = batch
    updatesPerEpoch = (patterns + batch - 1) / batch
    let update = Int64(operations) * Int64(layout.weightCount)
    workPerPattern = 3 * Int64(layout.weightCount) + 32 * Int64(layout.rowCount) + update / Int64(batch)
    patternsBetweenReports = max(Int(Self.workBetweenReports / (workPerPattern * Int64(batch))), 1) * batch
    epochsBetweenReports = Int(Self.workBetweenReports / (workPerPattern * Int64(patterns)))
    let patternsBetweenCheckpoints = max(
      Self.patternsBetweenCheckpoints, Self.updatesBetweenCheckpoints * batch)
    workBetweenCheckpoints = max(Self.workBetweenReports, Int64(patternsBetweenCheckpoints) * workPerPattern)
  }
}
