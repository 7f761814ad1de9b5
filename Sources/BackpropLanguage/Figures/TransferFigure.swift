import Backprop

extension FigureEntry {
  static let transfer = FigureEntry(
    name: "transfer", synonyms: ["g"], form: "transfer [j | j2]",
    meaning: "g and g' of a layer, with its units for the presented pattern",
    arguments: [.units(.notInput)],
    parse: { (cursor, _) throws(Diagnostic) in
      let named = try cursor.takeLayerOrUnit()
      return { (context) throws(Diagnostic) in
        let curve = try TransferCurve(try context.network(), named, context.work)
        return context.figure(curve.title, curve.description, .chart(curve.chart))
      }
    })
}

extension TokenCursor {
  /// A layer by its letter, or one of its units, `j` or `j2`; nil if there is no word here.
  fileprivate mutating func takeLayerOrUnit() throws(Diagnostic) -> Located<Subscript>? {
    var ahead = self
    guard let name = ahead.takeName() else { return nil }
    guard name.value.unicodeScalars.count == 1, Int(name.value) == nil else { return try takeUnit() }
    self = ahead
    return Located(Subscript(name.value), name.range)
  }
}

/// g and g' of a layer, and the positions of its units on them.
struct TransferCurve {
  private let network: NetworkState
  private let layer: Int
  /// The total inputs of the presented pattern; empty if there is none.
  private let presented: [Double]
  /// The marked units, from 0.
  private let marked: [Int]
  private let isOfOneUnit: Bool

  /// More units than this crowd each other out.
  private static let mostMarkedUnits = 6

  /// named: nil for the last hidden layer.
  init(_ network: NetworkState, _ named: Located<Subscript>?, _ work: LongWork) throws(Diagnostic) {
    self.network = network
    layer = try Self.layer(named, network)
    guard !network.core.layers[layer].transfer.isSoftmax else {
      throw work.need(
        "a function of one unit's a; \(network.core.layers[layer].transfer.name) depends on the whole layer",
        for: "plot transfer", example: "plot transfer \(network.letter(1))")
    }
    presented = network.presentation?.forward.totalInputs[layer] ?? []
    isOfOneUnit = named?.value.unit != nil
    marked = try Self.marked(named, layer, presented.count, network)
  }

  private var function: TransferFunction { network.core.layers[layer].transfer }
  private var letter: String { network.letter(layer) }

  var title: String { "Transfer function of layer \(letter): \(function.name)" }

  var description: String {
    "g and its derivative g' over the total input"
      + (marked.isEmpty ? "." : "; the circles are units of the presented pattern.")
  }

  var chart: Figure.Chart {
    let function = self.function
    let shown = marked.map { presented[$0] }.filter { $0.isFinite }
    let reach = min(max(6, (shown.map { $0.magnitude }.max() ?? 0) * 1.1), 1e6)
    let a = (0...240).map { -reach + 2 * reach * Double($0) / 240 }
    let y = a.map { function.value($0) }
    let slopes = zip(a, y).map { function.derivative($0, output: $1) }
    return Figure.Chart(
      x: Figure.Axis("total input a_\(letter)"),
      y: Figure.Axis("output y_\(letter) = g(a_\(letter)), and slope g'(a_\(letter))"),
      curves: [
        Figure.Curve(name: "g(a)", points: zip(a, y).map { .init(x: $0, y: $1) }),
        Figure.Curve(name: "g'(a)", points: zip(a, slopes).map { .init(x: $0, y: $1) }),
      ], markers: marked.map { marker($0) }, notes: notes)
  }

  /// A unit at its output, connected to its slope.
  private func marker(_ unit: Int) -> Figure.Marker {
    let value = presented[unit]
    let output = function.value(value)
    return Figure.Marker(
      .init(x: value, y: output), label: network.unit(layer, unit + 1),
      partner: .init(x: value, y: function.derivative(value, output: output)))
  }

  private var notes: [String] {
    guard marked.count < presented.count, !isOfOneUnit else { return [] }
    return [
      "The first \(marked.count) of \(presented.count) units are marked; `plot transfer \(letter)9` marks "
        + "one."
    ]
  }

  private static func layer(_ named: Located<Subscript>?, _ network: NetworkState) throws(Diagnostic) -> Int {
    guard let named else { return max(network.core.layers.count - 2, 1) }
    guard let layer = network.layer(named.value.letter) else {
      throw Diagnostic(.unknownLayer(named.value.letter, known: network.letters), at: named.range)
    }
    guard layer > 0 else {
      throw Diagnostic(
        .needs(command: "plot transfer", "a hidden or output layer: input units have no transfer function"),
        at: named.range, example: "plot transfer \(network.letter(1))")
    }
    return layer
  }

  /// The named unit, or else the first units of the layer, from 0; none if no pattern is presented.
  private static func marked(
    _ named: Located<Subscript>?, _ layer: Int, _ presented: Int, _ network: NetworkState
  ) throws(Diagnostic) -> [Int] {
    guard let named, let unit = named.value.unit else {
      return Array(0..<min(presented, mostMarkedUnits))
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
