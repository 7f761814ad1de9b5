/// Summaries of many rounds.
enum Statistics {
  /// The value below which this share of the values lies, without interpolation; NaN if there are no values.
  static func quantile(_ values: [Double], _ share: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    return values.sorted()[Int((Double(values.count - 1) * share).rounded())]
  }

  static func median(_ values: [Double]) -> Double { quantile(values, 0.5) }

  /// The ratio of `a` to `b`, round by round, so that load during a whole round affects both: the median.
  static func ratio(_ a: [Double], to b: [Double]) -> Double {
    median(zip(a, b).map { $0 / $1 })
  }

  /// The largest difference between two lists, relative to the largest number of the second; infinite if
  /// their lengths differ.
  static func difference(_ a: [Double], _ b: [Double]) -> Double {
    guard a.count == b.count else { return .infinity }
    let scale = b.map { $0.magnitude }.max() ?? 1
    let greatest = zip(a, b).map { ($0 - $1).magnitude }.reduce(0) { $1.isNaN ? .infinity : max($0, $1) }
    return scale > 0 ? greatest / scale : greatest
  }
}
