enum Softplus: Transfer {
  static let name = "softplus"
  static let outputRange = 0...Double.infinity
  static let slope = SlopeShape.vanishes(greatest: 1)

  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N { .softplus(a) }
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N { .sigmoid(a) }
}

extension TransferFunction {
  /// log(1 + eᵃ)
  public static let softplus = TransferFunction(Softplus.self)
}
