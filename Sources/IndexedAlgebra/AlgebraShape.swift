/// The layers and projections of the networks that an identity is about; their weights, patterns and transfer
/// functions may be any.
public struct AlgebraShape: Equatable, Sendable {
  /// The number of units of each layer, input first.
  public var units: [Int]
  public var links: [AlgebraLink]
  /// Whether the last layer is softmax, the only function that couples units.
  public var isSoftmax: Bool

  public init(units: [Int], links: [AlgebraLink], isSoftmax: Bool = false) {
    self.units = units
    self.links = links
    self.isSoftmax = isSoftmax
  }

  var last: Int { units.count - 1 }
}

/// The weights from one layer to another.
public struct AlgebraLink: Equatable, Sendable {
  public var source: Int
  public var target: Int
  /// Whether the bias unit of the source layer has weights too.
  public var hasBias: Bool

  public init(source: Int, target: Int, hasBias: Bool) {
    self.source = source
    self.target = target
    self.hasBias = hasBias
  }
}
