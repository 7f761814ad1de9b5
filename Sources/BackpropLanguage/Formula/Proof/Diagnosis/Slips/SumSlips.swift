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

  /// Softmax: every output depends on each total input, so that a product of derivatives is a sum over all of
  /// them.
  static let units = SlipRule { setting, site in
    let last = setting.context.network.layers.count - 1
    guard site.isProduct, !site.isInPartial, setting.context.network.outputTransfer.isSoftmax else {
      return []
    }
    var repairs: [Repair] = []
    for place in setting.asked where place.unit == nil && setting.layer(of: place) == last {
      let used = setting.places(at: site).map { $0.letter }
      let letters = setting.context.particularLetters.filter { $0.value == last }.map { $0.key }.sorted()
      guard let fresh = ([setting.context.layerLetters[last]] + letters).first(where: { !used.contains($0) })
      else { continue }
      var body = site.formula
      if case .negated(let inner) = body { body = inner }
      let moved = body.replacingPaths(of: place, by: Subscript(fresh))
      guard moved != body, moved.freeSubscripts.contains(place) else { continue }
      var sum = Formula.summation(fresh, moved)
      if case .negated = site.formula { sum = .negated(sum) }
      repairs.append(setting.replacing(site, by: sum, .missingUnits, cost: 9))
    }
    return repairs
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

  /// With another letter for a unit, but not in what a ∂ is taken by at the end of a path.
  fileprivate func replacingPaths(of place: Subscript, by other: Subscript) -> Formula {
    switch self {
    case .quantity(let quantity, let places):
      return .quantity(quantity, places.map { $0 == place ? other : $0 })
    case .partial(let above, .quantity(.output, let below)):
      return .partial(
        above.replacingPaths(of: place, by: other), .quantity(.output, below.map { $0 == place ? other : $0 })
      )
    case .partial(let above, let below): return .partial(above.replacingPaths(of: place, by: other), below)
    case .summation(place.letter, _): return self
    default: return with(children.map { $0.replacingPaths(of: place, by: other) })
    }
  }
}
