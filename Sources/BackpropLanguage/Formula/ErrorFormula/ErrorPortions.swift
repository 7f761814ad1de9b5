import Backprop

/// E as the sum of a part of the outputs and a part of the weights.
struct ErrorPortions {
  /// nil if there is no such part.
  let ofOutputs: Formula?
  let ofWeights: Formula?

  /// Throws where a part of the weights is not added to the rest.
  init(_ formula: Formula, at range: SourceRange) throws(Diagnostic) {
    guard formula.mentions(.weight) else {
      self.init(ofOutputs: formula, ofWeights: nil)
      return
    }
    guard formula.mentions(.output) || formula.mentions(.target) else {
      self.init(ofOutputs: nil, ofWeights: formula)
      return
    }
    switch formula {
    case .sum(let a, let b):
      self.init(
        try Self(a, at: range), try Self(b, at: range), { .sum($0, $1) }, second: { $0 })
    case .difference(let a, let b):
      self.init(
        try Self(a, at: range), try Self(b, at: range), { .difference($0, $1) }, second: { .negated($0) })
    case .negated(let a): self.init(try Self(a, at: range)) { .negated($0) }
    case .product(let factor, let a, let sign) where factor.isArithmetic:
      self.init(try Self(a, at: range)) { .product(factor, $0, sign: sign) }
    case .product(let a, let factor, let sign) where factor.isArithmetic:
      self.init(try Self(a, at: range)) { .product($0, factor, sign: sign) }
    case .quotient(let a, let divisor) where divisor.isArithmetic:
      self.init(try Self(a, at: range)) { .quotient($0, divisor) }
    default: throw Diagnostic(.errorOfMixedWeights(formula.unicode), at: range)
    }
  }

  private init(ofOutputs: Formula?, ofWeights: Formula?) {
    self.ofOutputs = ofOutputs
    self.ofWeights = ofWeights
  }

  private init(_ whole: ErrorPortions, _ change: (Formula) -> Formula) {
    self.init(ofOutputs: whole.ofOutputs.map(change), ofWeights: whole.ofWeights.map(change))
  }

  private init(
    _ a: ErrorPortions, _ b: ErrorPortions, _ join: (Formula, Formula) -> Formula,
    second: (Formula) -> Formula
  ) {
    func joined(_ a: Formula?, _ b: Formula?) -> Formula? {
      guard let b else { return a }
      return a.map { join($0, b) } ?? second(b)
    }
    self.init(
      ofOutputs: joined(a.ofOutputs, b.ofOutputs), ofWeights: joined(a.ofWeights, b.ofWeights))
  }
}

extension Formula {
  /// Whether a quantity of this kind occurs in it.
  func mentions(_ quantity: Quantity) -> Bool {
    if case .quantity(quantity, _) = self { return true }
    return children.contains { $0.mentions(quantity) }
  }
}
