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
      if layer > 0, place.unit != 0 { missing.append(.of(.delta, place)) }
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
    if site.isRoot, let rule = DerivationRules(setting.context).rule(for: setting.other.withoutSign) {
      for term in rule.right.terms.prefix(4) where rule.right.terms.count > 1 {
        let formula: Formula =
          term.isNegative
          ? .difference(site.formula, term.formula) : .sum(site.formula, term.formula)
        repairs.append(
          setting.changing(site, to: formula, .missingTerm, missing: term.formula, cost: 13))
      }
    }
    return repairs
  }
}
