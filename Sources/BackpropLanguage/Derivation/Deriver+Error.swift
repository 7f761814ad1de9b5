import Backprop

/// ∂E/∂v through the outputs, one by one.
extension Deriver {
  /// ∂E/∂v, in lines that begin with `left`; negated: -∂E/∂v, as for δ.
  ///
  /// style: of the derivatives that it needs.
  mutating func errorThroughOutputs(
    _ left: Formula, by v: DerivationVariable, negated: Bool = false, _ style: Style = .separate
  ) throws(Diagnostic) -> Formula {
    var now = try errorSlope(left, v, negated: negated)
    try line(left, now, from(.error, scope.last))
    if let only = collapsed(now, v) {
      now = only.formula
      try line(left, now, only.reason)
    }
    if let together = collected(now) {
      now = together
      try line(left, now, DerivationReason(.collecting, [.text("the same factor in front")]))
    }
    guard !now.partials.isEmpty else { return now }
    let direct = directSlopes(in: now, v)
    if let direct {
      now = direct.formula
      try line(left, now, direct.reason)
    } else {
      now = try plugged(now, left, by: v, style)
    }
    return try simplified(now, left)
  }

  /// E differentiated, ∂y_k/∂v left as it is.
  private func errorSlope(
    _ left: Formula, _ v: DerivationVariable, negated: Bool
  ) throws(Diagnostic) -> Formula {
    let taken = left.letters.union(v.formula.letters)
    let slope: Formula
    if let error = scope.error(avoiding: taken) {
      do throws(DerivationProblem) { slope = try scope.slope(of: error, by: v) } catch {
        throw problem(error)
      }
    } else {
      let k = scope.letter(scope.last, avoiding: taken)
      let change = Formula.partial(.quantity(.output, [k]), v.formula)
      let descent = scope.descent(at: k, avoiding: taken)
      slope = Formula.negated(.summation(k.letter, .product(descent, change, sign: .juxtaposed))).tidied
    }
    return negated ? Formula.negated(slope).tidied : slope
  }

  /// What E has of the weights themselves, differentiated; nil if nothing.
  func penaltySlope(_ left: Formula, _ v: DerivationVariable) throws(Diagnostic) -> Formula? {
    guard case .weight = v.kind, scope.context.ownError?.penalty != nil,
      let error = scope.error(avoiding: left.letters)
    else { return nil }
    let terms = error.terms.filter { !$0.formula.mentions(.output) && !$0.formula.mentions(.target) }
    let slope: Formula
    do throws(DerivationProblem) {
      slope = try scope.slope(of: Formula.sum(of: terms), by: v)
    } catch { throw problem(error) }
    return slope.isZero ? nil : slope
  }

  /// Sums in which only one unit depends on v, without the Σ.
  func collapsed(_ formula: Formula, _ v: DerivationVariable) -> Found? {
    var result = formula
    var reasons: [DerivationReason] = []
    while let next = collapsedOnce(result, v), reasons.count < 20 {
      result = next.formula
      if !reasons.contains(next.reason) { reasons.append(next.reason) }
    }
    guard !reasons.isEmpty else { return nil }
    // The same units may be left of several sums.
    var said: [Inline] = []
    for reason in reasons where reason.subject.count > 1 {
      said += (said.isEmpty ? [] : [.text(" and ")]) + reason.subject.prefix(1)
    }
    if said.isEmpty {
      return Found(
        formula: result.tidied,
        reason: DerivationReason(.independence, [.text("1 for the same weight, else 0")]))
    }
    said += [.text(said.count > 1 ? " depend on " : " depends on "), .formula(v.formula)]
    return Found(formula: result.tidied, reason: DerivationReason(.onlyOne, said))
  }

  private func collapsedOnce(_ formula: Formula, _ v: DerivationVariable) -> Found? {
    var reason: DerivationReason?
    let scope = self.scope
    let bound = formula.boundSubscripts
    let result = formula.mapFirst { part in
      if case .partial(v.formula, v.formula) = part { return .one }
      if case .partial(.quantity(.weight, let places), v.formula) = part, places.count == 2,
        case .weight(let source) = v.kind, !places.contains(where: { bound.contains($0) })
      {
        return .product(.iverson(source, places[0]), .iverson(v.unit, places[1]), sign: .juxtaposed)
      }
      guard case .summation(let letter, let body) = part else { return nil }
      let own = Subscript(letter)
      guard let unit = scope.onlyUnit(own, in: body, v) else { return nil }
      reason = .only(letter, is: unit, dependsOn: v.formula)
      return body.replacing(letter, by: unit).tidied
    }
    guard let result else { return nil }
    return Found(formula: result.tidied, reason: reason ?? DerivationReason(.independence))
  }

