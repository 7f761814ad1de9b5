enum Step: Transfer {
  static let name = "step"
  static let outputRange = 0.0...1
  static let slope = SlopeShape.isZero
  static let meaning: String? =
    "1 from 0 upwards, 0 below; its slope is 0, so nothing is learnt through it"

  /// NaN stays NaN.
  @inline(__always) static func value<N: Arithmetic>(_ a: N) -> N {
    .choose(
      .number(1), if: a, isNotLessThan: .number(0),
      else: .choose(.number(0), if: .number(0), isGreaterThan: a, else: a))
  }

  @inline(__always) static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N { .number(0) }
}

extension TransferFunction {
  /// 1 from 0 on, 0 below; its derivative is 0, so nothing is learnt through it
  public static let step = TransferFunction(Step.self)
}
