/// g of a layer, its derivatives, and functions of the user's own.
extension Calculus {
  /// The derivative of this order of a layer's g, at a term; order 0 is g itself.
  public mutating func transfer(
    layer: Int, order: Int, _ argument: NormalForm
  ) throws(AlgebraProblem) -> NormalForm {
    if let atom = argument.atom, atom.head == .totalInput, let unit = atom.indices.first, unit.layer == layer
    {
      return try transfer(order: order, at: unit)
    }
    if let unit = unit(in: argument, layer: layer), try definition(ofTotalInput: unit) == argument {
      used.insert(.totalInput)
      return try transfer(order: order, at: unit)
    }
    if shape.isSoftmax, layer == shape.last { throw .unknown(.coupledFunction) }
    return try atom(Atom(.transfer(layer: layer, order: order), arguments: [argument]))
  }

  /// y_j, g'(a_j) or a higher derivative.
  private mutating func transfer(order: Int, at unit: UnitIndex) throws(AlgebraProblem) -> NormalForm {
    if unit.mayBeBias || unit.isBiasUnit { throw .unknown(.biasUnit) }
    if order == 0 {
      used.insert(.output)
      return try atom(.output, unit)
    }
    guard shape.isSoftmax, unit.layer == shape.last else { return try atom(.slope(order), unit) }
    guard order == 1 else { throw .unknown(.coupledFunction) }
    used.insert(.softmaxSlope)
    let y = try atom(.output, unit)
    return try product(y, try difference(.one, y))
  }

  /// The unit of a layer that a term may be the total input of: the one its first weight leads to.
  func unit(in form: NormalForm, layer: Int) -> UnitIndex? {
    for term in form.terms {
      for factor in term.monomial.factors {
        if case .weight(let link) = factor.atom.head, shape.links.indices.contains(link),
          shape.links[link].target == layer, let unit = factor.atom.indices.last,
          !term.monomial.bound.contains(unit)
        {
          return unit
        }
      }
    }
    return nil
  }

  /// The same function or quantity of other arguments.
  mutating func function(
    _ head: AtomHead, _ arguments: [NormalForm]
  ) throws(AlgebraProblem) -> NormalForm {
    switch head {
    case .call(let function): return try call(function, arguments)
    case .transfer(let layer, let order):
      return try transfer(layer: layer, order: order, arguments.first ?? .zero)
    case .group: return arguments.first ?? .zero
    case .weight, .previousChange, .totalInput, .output, .target, .delta, .error, .slope, .symbol, .constant:
      return try atom(Atom(head, [], arguments: arguments))
    }
  }
}
