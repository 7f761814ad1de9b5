import Backprop

extension SlipRule {
  /// The bias forgotten: `x_i`, which no bias unit has, for `y_i`, or a sum without `w_i0j y_i0`.
  static let biases = SlipRule { setting, site in
    guard setting.context.network.bias != nil, !site.isInPartial else { return [] }
    switch site.formula {
    case .sum(let sum, let term) where term.isBiasTerm && sum.sumsOverBias(of: term, setting.context):
      return [setting.changing(site, to: sum, .biasTwice, extra: term, cost: 8)]
    case .sum(let term, let sum) where term.isBiasTerm && sum.sumsOverBias(of: term, setting.context):
      return [setting.changing(site, to: sum, .biasTwice, extra: term, cost: 8)]
    case .quantity(.input, let places):
      guard let place = places.first, place.unit == nil, site.bound.contains(place.letter),
        !setting.context.hasBiasApart
      else { return [] }
      return [setting.replacing(site, by: .quantity(.output, places), .missingBias, cost: 9)]
    case .summation, .sum, .product:
      guard site.isProduct || site.isArgument else { return [] }
      var targets: [(source: Int, target: Subscript)] = []
      site.formula.collectWeights { places in
        guard let source = setting.layer(of: places[0]), let target = setting.layer(of: places[1]),
          let projection = setting.context.network.projection(from: source, to: target),
          setting.context.network.projections[projection].hasBias,
          !targets.contains(where: { $0.source == source && $0.target == places[1] })
        else { return }
        targets.append((source, places[1]))
      }
      return targets.prefix(3).compactMap { source, target -> Repair? in
        guard setting.places(at: site).contains(target) else { return nil }
        let unit = Subscript(setting.context.layerLetters[source], unit: 0)
        let weight = Formula.of(.weight, unit, target)
        let isOne = setting.context.network.bias == 1
        let term = isOne ? weight : .times(weight, .of(.output, unit))
        return setting.changing(site, to: .sum(site.formula, term), .missingBias, missing: term, cost: 9)
      }
    default: return []
    }
  }

  /// One of several paths through the network left out.
  static let paths = SlipRule { setting, site in
    guard !site.isInPartial, setting.context.network.layers.count > 2 else { return [] }
    let network = setting.context.network
    var repairs: [Repair] = []
    if case .summation(let letter, let body) = site.formula,
      let layer = setting.layer(of: Subscript(letter))
    {
      body.collectWeights { places in
        guard repairs.count < 6 else { return }
        let isSource = places[0] == Subscript(letter)
        guard isSource || places[1] == Subscript(letter),
          let end = setting.layer(of: isSource ? places[1] : places[0])
        else { return }
        for projection in network.projections {
          let other = isSource ? projection.source : projection.target
          guard (isSource ? projection.target : projection.source) == end, other != layer else { continue }
          let name = setting.context.layerLetters[other]
          let second = Formula.summation(name, body.replacing(letter, by: Subscript(name)))
          repairs.append(
            setting.changing(site, to: .sum(site.formula, second), .missingPath, missing: second, cost: 11))
        }
      }
    }
    // `w_ik` for what i does to k by itself and through j.
    if case .quantity(.weight, let places) = site.formula, places.count == 2,
      let from = setting.layer(of: places[0]), let to = setting.layer(of: places[1]), to > from + 1
    {
      for between in (from + 1)..<to
      where network.projection(from: from, to: between) != nil
        && network.projection(from: between, to: to) != nil
      {
        let letter = Subscript(setting.context.layerLetters[between])
        guard !places.contains(letter) else { continue }
        let through = Formula.summation(
          letter.letter,
          .times(
            .times(.of(.weight, letter, places[1]), .slope(letter)), .of(.weight, places[0], letter)))
        repairs.append(
          setting.changing(site, to: .sum(site.formula, through), .missingPath, missing: through, cost: 11))
      }
    }
    return repairs
  }
}

extension Formula {
  /// Whether it is the weight of a bias unit, perhaps times its output.
  fileprivate var isBiasTerm: Bool {
    let weights = factors.filter { if case .quantity(.weight, _) = $0 { true } else { false } }
    guard weights.count == 1, case .quantity(.weight, let places)? = weights.first, places.count == 2 else {
      return false
    }
    return places[0].unit == 0 && factors.count <= 2
  }

  /// Whether it is a sum over the same weights from the bias unit on.
  fileprivate func sumsOverBias(of term: Formula, _ context: FormulaContext) -> Bool {
    var target: Subscript?
    term.collectWeights { target = $0[1] }
    guard case .summation(let letter, let body) = self, bodyWithoutBias == nil,
      context.takesBias(letter, in: body)
    else {
      if case .sum(let a, let b) = self {
        return a.sumsOverBias(of: term, context) || b.sumsOverBias(of: term, context)
      }
      return false
    }
    var isSame = false
    body.collectWeights { isSame = isSame || $0[0] == Subscript(letter) && $0[1] == target }
    return isSame
  }

  /// Calls for the subscripts of each weight in it.
  func collectWeights(_ body: ([Subscript]) -> Void) {
    if case .quantity(.weight, let places) = self, places.count == 2 { body(places) }
    for child in children { child.collectWeights(body) }
  }
}
