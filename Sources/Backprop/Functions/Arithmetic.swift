/// What a transfer or error function computes with, so that its mathematics is written once: doubles in the
/// reference path, lanes of several doubles in the fast paths, and expressions, from which formulas, dual
/// numbers and the nodes of an ONNX graph are made.
protocol Arithmetic {
  static func number(_ value: Double) -> Self

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self
  /// a b + c, rounded once if the processor can do so.
  static func multiplyAdd(_ a: Self, _ b: Self, _ c: Self) -> Self
  /// This times 1 - b, with one rounding fewer if the processor can do so.
  func times(oneMinus b: Self) -> Self

  /// eˣ
  static func exponential(_ x: Self) -> Self
  /// eˣ for every x: infinite or 0 where it is too large or too small for a double.
  static func unboundedExponential(_ x: Self) -> Self
  static func logarithm(_ x: Self) -> Self
  /// aᵇ
  static func power(_ a: Self, _ b: Self) -> Self
  static func squareRoot(_ x: Self) -> Self
  static func sine(_ x: Self) -> Self
  static func cosine(_ x: Self) -> Self
  static func hyperbolicTangent(_ x: Self) -> Self
  /// 1 / (1 + e⁻ˣ)
  static func sigmoid(_ x: Self) -> Self
  /// log(1 + eˣ), which neither overflows nor loses a small eˣ.
  static func softplus(_ x: Self) -> Self
  /// |x|
  static func magnitude(_ x: Self) -> Self
  /// 1, -1, or 0
  static func sign(_ x: Self) -> Self
  /// The largest whole number that is not greater.
  static func floor(_ x: Self) -> Self
  /// The first if the second is not greater, else the second: a second number that is not a number stays so.
  static func maximum(_ a: Self, _ b: Self) -> Self
  /// The first if the second is not less, else the second.
  static func minimum(_ a: Self, _ b: Self) -> Self
  /// This times log y; 0 if this is 0 and y is not less, since x log y has that limit.
  func times(logarithmOf y: Self) -> Self
  /// a if x > bound, else b; no comparison with a NaN holds.
  static func choose(_ a: Self, if x: Self, isGreaterThan bound: Self, else b: Self) -> Self
  /// a if x ≥ bound, else b; no comparison with a NaN holds.
  static func choose(_ a: Self, if x: Self, isNotLessThan bound: Self, else b: Self) -> Self
}

extension Arithmetic {
  @inline(__always) func times(oneMinus b: Self) -> Self { self * (.number(1) - b) }
  @inline(__always) static func unboundedExponential(_ x: Self) -> Self { .exponential(x) }

  // Literals may be mixed with these numbers: `1 + a`.
  @_disfavoredOverload @inline(__always)
  static func + (a: Double, b: Self) -> Self { number(a) + b }
  @_disfavoredOverload @inline(__always)
  static func - (a: Double, b: Self) -> Self { number(a) - b }
  @_disfavoredOverload @inline(__always)
  static func * (a: Double, b: Self) -> Self { number(a) * b }
  @_disfavoredOverload @inline(__always)
  static func / (a: Double, b: Self) -> Self { number(a) / b }
}
