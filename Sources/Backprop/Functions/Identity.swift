enum Identity: Transfer {
  static let name = "identity"
  static let synonyms = ["linear"]
  static let outputRange = -Double.infinity ... .infinity
  static let slope = SlopeShape.neverVanishes

  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N { a }
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N { .number(1) }
}

extension TransferFunction {
  /// a
  public static let identity = TransferFunction(Identity.self)
}
