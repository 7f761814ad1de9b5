/// Limits a rate: at most one burst may be spent at once; it is then regained at a constant rate.
///
/// Source: the virtual scheduling form of the generic cell rate algorithm (ITU-T I.371).
struct Pace {
  /// The number of nanoseconds in which one unit is regained.
  let interval: UInt64
  /// The number of units that may be spent at once.
  let burst: UInt64
  private var spentUntil: UInt64 = 0

  init(perSecond rate: UInt64, burst: UInt64) {
    interval = 1_000_000_000 / max(1, rate)
    self.burst = burst
  }

  /// When there is something left to spend.
  var due: UInt64 { spentUntil > burst * interval ? spentUntil - burst * interval : 0 }

  mutating func spend(_ units: Int, at now: UInt64) {
    spentUntil = max(spentUntil, now) + UInt64(max(0, units)) * interval
  }
}
