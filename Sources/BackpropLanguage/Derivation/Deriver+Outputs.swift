import Backprop

/// ∂y/∂v and ∂a/∂v.
extension Deriver {
  /// Whether each quantity gets an equation of its own, as in the handout's step 2a, or its derivation goes
  /// on behind the equals sign, as in 2b.
  enum Style { case separate, continued }

  private func partial(_ quantity: Quantity, _ unit: Subscript, _ v: DerivationVariable) -> Formula {
    .partial(.quantity(quantity, [unit]), v.formula)
  }

  private func variable(_ quantity: Quantity, _ unit: Subscript) throws(Diagnostic) -> DerivationVariable {
    let formula = Formula.quantity(quantity, [unit])
    guard let variable = DerivationVariable(formula, scope.context) else {
      throw problem(.nothingToDerive(formula))
    }
    return variable
  }

  // MARK: - Outputs

  /// ∂y_u/∂v as the factors that the chain rule gives, each worked out.
  mutating func outputSlope(
    _ unit: Subscript, by v: DerivationVariable, _ style: Style = .continued
  ) throws(Diagnostic) -> [Formula] {
    let left = partial(.output, unit, v)
    if let pieces = pieces(of: left) { return pieces }
    let layer = scope.layer(of: unit)
    let own = Formula.quantity(.output, [unit])
    if own == v.formula { return [.one] }
    if unit.unit == 0 || scope.outputs(of: layer, on: v) == .none {
      try line(left, .zero, independence(own, v))
      return remember(left, [.zero])
    }
    let pieces: [Formula]
    if v.layer == layer, v.kind == .output {
      let bracket = Formula.iverson(unit, v.unit)
      try line(left, bracket, DerivationReason(.independence, [.text("1 for the same unit, else 0")]))
      pieces = [bracket]
    } else if scope.isSoftmax(layer) {
      pieces = try softmaxSlope(unit, left, v)
    } else if v.layer == layer {
      pieces = [try ownSlope(unit, left, v, style)]
    } else if v.kind == .output {
      pieces = [try throughTotalInput(unit, left, v)]
    } else {
      let via = Formula.quantity(.output, [v.unit])
      try line(
        left, .product(.partial(own, via), .partial(via, v.formula), sign: .juxtaposed), .chain(via: via))
      let outer = try outputSlope(unit, by: try variable(.output, v.unit))
      let inner = try outputSlope(v.unit, by: v)
      pieces = [FactorList.product(outer), FactorList.product(inner)]
    }
    return remember(left, pieces)
  }

  func independence(_ quantity: Formula, _ v: DerivationVariable) -> DerivationReason {
    DerivationReason(
      .independence, [.formula(quantity), .text(" does not depend on "), .formula(v.formula)])
  }

  /// g'(a_u) ∂a_u/∂v in a layer's own line, and with g' written out if that is asked for.
  private mutating func transferLines(
    _ unit: Subscript, _ left: Formula, times inner: Formula
  ) throws(Diagnostic) -> Formula {
    let layer = scope.layer(of: unit)
    let symbol = scope.slope(unit, writtenOut: false)
    try line(left, Self.product(symbol, inner), from(.output, layer))
    let written = scope.slope(unit, writtenOut: scope.writesOut(layer))
    if written != symbol {
      try line(left, Self.product(written, inner).tidied, transferReason(unit))
    }
    return written
  }

  func transferReason(_ unit: Subscript) -> DerivationReason {
    let transfer = scope.context.network.layers[scope.layer(of: unit)].transfer
    return DerivationReason(
      .transfer, [.formula(scope.slope(unit, writtenOut: false)), .text(" of \(transfer.name)")])
  }

  static func product(_ a: Formula, _ b: Formula) -> Formula {
    if a == .one { return b }
    return b == .one ? a : .product(a, b, sign: .juxtaposed)
  }

  /// By a weight into its layer, or by a total input of it.
  private mutating func ownSlope(
    _ unit: Subscript, _ left: Formula, _ v: DerivationVariable, _ style: Style
  ) throws(Diagnostic) -> Formula {
    let layer = scope.layer(of: unit)
    let a = Formula.quantity(.totalInput, [unit])
    if v.formula == a {
      return try transferLines(unit, left, times: .one)
    }
    let g = try transferLines(unit, left, times: .partial(a, v.formula))
    let inner: Formula
    if style == .continued, let simple = simpleTotalSlope(unit, v) {
      inner = simple
      try line(left, Self.product(g, inner).tidied, partialTrick(layer))
    } else {
      inner = try totalSlope(unit, by: v)
    }
    return Self.product(g, inner).tidied
  }

