import Backprop

/// A network's layers and projections.
enum NetworkDocument {
  static func blocks(_ network: NetworkState, in state: SessionState) -> [Block] {
    let layers = network.core.layers.enumerated().map { index, layer in
      return Table.Row(
        header: [.text(layer.name)],
        cells: [
          .inline([.text(network.core.role(ofLayer: index).rawValue)]), .integer(layer.units),
          index == 0 ? .empty : .inline([.text(layer.transfer.name)]),
        ])
    }
    let projections = network.core.projections.map { projection in
      let subscripts = network.subscripts(projection)
      return Table.Row(
        header: [.formula(.quantity(.weight, subscripts))],
        cells: [
          .integer(projection.weights.rows), .integer(projection.weights.columns),
          .integer(projection.frozen?.filter { $0 }.count ?? 0),
        ])
    }
    return [
      .table(
        Table(
          caption: [.text("network \(network.name.asTyped)")],
          columns: [[.text("layer")], [.text("units")], [.text("g")]], rows: layers)),
      .table(
        Table(columns: [[.text("from")], [.text("to")], [.text("frozen")]], rows: projections)),
      .note([
        .text(
          "\(NetworkWords.bias(network)); E: \(NetworkWords.errorFunction(network, in: state)); "
            + "weights: \(network.weightOrigin)"
        )
      ]),
    ]
  }
}
