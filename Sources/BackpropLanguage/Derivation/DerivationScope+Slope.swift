/// The derivative of any formula by a variable, by the sum, product and chain rules.
extension DerivationScope {
  /// ∂F/∂v, in which ∂ remains only before quantities of the network. The letters of the sums of F must
  /// differ from those of v.
  ///
  /// Throws for what has no derivative here: another ∂, δ or Δw, and g' that depends on v.
  func slope(of formula: Formula, by v: DerivationVariable) throws(DerivationProblem) -> Formula {
    var sum: [SignedTerm] = []
    for share in try shares(of: formula, by: v) {
      let factor =
        if case .summation = share.leaf { try slope(of: share.leaf, by: v) } else {
          quantitySlope(share.leaf, by: v)
        }
      sum.append(
        SignedTerm(isNegative: false, formula: .product(share.slope, factor, sign: .juxtaposed)))
    }
    return Formula.sum(of: sum).tidied
  }

  /// A part of a formula that depends on v, and the derivative of the formula by this part.
  private struct Share {
    let leaf: Formula
    let slope: Formula
  }

  private func shares(of formula: Formula, by v: DerivationVariable) throws(DerivationProblem) -> [Share] {
    if case .summation(let letter, let body) = formula {
      // Σ_k f'(y_k) ∂y_k: a sum for each part.
      return try shares(of: body, by: v).map { (share) throws(DerivationProblem) in
        let factor =
          if case .summation = share.leaf { try slope(of: share.leaf, by: v) } else {
            quantitySlope(share.leaf, by: v)
          }
        return Share(
          leaf: .one, slope: .summation(letter, .product(share.slope, factor, sign: .juxtaposed)))
      }
    }
    var leaves: [Formula] = []
    let marked = try marking(formula, v, &leaves)
    return leaves.indices.map { place in
      var slope = SymbolicDerivative.derivative(of: marked, by: Self.mark(place))
      for (other, leaf) in leaves.enumerated() {
        slope = slope.replacing(name: Self.mark(other), by: leaf)
      }
      return Share(leaf: leaves[place], slope: slope)
    }
  }

  /// No cell can have a name with a space.
  private static func mark(_ place: Int) -> String { "part \(place)" }

  /// The formula with names in the place of the parts that depend on v.
  private func marking(
    _ formula: Formula, _ v: DerivationVariable, _ leaves: inout [Formula]
  ) throws(DerivationProblem) -> Formula {
    switch formula {
    case .partial, .quantity(.delta, _), .quantity(.weightChange, _), .quantity(.previousWeightChange, _):
      throw .hasNoSlope(formula)
    case .quantity, .summation:
      guard depends(formula, on: v) else { return formula }
      if let place = leaves.firstIndex(of: formula) { return .name(Self.mark(place)) }
      leaves.append(formula)
      return .name(Self.mark(leaves.count - 1))
    // It is the same on both sides of where it changes.
    case .call(.comparison, _): return formula
    case .call(.transferDerivative, _):
      if depends(formula, on: v) { throw .hasNoSlope(formula) }
      return formula
    case .call(.transfer, let arguments):
      let isOfSoftmax = arguments.contains { argument in
        argument.freeSubscripts.contains { isSoftmax(layer(of: $0)) }
      }
      if isOfSoftmax, depends(formula, on: v) { throw .hasNoSlope(formula) }
    default: break
    }
    var parts: [Formula] = []
    for child in formula.children { parts.append(try marking(child, v, &leaves)) }
    return parts.isEmpty ? formula : formula.with(parts)
  }

  /// ∂y_k/∂v, or 1 for v itself.
  func quantitySlope(_ quantity: Formula, by v: DerivationVariable) -> Formula {
    quantity == .one || quantity == v.formula ? .one : .partial(quantity, v.formula)
  }
}
