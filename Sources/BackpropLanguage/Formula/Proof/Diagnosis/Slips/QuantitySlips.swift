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
          repairs.append(
            setting.replacing(site, by: .quantity(other, places), .wrongQuantity, cost: 12))
        }
      case .weight:
        repairs.append(
          setting.replacing(site, by: .quantity(.weightChange, places), .wrongQuantity, cost: 13))
      case .weightChange:
        repairs.append(setting.replacing(site, by: .quantity(.weight, places), .wrongQuantity, cost: 13))
      case .previousWeightChange, .error, .totalError, .meanError, .accuracy, .epochs: break
      }
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
      case .quantity(.totalInput, let places): .quantity(.output, places)
      case .quantity(.output, let places): .quantity(.totalInput, places)
      default: nil
      }
    }
    var repairs: [Repair] = []
    if let other = other(below) {
      repairs.append(setting.replacing(site, by: .partial(above, other), .wrongVariable, cost: 12))
    }
    if let other = other(above) {
      repairs.append(setting.replacing(site, by: .partial(other, below), .wrongVariable, cost: 12))
    }
    return repairs
  }
}
