import Backprop

/// A number together with how it changes: value + slope ε, ε² = 0, as in forward-mode differentiation. Each
/// nested derivative has its own ε, identified by its `level`; the slope of an outer derivative is itself a
/// number that may vary with an inner one.
enum Dual {
  case real(Double)
  indirect case dual(Dual, slope: Dual, level: Int)

  /// The number without any ε.
  var value: Double {
    switch self {
    case .real(let value): value
    case .dual(let value, _, _): value.value
    }
  }

  /// The coefficient of ε at `level`.
  func slope(at level: Int) -> Dual {
    guard case .dual(let value, let slope, let own) = self, own >= level else { return .real(0) }
    if own == level { return slope }
    return .dual(value.slope(at: level), slope: slope.slope(at: level), level: own)
  }

  /// Only the varying part: the number without its `value`.
  var change: Dual {
    switch self {
    case .real: .real(0)
    case .dual(let value, let slope, let level): .dual(value.change, slope: slope, level: level)
    }
  }

  var isReal: Bool { if case .real = self { true } else { false } }

  var isZero: Bool { if case .real(0) = self { true } else { false } }

  private var level: Int { if case .dual(_, _, let level) = self { level } else { 0 } }

  // MARK: - Arithmetic

  static prefix func - (a: Dual) -> Dual {
    switch a {
    case .real(let value): .real(-value)
    case .dual(let value, let slope, let level): .dual(-value, slope: -slope, level: level)
    }
  }

  static func + (a: Dual, b: Dual) -> Dual {
    if case .real(let x) = a, case .real(let y) = b { return .real(x + y) }
    if case .dual(let x, let slope, let level) = a, level > b.level {
      return .dual(x + b, slope: slope, level: level)
    }
    if case .dual(let y, let slope, let level) = b, level > a.level {
      return .dual(a + y, slope: slope, level: level)
    }
    guard case .dual(let x, let xs, let level) = a, case .dual(let y, let ys, _) = b else { return a }
    return .dual(x + y, slope: xs + ys, level: level)
  }

  static func - (a: Dual, b: Dual) -> Dual {
    if case .real(let x) = a, case .real(let y) = b { return .real(x - y) }
    return a + -b
  }

  static func * (a: Dual, b: Dual) -> Dual {
    if case .real(let x) = a, case .real(let y) = b { return .real(x * y) }
    if case .dual(let x, let s, let level) = a, level > b.level {
      return .dual(x * b, slope: s * b, level: level)
    }
    if case .dual(let y, let s, let level) = b, level > a.level {
      return .dual(a * y, slope: a * s, level: level)
    }
    guard case .dual(let x, let xs, let level) = a, case .dual(let y, let ys, _) = b else { return a }
    return .dual(x * y, slope: x * ys + xs * y, level: level)
  }

  static func / (a: Dual, b: Dual) -> Dual {
    if case .real(let y) = b {
      switch a {
      case .real(let x): return .real(x / y)
      case .dual(let x, let s, let level): return .dual(x / b, slope: s / b, level: level)
      }
    }
    guard case .dual(let y, let ys, let level) = b else { return a }
    if level > a.level {
      let quotient = a / y
      return .dual(quotient, slope: -(quotient * ys) / y, level: level)
    }
    guard case .dual(let x, let xs, let own) = a else { return a }
    if own > level { return .dual(x / b, slope: xs / b, level: own) }
    let quotient = x / y
    return .dual(quotient, slope: (xs - quotient * ys) / y, level: level)
  }

  /// aᵇ. A constant exponent needs no logarithm, so the base may be negative.
  static func power(_ a: Dual, _ b: Dual) -> Dual {
    if case .real(let x) = a, case .real(let y) = b { return .real(Elementary.power(x, y)) }
    if case .real(let y) = b, case .dual(let x, let slope, let level) = a {
      let factor = y == 0 ? Dual.real(0) : .real(y) * power(x, .real(y - 1))
      return .dual(power(x, b), slope: factor * slope, level: level)
    }
    return exp(b * log(a))
  }

  // MARK: - Functions

  /// f(x), given f and f'.
  func through(_ function: (Dual) -> Dual, _ derivative: (Dual) -> Dual, real: (Double) -> Double)
    -> Dual
  {
    switch self {
    case .real(let value): .real(real(value))
    case .dual(let value, let slope, let level):
      .dual(function(value), slope: derivative(value) * slope, level: level)
    }
  }

  static func exp(_ x: Dual) -> Dual { x.through(exp, exp, real: Elementary.exponential) }
  static func log(_ x: Dual) -> Dual { x.through(log, { .real(1) / $0 }, real: Elementary.logarithm) }
  static func sqrt(_ x: Dual) -> Dual {
    x.through(sqrt, { .real(0.5) / sqrt($0) }, real: { $0.squareRoot() })
  }
  static func sin(_ x: Dual) -> Dual { x.through(sin, cos, real: Elementary.sine) }
  static func cos(_ x: Dual) -> Dual { x.through(cos, { -sin($0) }, real: Elementary.cosine) }
  static func tanh(_ x: Dual) -> Dual {
    x.through(tanh, { .real(1) - tanh($0) * tanh($0) }, real: Elementary.hyperbolicTangent)
  }
  static func cosh(_ x: Dual) -> Dual {
    x.through(cosh, sinh, real: { (Elementary.exponential($0) + Elementary.exponential(-$0)) / 2 })
  }
  /// By tanh, which loses no digits near 0, unless cosh is infinite.
  static func sinh(_ x: Dual) -> Dual {
    x.through(sinh, cosh, real: { Elementary.hyperbolicTangent($0) * cosh(.real($0)).value })
  }
  static func abs(_ x: Dual) -> Dual { x.through(abs, sign, real: { $0.magnitude }) }
  static func sign(_ x: Dual) -> Dual { .real(sign(x.value)) }
  static func floor(_ x: Dual) -> Dual { .real(x.value.rounded(.down)) }

  static func sign(_ x: Double) -> Double { x > 0 ? 1 : (x < 0 ? -1 : x) }

  /// If both are equal, the slope is the mean of their slopes, just as abs has the slope 0 at 0.
  static func max(_ a: Dual, _ b: Dual) -> Dual {
    if a.value.isNaN || b.value.isNaN { return a + b }
    if a.value == b.value { return a.isReal && b.isReal ? a : (a + b) * .real(0.5) }
    return a.value > b.value ? a : b
  }

  static func min(_ a: Dual, _ b: Dual) -> Dual { -max(-a, -b) }
}
