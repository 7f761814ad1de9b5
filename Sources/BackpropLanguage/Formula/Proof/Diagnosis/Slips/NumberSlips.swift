extension SlipRule {
  /// A factor 2 or 1/2.
  static let numbers = SlipRule { setting, site in
    guard site.isProduct, !site.isInPartial else { return [] }
    let half = Formula.quotient(.one, .two)
    let cost = site.isRoot ? 10 : 12
    return [
      setting.changing(site, to: .times(half, site.formula), .twice, cost: cost),
      setting.changing(site, to: .times(.two, site.formula), .half, cost: cost),
    ]
  }

  /// A square too many or missing.
  static let squares = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    switch site.formula {
    case .power(let a, let exponent) where exponent.numericValue == 2:
      return [setting.changing(site, to: a, .extraSquare, cost: 10)]
    case .difference, .sum, .quantity:
      guard site.isRoot == false else { return [] }
      return [setting.changing(site, to: .power(site.formula, .two), .missingSquare, cost: 10)]
    default: return []
    }
  }

  /// η missing or too much.
  static let rates = SlipRule { setting, site in
    guard !site.isInPartial, setting.context.definitions["η"] != nil else { return [] }
    let rate = Formula.name("η")
    // Where η belongs to the rule, it is forgotten more often than a 2 that happens to be 1/η.
    let isOfChange = if case .quantity(.weightChange, _) = setting.other { true } else { false }
    let cost = isOfChange ? 9 : 10
    var repairs: [Repair] = []
    if site.isProduct, !site.formula.factors.contains(rate) {
      repairs.append(
        setting.changing(
          site, to: .times(rate, site.formula), .missingRate, missing: rate, cost: site.isRoot ? cost : 11))
    }
    if case .product(let a, let b, _) = site.formula {
      if a == rate { repairs.append(setting.changing(site, to: b, .extraRate, extra: rate, cost: cost)) }
      if b == rate { repairs.append(setting.changing(site, to: a, .extraRate, extra: rate, cost: cost)) }
    }
    return repairs
  }
}
