extension Double {
  /// Its place between two numbers: 0 at the low one and below, 1 at the high one and above; 0 if it is not a
  /// number, or if there is nothing between them.
  func share(from low: Double, to high: Double) -> Double {
    // Differences of halves, because those of the numbers themselves may be too large.
    let share = (self / 2 - low / 2) / (high / 2 - low / 2)
    return high > low && !share.isNaN ? min(max(share, 0), 1) : 0
  }
}
