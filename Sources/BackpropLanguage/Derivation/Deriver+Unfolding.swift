import Backprop

/// g' from g, and ∂ of what is itself derived: δ, Δw, g' or another ∂.
extension Deriver {
  /// g'(a_k) as ∂y_k/∂a_k of the layer's transfer function, in terms of y_k where that is shorter.
  mutating func transferSlope(_ left: Formula, of unit: Subscript) throws(Diagnostic) -> Formula {
    let layer = scope.layer(of: unit)
    let (y, a) = (Formula.quantity(.output, [unit]), Formula.quantity(.totalInput, [unit]))
    let transfer = scope.context.network.layers[layer].transfer
    let result = scope.slope(unit, writtenOut: true)
    if scope.isSoftmax(layer) { throw problem(.slopeOfSoftmax(left, unit: unit)) }
    if result == left, let words = transfer.derivativeWords {
      throw problem(.slopeInWords(left, transfer: transfer.name, words: words))
    }
    guard layer > 0, result != left, let v = DerivationVariable(a, scope.context),
      let g = scope.transferWritten(out: a, layer)
    else { throw problem(.nothingToDerive(left)) }
    try line(left, .partial(y, a), DerivationReason(.definition, [.formula(left)]))
    try line(
      left, .partial(g, a),
      DerivationReason(.transfer, [.formula(.call(.transfer, [a])), .text(" of \(transfer.name)")]))
    guard transfer.pieces(ofLayer: layer) == nil, let slope = try? scope.slope(of: g, by: v) else {
      try line(left, result, transferReason(unit))
      return result
    }
    try line(left, slope, DerivationReason(.differentiation, [.formula(a)]))
    try line(left, result, DerivationReason(.since, [.equation(Equation(y, g))]))
    return result
  }

  /// X of ∂X/∂v without δ, Δw, another ∂ or g': each is derived in lines of its own and put in its place.
  mutating func unfolded(
    _ numerator: Formula, by v: DerivationVariable, _ left: Formula
  ) throws(Diagnostic) -> Formula {
    var now = numerator
    while case let parts = now.derivableParts, !parts.isEmpty {
      for part in parts {
        let found = try closed(part)
        guard found != part else { throw problem(.hasNoSlope(part)) }
        now = now.replacing(part, by: found)
      }
      now = now.tidied
      try line(left, .partial(now, v.formula), .pluggingIn)
    }
    for unit in now.unitsOfSlopes where scope.depends(.quantity(.totalInput, [unit]), on: v) {
      let written = scope.slope(unit, writtenOut: true)
      now = now.replacing(scope.slope(unit, writtenOut: false), by: written).tidied
      try line(left, .partial(now, v.formula), transferReason(unit))
      writeSlopes()
    }
    return now
  }
}

extension Formula {
  /// Whether there is something in it that is derived in lines of its own where it is differentiated.
  var isDerived: Bool { hasTransferSlope || !derivableParts.isEmpty }

  /// Whether there is a g' in it.
  var hasTransferSlope: Bool { unitOfSlope != nil || children.contains { $0.hasTransferSlope } }

  /// `y_q^2 g'(a_r)` for `y_q g'(a_r) y_q`.
  var withPowers: Formula {
    guard case .product = self else { return children.isEmpty ? self : with(children.map { $0.withPowers }) }
    var list = FactorList(self)
    var factors: [(formula: Formula, count: Int)] = []
    for factor in list.above.map({ $0.withPowers }) {
      if let place = factors.firstIndex(where: { $0.formula == factor }) {
        factors[place].count += 1
      } else {
        factors.append((factor, 1))
      }
    }
    list.above = factors.map { $0.count == 1 ? $0.formula : .power($0.formula, .of(Double($0.count))) }
    return list.formula
  }

  /// The different parts that derivations begin with: ∂, δ and Δw.
  var derivableParts: [Formula] {
    switch self {
    case .partial, .quantity(.delta, _), .quantity(.weightChange, _): return [self]
    default: break
    }
    var found: [Formula] = []
    for part in children.flatMap({ $0.derivableParts }) where !found.contains(part) { found.append(part) }
    return found
  }

  /// The unit of a formula that is g'(a) of one.
  var unitOfSlope: Subscript? {
    guard case .call(.transferDerivative, let arguments) = self, arguments.count == 1,
      case .quantity(.totalInput, let places) = arguments[0]
    else { return nil }
    return places.first
  }

  /// The different units whose g'(a) stands in it.
  fileprivate var unitsOfSlopes: [Subscript] {
    var found = unitOfSlope.map { [$0] } ?? []
    for unit in children.flatMap({ $0.unitsOfSlopes }) where !found.contains(unit) { found.append(unit) }
    return found
  }
}
