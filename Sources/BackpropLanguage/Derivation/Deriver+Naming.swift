import Backprop

/// δ as a name for what ∂E/∂w has been found to be: `-δ_k y_j`.
extension Deriver {
  /// ∂E/∂w_st = -δ_t y_s + rest
  struct Split {
    let delta: Formula
    let rest: [SignedTerm]
  }

  /// nil if it has not the form -… y_s.
  func split(_ formula: Formula, _ v: DerivationVariable, _ source: Subscript) -> Split? {
    let y = scope.biasOutput(source)
    let isOfOutputs = { (term: SignedTerm) in
      [.output, .target, .delta].contains { term.formula.mentions($0) }
    }
    var main: FactorList?
    var rest: [SignedTerm] = []
    let parts = formula.terms.filter(isOfOutputs)
    if y == .one, parts.count > 1 {
      // Beside no y_s, all that depends on the outputs is -δ_t.
      let turned = parts.map { SignedTerm(isNegative: !$0.isNegative, formula: $0.formula) }
      return Split(
        delta: Formula.sum(of: turned.sorted { !$0.isNegative && $1.isNegative }).tidied,
        rest: formula.terms.filter { !isOfOutputs($0) })
    }
    for term in formula.terms {
      var factors = FactorList(term.formula)
      guard isOfOutputs(term), main == nil else {
        rest.append(term)
        continue
      }
      if y != .one {
        guard let place = factors.above.lastIndex(of: y) else { return nil }
        factors.above.remove(at: place)
      }
      if !term.isNegative { factors.negate() }
      main = factors
    }
    guard var main else { return nil }
    // g' comes first.
    let slope = FactorList(scope.slope(v.unit, writtenOut: scope.writesOut(v.layer))).above
    let found = slope.filter { main.above.contains($0) }
    for factor in found {
      if let place = main.above.firstIndex(of: factor) { main.above.remove(at: place) }
    }
    main.above = found + main.above
    return Split(delta: main.formula, rest: rest)
  }

  mutating func named(
    _ left: Formula, _ split: Split, _ v: DerivationVariable, _ source: Subscript
  ) throws(Diagnostic) -> Formula {
    let product = Self.product(.quantity(.delta, [v.unit]), scope.biasOutput(source))
    let result = Formula.sum(of: [SignedTerm(isNegative: true, formula: product)] + split.rest)
    try line(left, result, DerivationReason(.naming, [.formula(.quantity(.delta, [v.unit]))]))
    return result
  }

  /// δ_k for any output unit, where it was found for one.
  func general(_ delta: Formula, at unit: Subscript) -> Equation {
    let k = scope.letter(scope.last)
    let special = Equation(.quantity(.delta, [unit]), delta)
    guard unit != k, !special.right.hasOtherUnits(than: unit, ofLayer: k.letter) else { return special }
    guard !delta.freeSubscripts.contains(k) else { return special }
    // No cell has such a letter.
    let mark = Subscript(" ")
    let fresh = scope.freshened(delta.replacing(unit: unit, by: mark), avoiding: [k.letter])
    return Equation(.quantity(.delta, [k]), fresh.replacing(mark.letter, by: k))
  }

  /// With δ_k in a sum over the outputs in the place of its factors.
  func withOutputDelta(_ formula: Formula, taken: Set<String>) throws(Diagnostic) -> Found? {
    let k = scope.letter(scope.last, avoiding: taken)
    let delta = try silently { (deriver) throws(Diagnostic) in try deriver.delta(k) }
    let factors = FactorList(delta)
    var changed = false
    let terms = formula.terms.map { term -> SignedTerm in
      guard !changed, let written = naming(k, factors, in: FactorList(term.formula)) else { return term }
      changed = true
      if case .negated(let inner) = written {
        return SignedTerm(isNegative: !term.isNegative, formula: inner)
      }
      return SignedTerm(isNegative: term.isNegative, formula: written)
    }
    guard changed else { return nil }
    let equation = Equation(.quantity(.delta, [k]), delta)
    return Found(
      formula: Formula.sum(of: terms), reason: DerivationReason(.naming, [.equation(equation)]))
  }

  private func naming(_ k: Subscript, _ delta: FactorList, in product: FactorList) -> Formula? {
    for (place, factor) in product.above.enumerated() {
      guard case .summation(let letter, let body) = factor, letter == k.letter else { continue }
      var outer = product
      outer.above.remove(at: place)
      var inner = FactorList(body)
      // A factor that does not depend on k may stand in front of the sum.
      func take(_ factor: Formula, _ inside: inout [Formula], _ outside: inout [Formula]) -> Bool {
        if let place = inside.firstIndex(where: { $0.isSame(as: factor) }) {
          inside.remove(at: place)
          return true
        }
        if let place = outside.firstIndex(where: { $0.isSame(as: factor) }) {
          outside.remove(at: place)
          return true
        }
        return false
      }
      for factor in delta.above where !take(factor, &inner.above, &outer.above) { return nil }
      for factor in delta.below where !take(factor, &inner.below, &outer.below) { return nil }
      inner.above.insert(.quantity(.delta, [k]), at: 0)
      outer.multiply(.summation(letter, inner.formula))
      outer.divide(byNumberOf: delta)
      return outer.formula
    }
    return nil
  }
}

extension FactorList {
  mutating func divide(byNumberOf other: FactorList) {
    let number = other.withNumberOnly
    guard number != 1, number != 0 else { return }
    takeNumber(of: FactorList(.quotient(.one, .of(number))))
  }
}

extension Formula {
  /// Whether two formulas differ in nothing but the letters of their sums.
  func isSame(as other: Formula) -> Bool { withNumberedSums(0) == other.withNumberedSums(0) }

  private func withNumberedSums(_ depth: Int) -> Formula {
    guard case .summation(let letter, let body) = self else {
      return children.isEmpty ? self : with(children.map { $0.withNumberedSums(depth) })
    }
    // No cell has such a letter.
    let name = Subscript(" \(depth)")
    return .summation(name.letter, body.replacing(letter, by: name).withNumberedSums(depth + 1))
  }

  /// Whether it has a unit of a layer by its number, other than this one.
  fileprivate func hasOtherUnits(than unit: Subscript, ofLayer letter: String) -> Bool {
    freeSubscripts.contains { $0.letter == letter && $0.unit != nil && $0 != unit }
  }

  /// With every occurrence of a unit, by its letter or number, replaced.
  fileprivate func replacing(unit: Subscript, by other: Subscript) -> Formula {
    if unit.unit == nil { return replacing(unit.letter, by: other) }
    let replaced = { (place: Subscript) in place == unit ? other : place }
    switch self {
    case .quantity(let quantity, let places): return .quantity(quantity, places.map(replaced))
    case .iverson(let a, let b): return .iverson(replaced(a), replaced(b))
    default: return with(children.map { $0.replacing(unit: unit, by: other) })
    }
  }
}
