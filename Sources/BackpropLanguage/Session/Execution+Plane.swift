import Backprop

/// What the figures over a plane have alike.
extension Execution {
  /// What a figure is made of: its content, title and description.
  typealias Plot = (Figure.Content, String, String)

  static let fieldSize = 61

  /// What parts two classes of one output unit; the names of the classes where there are several units.
  func classes(_ network: NetworkState, _ set: PatternSet) -> (level: Double, names: [String]?) {
    if set.targets.columns == 1 {
      let targets = set.targets.elements
      return (((targets.min() ?? 0) + (targets.max() ?? 1)) / 2, nil)
    }
    return (0.5, TestDocument.classNames(set.targets.columns, set, network))
  }

  static func greatest(_ output: [Double]) -> Double {
    var best = 0
    for unit in output.indices where output[unit] > output[best] { best = unit }
    return Double(best)
  }

  /// The patterns by their targets.
  func groups(
    _ network: NetworkState, _ set: PatternSet, _ point: (Int) -> (Double, Double)
  ) -> [Figure.PointGroup] {
    let names = set.targets.columns == 1 ? nil : TestDocument.classNames(set.targets.columns, set, network)
    var groups: [Figure.PointGroup] = []
    for n in 0..<set.count {
      let target = set.targets.row(n)
      let name: String
      if let names, let place = target.firstIndex(of: target.max() ?? 0) {
        name = names[place]
      } else {
        let value = target.first ?? 0
        name =
          set.isClassification || value == value.rounded()
          ? "target \(Wording.number(value))"
          : value < classes(network, set).level ? "lower target" : "higher target"
      }
      let (x, y) = point(n)
      if !groups.contains(where: { $0.name == name }) {
        groups.append(Figure.PointGroup(name: name, points: []))
      }
      if let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].points.append(.init(x: x, y: y))
        groups[place].labels.append("pattern \(n + 1), \(name)")
      }
    }
    return groups.sorted { $0.name < $1.name }
  }

  static func widened(_ values: [Double]) -> ClosedRange<Double> {
    let low = values.min() ?? 0
    let high = values.max() ?? 1
    let margin = high > low ? (high - low) * 0.2 : 1
    return low - margin...high + margin
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
      guard (1...network.network.layers[layer].units).contains(number) else {
        throw Diagnostic(
          .noSuchUnit(
            letter: network.letter(layer), unit: number, units: 1...network.network.layers[layer].units),
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
