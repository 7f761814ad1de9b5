/// How the columns of inputs are brought to another range: x ↦ (x - offset) / scale. A set makes its own,
/// which another set, such as the test set, may take over.
public struct InputScaling: Equatable, Sendable {
  /// One for each column.
  public let offsets: [Double]
  /// One for each column, none of them 0.
  public let scales: [Double]
}

extension PatternSet {
  /// The scaling that brings each input column from its least and greatest to `low` and `high`; a constant
  /// column to `low`.
  ///
  /// Throws: `NetworkError.scalingRange` of bounds that are not finite.
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

  /// Also of numbers whose sum is beyond the greatest of all.
  private static func mean(_ values: [Double]) -> Double {
    let count = Double(values.count)
    let mean = values.reduce(0, +) / count
    return mean.isFinite ? mean : values.reduce(0) { $0 + $1 / count }
  }

  /// The standard deviation, also of numbers whose squares are beyond the greatest of all.
  private static func deviation(_ values: [Double], from mean: Double) -> Double {
    let count = Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    guard !variance.isFinite else { return variance.squareRoot() }
    let largest = values.map { ($0 - mean).magnitude }.max() ?? 0
    let shares = values.map { ($0 - mean) / largest }
    return largest * (shares.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
  }

  /// The set with its inputs scaled, by its own scaling or by that of its training set.
  ///
  /// Throws: `NetworkError.inputWidth` of a scaling of another width; `.inputSpread`; `.nonFinitePattern`
  /// where the scaled inputs are not finite.
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
    result.imageShape = imageShape
    return result
  }
}
