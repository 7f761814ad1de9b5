import Backprop

/// A weight matrix, or any matrix of its shape, as a table; rows: from, columns: to.
enum WeightTable {
  static func blocks(of network: NetworkState) -> [Block] {
    network.core.projections.map { block($0.weights, .weight, of: $0, in: network) }
  }

  /// A matrix with the shape of a projection's weights, named by the quantity with the projection's
  /// subscripts. A Δw that a frozen weight does not take is marked.
  static func block(
    _ matrix: Matrix, _ quantity: Quantity, of projection: Projection, in network: NetworkState
  ) -> Block {
    let firstUnit = projection.hasBias ? 0 : 1
    let frozen = quantity == .weightChange ? projection.frozen : nil
    return .table(
      .matrix(
        caption: [.formula(.quantity(quantity, network.subscripts(projection)))], rows: matrix.rows,
        columns: matrix.columns,
        rowHeader: { [.text(network.unit(projection.source, $0 + firstUnit))] },
        columnHeader: { [.text(network.unit(projection.target, $0 + 1))] },
        cell: { row, column in
          let number = matrix[row, column]
          guard let frozen, frozen[row * matrix.columns + column] else { return .number(number) }
          return .inline([.number(number), .text(" frozen")])
        }))
  }
}
