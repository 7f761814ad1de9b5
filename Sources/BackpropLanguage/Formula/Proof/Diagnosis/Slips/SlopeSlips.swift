extension SlipRule {
  /// g' missing, too many, or of something else than a.
  static let slopes = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    var repairs: [Repair] = []
    if site.isProduct {
      let factors = site.formula.factors
      for unit in setting.receivers(at: site) where !factors.contains(.slope(unit)) {
        let slope = Formula.slope(unit)
        repairs.append(
          setting.changing(
            site, to: .times(slope, site.formula), .missingSlope, missing: slope, cost: site.isRoot ? 10 : 11)
        )
      }
    }
    switch site.formula {
    case .call(.transferDerivative, let arguments):
      if case .quantity(.totalInput, _)? = arguments.first { break }
      for unit in arguments.flatMap({ $0.freeSubscripts }).prefix(2)
      where (setting.layer(of: unit) ?? 0) > 0 {
        repairs.append(setting.replacing(site, by: .slope(unit), .slopeOfOther, cost: 8))
      }
    case .product(let a, let b, _):
      if case .call(.transferDerivative, _) = a {
        repairs.append(setting.changing(site, to: b, .extraSlope, extra: a, cost: 10))
      }
      if case .call(.transferDerivative, _) = b {
        repairs.append(setting.changing(site, to: a, .extraSlope, extra: b, cost: 10))
      }
    default: break
    }
    return repairs
  }

  /// g for g', y for g', and g' for g.
  static let transferFunctions = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    switch site.formula {
    case .call(.transfer, let arguments):
      return [
        setting.replacing(site, by: .call(.transferDerivative, arguments), .transferForSlope, cost: 8)
      ]
    case .call(.transferDerivative, let arguments):
      return [setting.replacing(site, by: .call(.transfer, arguments), .slopeForTransfer, cost: 8)]
    case .quantity(.output, let places):
      guard let unit = places.first, (setting.layer(of: unit) ?? 0) > 0, unit.unit != 0 else { return [] }
      return [setting.replacing(site, by: .slope(unit), .transferForSlope, cost: 12)]
    default: return []
    }
  }

  /// y (1 - y), 1 - y² and the like where g is another function.
  static let otherSlopes = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    var repairs: [Repair] = []
    for unit in setting.receivers(at: site) {
      let y = Formula.of(.output, unit)
      let a = Formula.of(.totalInput, unit)
      let alone: [Formula] = [
        .difference(.one, .power(y, .two)), .difference(y, .power(y, .two)),
        .difference(.one, .times(y, y)), .difference(y, .times(y, y)),
        .difference(.one, .power(.elementary(.tanh, a), .two)),
        .difference(.one, .power(.call(.transfer, [a]), .two)),
      ]
      if alone.contains(where: { $0.isLike(site.formula) }) {
        repairs.append(setting.replacing(site, by: .slope(unit), .otherSlope, cost: 8))
      }
      let pairs: [(Formula, Formula)] = [
        (y, .difference(.one, y)), (.sum(.one, y), .difference(.one, y)),
        (.call(.transfer, [a]), .difference(.one, .call(.transfer, [a]))),
      ]
      guard site.isProduct else { continue }
      for (first, second) in pairs {
        var factors = site.formula.factors
        guard let one = factors.firstIndex(where: { $0.isLike(first) }) else { continue }
        factors.remove(at: one)
        guard let two = factors.firstIndex(where: { $0.isLike(second) }) else { continue }
        factors.remove(at: two)
        let rest = factors.reduce(Formula.slope(unit)) { .times($0, $1) }
        let new = if case .negated = site.formula { Formula.negated(rest) } else { rest }
        repairs.append(
          Repair(
            slip: .otherSlope, formula: setting.typed.replacing(at: site.path[...], by: new),
            old: .times(first, second), new: .slope(unit), site: nil, cost: 8))
      }
    }
    return repairs
  }
}

extension Formula {
  /// Whether it is the same formula, however its numbers and products are written.
  func isLike(_ other: Formula) -> Bool {
    if let a = numericValue, let b = other.numericValue { return a == b }
    switch (self, other) {
    case (.product(let a, let b, _), .product(let c, let d, _)):
      return a.isLike(c) && b.isLike(d) || a.isLike(d) && b.isLike(c)
    case (.sum(let a, let b), .sum(let c, let d)):
      return a.isLike(c) && b.isLike(d) || a.isLike(d) && b.isLike(c)
    case (.difference(let a, let b), .difference(let c, let d)),
      (.power(let a, let b), .power(let c, let d)), (.quotient(let a, let b), .quotient(let c, let d)):
      return a.isLike(c) && b.isLike(d)
    default: return self == other
    }
  }
}
