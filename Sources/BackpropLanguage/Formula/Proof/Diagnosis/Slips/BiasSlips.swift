import Backprop

extension SlipRule {
  /// The bias forgotten: `x_i`, which no bias unit has, for `y_i`, or a sum without `w_i0j y_i0`.
  static let biases = SlipRule { setting, site in
    guard setting.context.network.bias != nil, !site.isInPartial else { return [] }
    switch site.formula {
    case .sum(let sum, let term) where term.isBiasTerm && sum.sumsOverBias(of: term, setting.context),
      .difference(let sum, let term) where term.isBiasTerm && sum.sumsOverBias(of: term, setting.context):
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

  /// `+ w_i0j` for `- w_i0j` where the output of bias units is -1, and the reverse where it is 1.
  static let biasSigns = SlipRule { setting, site in
    guard let output = setting.context.network.bias, !site.isInPartial else { return [] }
    func turned(_ term: Formula, _ new: Formula) -> Repair {
      Repair(
        slip: .biasSign, formula: setting.typed.replacing(at: site.path[...], by: new), old: term, new: nil,
        site: nil, cost: 8)
    }
    switch site.formula {
    case .sum(let rest, let term) where term.isBiasTerm: return [turned(term, .difference(rest, term))]
    case .sum(let term, let rest) where term.isBiasTerm: return [turned(term, .difference(rest, term))]
    case .difference(let rest, let term) where term.isBiasTerm: return [turned(term, .sum(rest, term))]
    default:
      // `∂E/∂w_i0j = -δ_j`, as if the output were 1.
      guard site.isRoot, output == -1, setting.asksForBias, !site.formula.hasBiasOutput else { return [] }
      let unit = setting.askedWeight?.first.map { Formula.of(.output, $0) }
      return [
        Repair(
          slip: .biasSign, formula: .negated(site.formula), old: nil, new: unit, site: nil, cost: 8)
      ]
    }
  }
}

extension RepairSetting {
  /// A right formula with the usual slips made in its biases: forgotten, or with the wrong sign.
  var biasSlips: [Repair] {
    guard let output = context.network.bias else { return [] }
    return typed.sites.flatMap { site -> [Repair] in
      func made(_ formula: Formula, _ term: Formula) -> [Repair] {
        let turned = Formula.difference(formula, .times(.two, term))
        return [
          replacing(site, by: .difference(formula, term), .missingBias, cost: 8),
          replacing(site, by: turned, .biasSign, cost: 8),
        ]
      }
      guard !site.isInPartial else { return [] }
      switch site.formula {
      case .sum(_, let term) where term.isBiasTerm: return made(site.formula, term)
      case .summation(let letter, let body) where context.takesBias(letter, in: body):
        var target: Subscript?
        body.collectWeights { if $0[0] == Subscript(letter) { target = $0[1] } }
        guard let target else { return [] }
        let weight = Formula.of(.weight, Subscript(letter, unit: 0), target)
        let number = Formula.number(output.magnitude, spelling: "\(output.magnitude)")
        return made(site.formula, .times(output < 0 ? .negated(number) : number, weight))
      default: return []
      }
    }
  }

  /// The units of the weight that the other side is a derivative by, or a change of.
  fileprivate var askedWeight: [Subscript]? {
    switch other.withoutSign {
    case .partial(_, .quantity(.weight, let places)), .quantity(.weightChange, let places): places
    default: nil
    }
  }

  /// Whether the other side is a derivative by the weight of a bias unit, or its change.
  var asksForBias: Bool { askedWeight?.first?.unit == 0 }
}

extension Formula {
  /// Whether the output of a bias unit is in it.
  fileprivate var hasBiasOutput: Bool {
    if case .quantity(.output, let places) = self { return places.first?.unit == 0 }
    return children.contains { $0.hasBiasOutput }
  }

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
}
