/// A rule of algebra that brings a formula closer to its final form.
struct SimplificationRule: Sendable {
  let name: String
  /// The formula after the rule, and why; nil if the rule does not apply.
  let apply: @Sendable (Formula, DerivationScope) -> Deriver.Found?

  /// In the order in which they are tried.
  static let all: [SimplificationRule] = [
    .inFront, .multiplyingOut, .onlyOneUnit, .targetsSumToOne, .cancelling, .commonFactor,
  ]

  /// Those for a formula of the user's own, whose terms stay apart.
  static let ofTerms: [SimplificationRule] = [
    .inFront, .multiplyingOut, .onlyOneUnit, .targetsSumToOne, .cancelling,
  ]

  /// Σ_k c x_k = c Σ_k x_k; what is above and below a line cancels.
  static let inFront = SimplificationRule(name: "in front of the sum") { formula, _ in
    let result = formula.withFactorsInFront.tidied
    guard result != formula.withPlainProducts.tidied else { return nil }
    let letters = formula.sumLetters
    let moved = letters.filter { letter in formula.hasFactor(inSumOver: letter) }
    var said: [Inline] = []
    if let factor = formula.cancellingFactor { said = [.formula(factor), .text(" cancels")] }
    if moved.isEmpty { return Deriver.Found(formula: result, reason: DerivationReason(.division, said)) }
    guard !said.isEmpty else {
      return Deriver.Found(formula: result, reason: DerivationReason(.inFront))
    }
    said.append(.text(", " + DerivationStep.inFront.words))
    return Deriver.Found(formula: result, reason: DerivationReason(.division, said))
  }

  /// Σ_k t_k ([k = r] - y_r) = Σ_k t_k [k = r] - y_r Σ_k t_k
  static let multiplyingOut = SimplificationRule(name: "multiplied out") { formula, _ in
    let result = formula.mapFirst { part in
      guard case .summation(let letter, let body) = part else { return nil }
      let factors = FactorList(body)
      guard factors.below.isEmpty,
        let place = factors.above.firstIndex(where: { $0.terms.count > 1 && $0.terms.containsBracket })
      else { return nil }
      var rest = factors
      let bracket = rest.above.remove(at: place)
      let terms = bracket.terms.map { term -> SignedTerm in
        var share = rest
        share.multiply(term.formula)
        let sum = Formula.summation(letter, share.formula.tidied).withFactorsInFront
        return SignedTerm(isNegative: term.isNegative, formula: sum)
      }
      return Formula.sum(of: terms)
    }
    return result.map { Deriver.Found(formula: $0.tidied, reason: DerivationReason(.multiplyingOut)) }
  }

  /// Σ_k t_k [k = r] = t_r
  static let onlyOneUnit = SimplificationRule(name: "only one unit") { formula, _ in
    var reason: DerivationReason?
    let result = formula.mapFirst { part in
      guard case .summation(let letter, let body) = part, body.terms.count == 1 else { return nil }
      var factors = FactorList(body)
      for (place, factor) in factors.above.enumerated() {
        guard case .iverson(let a, let b) = factor else { continue }
        let own = Subscript(letter)
        guard a == own || b == own, a != b else { continue }
        let unit = a == own ? b : a
        factors.above.remove(at: place)
        reason = DerivationReason(
          .onlyOne, [DerivationReason.same(letter, unit), .text(" remains")])
        return factors.formula.replacing(letter, by: unit)
      }
      return nil
    }
    guard let result, let reason else { return nil }
    return Deriver.Found(formula: result.tidied, reason: reason)
  }

  /// Σ_k t_k = 1 for the targets of classes.
  static let targetsSumToOne = SimplificationRule(name: "targets sum to 1") { formula, scope in
    guard scope.targetsSumToOne else { return nil }
    var sum: Formula?
    let result = formula.mapFirst { part in
      guard case .summation(let letter, let body) = part,
        body == .quantity(.target, [Subscript(letter)])
      else { return nil }
      sum = part
      return .one
    }
    guard let result, let sum else { return nil }
    return Deriver.Found(
      formula: result.tidied,
      reason: DerivationReason(.since, [.equation(Equation(sum, .one))]))
  }

