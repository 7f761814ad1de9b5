import Backprop

/// What the figures over a plane have alike.
extension Execution {
  /// What a figure is made of: its content, title and description.
  typealias Plot = (Figure.Content, String, String)

  static let fieldSize = 61

  /// Throws where the user has asked for the cell to stop.
  func checkInterrupt() throws(Diagnostic) { if host.isInterrupted() { throw problem(.interrupted) } }

  /// What parts two classes of one output unit; the names of the classes where there are several units.
  func classes(_ network: NetworkState, _ set: PatternSet) -> (level: Double, names: [String]?) {
    if set.targets.columns == 1 {
      let targets = set.targets.elements
      return (((targets.min() ?? 0) + (targets.max() ?? 1)) / 2, nil)
    }
    return (0.5, TestDocument.classNames(set.targets.columns, set, network))
  }

  /// What a network puts out over a plane of two of its inputs, row after row: the first output, or which is
  /// the greatest.
  func field(
    _ network: Network, others: [Double], _ places: (Int, Int), _ x: ClosedRange<Double>,
    _ y: ClosedRange<Double>, size: Int, isClassed: Bool
  ) throws(Diagnostic) -> [Double] {
    var values: [Double] = []
    let targets = Matrix(rows: size, columns: network.outputUnits, repeating: 0)
    for row in 0..<size {
      var inputs = Matrix(rows: size, columns: network.inputUnits, elements: repeated(others, size))
      for column in 0..<size {
        inputs[column, places.0] = Self.place(column, of: size, in: x)
        inputs[column, places.1] = Self.place(row, of: size, in: y)
      }
      let outputs: Matrix
      do throws(NetworkError) {
        outputs = try network.test(
          try PatternSet(inputs: inputs, targets: targets), threads: Processor.cores
        ) { !host.isInterrupted() }.outputs
      } catch { throw problem(error) }
      guard outputs.rows == size else { throw problem(.interrupted) }
      for column in 0..<size {
        values.append(isClassed ? Self.greatest(outputs.row(column)) : outputs[column, 0])
      }
    }
    return values
  }

  private func repeated(_ row: [Double], _ count: Int) -> [Double] { (0..<count).flatMap { _ in row } }

  private static func greatest(_ output: [Double]) -> Double {
    var best = 0
    for unit in output.indices where output[unit] > output[best] { best = unit }
    return Double(best)
  }

  /// What to say of places that have no number; throws where none has one. what: `total E`.
  func gaps(in values: [Double], of what: String) throws(Diagnostic) -> [String] {
    let gaps = values.reduce(0) { $0 + ($1.isFinite ? 0 : 1) }
    guard gaps < values.count else {
      throw problem(.notFinite("\(what), everywhere in the plane,"), example: "weights uniform -0.5 0.5")
    }
    return gaps == 0 ? [] : ["Where it is grey (? in characters), \(what) is infinite or not a number."]
  }

  /// Enough around some values to see where they lead; of those that are not finite nothing is seen.
  static func widened(
    _ values: [Double], by share: Double = 0.2, atLeast least: Double = 0
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

  static func place(_ number: Int, of count: Int, in range: ClosedRange<Double>) -> Double {
    let share = Double(number) / Double(count - 1)
    return range.lowerBound * (1 - share) + range.upperBound * share
  }

  /// The two units of a layer that are meant, from 0; the first two if none are named.
  func pair(
    _ units: [Located<Subscript>], layer: Int, _ network: NetworkState, command: String
  ) throws(Diagnostic) -> (Int, Int) {
    if units.isEmpty { return (0, 1) }
    let example = "\(command) \(network.unit(layer, 1)) \(network.unit(layer, 2))"
    guard units.count == 2 else { throw need("two units, or none named", for: command, example: example) }
    var places: [Int] = []
    for unit in units {
      guard network.layer(unit.value.letter) == layer else {
        throw Diagnostic(
          .needs(command: command, "units of layer \(network.letter(layer))"), at: unit.range,
          example: example)
      }
      let number = unit.value.unit ?? 0
      guard (1...network.core.layers[layer].units).contains(number) else {
        throw Diagnostic(
          .noSuchUnit(
            letter: network.letter(layer), unit: number, units: 1...network.core.layers[layer].units),
          at: unit.range, example: example)
      }
      places.append(number - 1)
    }
    guard places[0] != places[1] else {
      throw Diagnostic(
        .needs(command: command, "two different units"), at: units[1].range, example: example)
    }
    return (places[0], places[1])
  }
}
