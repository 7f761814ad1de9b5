import Backprop

/// δ, and what leads to it.
extension Deriver {
  private static let error = Formula.quantity(.error, [])

  // MARK: - δ of a layer

  /// δ of a unit, from its definition: in terms of the outputs, or of the δ of the layers that it leads to.
  mutating func delta(_ unit: Subscript) throws(Diagnostic) -> Formula {
    let layer = scope.layer(of: unit)
    let left = Formula.quantity(.delta, [unit])
    delta(isDerivedFor: layer)
    if let pieces = pieces(of: left) { return FactorList.product(pieces) }
    let a = Formula.quantity(.totalInput, [unit])
    try line(left, .negated(.partial(Self.error, a)), DerivationReason(.definition, [.formula(left)]))
    guard let v = DerivationVariable(a, scope.context) else { throw problem(.nothingToDerive(left)) }
    let result =
      layer == scope.last
      ? try errorThroughOutputs(left, by: v, negated: true)
      : try errorThroughOutput(left, unit, negated: true)
    return remember(left, [result])[0]
  }

  /// ∂E/∂a of a hidden unit through its output, in lines that begin with `left`.
  private mutating func errorThroughOutput(
    _ left: Formula, _ unit: Subscript, negated: Bool
  ) throws(Diagnostic) -> Formula {
    let layer = scope.layer(of: unit)
    let (y, a) = (Formula.quantity(.output, [unit]), Formula.quantity(.totalInput, [unit]))
    let sign = { (formula: Formula) in negated ? Formula.negated(formula) : formula }
    let byOutput = Formula.partial(Self.error, y)
    try line(left, sign(Self.product(byOutput, .partial(y, a))), .chain(via: y))
    let g = scope.slope(unit, writtenOut: false)
    try line(left, sign(Self.product(g, byOutput)), from(.output, layer))
    let written = scope.slope(unit, writtenOut: scope.writesOut(layer))
    if written != g {
      try line(left, sign(Self.product(written, byOutput)).tidied, transferReason(unit))
    }
    return try errorThroughNextLayers(left, unit, times: written, negated: negated)
  }

  /// A factor times ∂E/∂y of a hidden unit, through the total inputs of every layer that the unit leads to.
  private mutating func errorThroughNextLayers(
    _ left: Formula, _ unit: Subscript, times factor: Formula, negated: Bool
  ) throws(Diagnostic) -> Formula {
    let y = Formula.quantity(.output, [unit])
    let targets = nextLayers(of: unit)
    // Where a unit also acts on a_k over layers between them, ∂a_k/∂y_j would be more than the weight.
    let isDirect = targets.allSatisfy { target in
      !targets.contains { $0 != target && scope.reaches($0, target) }
    }
    var chained: [SignedTerm] = []
    var named: [SignedTerm] = []
    var via: [Inline] = []
    var names: [Inline] = []
    var equations: [Int] = []
    for target in targets {
      let l = scope.letter(target, avoiding: [unit.letter])
      let a = Formula.quantity(.totalInput, [l])
      let delta = Formula.quantity(.delta, [l])
      let byTotal = Formula.partial(Self.error, a)
      let weight = Formula.quantity(.weight, [unit, l])
      let change = isDirect ? Formula.partial(a, y) : weight
      chained.append(
        SignedTerm(isNegative: false, formula: .summation(l.letter, Self.product(byTotal, change))))
      named.append(
        SignedTerm(isNegative: false, formula: .summation(l.letter, Self.product(delta, weight))))
      via += (via.isEmpty ? [] : [.text(" and ")]) + [.formula(a)]
      names += (names.isEmpty ? [] : [.text(", ")]) + [.equation(Equation(delta, .negated(byTotal)))]
      let number = from(.totalInput, target).equations
      equations += number.filter { !equations.contains($0) }
    }
    let sign = { (formula: Formula) in negated ? Formula.negated(formula) : formula }
    let chainedSum = Self.product(factor, Formula.sum(of: chained))
    try line(
      left, sign(chainedSum),
      isDirect
        ? DerivationReason(.chainRule, via)
        : DerivationReason(.paths, via, equations: equations))
    for target in targets { delta(isNamedFor: target) }
    let result = Formula.negated(sign(Self.product(factor, Formula.sum(of: named)))).tidied
    try line(left, result, DerivationReason(.naming, names, equations: isDirect ? equations : []))
    return result
  }

