/// ΣE over the set, epoch by epoch, thinned out so that any number of epochs fits: where they are too many, the
/// least and the greatest of each run of epochs are kept.
public struct ErrorHistory: Equatable, Sendable {
  public struct Point: Equatable, Sendable {
    /// From 1, over all calls of a trainer.
    public let epoch: Int
    public let totalError: Double
  }

  /// In the order of epochs; the first and the last epoch are always among them.
  public var points: [Point] {
    var all = kept
    for point in [least, greatest] where point != nil {
      if let point, point.epoch != last?.epoch, !all.contains(point) { all.append(point) }
    }
    if let last { all.append(last) }
    return all.sorted { $0.epoch < $1.epoch }
  }

  /// The number of epochs, kept or not.
  public var epochs: Int { last?.epoch ?? 0 }

  private static let bound = 4096
  private var kept: [Point] = []
  /// How many epochs each kept pair stands for; 1: every epoch is kept.
  private var stride = 1
  private var least: Point?
  private var greatest: Point?
  private var last: Point?

  public init() {}

  mutating func append(_ totalError: Double) {
    let point = Point(epoch: epochs + 1, totalError: totalError)
    last = point
    if point.totalError < least?.totalError ?? .infinity { least = point }
    if point.totalError > greatest?.totalError ?? -.infinity { greatest = point }
    guard point.epoch % stride == 0 else { return }
    keepRun()
    if kept.count > Self.bound { thinOut() }
  }

  private mutating func keepRun() {
    if let least, let greatest {
      let pair = least.epoch <= greatest.epoch ? [least, greatest] : [greatest, least]
      kept += pair[0].epoch == pair[1].epoch ? [pair[0]] : pair
    }
    least = nil
    greatest = nil
  }

  /// Joins runs two by two.
  private mutating func thinOut() {
    stride *= 2
    let old = kept
    kept = []
    var run = 0
    for point in old {
      let runOfPoint = (point.epoch - 1) / stride
      if runOfPoint != run { keepRun() }
      run = runOfPoint
      if point.epoch == 1 {
        kept.append(point)
        continue
      }
      if point.totalError < least?.totalError ?? .infinity { least = point }
      if point.totalError > greatest?.totalError ?? -.infinity { greatest = point }
    }
    if let last, last.epoch % stride == 0 { keepRun() }
  }
}
