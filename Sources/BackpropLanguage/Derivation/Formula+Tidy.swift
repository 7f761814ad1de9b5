/// A term of a sum, and its sign.
struct SignedTerm: Equatable {
  var isNegative: Bool
  var formula: Formula
}

extension Formula {
  /// The terms of a sum, in order; itself if it is none.
  var terms: [SignedTerm] {
    var found: [SignedTerm] = []
    collectTerms(isNegative: false, into: &found)
    return found
  }

  private func collectTerms(isNegative: Bool, into found: inout [SignedTerm]) {
    switch self {
    case .sum(let a, let b):
      a.collectTerms(isNegative: isNegative, into: &found)
      b.collectTerms(isNegative: isNegative, into: &found)
    case .difference(let a, let b):
      a.collectTerms(isNegative: isNegative, into: &found)
      b.collectTerms(isNegative: !isNegative, into: &found)
    case .negated(let a): a.collectTerms(isNegative: !isNegative, into: &found)
    default: found.append(SignedTerm(isNegative: isNegative, formula: self))
    }
  }

  /// The sum of terms; the minus sign of all of them comes first.
  static func sum(of terms: [SignedTerm]) -> Formula {
    let terms = terms.filter { !$0.formula.isZero }
    guard terms.count > 1, terms.allSatisfy({ $0.isNegative }) else { return plainSum(of: terms) }
    let turned = terms.map { SignedTerm(isNegative: false, formula: $0.formula) }
    return .negated(plainSum(of: turned))
  }

  private static func plainSum(of terms: [SignedTerm]) -> Formula {
    guard let first = terms.first else { return .zero }
    return terms.dropFirst().reduce(first.isNegative ? .negated(first.formula) : first.formula) {
      $1.isNegative ? .difference($0, $1.formula) : .sum($0, $1.formula)
    }
  }

  /// `2 y_k` for `y_k + y_k`: terms that are the same, with their sign, as one.
  private static func collected(_ terms: [SignedTerm]) -> [SignedTerm] {
    var found: [(term: SignedTerm, count: Double)] = []
    for term in terms {
      if let place = found.firstIndex(where: { $0.term == term }) {
        found[place].count += 1
      } else {
        found.append((term, 1))
      }
    }
    return found.map { term, count in
      if count == 1 { return term }
      var list = FactorList(term.formula)
      list.multiply(.of(count))
      return SignedTerm(isNegative: term.isNegative, formula: list.formula)
    }
  }

  /// The same value with signs and numbers in front of products and sums, and without zeros and ones.
  var tidied: Formula {
    switch self {
    case .negated(let inner):
      let tidy = inner.tidied
      if case .negated(let positive) = tidy { return positive }
      return tidy.isZero ? tidy : .negated(tidy)
    case .sum, .difference:
      let parts = terms.map { term -> SignedTerm in
        let tidy = term.formula.tidied
        if case .negated(let inner) = tidy {
          return SignedTerm(isNegative: !term.isNegative, formula: inner)
        }
        return SignedTerm(isNegative: term.isNegative, formula: tidy)
      }
      return Formula.sum(of: Self.collected(parts))
    case .product, .quotient: return FactorList(self).tidied.formula
    case .summation(let letter, let body):
      let inside = body.tidied
      if inside.isZero { return .zero }
      if inside.terms.count > 1 {
        guard case .negated(let positive) = inside else { return .summation(letter, inside) }
        return .negated(.summation(letter, positive))
      }
      let factors = FactorList(inside)
      if factors.isPlain { return .summation(letter, inside) }
      var whole = FactorList(.summation(letter, factors.withoutNumber.formula))
      whole.takeNumber(of: factors)
      return whole.formula
    case .power(let a, let b): return Algebra.power(a.tidied, b.tidied)
    case .call: return with(children.map { $0.tidied })
    case .iverson(let a, let b) where a == b: return .one
    case .number, .constant, .quantity, .name, .iverson, .partial, .symbol: return self
    }
  }

  /// With what does not depend on the letter of a sum in front of it.
  var withFactorsInFront: Formula {
    switch self {
    case .summation(let letter, let body):
      let inside = body.withFactorsInFront.tidied
      guard inside.terms.count == 1 else { return .summation(letter, inside) }
      let factors = FactorList(inside).cancelled
      let isFree = { (factor: Formula) in !factor.mentions(letter: letter) }
      var outer = factors
      // What was plugged in last comes first: y_p g'(a_q).
      let free = factors.above.filter(isFree)
      outer.above = free.suffix(1) + free.dropLast()
      outer.below = factors.below.filter(isFree)
      var inner = factors.withoutNumber
      inner.above = factors.above.filter { !isFree($0) }
      inner.below = factors.below.filter { !isFree($0) }
      outer.multiply(.summation(letter, inner.formula))
      return outer.formula
    case .product, .quotient:
      var list = FactorList(with(children.map { $0.withFactorsInFront }))
      list = list.tidied.cancelled
      return list.formula
    case .sum, .difference, .negated:
      return with(children.map { $0.withFactorsInFront }).tidied
    case .number, .constant, .quantity, .name, .power, .call, .iverson, .partial, .symbol: return self
    }
  }
}

extension FactorList {
  /// With each factor tidied, and its number and sign among those of the product.
  var tidied: FactorList {
    var result = self
    result.above = []
    result.below = []
    for factor in above { result.multiply(factor.tidied) }
    for factor in below {
      // Only a factor's own sign and number are moved.
      let inverse = FactorList(.quotient(.one, factor.tidied))
      result.takeNumber(of: inverse)
      result.above += inverse.above
      result.below += inverse.below
    }
    // (-a - b) c = -(a + b) c
    result.above = result.above.map { factor in
      guard case .negated(let inner) = factor else { return factor }
      result.negate()
      return inner
    }
    return result.above.contains { $0.isZero } ? FactorList(.zero) : result
  }
}
