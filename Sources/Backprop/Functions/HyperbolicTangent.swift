enum HyperbolicTangent: Transfer {
  static let name = "tanh"
  static let outputRange = -1.0...1
  static let slope = SlopeShape.vanishes(greatest: 1)

  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N { .hyperbolicTangent(a) }
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N {
    .multiplyAdd(-y, y, .number(1))
  }
}

extension TransferFunction {
  /// tanh a
  public static let tanh = TransferFunction(HyperbolicTangent.self)
}
