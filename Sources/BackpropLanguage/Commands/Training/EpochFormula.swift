import Backprop

/// A formula in n, the number of the epoch, in which comparisons in brackets are 1 where they hold and else
/// 0: `0.5 [n < 50] + 0.1 [n ≥ 50]`.
indirect enum EpochFormula: Sendable {
  case plain(ResolvedFormula)
  case comparison(Relation, EpochFormula, EpochFormula)
  case negated(EpochFormula)
  case sum(EpochFormula, EpochFormula)
  case difference(EpochFormula, EpochFormula)
  /// 0 where a comparison among its factors does not hold, whatever the others are.
  case product(EpochFormula, EpochFormula)
  case quotient(EpochFormula, EpochFormula)
  case power(EpochFormula, EpochFormula)
  case call(ElementaryFunction, [EpochFormula])

  /// formula: with `FunctionResolver.parameter` in the place of n.
  init(_ formula: Formula, _ resolver: FunctionResolver, at range: SourceRange) throws(Diagnostic) {
    func part(_ formula: Formula) throws(Diagnostic) -> EpochFormula {
      try EpochFormula(formula, resolver, at: range)
    }
    guard formula.hasComparison else {
      self = .plain(try resolver.resolve(formula, at: range))
      return
    }
    switch formula {
    case .call(.comparison(let relation), let sides) where sides.count == 2:
      self = .comparison(relation, try part(sides[0]), try part(sides[1]))
    case .negated(let a): self = .negated(try part(a))
    case .sum(let a, let b): self = .sum(try part(a), try part(b))
    case .difference(let a, let b): self = .difference(try part(a), try part(b))
    case .product(let a, let b, _): self = .product(try part(a), try part(b))
    case .quotient(let a, let b): self = .quotient(try part(a), try part(b))
    case .power(let a, let b): self = .power(try part(a), try part(b))
    case .call(.elementary(let function), let arguments):
      var parts: [EpochFormula] = []
      for argument in arguments { parts.append(try part(argument)) }
      self = .call(function, parts)
    default:
      throw Diagnostic(
        .expected("a formula of n, the number of the epoch", found: "`\(formula.unicode)`"), at: range,
        example: "train 500 epochs, η 0.5 [n < 50] + 0.1 [n ≥ 50]")
    }
  }

  func value(inEpoch n: Double) -> Double {
    switch self {
    case .plain(let formula): formula.value(at: .real(n)).value
    case .comparison(let relation, let a, let b):
      relation.holds(a.value(inEpoch: n), b.value(inEpoch: n)) ? 1 : 0
    case .negated(let a): -a.value(inEpoch: n)
    case .sum(let a, let b): a.value(inEpoch: n) + b.value(inEpoch: n)
    case .difference(let a, let b): a.value(inEpoch: n) - b.value(inEpoch: n)
    case .product(let a, let b):
      isNothing(inEpoch: n) ? 0 : a.value(inEpoch: n) * b.value(inEpoch: n)
    case .quotient(let a, let b):
      isNothing(inEpoch: n) ? 0 : a.value(inEpoch: n) / b.value(inEpoch: n)
    case .power(let a, let b): Dual.power(.real(a.value(inEpoch: n)), .real(b.value(inEpoch: n))).value
    case .call(let function, let arguments):
      Dual.call(function, arguments.map { .real($0.value(inEpoch: n)) }).value
    }
  }

  /// Whether a comparison among its factors does not hold.
  private func isNothing(inEpoch n: Double) -> Bool {
    switch self {
    case .comparison: value(inEpoch: n) == 0
    case .negated(let a), .quotient(let a, _): a.isNothing(inEpoch: n)
    case .product(let a, let b): a.isNothing(inEpoch: n) || b.isNothing(inEpoch: n)
    default: false
    }
  }
}

extension Formula {
  /// Whether a comparison in brackets is in it.
  fileprivate var hasComparison: Bool {
    if case .call(.comparison, _) = self { return true }
    return children.contains { $0.hasComparison }
  }
}

extension Relation {
  fileprivate func holds(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .equal, .approximately: a == b
    case .less: a < b
    case .atMost: a <= b
    case .greater: a > b
    case .atLeast: a >= b
    }
  }
}
