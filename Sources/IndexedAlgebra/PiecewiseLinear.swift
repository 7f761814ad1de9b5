/// g of a layer that is one straight line below 0 and another one above, as that of a rectifier is.
public struct PiecewiseLinear: Equatable, Sendable {
  public let layer: Int
  public let below: Piece
  public let zero: Piece
  public let above: Piece

  /// y = constant + factor a, and g'. At 0, g' is a convention.
  public struct Piece: Equatable, Sendable {
    public let constant: Rational
    public let factor: Rational
    public let slope: Rational

    public init(constant: Rational = .zero, factor: Rational = .zero, slope: Rational) {
      (self.constant, self.factor, self.slope) = (constant, factor, slope)
    }
  }

  public init(layer: Int, below: Piece, zero: Piece, above: Piece) {
    (self.layer, self.below, self.zero, self.above) = (layer, below, zero, above)
  }
}
