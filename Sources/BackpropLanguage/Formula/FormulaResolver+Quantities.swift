import Backprop

/// Quantities of the network.
extension FormulaResolver {
  mutating func resolve(
    _ quantity: Quantity, _ subscripts: [Subscript], _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    // An unknown layer is reported first, whether or not a pattern has been presented.
    for place in subscripts { _ = try layer(of: place, range) }
    try require(quantity, subscripts, range)
    switch quantity {
    case .error: return .error
    case .totalError: return .totalError
    case .meanError: return .meanError
    case .accuracy: return .accuracy
    case .epochs: return .epochs
    case .weight:
      let (projection, from, to) = try weight(quantity, subscripts, range)
      return .weight(projection: projection, from, to)
    case .weightChange:
      let (projection, from, to) = try weight(quantity, subscripts, range)
      return .weightChange(projection: projection, from, to)
    case .previousWeightChange:
      let (projection, from, to) = try weight(quantity, subscripts, range)
      return .previousWeightChange(projection: projection, from, to)
    case .output:
      let (layer, unit) = try unit(quantity, subscripts, bias: .indifferent, range)
      return .output(layer: layer, unit)
    case .input:
      let bias: Bias = context.hasBiasInput ? .indifferent : .excluded
      let (layer, unit) = try unit(quantity, subscripts, bias: bias, range)
      return .output(layer: layer, unit)
    case .totalInput:
      let (layer, unit) = try unit(quantity, subscripts, bias: .excluded, range)
      return .totalInput(layer: layer, unit)
    case .delta:
      let (layer, unit) = try unit(quantity, subscripts, bias: .excluded, range)
      return .delta(layer: layer, unit)
    case .target: return .target(try unit(quantity, subscripts, bias: .excluded, range).unit)
    }
  }

  /// The unit that a quantity with one subscript belongs to.
  private mutating func unit(
    _ quantity: Quantity, _ subscripts: [Subscript], bias: Bias, _ range: SourceRange
  ) throws(Diagnostic) -> (layer: Int, unit: ResolvedFormula.Place) {
    guard subscripts.count == 1, let unit = subscripts.first else {
      throw Diagnostic(.expected(quantity.subscriptsExpected, found: "`\(quantity.rawValue)`"), at: range)
    }
    let layer = try layer(of: unit, range)
    try check(quantity, belongsTo: layer, unit, range)
    return (layer, try place(unit, in: layer, bias: bias, range))
  }

