/// How the input columns are scaled: x ↦ (x - offset) / scale. A set computes its own scaling, which can also
/// be applied to another set, such as the test set.
public struct InputScaling: Equatable, Sendable {
  /// One number per column.
  public let offsets: [Double]
  /// One number per column, none of them 0.
  public let scales: [Double]
}

extension PatternSet {
  /// The scaling that maps the smallest and the largest number of each input column to `low` and `high`; a
  /// constant column becomes `low`.
  ///
  /// Throws: `NetworkError.scalingRange` if a bound is not finite.
  public func scaling(toRange low: Double, _ high: Double) throws(NetworkError) -> InputScaling {
    guard low.isFinite, high.isFinite else { throw .scalingRange(low: low, high: high) }
    var offsets: [Double] = []
    var scales: [Double] = []
    for column in 0..<inputs.columns {
      let values = (0..<count).map { inputs[$0, column] }
      let least = values.min() ?? 0
      let spread = (values.max() ?? 0) - least
      let scale = spread > 0 && high != low ? spread / (high - low) : 1
      offsets.append(least - low * scale)
      scales.append(scale)
    }
    return InputScaling(offsets: offsets, scales: scales)
  }

  /// The scaling that gives each input column mean 0 and standard deviation 1 (over the set; a constant
  /// column becomes 0).
  public func standardScaling() -> InputScaling {
    var offsets: [Double] = []
    var scales: [Double] = []
    for column in 0..<inputs.columns {
      let values = (0..<count).map { inputs[$0, column] }
      let mean = Self.mean(values)
      let deviation = Self.deviation(values, from: mean)
      offsets.append(mean)
      scales.append(deviation > 0 ? deviation : 1)
    }
    return InputScaling(offsets: offsets, scales: scales)
  }

  /// The mean, also where the sum would overflow.
  private static func mean(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    return mean.isFinite ? mean : values.reduce(0) { $0 + $1 / count }
  }

  /// The standard deviation, also where the squares would overflow.
  private static func deviation(_ values: [Double], from mean: Double) -> Double {
    let count = Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard !variance.isFinite else { return variance.squareRoot() }
    let largest = values.map { ($0 - mean).magnitude }.max() ?? 0
    let shares = values.map { ($0 - mean) / largest }
    return largest * (shares.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
  }

  /// The set with its inputs scaled, by its own scaling or by that of the training set.
  ///
  /// Throws: `NetworkError.inputWidth` if the scaling has another width; `.inputSpread`; `.nonFinitePattern`
  /// if the scaled inputs are not finite.
  public func scaled(by scaling: InputScaling) throws(NetworkError) -> PatternSet {
    guard scaling.offsets.count == inputs.columns, scaling.scales.count == inputs.columns else {
      throw .inputWidth(expected: scaling.offsets.count, count: inputs.columns)
    }
    for column in 0..<inputs.columns
    where !(scaling.offsets[column].isFinite && scaling.scales[column].isFinite) {
      throw .inputSpread(column: column)
    }
    var scaled = inputs
    for n in 0..<count {
      for column in 0..<inputs.columns {
        scaled[n, column] = (inputs[n, column] - scaling.offsets[column]) / scaling.scales[column]
      }
    }
    var result = try PatternSet(inputs: scaled, targets: targets)
    result.classNames = classNames
    result.inputNames = inputNames
    result.imageShape = imageShape
    return result
  }
}