  /// By an output of a layer below.
  private mutating func throughTotalInput(
    _ unit: Subscript, _ left: Formula, _ v: DerivationVariable
  ) throws(Diagnostic) -> Formula {
    let a = Formula.quantity(.totalInput, [unit])
    let g = try transferLines(unit, left, times: .partial(a, v.formula))
    let inner: Formula
    let reason: DerivationReason
    if let simple = simpleTotalSlope(unit, v) {
      inner = simple
      reason = partialTrick(scope.layer(of: unit))
    } else {
      inner = try totalSlope(unit, by: v)
      reason = .pluggingIn
    }
    let whole = Self.product(g, inner).tidied
    try line(left, whole, reason)
    return whole
  }

  // MARK: - Softmax

  private mutating func softmaxSlope(
    _ unit: Subscript, _ left: Formula, _ v: DerivationVariable
  ) throws(Diagnostic) -> [Formula] {
    let layer = scope.layer(of: unit)
    let own = Formula.quantity(.output, [unit])
    if v.layer == layer, v.kind == .totalInput { return [try softmaxSlope(unit, left, by: v.unit)] }
    let isOfOne = v.layer == layer
    // A weight changes one total input of its layer, which changes every output.
    let via = isOfOne ? v.unit : scope.letter(layer, avoiding: left.letters)
    let a = Formula.quantity(.totalInput, [via])
    let product = Formula.product(.partial(own, a), .partial(a, v.formula), sign: .juxtaposed)
    try line(left, isOfOne ? product : .summation(via.letter, product), .chain(via: a))
    let outer = try outputSlope(unit, by: try variable(.totalInput, via))
    let inner = try totalSlope(via, by: v)
    let pieces = [FactorList.product(outer), inner]
    if isOfOne { return pieces }
    let whole = Formula.summation(via.letter, FactorList.crossed(pieces))
    try line(left, whole, .pluggingIn)
    return [try simplified(whole, left)]
  }

  /// ∂y_k/∂a_r = y_k ([k = r] - y_r)
  private mutating func softmaxSlope(
    _ unit: Subscript, _ left: Formula, by other: Subscript
  ) throws(Diagnostic) -> Formula {
    let layer = scope.layer(of: unit)
    let (k, r) = (
      Formula.elementary(.exp, .quantity(.totalInput, [unit])),
      Formula.elementary(.exp, .quantity(.totalInput, [other]))
    )
    let every = scope.letter(layer, avoiding: left.letters)
    let sum = Formula.summation(every.letter, .elementary(.exp, .quantity(.totalInput, [every])))
    let bracket: Formula = unit == other ? .one : .iverson(unit, other)
    let first = unit == other ? k : Formula.product(bracket, k, sign: .juxtaposed)
    var reason = from(.output, layer)
    reason = DerivationReason(.quotientRule, equations: reason.equations)
    try line(
      left,
      .quotient(
        .difference(
          .product(first, sum, sign: .juxtaposed), .product(k, r, sign: .juxtaposed)),
        .power(sum, .two)), reason)
    let result = Formula.product(
      .quantity(.output, [unit]), .difference(bracket, .quantity(.output, [other])), sign: .juxtaposed)
    try line(left, result, from(.output, layer))
    return result
  }

  // MARK: - Total inputs

  /// ∂a_u/∂v where it is one factor.
  func simpleTotalSlope(_ unit: Subscript, _ v: DerivationVariable) -> Formula? {
    let layer = scope.layer(of: unit)
    let bracket: Formula = unit == v.unit ? .one : .iverson(unit, v.unit)
    if v.layer == layer {
      switch v.kind {
      case .weight(let source): return Self.product(bracket, scope.biasOutput(source))
      case .totalInput: return bracket
      case .output: return nil
      }
    }
    guard v.kind == .output else { return nil }
    let paths = totalInputPaths(unit, v)
    return paths.count == 1 && !paths[0].isIndirect ? paths[0].formula : nil
  }

  private struct Path {
    let formula: Formula
    let isIndirect: Bool
  }

