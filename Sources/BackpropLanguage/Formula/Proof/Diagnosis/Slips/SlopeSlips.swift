extension SlipRule {
  /// g' missing, too many, or of something else than a.
  static let slopes = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    var repairs: [Repair] = []
    if site.isProduct {
      let factors = site.formula.factors
      for unit in setting.receivers(at: site) where !factors.contains(.slope(unit)) {
        let slope = Formula.slope(unit)
        if slope == setting.other.withoutSign { continue }
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
    case .quantity(.output, let places), .quantity(.totalInput, let places):
      guard !site.isArgument, let unit = places.first, (setting.layer(of: unit) ?? 0) > 0, unit.unit != 0
      else { return [] }
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
    }
    for slope in setting.writtenSlopes(at: site) where slope.isPair {
      repairs.append(
        Repair(
          slip: .otherSlope, formula: slope.formula(with: .slope(slope.unit), setting, site),
          old: slope.written, new: .slope(slope.unit), site: nil, cost: 8))
    }
    return repairs
  }

  /// `y_k (1 - y_k)` too many, and `y_j (1 - y_j)` for it.
  static let writtenSlopes = SlipRule { setting, site in
    setting.writtenSlopes(at: site).flatMap { slope -> [Repair] in
      var repairs: [Repair] = []
      if !slope.rest.isEmpty {
        repairs.append(
          Repair(
            slip: .extraSlope, formula: slope.formula(with: nil, setting, site), old: slope.written, new: nil,
            site: site.isRoot ? nil : site.formula, cost: 10))
      }
      let y = Formula.of(.output, slope.unit)
      for unit in setting.receivers(at: site) where unit != slope.unit {
        let other = slope.written.replacing(y, by: .of(.output, unit))
        guard other != slope.written else { continue }
        let isSameLayer = setting.layer(of: unit) == setting.layer(of: slope.unit)
        repairs.append(
          Repair(
            slip: isSameLayer ? .wrongLetter : .wrongLayer,
            formula: slope.formula(with: other, setting, site), old: y, new: .of(.output, unit), site: nil,
            cost: 10))
      }
      return repairs
    }
  }
}

/// A derivative of some transfer function, written by y as a part of a product.
private struct WrittenSlope {
  let unit: Subscript
  let written: Formula
  /// Whether it is two factors.
  let isPair: Bool
  /// The other factors.
  let rest: [Formula]

  /// The typed formula with something else, or nothing, in its place.
  func formula(with other: Formula?, _ setting: RepairSetting, _ site: FormulaSite) -> Formula {
    let factors = (other.map { [$0] } ?? []) + rest
    let product = factors.dropFirst().reduce(factors.first ?? .one) { .times($0, $1) }
    let isNegative = !site.formula.signsOfFactors.isMultiple(of: 2)
    let new = isNegative ? Formula.negated(product) : product
    return setting.typed.replacing(at: site.path[...], by: new)
  }
}

extension RepairSetting {
  /// The derivatives of transfer functions that a product has among its factors.
  fileprivate func writtenSlopes(at site: FormulaSite) -> [WrittenSlope] {
    guard site.isProduct, !site.isInPartial else { return [] }
    var slopes: [WrittenSlope] = []
    for unit in receivers(at: site) {
      let y = Formula.of(.output, unit)
      let g = Formula.call(.transfer, [.of(.totalInput, unit)])
      for parts in [
        [y, .difference(.one, y)], [.sum(.one, y), .difference(.one, y)], [g, .difference(.one, g)],
        [.difference(.one, .power(y, .two))],
      ] {
        var rest = site.formula.factors
        var isThere = true
        for part in parts {
          guard let place = rest.firstIndex(where: { $0.isLike(part) }) else {
            isThere = false
            break
          }
          rest.remove(at: place)
        }
        guard isThere else { continue }
        let written = parts.dropFirst().reduce(parts[0]) { .times($0, $1) }
        slopes.append(WrittenSlope(unit: unit, written: written, isPair: parts.count > 1, rest: rest))
      }
    }
    return slopes
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

extension Formula {
  /// How many minus signs stand in front of the factors of a product, and of the product itself.
  fileprivate var signsOfFactors: Int {
    switch self {
    case .negated(let inner): 1 + inner.signsOfFactors
    case .product(let a, let b, _): a.signsOfFactors + b.signsOfFactors
    default: 0
    }
  }
}
