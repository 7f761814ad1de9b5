/// Reciprocals.
extension Calculus {
  /// 1 / a. A sum becomes a group with a negative power, after what its terms share is taken out.
  public mutating func reciprocal(_ a: NormalForm) throws(AlgebraProblem) -> NormalForm {
    guard !a.isZero else { throw .divisionByZero }
    if let number = a.number { return NormalForm(try number.reciprocal()) }
    // Factors in every term, without letters of its own sums.
    var common: [AlgebraPower] = []
    if let first = a.terms.first?.monomial {
      for factor in first.factors where !first.bound.contains(where: { factor.atom.mentions($0) }) {
        var least = factor.exponent
        for term in a.terms {
          least = min(least, term.monomial.factors.first { $0.atom == factor.atom }?.exponent ?? 0)
        }
        // A negative power that only some terms have is taken out too.
        if least != 0 { common.append(AlgebraPower(atom: factor.atom, exponent: least)) }
      }
    }
    for term in a.terms {
      for factor in term.monomial.factors
      where factor.exponent < 0 && !term.monomial.bound.contains(where: { factor.atom.mentions($0) })
        && !common.contains(where: { $0.atom == factor.atom })
      {
        let least =
          a.terms.map { other in
            other.monomial.factors.first { $0.atom == factor.atom }?.exponent ?? 0
          }.min() ?? 0
        common.append(AlgebraPower(atom: factor.atom, exponent: least))
      }
    }
    var outside = RawMonomial(coefficient: .one)
    outside.factors = common.map { AlgebraPower(atom: $0.atom, exponent: -$0.exponent) }
    let whole = try product(a, try form(outside))
    outside.coefficient = try leading(whole).coefficient.reciprocal()
    let rest = try scaled(whole, by: outside.coefficient)
    let taken = outside
    if rest == .one { return try form(taken) }
    guard rest.terms.count > 1 || rest.terms.first?.monomial.bound.isEmpty == false else {
      // One term without a sum that is no number: a bracket.
      throw .divisionByZero
    }
    var group = RawMonomial(coefficient: .one)
    group.factors = [AlgebraPower(atom: Atom(.group, arguments: [rest]), exponent: -1)]
    return try product(try form(taken), try form(group))
  }

  mutating func form(_ raw: RawMonomial) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    try add(raw, to: &sum)
    return sum.normalForm
  }

  /// The term of the highest degree; which one does not depend on the names of letters where that matters.
  func leading(_ a: NormalForm) -> AlgebraTerm {
    var best = AlgebraTerm(coefficient: .one, monomial: .one)
    var bestShape: [Int] = []
    for term in a.terms {
      let shape = term.monomial.degreeAndShape
      if bestShape.isEmpty || bestShape.lexicographicallyPrecedes(shape)
        || shape == bestShape && best.coefficient < term.coefficient
      {
        (best, bestShape) = (term, shape)
      }
    }
    return best
  }

  /// x / (x + c) = 1 - c / (x + c), and 1 / (x (x + c)) = (1 / x - 1 / (x + c)) / c: partial fractions.
  mutating func reducedByGroup(_ raw: RawMonomial) throws(AlgebraProblem) -> [RawMonomial]? {
    for factor in raw.factors where factor.atom.head == .group && factor.exponent < 0 {
      guard let group = factor.atom.arguments.first,
        group.terms.allSatisfy({ $0.monomial.bound.isEmpty && $0.monomial.brackets.isEmpty })
      else { continue }
      let lead = leading(group)
      if !lead.monomial.factors.isEmpty,
        lead.monomial.factors.allSatisfy({ own in
          own.exponent > 0
            && raw.factors.contains { $0.atom == own.atom && $0.exponent >= own.exponent }
        })
      {
        return try replaced(raw, lead, in: group, lead.monomial.factors)
      }
      guard let constant = group.terms.first(where: { $0.monomial.isOne }) else { continue }
      for other in raw.factors where other.exponent < 0 && other.atom != factor.atom {
        let divides = group.terms.allSatisfy { term in
          term.monomial.isOne
            || term.monomial.factors.contains { $0.atom == other.atom && $0.exponent > 0 }
        }
        if divides { return try replaced(raw, constant, in: group, []) }
      }
    }
    return nil
  }

  /// m P⁻ⁿ with m = (P - rest) / c: the term's factors are replaced by the group without it.
  private mutating func replaced(
    _ raw: RawMonomial, _ term: AlgebraTerm, in group: NormalForm, _ factors: [AlgebraPower]
  ) throws(AlgebraProblem) -> [RawMonomial] {
    var without = raw
    without.coefficient = try raw.coefficient.times(try term.coefficient.reciprocal())
    for factor in factors {
      without.factors.append(AlgebraPower(atom: factor.atom, exponent: -factor.exponent))
    }
    var first = without
    first.factors.append(AlgebraPower(atom: Atom(.group, arguments: [group]), exponent: 1))
    var results = [first]
    for other in group.terms where other.monomial != term.monomial {
      var next = without
      next.coefficient = try without.coefficient.times(other.coefficient).negated
      next.factors += other.monomial.factors
      results.append(next)
    }
    return results
  }

  /// The groups that stand below a fraction line, in no sum: what a difference may be multiplied by.
  func denominators(_ a: NormalForm) -> [NormalForm] {
    var found: [NormalForm] = []
    for term in a.terms {
      for factor in term.monomial.factors
      where factor.atom.head == .group && !term.monomial.bound.contains(where: { factor.atom.mentions($0) }) {
        if let group = factor.atom.arguments.first, !found.contains(group) { found.append(group) }
      }
    }
    return found
  }

  /// Whether it is 0 wherever it has a value: denominators are multiplied away.
  public mutating func vanishes(_ a: NormalForm) throws(AlgebraProblem) -> Bool {
    var rest = try inOrder(a)
    for _ in 0..<8 {
      if rest.isZero { return true }
      guard let group = denominators(rest).first else { return false }
      var highest = 0
      for term in rest.terms {
        for factor in term.monomial.factors
        where factor.atom.head == .group && factor.atom.arguments.first == group
          && !term.monomial.bound.contains(where: { factor.atom.mentions($0) })
        {
          highest = max(highest, -factor.exponent)
        }
      }
      rest = try multiplied(rest, by: group, highest)
    }
    return rest.isZero
  }

  /// Times a group to a power, each term before it is reduced.
  private mutating func multiplied(
    _ a: NormalForm, by group: NormalForm, _ exponent: Int
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    let atom = Atom(.group, arguments: [group])
    for term in a.terms {
      var own = try raw(term)
      let before =
        own.bound.contains(where: { letter in group.mentions(letter) })
        ? 0 : own.factors.first { $0.atom == atom }?.exponent ?? 0
      own.factors.removeAll { $0.atom == atom }
      let left = exponent + before
      let factor = try power(group, max(left, 0))
      for result in try times(own, [factor]) { try add(result, to: &sum) }
    }
    return sum.normalForm
  }
}

extension Monomial {
  /// Its degree, and what it is without its subscripts: the same whatever its letters are called.
  var degreeAndShape: [Int] {
    var degree = 0
    var parts: [[Int]] = []
    for factor in factors {
      degree += max(factor.exponent, 0)
      var key: [Int] = []
      factor.atom.head.write(into: &key)
      key.append(factor.exponent)
      key.append(factor.atom.arguments.count)
      parts.append(key)
    }
    parts.sort { $0.lexicographicallyPrecedes($1) }
    return [degree, bound.count, brackets.count] + parts.flatMap { $0 }
  }
}
