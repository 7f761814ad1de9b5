extension SlipRule {
  /// A factor other than g', η and numbers left out.
  static let missingFactors = SlipRule { setting, site in
    guard site.isProduct, !site.isInPartial else { return [] }
    let places = setting.places(at: site)
    let last = setting.context.network.layers.count - 1
    var missing: [Formula] = []
    for place in places {
      guard let layer = setting.layer(of: place) else { continue }
      missing.append(.of(.output, place))
      if layer > 0, place.unit != 0 {
        let delta = Formula.of(.delta, place)
        missing.append(delta)
        // In notations where δ is ∂E/∂a.
        if case .negated(.quantity(.delta, _)) = setting.other { missing.append(.negated(delta)) }
        // -δ is one factor where E is differentiated.
        let error = Formula.quantity(.error, [])
        if case .partial(error, _) = setting.other.withoutSign {
          missing.append(.partial(error, .of(.totalInput, place)))
        }
      }
      if layer == last { missing.append(.of(.target, place)) }
      if layer == last { missing.append(.difference(.of(.target, place), .of(.output, place))) }
      if layer > 0, place.unit != 0 { missing.append(.difference(.one, .of(.output, place))) }
    }
    for (from, to) in setting.weights(among: places) { missing.append(.of(.weight, from, to)) }
    for (number, a) in places.enumerated() where a.unit == nil {
      for b in places.dropFirst(number + 1)
      where b.unit == nil && setting.layer(of: a) == setting.layer(of: b) {
        missing.append(.iverson(a, b))
      }
    }
    // What is asked for is no factor of it.
    missing.removeAll { $0.withoutSign == setting.other.withoutSign }
    return missing.prefix(24).map { factor in
      let isBracket = if case .iverson = factor { true } else { false }
      return setting.changing(
        site, to: .times(factor, site.formula), .missingFactor, missing: factor,
        cost: isBracket ? 13 : site.isRoot ? 14 : 15)
    }
  }

  /// A factor other than g', η and numbers too many.
  static let extraFactors = SlipRule { setting, site in
    guard !site.isInPartial, case .product(let a, let b, _) = site.formula else { return [] }
    return [(a, b), (b, a)].compactMap { rest, extra -> Repair? in
      switch extra {
      case .name("η"), .call(.transferDerivative, _): return nil
      case _ where extra.isArithmetic && extra.names.isEmpty: return nil
      default: return setting.changing(site, to: rest, .extraFactor, extra: extra, cost: 14)
      }
    }
  }

  /// A term too many, or one left out that the rule has.
  static let terms = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    var repairs: [Repair] = []
    switch site.formula {
    case .sum(let a, let b):
      repairs.append(setting.changing(site, to: a, .extraTerm, extra: b, cost: 14))
      repairs.append(setting.changing(site, to: b, .extraTerm, extra: a, cost: 14))
    case .difference(let a, let b):
      repairs.append(setting.changing(site, to: a, .extraTerm, extra: b, cost: 14))
      repairs.append(setting.changing(site, to: .negated(b), .extraTerm, extra: a, cost: 14))
    default: break
    }
    guard site.isRoot else { return repairs }
    let isNegated = if case .negated = setting.other { true } else { false }
    if let rule = DerivationRules(setting.context).rule(for: setting.other.withoutSign) {
      let terms = rule.right.multipliedOut.terms
      for term in terms.prefix(4) where terms.count > 1 {
        let formula: Formula =
          term.isNegative != isNegated
          ? .difference(site.formula, term.formula) : .sum(site.formula, term.formula)
        repairs.append(
          setting.changing(site, to: formula, .missingTerm, missing: term.formula, cost: 13))
      }
    }
    for term in setting.termsOfAsked {
      repairs.append(
        setting.changing(site, to: .sum(site.formula, term), .missingTerm, missing: term, cost: 13))
    }
    return repairs
  }

  /// `g'(a_j) + Σ_k …` for `g'(a_j) Σ_k …`.
  static let sumsForProducts = SlipRule { setting, site in
    guard !site.isInPartial, case .sum(let a, let b) = site.formula, a.numericValue == nil,
      b.numericValue == nil
    else { return [] }
    return [setting.replacing(site, by: .times(a, b), .sumForProduct, cost: 12)]
  }
}

extension RepairSetting {
  /// The terms that the other side has by the terms of E, or of what softmax gives.
  fileprivate var termsOfAsked: [Formula] {
    let isNegated = if case .negated = other { true } else { false }
    func signed(_ term: Formula, _ isNegative: Bool) -> Formula { isNegative ? .negated(term) : term }
    let last = context.network.layers.count - 1
    if case .partial(.quantity(.output, let above), .quantity(.totalInput, let below)) = other.withoutSign,
      let r = above.first, let k = below.first, context.network.outputTransfer.isSoftmax,
      layer(of: r) == last, layer(of: k) == last
    {
      let y = Formula.of(.output, r)
      return [
        signed(.times(y, .iverson(r, k)), isNegated), signed(.times(y, .of(.output, k)), !isNegated),
      ]
    }
    let symbol = Formula.quantity(.error, [])
    guard let error = DerivationRules(context).rule(for: symbol)?.right else { return [] }
    let terms = error.distributed
    guard terms.count > 1, terms.count < 5 else { return [] }
    if other.withoutSign == symbol { return terms.map { signed($0, isNegated) } }
    guard let variable = askedVariable, variable.above == symbol else { return [] }
    return terms.map { signed(.partial($0, variable.below), variable.isNegative) }
  }
}

extension Formula {
  /// `η δ_k y_j - η λ w_jk` for `η (δ_k y_j - λ w_jk)`: a factor in front of a bracket in each of its terms.
  fileprivate var multipliedOut: Formula {
    guard case .product(let factor, let bracket, _) = self, bracket.terms.count > 1 else { return self }
    return .sum(
      of: bracket.terms.map {
        SignedTerm(isNegative: $0.isNegative, formula: .times(factor, $0.formula))
      })
  }

  /// Its terms, those inside a sum over units and behind a number among them.
  fileprivate var distributed: [Formula] {
    switch self {
    case .negated(let a): a.distributed.map { .negated($0) }
    case .summation(let letter, let body): body.distributed.map { .summation(letter, $0) }
    case .product(let a, let b, _) where a.numericValue != nil: b.distributed.map { .times(a, $0) }
    case .sum(let a, let b): a.distributed + b.distributed
    case .difference(let a, let b): a.distributed + b.distributed.map { .negated($0) }
    default: [self]
    }
  }
}
