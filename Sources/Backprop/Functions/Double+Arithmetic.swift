extension Double: Arithmetic {
  @inline(__always) static func number(_ value: Double) -> Double { value }

  @inline(__always) static func multiplyAdd(_ a: Double, _ b: Double, _ c: Double) -> Double { a * b + c }

  @inline(__always) static func exponential(_ x: Double) -> Double { Elementary.exponential(x) }
  @inline(__always) static func logarithm(_ x: Double) -> Double { Elementary.logarithm(x) }
  @inline(__always) static func hyperbolicTangent(_ x: Double) -> Double {
    Elementary.hyperbolicTangent(x)
  }
  @inline(__always) static func power(_ a: Double, _ b: Double) -> Double { Elementary.power(a, b) }
  @inline(__always) static func squareRoot(_ x: Double) -> Double { x.squareRoot() }
  @inline(__always) static func sine(_ x: Double) -> Double { Elementary.sine(x) }
  @inline(__always) static func cosine(_ x: Double) -> Double { Elementary.cosine(x) }
  @inline(__always) static func sigmoid(_ x: Double) -> Double { Elementary.sigmoid(x) }
  @inline(__always) static func softplus(_ x: Double) -> Double { Elementary.softplus(x) }
  @inline(__always) static func magnitude(_ x: Double) -> Double { x.magnitude }
  @inline(__always) static func sign(_ x: Double) -> Double { x > 0 ? 1 : (x < 0 ? -1 : x) }
  @inline(__always) static func floor(_ x: Double) -> Double { x.rounded(.down) }
  @inline(__always) static func maximum(_ a: Double, _ b: Double) -> Double { b <= a ? a : b }
  @inline(__always) static func minimum(_ a: Double, _ b: Double) -> Double { b >= a ? a : b }
  @inline(__always) func times(logarithmOf y: Double) -> Double {
    self == 0 && y >= 0 ? 0 : self * Elementary.logarithm(y)
  }

  @inline(__always)
  static func choose(_ a: Double, if x: Double, isGreaterThan bound: Double, else b: Double) -> Double {
    x > bound ? a : b
  }

  @inline(__always)
  static func choose(_ a: Double, if x: Double, isNotLessThan bound: Double, else b: Double) -> Double {
    x >= bound ? a : b
  }
}
