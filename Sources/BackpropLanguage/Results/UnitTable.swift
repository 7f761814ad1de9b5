import Backprop

/// Quantities of the units of a layer, side by side: one row per unit.
enum UnitTable {
  static func block(
    _ columns: [(quantity: Quantity, values: [Double])], ofLayer layer: Int, in network: NetworkState
  ) -> Block {
    let letter = Subscript(network.letter(layer))
    return block(
      columns.map { (.quantity($0.quantity, [letter]), $0.values) }, ofLayer: layer, in: network)
  }

  /// columns: the header of each, and a value for each unit. name: what a unit, from 1, stands for.
  static func block(
    _ columns: [(head: Formula, values: [Double])], ofLayer layer: Int, in network: NetworkState,
    name: (_ unit: Int) -> String? = { _ in nil }
  ) -> Block {
    .table(
      .matrix(
        rows: columns.first?.values.count ?? 0, columns: columns.count,
        rowHeader: { [.text(network.unit(layer, $0 + 1) + (name($0 + 1).map { " " + $0 } ?? ""))] },
        columnHeader: { [.formula(columns[$0].head)] },
        cell: { .number(columns[$1].values[$0]) }))
  }
}
