/// Bringing a monomial into normal form.
extension Calculus {
  /// Adds a monomial, in normal form, to a sum.
  mutating func add(_ raw: RawMonomial, to sum: inout TermSum) throws(AlgebraProblem) {
    var open = [raw]
    while var next = open.popLast() {
      try spend(1 + next.factors.count / 8 + next.bound.count * next.bound.count / 4)
      if next.coefficient.isZero { continue }
      if let bracket = next.open.popLast() {
        open += try resolved(next, bracket)
        continue
      }
      guard let combined = combined(next.factors) else { continue }
      next.factors = combined
      if let powers = try evenPowers(next) {
        open += powers
        continue
      }
      if let split = try splitAtBias(next) {
        open += split
        continue
      }
      for letter in next.bound where !next.factors.contains(where: { $0.atom.mentions(letter) }) {
        next.factors.append(AlgebraPower(atom: Atom(.count(ofLayer: letter.layer)), exponent: 1))
      }
      let counted = next.bound.count
      next.bound.removeAll { letter in !next.factors.contains { $0.atom.mentions(letter) } }
      if next.bound.count < counted {
        guard let factors = self.combined(next.factors) else { continue }
        next.factors = factors
      }
      if let reduced = try reducedByGroup(next) {
        open += reduced
        continue
      }
      try sum.add(next.coefficient, try labelled(next))
    }
  }

  /// Equal factors as one power; nil if the product is 0 because a quantity has no value at a bias unit.
  private func combined(_ factors: [AlgebraPower]) -> [AlgebraPower]? {
    var result: [AlgebraPower] = []
    for factor in factors {
      if let zero = factor.atom.indices.first(where: { $0.isBiasUnit }),
        factor.atom.excludesBias(zero, shape)
      {
        return nil
      }
      if let place = result.firstIndex(where: { $0.atom == factor.atom }) {
        result[place] = AlgebraPower(atom: factor.atom, exponent: result[place].exponent + factor.exponent)
      } else {
        result.append(factor)
      }
    }
    return result.filter { $0.exponent != 0 }
  }

  /// |x|² = x², √x² = x
  private mutating func evenPowers(_ raw: RawMonomial) throws(AlgebraProblem) -> [RawMonomial]? {
    for (place, factor) in raw.factors.enumerated() where factor.exponent >= 2 {
      guard case .call(let function) = factor.atom.head, let argument = factor.atom.arguments.first else {
        continue
      }
      guard function == .magnitude || function == .squareRoot else { continue }
      let exponent = function == .magnitude ? factor.exponent / 2 * 2 : factor.exponent / 2
      var rest = raw
      rest.factors.remove(at: place)
      if factor.exponent % 2 == 1 {
        rest.factors.append(AlgebraPower(atom: factor.atom, exponent: 1))
      }
      return try times(rest, [try power(argument, exponent)])
    }
    return nil
  }

  /// A sum runs over the bias unit if and only if the monomial has a weight of it and nothing that it lacks.
  private mutating func splitAtBias(_ raw: RawMonomial) throws(AlgebraProblem) -> [RawMonomial]? {
    for letter in raw.bound {
      let isExcluded = raw.factors.contains { $0.atom.excludesBias(letter, shape) }
      let withRow = raw.factors.contains { hasBiasRow($0.atom, letter) }
      let isExcludedWithin = raw.factors.contains { factor in
        factor.atom.arguments.contains { excludes($0, letter) }
      }
      switch letter.kind {
      case .boundWithBias:
        if isExcluded { return [try renamed(raw, [letter: letter.withoutBias])] }
        if isExcludedWithin { throw .unknown(.biasUnit) }
        if !withRow {
          return [try renamed(raw, [letter: letter.withoutBias])] + (try atBias(raw, letter))
        }
      case .bound:
        if withRow && !isExcluded && !isExcludedWithin {
          let wide = UnitIndex(.boundWithBias, layer: letter.layer, number: letter.number)
          var results = [try renamed(raw, [letter: wide])]
          for var result in try atBias(raw, letter) {
            result.coefficient = result.coefficient.negated
            results.append(result)
          }
          return results
        }
      case .unit, .free, .freeOrBias: break
      }
    }
    return nil
  }

  /// The term of a sum at the bias unit.
  private mutating func atBias(
    _ raw: RawMonomial, _ letter: UnitIndex
  ) throws(AlgebraProblem) -> [RawMonomial] {
    var raw = raw
    raw.bound.removeAll { $0 == letter }
    return try substituted(raw, letter, by: .unit(0, layer: letter.layer))
  }

  /// The terms of a sum at the bias unit and at the others, as two sums.
  mutating func separated(
    _ raw: RawMonomial, _ letter: UnitIndex
  ) throws(AlgebraProblem) -> (bias: [RawMonomial], others: RawMonomial) {
    (try atBias(raw, letter), try renamed(raw, [letter: letter.withoutBias]))
  }

  private func hasBiasRow(_ atom: Atom, _ letter: UnitIndex) -> Bool {
    guard atom.indices.first == letter else { return false }
    switch atom.head {
    case .weight(let link), .previousChange(let link):
      return shape.links.indices.contains(link) && shape.links[link].hasBias
    case .totalInput, .output, .target, .delta, .error, .slope, .transfer, .call, .symbol, .constant, .group:
      return false
    }
  }

  private func excludes(_ form: NormalForm, _ letter: UnitIndex) -> Bool {
    form.terms.contains { term in
      term.monomial.factors.contains { factor in
        factor.atom.excludesBias(letter, shape)
          || factor.atom.arguments.contains { excludes($0, letter) }
      }
    }
  }
}
