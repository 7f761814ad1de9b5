enum Rectifier: Transfer {
  static let name = "relu"
  static let outputRange = 0...Double.infinity
  static let slope = SlopeShape.isZeroBelow

  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N { .maximum(.number(0), a) }
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N {
    .choose(.number(1), if: a, isGreaterThan: .number(0), else: .number(0))
  }
}

extension TransferFunction {
  /// max(0, a)
  public static let relu = TransferFunction(Rectifier.self)
}
