/// A unit or a weight of a network, by its place.
public enum NetworkPart: Hashable, Sendable {
  /// unit: counted from 0; nil: the layer's bias unit.
  case unit(layer: Int, unit: Int?)
  /// A weight by its projection, row and column.
  case weight(projection: Int, row: Int, column: Int)
}