  /// (t_k - y_k) y_k - y_k Σ_r t_r = y_k (t_k - y_k - Σ_r t_r)
  static let commonFactor = SimplificationRule(name: "common factor") { formula, _ in
    var shared: Formula?
    let result = formula.mapFirst { part in
      let terms = part.terms
      guard terms.count > 1, let first = terms.first else { return nil }
      let isShared = { (factor: Formula) in
        terms.allSatisfy { FactorList($0.formula).above.contains(factor) }
      }
      guard let factor = FactorList(first.formula).above.first(where: isShared) else { return nil }
      shared = factor
      let rest = terms.map { term -> SignedTerm in
        var factors = FactorList(term.formula)
        if let place = factors.above.firstIndex(of: factor) { factors.above.remove(at: place) }
        return SignedTerm(isNegative: term.isNegative, formula: factors.formula)
      }
      // The terms of a difference need no parentheses.
      let inner = Formula.sum(
        of: rest.flatMap { term in
          term.formula.terms.map {
            SignedTerm(isNegative: term.isNegative != $0.isNegative, formula: $0.formula)
          }
        })
      return .product(factor, inner, sign: .juxtaposed)
    }
    guard let result, let shared else { return nil }
    return Deriver.Found(
      formula: result.tidied,
      reason: DerivationReason(.collecting, [.formula(shared), .text(" in front")]))
  }

  /// (t / y - (1 - t) / (1 - y)) y (1 - y) = t - y
  static let cancelling = SimplificationRule(name: "terms cancel") { formula, _ in
    let result = formula.mapFirst { part -> Formula? in
      guard case .product = part else { return nil }
      let factors = FactorList(part)
      guard factors.below.isEmpty,
        let place = factors.above.firstIndex(where: { $0.terms.count > 1 && $0.hasDivisorTerm })
      else { return nil }
      var rest = factors
      let sum = rest.above.remove(at: place)
      // Only what is below a line in the sum goes into it.
      var divisors: [Formula] = []
      for term in sum.terms { divisors += FactorList(term.formula).below }
      var inside: [Formula] = []
      for divisor in divisors where !inside.contains(divisor) {
        guard let twin = rest.above.firstIndex(of: divisor) else { return nil }
        rest.above.remove(at: twin)
        inside.append(divisor)
      }
      let terms = sum.terms.map { term -> SignedTerm in
        var share = FactorList(term.formula)
        for factor in inside { share.multiply(factor) }
        return SignedTerm(isNegative: term.isNegative, formula: share.cancelled.formula)
      }
      guard let expanded = ExpandedSum(Formula.sum(of: terms))?.formula else { return nil }
      rest.above.insert(expanded, at: 0)
      return rest.formula
    }
    guard var final = result?.tidied else { return nil }
    if case .negated(.difference(let a, let b)) = final { final = .difference(b, a) }
    return Deriver.Found(formula: final, reason: DerivationReason(.cancelling))
  }
}

extension [SignedTerm] {
  fileprivate var containsBracket: Bool {
    contains { term in
      FactorList(term.formula).above.contains { if case .iverson = $0 { true } else { false } }
    }
  }
}

extension Formula {
  fileprivate var hasDivisorTerm: Bool { terms.contains { !FactorList($0.formula).below.isEmpty } }

  /// With the first part that a rule changes, from the outside in, changed; nil if none is.
  func mapFirst(_ rule: (Formula) -> Formula?) -> Formula? {
    if let changed = rule(self) { return changed }
    var parts = children
    for place in parts.indices {
      if let changed = parts[place].mapFirst(rule) {
        parts[place] = changed
        return with(parts)
      }
    }
    return nil
  }

  /// A factor that is above and below the same line.
  fileprivate var cancellingFactor: Formula? {
    switch self {
    case .product, .quotient:
      let factors = FactorList(self)
      if let factor = factors.below.first(where: { factors.above.contains($0) }) { return factor }
    default: break
    }
    return children.lazy.compactMap { $0.cancellingFactor }.first
  }

  /// With no signs between factors.
  var withPlainProducts: Formula {
    switch self {
    case .product, .quotient:
      var list = FactorList(self)
      list.above = list.above.map { $0.withPlainProducts }
      list.below = list.below.map { $0.withPlainProducts }
      return list.formula
    case .partial: return self
    default: return children.isEmpty ? self : with(children.map { $0.withPlainProducts })
    }
  }

  /// The letters of its sums, the outer ones first.
  fileprivate var sumLetters: [String] {
    var letters: [String] = []
    if case .summation(let letter, _) = self { letters.append(letter) }
    for child in children { letters += child.sumLetters }
    return letters
  }

  /// Whether a sum over the letter has a factor without it.
  fileprivate func hasFactor(inSumOver letter: String) -> Bool {
    if case .summation(letter, let body) = self {
      let factors = FactorList(body.withPlainProducts.tidied)
      return (factors.above + factors.below).contains { !$0.mentions(letter: letter) }
    }
    return children.contains { $0.hasFactor(inSumOver: letter) }
  }
}
