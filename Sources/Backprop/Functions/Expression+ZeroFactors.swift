/// 0 log 0 is 0, as in cross-entropy, and so is its derivative, however they are spelt.
extension Expression {
  /// The same, but 0 where a factor, or what is divided, is 0, even if the other part is infinite there.
  ///
  /// Factors that may be infinite themselves are left as they are.
  package var withZeroFactors: Expression {
    switch self {
    case .number, .variable: return self
    case .product(let a, let b):
      if !a.mayBeInfinite, b.mayBeInfinite { return (a * b.withZeroFactors).where0(a) }
      if !b.mayBeInfinite, a.mayBeInfinite { return (a.withZeroFactors * b).where0(b) }
      return a.withZeroFactors * b.withZeroFactors
    case .quotient(let a, let b):
      let quotient = a.withZeroFactors / b.withZeroFactors
      return b.isNumber || a.mayBeInfinite ? quotient : quotient.where0(a)
    case .negative(let a): return -a.withZeroFactors
    case .sum(let a, let b): return a.withZeroFactors + b.withZeroFactors
    case .difference(let a, let b): return a.withZeroFactors - b.withZeroFactors
    case .power(let a, let b): return .power(a.withZeroFactors, b.withZeroFactors)
    case .call(let function, let a): return .call(function, a.withZeroFactors)
    case .maximum(let a, let b): return .maximum(a.withZeroFactors, b.withZeroFactors)
    case .minimum(let a, let b): return .minimum(a.withZeroFactors, b.withZeroFactors)
    case .timesLogarithm(let a, let b): return .timesLogarithm(a.withZeroFactors, b.withZeroFactors)
    case .choice(let a, let comparison, let b):
      return .choice(a.withZeroFactors, if: comparison, else: b.withZeroFactors)
    }
  }

  /// Whether there is a logarithm in it.
  package var hasLogarithm: Bool {
    switch self {
    case .timesLogarithm, .call(.logarithm, _): true
    default: parts.contains { $0.hasLogarithm }
    }
  }

  private func where0(_ factor: Expression) -> Expression {
    if factor.isNumber { return self }
    return .choice(.number(0), if: .notLess(.number(0), than: .magnitude(factor)), else: self)
  }

  /// Whether it has a part that is infinite for some finite numbers.
  private var mayBeInfinite: Bool {
    switch self {
    case .timesLogarithm, .call(.logarithm, _): true
    case .quotient(let a, let b): a.mayBeInfinite || !b.isNumber
    case .power(let a, .number(let b)): a.mayBeInfinite || b < 0
    case .power: true
    default: parts.contains { $0.mayBeInfinite }
    }
  }

  private var isNumber: Bool { if case .number = self { true } else { false } }

  private var parts: [Expression] {
    switch self {
    case .number, .variable: []
    case .negative(let a), .call(_, let a): [a]
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .power(let a, let b), .maximum(let a, let b), .minimum(let a, let b), .timesLogarithm(let a, let b),
      .choice(let a, _, let b):
      [a, b]
    }
  }
}
