/// What a derivative is taken by.
public enum AlgebraVariable: Hashable, Sendable {
  case weight(link: Int, UnitIndex, UnitIndex)
  case totalInput(UnitIndex)
  case output(UnitIndex)
  /// A name, or the argument of a function.
  case symbol(String)
}

/// Derivatives, through as many layers as there are.
extension Calculus {
  public mutating func derivative(
    of form: NormalForm, by variable: AlgebraVariable
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    for term in form.terms {
      for (place, factor) in term.monomial.factors.enumerated() {
        // Letters apart, for each occurrence: the rest keeps those of the factor.
        let own = try raw(term)
        let slope = try derivative(of: own.factors[place].atom, by: variable)
        if slope.isZero { continue }
        var rest = own
        rest.coefficient = try own.coefficient.times(Rational(Int64(factor.exponent)))
        rest.factors[place] = AlgebraPower(atom: own.factors[place].atom, exponent: factor.exponent - 1)
        if term.monomial.factors.count > 1 || factor.exponent != 1 { used.insert(.productRule) }
        for result in try times(rest, [slope]) { try add(result, to: &sum) }
      }
    }
    return sum.normalForm
  }

  private mutating func derivative(
    of atom: Atom, by variable: AlgebraVariable
  ) throws(AlgebraProblem) -> NormalForm {
    try spend()
    switch atom.head {
    case .weight(let link):
      guard case .weight(link, let from, let to) = variable, atom.indices.count == 2 else { return .zero }
      used.insert(.weightByWeight)
      return try product(try bracket(atom.indices[0], from), try bracket(atom.indices[1], to))
    case .output:
      guard let unit = atom.indices.first else { return .zero }
      if case .output(let other) = variable, other.layer == unit.layer {
        used.insert(.outputByOutput)
        return try bracket(unit, other)
      }
      guard unit.layer > 0, !unit.isBiasUnit, mayDepend(unit.layer, variable, isOutput: true) else {
        return .zero
      }
      if shape.isSoftmax, unit.layer == shape.last { return try softmaxDerivative(unit, variable) }
      let inner = try derivativeOfTotalInput(unit, by: variable)
      if inner.isZero { return .zero }
      used.insert(.outputByTotalInput)
      return try product(try self.atom(.slope(1), unit), inner)
    case .totalInput:
      guard let unit = atom.indices.first else { return .zero }
      return try derivativeOfTotalInput(unit, by: variable)
    case .slope(let order):
      guard let unit = atom.indices.first, mayDepend(unit.layer, variable, isOutput: true) else {
        return .zero
      }
      if case .output(let other) = variable, other.layer == unit.layer { return .zero }
      let inner = try derivativeOfTotalInput(unit, by: variable)
      if inner.isZero { return .zero }
      return try product(try self.atom(.slope(order + 1), unit), inner)
    case .delta:
      guard let unit = atom.indices.first else { return .zero }
      return try derivative(of: try definition(ofDelta: unit), by: variable)
    case .error:
      guard let error else { throw .unknown(.derivative) }
      used.insert(.error)
      return try derivative(of: error, by: variable)
    case .symbol(let name):
      if case .symbol(name) = variable { return .one }
      return .zero
    case .transfer(let layer, let order):
      let argument = atom.arguments.first ?? .zero
      let inner = try derivative(of: argument, by: variable)
      if inner.isZero { return .zero }
      used.insert(.functionChain)
      return try product(try transfer(layer: layer, order: order + 1, argument), inner)
    case .call(let function): return try derivative(of: function, atom.arguments, by: variable)
    case .group: return try derivative(of: atom.arguments.first ?? .zero, by: variable)
    // Δw(n-1) belongs to an earlier step.
    case .previousChange, .target, .constant: return .zero
    }
  }

