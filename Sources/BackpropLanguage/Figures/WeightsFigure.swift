import Backprop

extension FigureEntry {
  static let weights = FigureEntry(
    name: "weights", synonyms: ["hinton", "w"],
    meaning: "a Hinton diagram: squares by size, full blue positive and hollow orange negative",
    build: { (context) throws(Diagnostic) in
      let network = try context.network()
      let set = context.execution.state.patterns?.set
      let panels = network.core.projections.map {
        Figure.Grid.Panel("w", $0.weights, of: $0, in: network, classes: set?.numberedClasses)
      }
      return context.figure(
        "Weights of \(network.name.asTyped)",
        "A Hinton diagram: a square for each weight, rows from, columns to.",
        .grid(Figure.Grid(style: .hinton, panels: panels)))
    })
}

extension Figure.Grid.Panel {
  /// A matrix with the shape of a projection's weights; rows: from, columns: to. symbol: `w`. classes: what
  /// the output units stand for.
  init(
    _ symbol: String, _ values: Matrix, of projection: Projection, in network: NetworkState,
    classes: [String]? = nil
  ) {
    let source = network.letter(projection.source)
    let target = network.letter(projection.target)
    let first = projection.hasBias ? 0 : 1
    self.init(
      title: "\(symbol)_\(source)\(target)", rowName: "from", columnName: "to",
      rowLabels: (0..<values.rows).map { "\(source)\($0 + first)" },
      columnLabels: (1...values.columns).map { "\(target)\($0)" }, values: values)
    if projection.target == network.core.layers.count - 1 { nameColumns(classes, "to class") }
  }

  /// The values of a layer's units, one row per pattern. symbol: `y`; patterns: their numbers; classes: what
  /// the units stand for.
  init(
    _ symbol: String, ofLayer layer: Int, in network: NetworkState, patterns: [Int], _ values: [Double],
    classes: [String]? = nil
  ) {
    let columns = network.core.layers[layer].units
    self.init(
      title: "\(symbol)_\(network.letter(layer))", rowName: "pattern", columnName: "unit",
      rowLabels: patterns.map { "\($0)" }, columnLabels: (1...columns).map { network.unit(layer, $0) },
      values: Matrix(rows: patterns.count, columns: columns, elements: values))
    nameColumns(classes, "class")
  }

  private mutating func nameColumns(_ classes: [String]?, _ name: String) {
    guard let classes, classes.count == values.columns else { return }
    (columnName, columnLabels) = (name, classes)
  }
}
