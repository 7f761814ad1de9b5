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
