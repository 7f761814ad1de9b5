/// A sum of products, multiplied out: each product is a whole number times symbols.
struct ExpandedSum {
  private struct Monomial {
    var number: Double
    var factors: [Formula]
  }

  private var monomials: [Monomial] = []

  private static let mostTerms = 64

  /// nil if it is too long, or divided by something.
  init?(_ formula: Formula) {
    guard let all = Self.expanded(formula) else { return nil }
    for monomial in all {
      if let place = monomials.firstIndex(where: { $0.factors == monomial.factors }) {
        monomials[place].number += monomial.number
      } else {
        monomials.append(monomial)
      }
    }
    monomials.removeAll { $0.number == 0 }
  }

  private static func expanded(_ formula: Formula) -> [Monomial]? {
    var sum: [Monomial] = []
    for term in formula.terms {
      let list = FactorList(term.formula)
      guard list.below.isEmpty else { return nil }
      var products = [Monomial(number: 1, factors: [])]
      let number = list.above.isEmpty || !list.isPlain ? list.numericValue : 1
      guard let number else { return nil }
      for factor in list.above {
        let parts: [Monomial]
        if factor.terms.count > 1 {
          guard let inner = expanded(factor) else { return nil }
          parts = inner
        } else {
          parts = [Monomial(number: 1, factors: [factor])]
        }
        products = products.flatMap { product in
          parts.map { part in
            Monomial(
              number: product.number * part.number,
              factors: (product.factors + part.factors).sorted { $0.unicode < $1.unicode })
          }
        }
        guard products.count <= mostTerms else { return nil }
      }
      sum += products.map {
        Monomial(number: (term.isNegative ? -1 : 1) * number * $0.number, factors: $0.factors)
      }
      guard sum.count <= mostTerms else { return nil }
    }
    return sum
  }

  /// Positive terms first.
  var formula: Formula {
    let ordered = monomials.filter { $0.number > 0 } + monomials.filter { $0.number < 0 }
    return Formula.sum(
      of: ordered.map { monomial in
        var list = FactorList(above: monomial.factors)
        list.multiply(.of(monomial.number.magnitude))
        return SignedTerm(isNegative: monomial.number < 0, formula: list.formula)
      })
  }
}

extension FactorList {
  /// Its number alone.
  fileprivate var numericValue: Double? {
    let value = withNumberOnly
    return value.isFinite ? value : nil
  }
}
