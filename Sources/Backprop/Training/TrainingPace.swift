/// How much work lies between two reports to the observer, and between two looks at the numbers.
struct TrainingPace {
  /// Patterns of an update, and updates of an epoch.
  let batch: Int
  let updatesPerEpoch: Int
  /// In multiplications.
  let workPerPattern: Int
  /// Whole updates.
  let patternsBetweenReports: Int
  let epochsBetweenReports: Int
  let workBetweenCheckpoints: Int

  /// About a millisecond's work.
  static let workBetweenReports = 2_000_000

  /// Looking at the weights and keeping a copy passes through them twice, which is little beside so many
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
