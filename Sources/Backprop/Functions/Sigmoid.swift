enum Sigmoid: Transfer {
  static let name = "sigmoid"
  static let synonyms = ["logistic"]
  static let outputRange = 0.0...1
  static let slope = SlopeShape.vanishes(greatest: 0.25)

  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N { .sigmoid(a) }
  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N { y.times(oneMinus: y) }
}

extension TransferFunction {
  /// 1 / (1 + e⁻ᵃ)
  public static let sigmoid = TransferFunction(Sigmoid.self)
}
