/// The weights from one layer to another.
public struct Projection: Equatable, Sendable {
  /// The number of the layer that it leads from; the input layer is 0.
  public let source: Int
  /// The number of the layer that it leads to, greater than `source`.
  public let target: Int
  /// Whether row 0 belongs to the source layer's bias unit.
  public let hasBias: Bool
  /// w: one row per unit of the source layer, preceded by the bias unit's row 0 if `hasBias`, and one column
  /// per unit of the target layer.
  public internal(set) var weights: Matrix
  /// Which weights are frozen, in the order of `weights.elements`; nil if none are.
  public internal(set) var frozen: [Bool]?
}