  mutating func variable(
    _ formula: Formula, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula.Variable {
    if case .quantity(let quantity, let subscripts) = formula {
      switch try resolve(quantity, subscripts, range) {
      case .weight(let projection, let from, let to): return .weight(projection: projection, from, to)
      case .output(let layer, let unit): return .output(layer: layer, unit)
      case .totalInput(let layer, let unit): return .totalInput(layer: layer, unit)
      default: break
      }
    }
    throw Diagnostic(
      .expected(
        "a weight, an output or a total input, such as w_qr, y_q or a_j", found: "`\(formula.unicode)`"),
      at: range, example: "∂E/∂w_qr")
  }

  mutating func weight(
    _ quantity: Quantity, _ subscripts: [Subscript], _ range: SourceRange
  ) throws(Diagnostic) -> (projection: Int, from: ResolvedFormula.Place, to: ResolvedFormula.Place) {
    guard subscripts.count == 2, let from = subscripts.first, let to = subscripts.last else {
      throw Diagnostic(.expected(quantity.subscriptsExpected, found: "`\(quantity.rawValue)`"), at: range)
    }
    let (source, target) = (try layer(of: from, range), try layer(of: to, range))
    guard let projection = context.network.projection(from: source, to: target) else {
      let reversed = context.network.projection(from: target, to: source) != nil
      // In a deep network p, q and r are no units of neighbouring layers.
      let isParticular = [from, to].contains { context.particularLetters[$0.letter] != nil }
      let next = context.network.projections.first { $0.source == source }
      let meant =
        isParticular ? next.map { context.layerLetters[source] + context.layerLetters[$0.target] } : nil
      throw Diagnostic(
        .notConnected(
          from: context.layerLetters[source], to: context.layerLetters[target], mayConnect: source < target),
        at: range,
        suggestion: reversed
          ? "\(quantity.rawValue)_\(to.text)\(from.text)" : meant.map { "\(quantity.rawValue)_\($0)" },
        example: reversed || source >= target || meant != nil
          ? "w_jk" : "connect \(context.layerLetters[source]) -> \(context.layerLetters[target])")
    }
    let hasBias = context.network.projections[projection].hasBias
    return (
      projection, try place(from, in: source, bias: hasBias ? .wanted : .excluded, range),
      try place(to, in: target, bias: .excluded, range)
    )
  }

  /// Names the nearest existing unit, with an example of the same quantity.
  func suggesting(_ diagnostic: Diagnostic, for quantity: Quantity, _ places: [Subscript])
    -> Diagnostic
  {
    var diagnostic = diagnostic
    switch (diagnostic.problem, quantity) {
    case (.noBiasUnit, .weight), (.noBiasUnit, .weightChange), (.noBiasUnit, .previousWeightChange),
      (.noBiasUnit, .output):
      break
    case (.noBiasUnit, _), (.noSuchUnit, _), (.unknownLayer, _):
      diagnostic.example = diagnostic.example ?? quantity.example
    default: break
    }
    guard case .noSuchUnit(let letter, let unit, let units) = diagnostic.problem, diagnostic.suggestion == nil
    else {
      return diagnostic
    }
    let nearest = Subscript(letter, unit: min(max(unit, units.lowerBound), units.upperBound))
    let named = places.map { $0 == Subscript(letter, unit: unit) ? nearest : $0 }
    diagnostic.suggestion = Formula.quantity(quantity, named).unicode
    return diagnostic
  }

  // MARK: - What there is so far

  /// Throws unless the quantity has been computed or can be.
  private func require(_ quantity: Quantity, _ subscripts: [Subscript], _ range: SourceRange)
    throws(Diagnostic)
  {
    let symbol = quantity.rawValue + (subscripts.isEmpty ? "" : "_" + subscripts.map { $0.text }.joined())
    func nothing(_ command: String) -> Diagnostic {
      Diagnostic(.nothingYet(symbol, command: command), at: range)
    }
    let presentation = context.presentation.flatMap {
      $0.network.hasSameShape(as: context.network) ? $0 : nil
    }
    let target = presentation?.target
    switch quantity {
    case .weight: return
    case .totalError, .meanError, .accuracy:
      guard let patterns = context.patterns else { throw Diagnostic(.noPatterns, at: range) }
      if patterns.inputs.columns != context.network.inputUnits {
        throw Diagnostic(
          .inputWidth(expected: context.network.inputUnits, count: patterns.inputs.columns), at: range)
      }
      if patterns.targets.columns != context.network.outputUnits {
        throw Diagnostic(
          .targetWidth(expected: context.network.outputUnits, count: patterns.targets.columns), at: range)
      }
      guard quantity == .accuracy else { return }
      try refuseInPartial(symbol, range)
      guard patterns.isClassification else {
        throw Diagnostic(.needs(command: symbol, "targets that are classes"), at: range, example: "mean E")
      }
    case .epochs:
      try refuseInPartial(symbol, range)
      if context.epochs == nil {
        throw Diagnostic(.nothingYet("training", command: "train"), at: range)
      }
    case .totalInput, .output, .input: if presentation == nil { throw nothing("forward") }
    case .target, .error:
      if presentation == nil { throw nothing("forward") }
      if target == nil { throw nothing("forward INPUTS -> TARGETS") }
    case .delta:
      if presentation == nil { throw nothing("backward") }
      if target == nil { throw nothing("forward INPUTS -> TARGETS") }
      if partialDepth == 0 && presentation?.backward == nil { throw nothing("backward") }
    case .weightChange, .previousWeightChange:
      try refuseInPartial(symbol, range)
      if quantity == .weightChange, context.weightChanges == nil { throw nothing("backward") }
      if quantity == .previousWeightChange, context.lacksEarlierChanges,
        context.previousWeightChanges == nil
      {
        throw Diagnostic(.stepNotKept, at: range, example: "train 1 epoch")
      }
    }
  }

  func refuseInPartial(_ symbol: String, _ range: SourceRange) throws(Diagnostic) {
    guard partialDepth > 0 else { return }
    let name = symbol.split(separator: "_").first.map { String($0) } ?? symbol
    throw Diagnostic(
      .expected(
        "a quantity that depends smoothly on the network alone: ∂ is not taken of \(name)",
        found: "`\(symbol)`"),
      at: range, example: "∂E/∂w_jk")
  }
}

extension Network {
  /// Whether both have the same numbers of units per layer and the same projections.
  func hasSameShape(as other: Network) -> Bool {
    layers.map({ $0.units }) == other.layers.map({ $0.units })
      && projections.map { [$0.source, $0.target, $0.weights.rows] }
        == other.projections.map { [$0.source, $0.target, $0.weights.rows] }
  }
}
