import Backprop

/// Values at evenly spaced points of a plane: the background of a chart, behind its points and curves.
struct PlaneField {
  let x: ClosedRange<Double>
  let y: ClosedRange<Double>
  /// The number of points in each direction.
  var size = usualSize

  static let usualSize = 61

  /// The position of a point along one of the ranges.
  func place(_ number: Int, in range: ClosedRange<Double>) -> Double {
    let share = Double(number) / Double(size - 1)
    return range.lowerBound * (1 - share) + range.upperBound * share
  }

  /// What a network gives over the plane.
  struct Outputs {
    var values: [Double] = []
    /// Of classes, by how much the largest output exceeds the second.
    var margins: [Double] = []
  }

  /// The output of a network over two of its inputs, row by row: the first output, or the index of the
  /// largest. others: the fixed values of all other inputs.
  func outputs(
    of network: Network, _ inputs: (Int, Int), others: [Double], areClasses: Bool, _ work: LongWork
  ) throws(Diagnostic) -> Outputs {
    var result = Outputs()
    let targets = Matrix(rows: size, columns: network.outputUnits, repeating: 0)
    let held = (0..<size).flatMap { _ in others }
    for row in 0..<size {
      var rows = Matrix(rows: size, columns: network.inputUnits, elements: held)
      for column in 0..<size {
        rows[column, inputs.0] = place(column, in: x)
        rows[column, inputs.1] = place(row, in: y)
      }
      let set: PatternSet
      do throws(NetworkError) { set = try PatternSet(inputs: rows, targets: targets) } catch {
        throw work.problem(error)
      }
      let outputs = try work.test(network, set).outputs
      for column in 0..<size {
        guard areClasses else {
          result.values.append(outputs[column, 0])
          continue
        }
        let greatest = outputs.greatest(inRow: column)
        result.values.append(Double(greatest))
        let others = (0..<outputs.columns).lazy.filter { $0 != greatest }.map { outputs[column, $0] }
        result.margins.append(outputs[column, greatest] - (others.max() ?? outputs[column, greatest]))
      }
    }
    return result
  }

  /// As a part of a chart.
  func field(_ outputs: Outputs, label: String, scale: Figure.Field.Scale) -> Figure.Field {
    Figure.Field(
      x: x, y: y, columns: size, rows: size, values: outputs.values, margins: outputs.margins, label: label,
      scale: scale)
  }

  /// A note about points without a finite value; throws if no point has one. what: `total E`.
  static func gaps(in values: [Double], of what: String, _ work: LongWork) throws(Diagnostic) -> [String] {
    let gaps = values.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }
    guard gaps < values.count else {
      throw work.problem(
        .notFinite("\(what), everywhere in the plane,"), example: "weights uniform -0.5 0.5")
    }
    return gaps == 0 ? [] : ["Where it is grey (? in characters), \(what) is infinite or not a number."]
  }

  /// A range with a margin around some values; values that are not finite are ignored.
  static func range(
    around values: [Double], by share: Double = 0.2, atLeast least: Double = 0
  ) -> ClosedRange<Double> {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite {
      low = min(low, value)
      high = max(high, value)
    }
    if low > high { (low, high) = (0, 1) }
    let spread = high * share - low * share
    let margin = max(spread > 0 ? spread : 1, least)
    let bound = Double.greatestFiniteMagnitude
    return max(low - margin, -bound)...min(high + margin, bound)
  }
}
