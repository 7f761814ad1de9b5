extension SlipRule {
  /// y for δ and the like.
  static let quantities = SlipRule { setting, site in
    guard !site.isInPartial else { return [] }
    var repairs: [Repair] = []
    if case .quantity(let quantity, let places) = site.formula {
      switch quantity {
      case .totalInput, .output, .delta, .target, .input:
        for other in [Quantity.delta, .output, .totalInput, .target]
        where other != quantity && !(quantity == .input && other == .output) {
          // Where δ has the opposite sign, what stands for it is -δ.
          let isTurned = setting.context.hasOppositeDelta && (quantity == .delta || other == .delta)
          let new = Formula.quantity(other, places)
          var repair = setting.replacing(site, by: isTurned ? .negated(new) : new, .wrongQuantity, cost: 12)
          if isTurned, quantity == .delta { (repair.old, repair.new) = (.negated(site.formula), new) }
          repairs.append(repair)
        }
      case .weight:
        repairs.append(
          setting.replacing(site, by: .quantity(.weightChange, places), .wrongQuantity, cost: 13))
        if places.count == 2 {
          repairs.append(setting.replacing(site, by: .of(.output, places[0]), .wrongQuantity, cost: 13))
        }
      case .weightChange:
        repairs.append(setting.replacing(site, by: .quantity(.weight, places), .wrongQuantity, cost: 13))
      case .previousWeightChange, .error, .totalError, .meanError, .accuracy, .epochs: break
      }
    }
    if case .quantity(.output, let places) = site.formula, let from = places.first {
      for (source, target) in setting.weights(among: setting.places(at: site)) where source == from {
        repairs.append(setting.replacing(site, by: .of(.weight, source, target), .wrongQuantity, cost: 13))
      }
    }
    // 1 - y for t - y.
    if case .difference(let one, .quantity(.output, let places)) = site.formula, one.numericValue == 1,
      let unit = places.first, setting.layer(of: unit) == setting.context.network.layers.count - 1
    {
      let right = Formula.difference(.of(.target, unit), .of(.output, unit))
      repairs.append(
        Repair(
          slip: .wrongQuantity, formula: setting.typed.replacing(at: site.path[...], by: right), old: one,
          new: .of(.target, unit), site: nil, cost: 12))
    }
    // `a (1 - a)`: the same quantity throughout.
    if site.isRoot {
      for (old, new) in [(Quantity.totalInput, Quantity.output), (.output, .totalInput)] {
        for place in site.formula.freeSubscripts.prefix(4) {
          let changed = site.formula.replacing(.of(old, place), by: .of(new, place))
          guard changed != site.formula else { continue }
          repairs.append(
            Repair(
              slip: .wrongQuantity, formula: changed, old: .of(old, place), new: .of(new, place), site: nil,
              cost: 12))
        }
      }
    }
    return repairs
  }

  /// ∂ by y for ∂ by a, and ∂ of y for ∂ of a.
  static let variables = SlipRule { setting, site in
    guard case .partial(let above, let below) = site.formula else { return [] }
    func other(_ formula: Formula) -> Formula? {
      switch formula {
      case .quantity(.weight, let places) where places.count == 2: .of(.totalInput, places[1])
      case .quantity(.totalInput, let places): .quantity(.output, places)
      case .quantity(.output, let places): .quantity(.totalInput, places)
      default: nil
      }
    }
    var repairs: [Repair] = []
    if case .quantity(let top, _) = above, case .quantity(let bottom, _) = below,
      top == .totalInput || top == .output, bottom == .totalInput || bottom == .output
    {
      repairs.append(setting.replacing(site, by: .partial(below, above), .invertedDerivative, cost: 9))
    }
    if let other = other(below) {
      repairs.append(setting.replacing(site, by: .partial(above, other), .wrongVariable, cost: 12))
    }
    if let other = other(above) {
      repairs.append(setting.replacing(site, by: .partial(other, below), .wrongVariable, cost: 12))
    }
    return repairs
  }

  /// What is to be differentiated in the place of its derivative.
  static let undifferentiated = SlipRule { setting, site in
    guard site.isRoot, site.formula.numericValue == nil, let variable = setting.askedVariable else {
      return []
    }
    var derivative = Formula.partial(site.formula, variable.below)
    if variable.isNegative { derivative = .negated(derivative) }
    return [
      Repair(slip: .undifferentiated, formula: derivative, old: site.formula, new: nil, site: nil, cost: 15)
    ]
  }
}

extension RepairSetting {
  /// What the other side is a derivative by, of anything or of E; a δ is -∂E/∂a.
  var askedVariable: (above: Formula, below: Formula, isNegative: Bool)? {
    let isNegated = if case .negated = other { true } else { false }
    switch other.withoutSign {
    case .partial(let above, let below): return (above, below, isNegated)
    case .quantity(.delta, let places):
      return (.quantity(.error, []), .quantity(.totalInput, places), !isNegated)
    default: return nil
    }
  }
}
