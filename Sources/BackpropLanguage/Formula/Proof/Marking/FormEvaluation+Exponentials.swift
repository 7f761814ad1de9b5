import IndexedAlgebra

/// Functions that are written with powers of e: `sinh(a)/cosh(a)` is tanh(a), and `e^(-a)` is 1/e^a.
extension FormEvaluation {
  /// e^(n/12 x) is a power of one number for each x.
  private static let parts: Int64 = 12
  private static let mostPower: Int64 = 240

  /// nil for any other function.
  mutating func exponentials(
    _ function: ElementaryFunction, _ argument: ResolvedFormula
  ) throws(LineForm.Obstacle) -> ModularNumber? {
    switch function {
    case .exp: return try exponential(argument)
    case .tanh, .sinh, .cosh:
      let value = try exponential(argument)
      guard let inverse = value.inverse else { throw .noValue }
      let (sine, cosine) = (value - inverse, value + inverse)
      switch function {
      case .sinh: return sine * .half
      case .cosh: return cosine * .half
      default:
        guard let below = cosine.inverse else { throw .noValue }
        return sine * below
      }
    case .sqrt, .log, .sin, .cos, .abs, .sign, .floor, .min, .max: return nil
    }
  }

  /// e to a sum is a product.
  mutating func exponential(_ exponent: ResolvedFormula) throws(LineForm.Obstacle) -> ModularNumber {
    try exponential(exponent, times: .one)
  }

  private mutating func exponential(
    _ exponent: ResolvedFormula, times factor: Rational
  ) throws(LineForm.Obstacle) -> ModularNumber {
    switch exponent {
    case .negated(let inner): return try exponential(inner, times: factor.negated)
    case .sum(let a, let b):
      return try exponential(a, times: factor) * exponential(b, times: factor)
    case .difference(let a, let b):
      return try exponential(a, times: factor) * exponential(b, times: factor.negated)
    case .product(let a, let b):
      if let number = a.rational, let product = try? factor.times(number) {
        return try exponential(b, times: product)
      }
      if let number = b.rational, let product = try? factor.times(number) {
        return try exponential(a, times: product)
      }
    case .quotient(let a, let b):
      if let inverse = try? b.rational?.reciprocal(), let quotient = try? factor.times(inverse) {
        return try exponential(a, times: quotient)
      }
    default: break
    }
    let value = try value(exponent)
    guard Self.parts % factor.denominator == 0, factor.numerator.magnitude <= UInt64(Self.mostPower) else {
      guard let number = ModularNumber(factor) else { throw .noValue }
      return exponential(ofAtom: value * number, 1)
    }
    return exponential(ofAtom: value, factor.numerator, over: factor.denominator)
  }

  /// e to n x, or to n/d x, where d divides 12.
  func exponential(ofAtom value: ModularNumber, _ n: Int64, over d: Int64 = 1) -> ModularNumber {
    let part = named(.exp, [value.value])
    let power = part.power(n.magnitude * UInt64(Self.parts / d))
    return n < 0 ? power.inverse ?? power : power
  }
}

extension ResolvedFormula {
  /// Its value, if it is a short decimal number or a fraction of such.
  fileprivate var rational: Rational? {
    switch self {
    case .number(let value): return Rational(decimal: value)
    case .negated(let inner): return inner.rational?.negated
    case .quotient(let a, let b):
      guard let a = a.rational, let inverse = try? b.rational?.reciprocal() else { return nil }
      return try? a.times(inverse)
    default: return nil
    }
  }
}
