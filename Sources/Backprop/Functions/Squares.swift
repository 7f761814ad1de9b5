enum Squares: Loss {
  static let name = "squares"
  static let factor = 0.5
  static let isSquares = true

  @inline(__always) static func value<N: Arithmetic>(target t: N, output y: N) -> N {
    let difference = t - y
    return difference * difference
  }

  @inline(__always) static func descent<N: Arithmetic>(target t: N, output y: N) -> N { t - y }

  @inline(__always) static func adding<N: Arithmetic>(to sum: N, target t: N, output y: N) -> N {
    let difference = t - y
    return .multiplyAdd(difference, difference, sum)
  }
}

extension ErrorFunction {
  /// E = 1/2 Σ_k (t_k - y_k)²
  public static let squares = ErrorFunction(Squares.self)
}
