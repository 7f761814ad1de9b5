import Backprop

/// ∂ of formulas, and the links of a chain.
extension FormEvaluation {
  /// ∂ is linear; apart from that, nothing is differentiated.
  mutating func derivative(
    of formula: ResolvedFormula, _ variable: ResolvedFormula.Variable
  ) throws(LineForm.Obstacle) -> ModularNumber {
    try count()
    switch formula {
    case _ where reading == .shape: break
    case .negated(let inner): return try derivative(of: inner, variable).negated
    case .sum(let a, let b): return try derivative(of: a, variable) + derivative(of: b, variable)
    case .difference(let a, let b): return try derivative(of: a, variable) - derivative(of: b, variable)
    case .product(let a, let b) where a.isConstant: return try value(a) * derivative(of: b, variable)
    case .product(let a, let b) where b.isConstant: return try derivative(of: a, variable) * value(b)
    case .quotient(let a, let b) where b.isConstant:
      guard let inverse = try value(b).inverse else { throw .noValue }
      return try derivative(of: a, variable) * inverse
    case .summation(let slot, let range, let body):
      return try sum(slot, range) { (evaluation) throws(LineForm.Obstacle) in
        try evaluation.derivative(of: body, variable)
      }
    default: break
    }
    if reading == .byLinks, let link = try link(from: formula, variable) { return link }
    let by: ModularNumber
    switch variable {
    case .weight(let projection, let from, let to): by = atom(.weight, projection, from, to)
    case .totalInput(let layer, let place): by = atom(.totalInput, layer, place)
    case .output(let layer, let place): by = atom(.output, layer, place)
    }
    return atom(.derivative, try value(formula).value, by.value)
  }

  /// What one link of a chain is worked out to; nil for what is no link, or one of a softmax.
  private mutating func link(
    from formula: ResolvedFormula, _ variable: ResolvedFormula.Variable
  ) throws(LineForm.Obstacle) -> ModularNumber? {
    switch (formula, variable) {
    case (.output(let layer, let place), .totalInput(let other, let unitOfOther)):
      guard layer == other, unit(place) == unit(unitOfOther), !network.layers[layer].transfer.isSoftmax else {
        return nil
      }
      let a = ResolvedFormula.totalInput(layer: layer, place)
      return try value(.transfer(layer: layer, a, isDerivative: true))
    case (.totalInput(let layer, let place), .output(let below, let other)):
      guard let projection = network.projection(from: below, to: layer) else { return nil }
      return atom(.weight, projection, other, place)
    case (.totalInput(let layer, let place), .weight(let projection, let from, let to)):
      guard network.projections[projection].target == layer, unit(place) == unit(to) else { return nil }
      return try value(.output(layer: network.projections[projection].source, from))
    default: return nil
    }
  }
}
