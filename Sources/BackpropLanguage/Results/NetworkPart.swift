import Backprop

/// A unit or a weight of a network, by its place.
public enum NetworkPart: Hashable, Sendable {
  /// unit: counted from 0; nil: the layer's bias unit.
  case unit(layer: Int, unit: Int?)
  /// A weight by its projection, row and column.
  case weight(projection: Int, row: Int, column: Int)
}

extension Network {
  /// The units of a layer, without its bias unit.
  func units(ofLayer layer: Int) -> [NetworkPart] {
    (0..<layers[layer].units).map { .unit(layer: layer, unit: $0) }
  }

  /// The weights of a projection, row by row.
  func weights(ofProjection place: Int) -> [NetworkPart] {
    let weights = projections[place].weights
    return (0..<weights.rows).flatMap { row in
      (0..<weights.columns).map { .weight(projection: place, row: row, column: $0) }
    }
  }
}