  /// a ∂y + b ∂y = (a + b) ∂y
  private func collected(_ formula: Formula) -> Formula? {
    let terms = formula.terms
    guard terms.count > 1, let partial = formula.partials.first else { return nil }
    var shared: [SignedTerm] = []
    var others: [SignedTerm] = []
    for term in terms {
      var factors = FactorList(term.formula)
      if let place = factors.above.firstIndex(of: partial) {
        factors.above.remove(at: place)
        shared.append(SignedTerm(isNegative: term.isNegative, formula: factors.formula))
      } else {
        others.append(term)
      }
    }
    guard shared.count > 1 else { return nil }
    let whole = Formula.product(Formula.sum(of: shared), partial, sign: .juxtaposed)
    return Formula.sum(of: [SignedTerm(isNegative: false, formula: whole)] + others).tidied
  }

  /// ∂y_k/∂a_k = g'(a_k) at once, where nothing else is left.
  private mutating func directSlopes(in formula: Formula, _ v: DerivationVariable) -> Found? {
    guard v.kind == .totalInput, !scope.isSoftmax(v.layer), formula.partials.count == 1,
      let partial = formula.partials.first, partial == .partial(.quantity(.output, [v.unit]), v.formula)
    else { return nil }
    let g = scope.slope(v.unit, writtenOut: false)
    let written = scope.slope(v.unit, writtenOut: scope.writesOut(v.layer))
    var reason = from(.output, v.layer)
    if written != g {
      reason = DerivationReason(.transfer, transferReason(v.unit).subject, equations: reason.equations)
    }
    // g' comes first: δ_k = g'(a_k) (t_k - y_k).
    let result = formula.mapFirst { part in
      if part == partial { return written }
      guard case .product = part else { return nil }
      var factors = FactorList(part)
      guard let place = factors.above.firstIndex(of: partial) else { return nil }
      factors.above.remove(at: place)
      var first = FactorList(above: [written] + factors.above)
      first.below += factors.below
      first.takeNumber(of: factors)
      return first.formula
    }
    return result.map { Found(formula: $0.tidied, reason: reason) }
  }

  // MARK: - Simplifying

  /// Applies the rules of algebra one after another, each in a line.
  mutating func simplified(
    _ formula: Formula, _ left: Formula, by rules: [SimplificationRule] = SimplificationRule.all
  ) throws(Diagnostic) -> Formula {
    var now = formula
    for _ in 0..<30 {
      var next: Found?
      for rule in rules {
        next = rule.apply(now, scope)
        if next != nil { break }
      }
      guard let next else { break }
      now = next.formula
      try line(left, now, next.reason)
    }
    return now.withPlainProducts.tidied
  }
}

extension DerivationScope {
  /// The unit at which alone the body of a sum is not 0: that on which v acts. nil if there is none such.
  func onlyUnit(_ own: Subscript, in body: Formula, _ v: DerivationVariable) -> Subscript? {
    guard body.terms.count == 1 else { return nil }
    for factor in FactorList(body).above {
      switch factor {
      case .partial(.quantity(.weight, let places), v.formula):
        guard case .weight(let source) = v.kind, places.count == 2 else { continue }
        if places[1] == own { return v.unit }
        if places[0] == own { return source }
      case .partial(.quantity(let quantity, let places), v.formula) where places.last == own:
        if case .only(let unit) = dependence(of: quantity, places, on: v), unit != own { return unit }
      case .summation(_, let inner):
        if let unit = onlyUnit(own, in: inner, v) { return unit }
      default: continue
      }
    }
    return nil
  }
}

extension Formula {
  /// The letters of its sums, as subscripts.
  var boundSubscripts: [Subscript] {
    let inside = children.flatMap { $0.boundSubscripts }
    if case .summation(let letter, _) = self { return [Subscript(letter)] + inside }
    return inside
  }
}
