/// The time that a contestant took, in nanoseconds per pattern presented and learnt.
struct Timing: Encodable {
  let name: String
  let median: Double
  let least: Double
  let lowerQuartile: Double
  let upperQuartile: Double
  /// The ratio to the first contestant's time, round by round: the median.
  let ratio: Double
  /// The ratio to the first contestant's time, each in its fastest round.
  let leastRatio: Double
  /// The largest difference of the weights from the first contestant's, relative to the largest weight; nil
  /// if the weights are not compared.
  let difference: Double?

  init(name: String, times: [Double], first: [Double], difference: Double? = nil) {
    self.name = name
    median = Statistics.median(times)
    least = Statistics.quantile(times, 0)
    lowerQuartile = Statistics.quantile(times, 0.25)
    upperQuartile = Statistics.quantile(times, 0.75)
    ratio = Statistics.ratio(times, to: first)
    leastRatio = least / Statistics.quantile(first, 0)
    self.difference = difference
  }
}
