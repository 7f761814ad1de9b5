/// ΣE over the set, epoch by epoch, thinned out so that any number of epochs fits: if there are too many, it
/// keeps the smallest and the largest error of each run of epochs, and the first and the last of all.
public struct ErrorHistory: Equatable, Sendable {
  /// An epoch and its error.
  public struct Point: Equatable, Sendable {
    /// Counted from 1, over all calls of a trainer.
    public let epoch: Int
    /// ΣE over the set.
    public let totalError: Double
  }

  /// Consecutive epochs; all runs have the same length, except the last.
  private struct Run: Equatable, Sendable {
    var least: Point
    var greatest: Point

    mutating func add(_ point: Point) {
      if point.totalError < least.totalError { least = point }
      if point.totalError > greatest.totalError { greatest = point }
    }
  }

  /// Even, because runs are joined in pairs. Far more points than a figure has columns.
  private static let largestRunCount = 2048
  private var runs: [Run] = []
  /// The length of a run is 2 to this power.
  private var logarithmOfLength = 0
  private var first: Point?
  private var last: Point?

  /// An empty history.
  init() {}

  /// The number of epochs, whether kept or not.
  public var epochs: Int { last?.epoch ?? 0 }

  /// The points in the order of their epochs.
  public var points: [Point] {
    var all: [Point] = []
    func add(_ point: Point?) {
      if let point, point.epoch > all.last?.epoch ?? 0 { all.append(point) }
    }
    add(first)
    for run in runs {
      let leastIsFirst = run.least.epoch < run.greatest.epoch
      add(leastIsFirst ? run.least : run.greatest)
      add(leastIsFirst ? run.greatest : run.least)
    }
    add(last)
    return all
  }

  /// At most about `count` of the points: the smallest and the largest error in each of a number of equal
  /// stretches, and the first and the last of all.
  package func thinned(to count: Int) -> [Point] {
    let points = self.points
    let stretches = max(count / 2 - 1, 1)
    guard points.count > max(count, 4) else { return points }
    var kept = [points[0]]
    for number in 0..<stretches {
      let stretch = points[number * points.count / stretches..<(number + 1) * points.count / stretches]
      guard let least = stretch.min(by: { $0.totalError < $1.totalError }),
        let greatest = stretch.max(by: { $0.totalError < $1.totalError })
      else { continue }
      for point in least.epoch < greatest.epoch ? [least, greatest] : [greatest, least]
      where point.epoch > kept[kept.count - 1].epoch { kept.append(point) }
    }
    if let last = points.last, last.epoch > kept[kept.count - 1].epoch { kept.append(last) }
    return kept
  }

  /// Appends ΣE of the next epochs.
  mutating func append(contentsOf errors: [Double]) {
    guard let last = errors.last else { return }
    if first == nil { first = Point(epoch: 1, totalError: errors[0]) }
    var next = 0
    while next < errors.count {
      let epoch = epochs + next
      let point = Point(epoch: epoch + 1, totalError: errors[next])
      if epoch >> logarithmOfLength >= runs.count {
        if runs.count == Self.largestRunCount { joinRuns() }
        runs.append(Run(least: point, greatest: point))
        next += 1
      } else {
        var run = runs[runs.count - 1]
        let end = min(errors.count, runs.count << logarithmOfLength - epochs)
        for place in next..<end { run.add(Point(epoch: epochs + place + 1, totalError: errors[place])) }
        runs[runs.count - 1] = run
        next = end
      }
    }
    self.last = Point(epoch: epochs + errors.count, totalError: last)
  }

  /// Joins the runs in pairs; their number is even.
  private mutating func joinRuns() {
    for n in 0..<runs.count / 2 {
      runs[n] = runs[2 * n]
      runs[n].add(runs[2 * n + 1].least)
      runs[n].add(runs[2 * n + 1].greatest)
    }
    runs.removeLast(runs.count / 2)
    logarithmOfLength += 1
  }
}
