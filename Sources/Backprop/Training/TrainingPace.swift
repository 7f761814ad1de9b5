/// How much work is done between two reports to the observer and between two checks of the numbers.
struct TrainingPace {
  /// Patterns per update, and updates per epoch.
  let batch: Int
  let updatesPerEpoch: Int
  /// The number of multiplications: one per weight in each of the steps 1, 2b and 2c, and for each unit about
  /// as many as its transfer function takes.
  let workPerPattern: Int
  /// These cover whole updates; 0 epochs if one epoch takes longer than a report.
  let patternsBetweenReports: Int
  let epochsBetweenReports: Int
  let workBetweenCheckpoints: Int

  /// About a millisecond's work, in multiplications.
  static let workBetweenReports = 2_000_000

  /// Checking the weights and keeping a copy traverses them twice, which is little compared with this many
  /// patterns or updates.
  private static let patternsBetweenCheckpoints = 512
  private static let updatesBetweenCheckpoints = 8

  init(_ layout: Layout, patterns: Int, batch: Int) {
    self.batch = batch
    updatesPerEpoch = (patterns + batch - 1) / batch
    workPerPattern = 3 * layout.weightCount + 32 * layout.rowCount
    patternsBetweenReports = max(Self.workBetweenReports / (workPerPattern * batch), 1) * batch
    epochsBetweenReports = Self.workBetweenReports / (workPerPattern * patterns)
    let patternsBetweenCheckpoints = max(
      Self.patternsBetweenCheckpoints, Self.updatesBetweenCheckpoints * batch)
    workBetweenCheckpoints = max(Self.workBetweenReports, patternsBetweenCheckpoints * workPerPattern)
  }
}
