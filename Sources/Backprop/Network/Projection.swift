/// The weights from one layer to another.
public struct Projection: Equatable, Sendable {
  /// The number of the layer that it leads from, the input layer's being 0.
  public let source: Int
  /// The number of the layer that it leads to, greater than `source`.
  public let target: Int
  /// Whether row 0 is that of the source layer's bias unit.
  public let hasBias: Bool
  /// w: a row for each unit of the source layer, row 0 the bias unit's where `hasBias`, and a column for each
  /// unit of the target layer.
  public internal(set) var weights: Matrix
  /// Which weights updates leave alone, in the order of `weights.elements`; nil where there are none.
  public internal(set) var frozen: [Bool]?
}