  /// The ways from the output that is the variable to a unit's total input: w_su, and Σ_l w_lu ∂y_l/∂y_s over
  /// each layer between them.
  private func totalInputPaths(_ unit: Subscript, _ v: DerivationVariable) -> [Path] {
    let layer = scope.layer(of: unit)
    return scope.context.network.projections.filter { $0.target == layer }.compactMap { projection in
      if projection.source == v.layer {
        if v.unit.unit == 0, !projection.hasBias { return nil }
        return Path(formula: .quantity(.weight, [v.unit, unit]), isIndirect: false)
      }
      guard scope.outputs(of: projection.source, on: v) != .none else { return nil }
      let l = scope.letter(projection.source, avoiding: [unit.letter, v.unit.letter])
      return Path(
        formula: .summation(
          l.letter,
          .product(
            .quantity(.weight, [l, unit]), .partial(.quantity(.output, [l]), v.formula), sign: .juxtaposed)),
        isIndirect: true)
    }
  }

  /// ∂a_u/∂v, worked out in lines of its own.
  mutating func totalSlope(_ unit: Subscript, by v: DerivationVariable) throws(Diagnostic) -> Formula {
    let left = partial(.totalInput, unit, v)
    if let pieces = pieces(of: left) { return FactorList.product(pieces) }
    let layer = scope.layer(of: unit)
    let own = Formula.quantity(.totalInput, [unit])
    if own == v.formula { return .one }
    let result: Formula
    if scope.totalInputs(of: layer, on: v) == .none {
      result = .zero
      try line(left, result, independence(own, v))
    } else if let simple = simpleTotalSlope(unit, v) {
      result = simple
      try line(left, result, partialTrick(layer))
    } else if v.kind == .output {
      let sum = Formula.sum(
        of: totalInputPaths(unit, v).map { SignedTerm(isNegative: false, formula: $0.formula) })
      try line(left, sum, from(.totalInput, layer))
      result = try plugged(sum, left, by: v)
    } else {
      let via = Formula.quantity(.output, [v.unit])
      try line(
        left, .product(.partial(own, via), .partial(via, v.formula), sign: .juxtaposed), .chain(via: via))
      let outer = try totalSlope(unit, by: try variable(.output, v.unit))
      let inner = try outputSlope(v.unit, by: v)
      result = FactorList.product([outer] + inner)
      try line(left, result, .pluggingIn)
    }
    return remember(left, [result])[0]
  }

  // MARK: - Plugging in

  /// A formula with every ∂y/∂v in it worked out, in a line of its own.
  mutating func plugged(
    _ formula: Formula, _ left: Formula, by v: DerivationVariable, _ style: Style = .continued
  ) throws(Diagnostic) -> Formula {
    var found: [(partial: Formula, pieces: [Formula])] = []
    for partial in formula.partials {
      guard case .partial(.quantity(let quantity, let places), v.formula) = partial,
        let unit = places.last
      else { continue }
      let pieces: [Formula]
      switch quantity {
      case .output: pieces = try outputSlope(unit, by: v, style)
      case .totalInput: pieces = [try totalSlope(unit, by: v)]
      default: continue
      }
      found.append((partial, pieces))
    }
    var result = formula
    for (partial, pieces) in found { result = result.plugging(pieces, for: partial) }
    // No sum within a sum has its letter.
    result = scope.freshened(result, avoiding: [])
    try line(left, result, .pluggingIn)
    return result
  }
}

extension Formula {
  /// The different derivatives in it that are not within another, in order.
  var partials: [Formula] {
    if case .partial = self { return [self] }
    var found: [Formula] = []
    for partial in children.flatMap({ $0.partials }) where !found.contains(partial) { found.append(partial) }
    return found
  }

  /// With the factors that a derivative has been found to be in its place; several of them are set off by
  /// signs.
  func plugging(_ pieces: [Formula], for partial: Formula) -> Formula {
    if self == partial { return FactorList.crossed(pieces) }
    switch self {
    case .product:
      let list = FactorList(self)
      guard list.above.contains(partial) else { break }
      var rest = list
      rest.above.removeAll { $0 == partial }
      let plain = rest.withoutNumber
      let isAlone = plain.above.isEmpty && plain.below.isEmpty
      if pieces.count > 1 || !list.below.isEmpty {
        let parts = (isAlone ? [] : [plain.formula]) + pieces
        var whole = FactorList(.one)
        whole.takeNumber(of: rest)
        let crossed = FactorList.crossed(parts)
        let size = whole.isNegative ? Algebra.negated(whole.formula) : whole.formula
        let numbered = size == .one ? crossed : .product(size, crossed, sign: .juxtaposed)
        return whole.isNegative ? .negated(numbered) : numbered
      }
      rest.above = list.above.flatMap { $0 == partial ? pieces : [$0] }
      return FactorList(rest.formula).tidied.formula
    default: break
    }
    return children.isEmpty ? self : with(children.map { $0.plugging(pieces, for: partial) })
  }
}
