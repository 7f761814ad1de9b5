import Backprop

/// A weight matrix, or anything of its shape, as a table: rows from, columns to.
enum WeightTable {
  static func blocks(of network: NetworkState) -> [Block] {
    network.network.projections.map { block($0.weights, .weight, of: $0, in: network) }
  }

  /// A matrix of the shape of a projection's weights, named by the quantity with the projection's subscripts.
  static func block(
    _ matrix: Matrix, _ quantity: Quantity, of projection: Projection, in network: NetworkState
  ) -> Block {
    let firstUnit = projection.hasBias ? 0 : 1
    let columns = (0..<matrix.columns).map { [Inline.text(network.unit(projection.target, $0 + 1))] }
    let rows = (0..<matrix.rows).map { row in
      Table.Row(
        header: [.text(network.unit(projection.source, row + firstUnit))],
        cells: matrix.row(row).map { .number($0) })
    }
    return .table(
      Table(
        caption: [.formula(.quantity(quantity, network.subscripts(projection)))], columns: columns, rows: rows
      ))
  }
}
