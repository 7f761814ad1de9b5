import Backprop

extension FigureEntry {
  static let weights = FigureEntry(
    name: "weights", synonyms: ["hinton", "w"],
    meaning: "a Hinton diagram: squares by size, full blue positive and hollow orange negative",
    build: { (context) throws(Diagnostic) in
      let network = try context.network()
      let panels = network.core.projections.map {
        Figure.Grid.Panel("w", $0.weights, of: $0, in: network)
      }
      return context.figure(
        "Weights of \(network.name.asTyped)",
        "A Hinton diagram: a square for each weight, rows from, columns to.",
        .grid(Figure.Grid(style: .hinton, panels: panels)))
    })
}

extension Figure.Grid.Panel {
  /// A matrix with the shape of a projection's weights; rows: from, columns: to. symbol: `w`.
  init(_ symbol: String, _ values: Matrix, of projection: Projection, in network: NetworkState) {
    let source = network.letter(projection.source)
    let target = network.letter(projection.target)
    let first = projection.hasBias ? 0 : 1
    self.init(
      title: "\(symbol)_\(source)\(target)", rowName: "from", columnName: "to",
      rowLabels: (0..<values.rows).map { "\(source)\($0 + first)" },
      columnLabels: (1...values.columns).map { "\(target)\($0)" }, values: values)
  }

  /// The values of a layer's units, one row per pattern. symbol: `y`; patterns: their numbers.
  init(_ symbol: String, ofLayer layer: Int, in network: NetworkState, patterns: [Int], _ values: [Double]) {
    let columns = network.core.layers[layer].units
    self.init(
      title: "\(symbol)_\(network.letter(layer))", rowName: "pattern", columnName: "unit",
      rowLabels: patterns.map { "\($0)" }, columnLabels: (1...columns).map { network.unit(layer, $0) },
      values: Matrix(rows: patterns.count, columns: columns, elements: values))
  }
}