  /// Whether a layer comes after what is varied, or is what is varied.
  private func mayDepend(_ layer: Int, _ variable: AlgebraVariable, isOutput: Bool) -> Bool {
    switch variable {
    case .weight(let link, _, _): shape.links.indices.contains(link) && layer >= shape.links[link].target
    case .totalInput(let unit): layer >= unit.layer
    case .output(let unit): layer > unit.layer
    case .symbol: false
    }
  }

  private mutating func derivativeOfTotalInput(
    _ unit: UnitIndex, by variable: AlgebraVariable
  ) throws(AlgebraProblem) -> NormalForm {
    if case .totalInput(let other) = variable, other.layer == unit.layer {
      used.insert(.totalByTotal)
      return try bracket(unit, other)
    }
    guard mayDepend(unit.layer, variable, isOutput: false) else { return .zero }
    used.insert(.totalInput)
    return try derivative(of: try definition(ofTotalInput: unit), by: variable)
  }

  /// ∂y_k/∂x = y_k (∂a_k/∂x - Σ_l y_l ∂a_l/∂x)
  private mutating func softmaxDerivative(
    _ unit: UnitIndex, _ variable: AlgebraVariable
  ) throws(AlgebraProblem) -> NormalForm {
    used.insert(.softmaxSlope)
    let other = freshLetter(layer: unit.layer)
    let own = try derivativeOfTotalInput(unit, by: variable)
    let others = try product(
      try atom(.output, other), try derivativeOfTotalInput(other, by: variable))
    return try product(
      try atom(.output, unit), try difference(own, try summation(over: other, others)))
  }

  private mutating func derivative(
    of function: AlgebraFunction, _ arguments: [NormalForm], by variable: AlgebraVariable
  ) throws(AlgebraProblem) -> NormalForm {
    let x = arguments.first ?? .zero
    let inner = try derivative(of: x, by: variable)
    if function == .power, arguments.count == 2 {
      let exponent = arguments[1]
      let below = try derivative(of: exponent, by: variable)
      if inner.isZero, below.isZero { return .zero }
      used.insert(.functionChain)
      let whole = try call(.power, arguments)
      let lower =
        lowersExponents
        ? try call(.power, [x, try difference(exponent, .one)]) : try quotient(whole, x)
      let first = try product(try product(exponent, lower), inner)
      if below.isZero { return first }
      return try sum(first, try product(try product(whole, try call(.logarithm, [x])), below))
    }
    if function == .least || function == .greatest {
      guard arguments.count == 2 else { throw .unknown(.derivative) }
      let other = try derivative(of: arguments[1], by: variable)
      if inner.isZero, other.isZero { return .zero }
      used.insert(.functionChain)
      // max(a, b) = (a + b + |a - b|) / 2, and min(a, b) with -|a - b|.
      let half = try Rational(function == .greatest ? 1 : -1, over: 2)
      let side = try call(.sign, [try difference(x, arguments[1])])
      let mean = try scaled(try sum(inner, other), by: try Rational(1, over: 2))
      return try sum(mean, try scaled(try product(side, try difference(inner, other)), by: half))
    }
    if inner.isZero { return .zero }
    used.insert(.functionChain)
    let slope: NormalForm
    switch function {
    case .exponential: slope = try call(.exponential, [x])
    case .logarithm: slope = try reciprocal(x)
    case .squareRoot:
      slope = try scaled(try reciprocal(try call(.squareRoot, [x])), by: try Rational(1, over: 2))
    case .magnitude: slope = try call(.sign, [x])
    case .sign, .floor: slope = .zero
    case .sine: slope = try call(.cosine, [x])
    case .cosine: slope = negated(try call(.sine, [x]))
    case .hyperbolicTangent:
      slope = try difference(.one, try power(try call(.hyperbolicTangent, [x]), 2))
    case .hyperbolicCosine: slope = try call(.hyperbolicSine, [x])
    case .hyperbolicSine: slope = try call(.hyperbolicCosine, [x])
    case .least, .greatest, .power: throw .unknown(.derivative)
    }
    return try product(slope, inner)
  }
}
