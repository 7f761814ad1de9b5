/// How a column of inputs is brought to another range: x ↦ (x - offset) / scale.
public struct InputScaling: Equatable, Sendable {
  /// One a column.
  public let offsets: [Double]
  /// One a column, none of them 0.
  public let scales: [Double]
}

extension PatternSet {
  /// The scaling that brings each input column from its least and greatest to `low` and `high`; a constant column
  /// to `low`.
  public func scaling(toRange low: Double, _ high: Double) -> InputScaling {
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

  /// The scaling that gives each input column mean 0 and standard deviation 1 (over the set; a constant column
  /// becomes 0).
  public func standardScaling() -> InputScaling {
    var offsets: [Double] = []
    var scales: [Double] = []
    for column in 0..<inputs.columns {
      let values = (0..<count).map { inputs[$0, column] }
      let mean = values.reduce(0, +) / Double(count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
      offsets.append(mean)
      scales.append(variance > 0 ? variance.squareRoot() : 1)
    }
    return InputScaling(offsets: offsets, scales: scales)
  }

  /// The set with its inputs scaled, by its own scaling or by that of its training set.
  public func scaled(by scaling: InputScaling) throws(NetworkError) -> PatternSet {
    guard scaling.offsets.count == inputs.columns, scaling.scales.count == inputs.columns else {
      throw .inputWidth(expected: scaling.offsets.count, count: inputs.columns)
    }
    var scaled = inputs
    for n in 0..<count {
      for column in 0..<inputs.columns {
        scaled[n, column] = (inputs[n, column] - scaling.offsets[column]) / scaling.scales[column]
      }
    }
    return try PatternSet(inputs: scaled, targets: targets, classNames: classNames, imageShape: imageShape)
  }
}
