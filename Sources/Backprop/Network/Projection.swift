/// The weights from one layer to another.
public struct Projection: Equatable, Sendable {
  /// The layers' places in the network, the input layer's being 0.
  public let source: Int
  public let target: Int
  /// Whether row 0 is that of the source layer's bias unit.
  public let hasBias: Bool
  /// Rows: from; columns: to.
  public internal(set) var weights: Matrix
  /// Which weights updates leave alone, in the order of `weights.elements`; nil where there are none.
  public internal(set) var frozen: [Bool]?
}