  /// The layers that the output of a unit leads to.
  private func nextLayers(of unit: Subscript) -> [Int] {
    let layer = scope.layer(of: unit)
    return scope.context.network.projections
      .filter { $0.source == layer && (unit.unit != 0 || $0.hasBias) }.map { $0.target }.sorted()
  }

  // MARK: - ∂E/∂v

  mutating func errorSlope(by v: DerivationVariable) throws(Diagnostic) -> Formula {
    let left = Formula.partial(Self.error, v.formula)
    if let pieces = pieces(of: left) { return FactorList.product(pieces) }
    guard v.kind == .output ? v.unit.unit != 0 || v.layer < scope.last : v.layer > 0 else {
      throw problem(.nothingToDerive(left))
    }
    let result: Formula
    switch v.kind {
    case .weight(let source):
      if v.layer == scope.last {
        result = try weightSlope(left, v, source)
      } else if isBelowOutputsOnly(v.layer) {
        result = try weightSlopeThroughOutputs(left, v, source)
      } else {
        result = try weightSlopeThroughDelta(left, v, source)
      }
    case .totalInput:
      result =
        v.layer == scope.last
        ? try errorThroughOutputs(left, by: v) : try errorThroughOutput(left, v.unit, negated: false)
    case .output:
      result =
        v.layer == scope.last
        ? try errorThroughOutputs(left, by: v)
        : try errorThroughNextLayers(left, v.unit, times: .one, negated: false)
    }
    return remember(left, [result])[0]
  }

  /// Whether a layer leads to the output layer and to no other, and each output has a g of its own.
  private func isBelowOutputsOnly(_ layer: Int) -> Bool {
    !scope.isSoftmax(scope.last)
      && scope.context.network.projections.filter { $0.source == layer }.allSatisfy {
        $0.target == scope.last
      }
  }

  /// The handout's step 2a: a weight into the output layer.
  private mutating func weightSlope(
    _ left: Formula, _ v: DerivationVariable, _ source: Subscript
  ) throws(Diagnostic) -> Formula {
    let now = try errorThroughOutputs(left, by: v)
    guard namesDeltas else { return now }
    guard let split = split(now, v, source) else { return now }
    let definition = general(split.delta, at: v.unit)
    try name(definition.left, definition.right)
    return try named(left, split, v, source)
  }

  /// The handout's steps 2b and 2c: a weight into the layer below the outputs.
  private mutating func weightSlopeThroughOutputs(
    _ left: Formula, _ v: DerivationVariable, _ source: Subscript
  ) throws(Diagnostic) -> Formula {
    var now = try errorThroughOutputs(left, by: v)
    guard namesDeltas else { return now }
    if let found = try withOutputDelta(now, taken: left.letters) {
      now = found.formula
      try line(left, now, found.reason)
    }
    guard let split = split(now, v, source) else { return now }
    try name(.quantity(.delta, [v.unit]), split.delta)
    return try named(left, split, v, source)
  }

  /// A weight into any other layer: through the δ of its unit.
  private mutating func weightSlopeThroughDelta(
    _ left: Formula, _ v: DerivationVariable, _ source: Subscript
  ) throws(Diagnostic) -> Formula {
    let a = Formula.quantity(.totalInput, [v.unit])
    let delta = Formula.quantity(.delta, [v.unit])
    let byTotal = Formula.partial(Self.error, a)
    var penalty = try penaltySlope(left, v)
    func with(_ formula: Formula) -> Formula {
      formula.joined(with: penalty, sign: 1)
    }
    var reason = DerivationReason.chain(via: a)
    if penalty != nil { reason.subject.append(.text(", and E has the weight itself")) }
    try line(left, with(Self.product(byTotal, .partial(a, v.formula))), reason)
    if let own = penalty, let only = collapsed(own, v) {
      penalty = only.formula
      try line(left, with(Self.product(byTotal, .partial(a, v.formula))), only.reason)
    }
    let result = with(.negated(Self.product(delta, scope.biasOutput(source))))
    reason = DerivationReason(
      .naming, [.equation(Equation(delta, .negated(byTotal)))],
      equations: from(.totalInput, v.layer).equations)
    try line(left, result, reason)
    _ = try self.delta(v.unit)
    try derivePendingDeltas()
    return result
  }
}
