extension SlipRule {
  /// Σ missing or too many.
  static let sums = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    var repairs: [Repair] = []
    if site.isProduct {
      for place in site.formula.freeSubscripts.prefix(6)
      where place.unit == nil && !site.bound.contains(place.letter) && !setting.asked.contains(place)
        && setting.context.pins[place.letter] == nil
      {
        var inner = site
        var body = site.formula
        if case .negated(let inside) = body {
          body = inside
          inner = FormulaSite(
            formula: inside, path: site.path + [0], bound: site.bound, isProduct: true, isInPartial: false)
        }
        let sum = Formula.summation(place.letter, body)
        repairs.append(
          setting.changing(inner, to: sum, .missingSum, missing: sum, cost: site.isRoot ? 10 : 11))
      }
    }
    if case .summation(let letter, let body) = site.formula {
      let layer = setting.layer(of: Subscript(letter))
      for place in setting.places(at: site) where setting.layer(of: place) == layer {
        repairs.append(
          setting.changing(
            site, to: body.replacing(letter, by: place), .extraSum, extra: site.formula, cost: 10))
      }
    }
    return repairs
  }
}

extension SlipRule {
  /// `Σ_j δ_j w_jk` for `Σ_k δ_k w_jk`.
  static let sumLetters = SlipRule { setting, site in
    guard !site.isInPartial, case .summation(let letter, let body) = site.formula else { return [] }
    var repairs: [Repair] = []
    for other in setting.context.layerLetters where other != letter {
      guard body.freeSubscripts.contains(Subscript(other)), !site.bound.contains(other),
        !setting.asked.contains(Subscript(other))
      else { continue }
      let renamed = body.replacingUnits(letter, by: other)
      for new in renamed == body ? [body] : [body, renamed] {
        repairs.append(
          setting.replacing(site, by: .summation(other, new), .wrongSumLetter, cost: new == body ? 10 : 11))
      }
    }
    return repairs
  }

  /// `Σ_j exp(a_j)` for a sum over the output units, which other courses call j.
  static let sumLayers = SlipRule { setting, site in
    guard !site.isInPartial, case .summation(let letter, let body) = site.formula,
      let outputs = setting.context.layerLetters.last,
      setting.layer(of: Subscript(letter)) != setting.layer(of: Subscript(outputs)),
      body.freeSubscripts == [Subscript(letter)]
    else { return [] }
    let isUsed = setting.free.contains(Subscript(outputs)) || site.bound.contains(outputs)
    let own = outputs + (isUsed ? "'" : "")
    let new = body.replacingUnits(letter, by: own)
    guard new.freeSubscripts == [Subscript(own)] else { return [] }
    return [setting.replacing(site, by: .summation(own, new), .wrongSumLayer, cost: 9)]
  }

  /// `(Σ_k δ_k) w_jk` for `Σ_k δ_k w_jk`, and `Σ_k t_k - y_k` for `Σ_k (t_k - y_k)`.
  static let shortSums = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    func repair(_ new: Formula) -> [Repair] { [setting.replacing(site, by: new, .shortSum, cost: 9)] }
    switch site.formula {
    case .product:
      let factors = site.formula.factors
      for (place, factor) in factors.enumerated() {
        guard case .summation(let letter, let body) = factor else { continue }
        let unit = Subscript(letter)
        var rest = factors
        rest.remove(at: place)
        let inside = rest.filter { $0.freeSubscripts.contains(unit) }
        guard !inside.isEmpty else { continue }
        let outside = rest.filter { !$0.freeSubscripts.contains(unit) }
        let whole = Formula.summation(letter, inside.reduce(body) { .times($0, $1) })
        return repair((outside + [whole]).dropFirst().reduce((outside + [whole])[0]) { .times($0, $1) })
      }
      return []
    case .difference(.summation(let letter, let body), let rest)
    where rest.freeSubscripts.contains(Subscript(letter)):
      return repair(.summation(letter, .difference(body, rest)))
    case .difference(.negated(.summation(let letter, let body)), let rest)
    where rest.freeSubscripts.contains(Subscript(letter)):
      return repair(.negated(.summation(letter, .difference(body, rest))))
    case .power(.difference(.summation(let letter, let body), let rest), let exponent)
    where rest.freeSubscripts.contains(Subscript(letter)):
      return repair(.summation(letter, .power(.difference(body, rest), exponent)))
    case .sum(.summation(let letter, let body), let rest)
    where rest.freeSubscripts.contains(Subscript(letter)):
      return repair(.summation(letter, .sum(body, rest)))
    default: return []
    }
  }
}

extension Formula {
  /// With another letter for a unit, in quantities of one unit alone: those of weights follow from layers.
  fileprivate func replacingUnits(_ letter: String, by other: String) -> Formula {
    switch self {
    case .quantity(let quantity, let places) where places == [Subscript(letter)]:
      .quantity(quantity, [Subscript(other)])
    case .summation(letter, _): self
    default: with(children.map { $0.replacingUnits(letter, by: other) })
    }
  }
}
