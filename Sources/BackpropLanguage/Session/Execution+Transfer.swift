import Backprop

/// `plot transfer`: g and g' of a layer, and where its units stand.
extension Execution {
  /// More units than these crowd one another out.
  private static let mostMarkedUnits = 6

  func transfer(_ units: [Located<Subscript>], _ network: NetworkState) throws(Diagnostic) -> Plot {
    var layer = max(network.core.layers.count - 2, 1)
    if let named = units.first {
      guard let place = network.layer(named.value.letter) else {
        throw Diagnostic(.unknownLayer(named.value.letter, known: network.letters), at: named.range)
      }
      guard place > 0 else {
        throw Diagnostic(
          .needs(command: "plot transfer", "a hidden or output layer: input units have no transfer function"),
          at: named.range, example: "plot transfer \(network.letter(1))")
      }
      layer = place
    }
    let function = network.core.layers[layer].transfer
    guard function != .softmax else {
      throw need(
        "a function of one unit's a; softmax depends on the whole layer", for: "plot transfer",
        example: "plot transfer \(network.letter(1))")
    }
    let presented = network.presentation?.forward.totalInputs[layer] ?? []
    let marked = try markedUnits(units.first, layer, presented.count, network)
    let shown = marked.map { presented[$0] }.filter { $0.isFinite }
    let reach = min(max(6, (shown.map { $0.magnitude }.max() ?? 0) * 1.1), 1e6)
    let a = (0...240).map { -reach + 2 * reach * Double($0) / 240 }
    let y = a.map { function.value($0) }
    let slopes = zip(a, y).map { function.derivative($0, output: $1) }
    let markers = marked.map { unit -> Figure.Marker in
      let value = presented[unit]
      let output = function.value(value)
      return Figure.Marker(
        .init(x: value, y: output), label: network.unit(layer, unit + 1),
        partner: .init(x: value, y: function.derivative(value, output: output)))
    }
    let letter = network.letter(layer)
    var notes: [String] = []
    if marked.count < presented.count, units.first?.value.unit == nil {
      notes = [
        "The first \(marked.count) of \(presented.count) units are marked; `plot transfer \(letter)9` marks one."
      ]
    }
    let chart = Figure.Chart(
      x: Figure.Axis("total input a_\(letter)"),
      y: Figure.Axis("output y_\(letter) = g(a_\(letter)), and slope g'(a_\(letter))"),
      curves: [
        Figure.Curve(name: "g(a)", points: zip(a, y).map { .init(x: $0, y: $1) }),
        Figure.Curve(name: "g'(a)", points: zip(a, slopes).map { .init(x: $0, y: $1) }),
      ], markers: markers, notes: notes)
    return (
      .chart(chart), "Transfer function of layer \(letter): \(function.name)",
      "g and its derivative g' over the total input"
        + (markers.isEmpty ? "." : "; the circles are units of the presented pattern.")
    )
  }

  /// The unit that is named, or the first of the layer, from 0; none where nothing is presented.
  private func markedUnits(
    _ named: Located<Subscript>?, _ layer: Int, _ presented: Int, _ network: NetworkState
  ) throws(Diagnostic) -> [Int] {
    guard let named, let unit = named.value.unit else {
      return (0..<min(presented, Self.mostMarkedUnits)).map { $0 }
    }
    let units = network.core.layers[layer].units
    guard (1...units).contains(unit) else {
      throw Diagnostic(
        .noSuchUnit(letter: network.letter(layer), unit: unit, units: 1...units), at: named.range,
        example: "plot transfer \(network.unit(layer, 1))")
    }
    guard unit <= presented else {
      throw Diagnostic(
        .nothingYet("presented pattern", command: "forward"), at: named.range, example: "forward 2")
    }
    return [unit - 1]
  }
}
