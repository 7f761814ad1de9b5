/// Brackets, and letters replaced by others.
extension Calculus {
  /// Resolves one open bracket: the letter of a sum is replaced by the other side, and a free letter by one
  /// that stands for all of its equals.
  mutating func resolved(
    _ raw: RawMonomial, _ bracket: AlgebraBracket
  ) throws(AlgebraProblem) -> [RawMonomial] {
    let (a, b) = (bracket.left, bracket.right)
    if a == b { return [raw] }
    guard a.layer == b.layer else { return [] }
    if a.kind == .unit, b.kind == .unit { return [] }
    let (ownsA, ownsB) = (raw.bound.contains(a), raw.bound.contains(b))
    if ownsA || ownsB { used.insert(.collapse) }
    switch (ownsA, ownsB) {
    // The sum with the bias unit gives way to the other.
    case (true, true): return try a.mayBeBias ? solved(raw, for: a, by: b) : solved(raw, for: b, by: a)
    case (true, false): return try solved(raw, for: a, by: b)
    case (false, true): return try solved(raw, for: b, by: a)
    case (false, false):
      if a.isBiasUnit && !b.mayBeBias || b.isBiasUnit && !a.mayBeBias { return [] }
      let (kept, other) = a < b ? (a, b) : (b, a)
      used.insert(.equals)
      var results: [RawMonomial] = []
      for var result in try substituted(raw, other, by: kept) {
        result.brackets.append(AlgebraBracket(left: kept, right: other))
        results.append(result)
      }
      return results
    }
  }

  /// Σ_a [a = b] f_a = f_b
  private mutating func solved(
    _ raw: RawMonomial, for a: UnitIndex, by b: UnitIndex
  ) throws(AlgebraProblem) -> [RawMonomial] {
    var raw = raw
    raw.bound.removeAll { $0 == a }
    guard !a.mayBeBias, b.isBiasUnit || b.mayBeBias else { return try substituted(raw, a, by: b) }
    if b.isBiasUnit { return [] }
    // b may be the bias unit, over which the sum does not run.
    var results = try substituted(raw, a, by: b)
    for var result in results {
      result.coefficient = result.coefficient.negated
      result.open.append(AlgebraBracket(left: b, right: .unit(0, layer: b.layer)))
      results.append(result)
    }
    return results
  }

  /// With every occurrence of a subscript replaced by another.
  mutating func substituted(
    _ raw: RawMonomial, _ a: UnitIndex, by b: UnitIndex
  ) throws(AlgebraProblem) -> [RawMonomial] {
    var result = RawMonomial(coefficient: raw.coefficient)
    result.bound = raw.bound
    for bracket in raw.brackets {
      let changed = AlgebraBracket(
        left: bracket.left == a ? b : bracket.left, right: bracket.right == a ? b : bracket.right)
      if changed == bracket { result.brackets.append(bracket) } else { result.open.append(changed) }
    }
    result.open += raw.open.map {
      AlgebraBracket(left: $0.left == a ? b : $0.left, right: $0.right == a ? b : $0.right)
    }
    var rebuilt: [NormalForm] = []
    for factor in raw.factors {
      let atom = factor.atom
      guard !atom.arguments.isEmpty, atom.arguments.contains(where: { $0.mentions(a) }) else {
        let indices = atom.indices.map { $0 == a ? b : $0 }
        result.factors.append(
          AlgebraPower(
            atom: Atom(atom.head, indices, arguments: atom.arguments), exponent: factor.exponent))
        continue
      }
      var arguments: [NormalForm] = []
      for argument in atom.arguments { arguments.append(try substituted(argument, a, by: b)) }
      rebuilt.append(try power(try function(atom.head, arguments), factor.exponent))
    }
    return try times(result, rebuilt)
  }

  /// With every free occurrence of a subscript replaced by another.
  public mutating func substituted(
    _ form: NormalForm, _ a: UnitIndex, by b: UnitIndex
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    for term in form.terms {
      let own = try raw(term)
      for result in try substituted(own, a, by: b) { try add(result, to: &sum) }
    }
    return sum.normalForm
  }

  mutating func times(
    _ raw: RawMonomial, _ factors: [NormalForm]
  ) throws(AlgebraProblem) -> [RawMonomial] {
    var results = [raw]
    for factor in factors {
      var products: [RawMonomial] = []
      for result in results {
        for term in factor.terms {
          try spend()
          products.append(try result.times(try self.raw(term)))
        }
      }
      results = products
    }
    return results
  }

  /// With letters replaced by others that occur nowhere in it.
  mutating func renamed(
    _ raw: RawMonomial, _ map: [UnitIndex: UnitIndex]
  ) throws(AlgebraProblem) -> RawMonomial {
    var result = raw
    result.bound = raw.bound.map { map[$0] ?? $0 }
    result.brackets = raw.brackets.map {
      AlgebraBracket(left: map[$0.left] ?? $0.left, right: map[$0.right] ?? $0.right)
    }
    result.open = raw.open.map {
      AlgebraBracket(left: map[$0.left] ?? $0.left, right: map[$0.right] ?? $0.right)
    }
    result.factors = []
    for factor in raw.factors { result.factors.append(try renamed(factor, map)) }
    return result
  }

  mutating func renamed(
    _ factor: AlgebraPower, _ map: [UnitIndex: UnitIndex]
  ) throws(AlgebraProblem) -> AlgebraPower {
    var arguments: [NormalForm] = []
    for argument in factor.atom.arguments {
      var sum = TermSum()
      for term in argument.terms {
        try add(try renamed(RawMonomial(term), map), to: &sum)
      }
      arguments.append(sum.normalForm)
    }
    return AlgebraPower(
      atom: Atom(factor.atom.head, factor.atom.indices.map { map[$0] ?? $0 }, arguments: arguments),
      exponent: factor.exponent)
  }
}
