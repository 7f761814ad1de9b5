enum LeakyRectifier: Transfer {
  static let name = "leaky relu"
  static let synonyms = ["leaky"]
  static let outputRange = -Double.infinity ... .infinity
  static let slope = SlopeShape.neverVanishes
  /// The slope below 0.
  private static let leak = 0.01

  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N { .maximum(leak * a, a) }
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N {
    .choose(.number(1), if: a, isGreaterThan: .number(0), else: .number(leak))
  }
}

extension TransferFunction {
  /// a above 0, a / 100 below
  public static let leakyRelu = TransferFunction(LeakyRectifier.self)
}
