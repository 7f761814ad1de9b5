extension SlipRule {
  /// A factor 2 or 1/2.
  static let numbers = SlipRule { setting, site in
    // The 1 of `1 - y` is no product.
    guard site.isProduct, !site.isInPartial, site.formula.numericValue == nil else { return [] }
    let half = Formula.quotient(.one, .two)
    let cost = site.isRoot ? 10 : 12
    return [
      setting.changing(site, to: .times(half, site.formula), .twice, cost: cost),
      setting.changing(site, to: .times(.two, site.formula), .half, cost: cost),
    ]
  }

  /// Another whole number as a factor of the whole, or its reciprocal.
  static let otherNumbers = SlipRule { setting, site in
    // With two factors 2, or 1/2, each of them is one too many.
    guard site.isRoot, setting.typed.factorsOfTwo < 2 else { return [] }
    return [3, 4].flatMap { number -> [Repair] in
      let number = Formula.number(Double(number), spelling: "\(number)")
      return [number, .quotient(.one, number)].map { factor in
        Repair(
          slip: .wrongNumber, formula: .times(factor, site.formula), old: nil, new: factor, site: nil,
          cost: 14)
      }
    }
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
    // Where no weight is asked for, there is no η to be thought of.
    var isOfWeight = false
    setting.other.collectWeights { _ in isOfWeight = true }
    let cost = isOfChange ? 9 : isOfWeight ? 10 : 11
    var repairs: [Repair] = []
    if site.isProduct, !site.formula.factors.contains(rate) {
      repairs.append(
        setting.changing(
          site, to: .times(rate, site.formula), .missingRate, missing: rate, cost: site.isRoot ? cost : 11))
    }
    // Δw for ∂E/∂w: what is too many is inside.
    if case .quantity(.weightChange, _) = site.formula, site.bound.isEmpty, !isOfChange {
      repairs.append(
        setting.changing(site, to: .quotient(site.formula, rate), .extraRate, extra: rate, cost: cost))
    }
    if case .product(let a, let b, _) = site.formula {
      if a == rate { repairs.append(setting.changing(site, to: b, .extraRate, extra: rate, cost: cost)) }
      if b == rate { repairs.append(setting.changing(site, to: a, .extraRate, extra: rate, cost: cost)) }
    }
    return repairs
  }
}

extension Formula {
  /// How many times 2 stands in it, but for squares.
  fileprivate var factorsOfTwo: Int {
    if numericValue == 2 { return 1 }
    if case .power(let base, _) = self { return base.factorsOfTwo }
    return children.reduce(0) { $0 + $1.factorsOfTwo }
  }
}
