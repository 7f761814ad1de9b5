import Backprop

/// Any formula: the parts of it that a rule derives, and then the whole.
extension Deriver {
  /// Derives a formula. Throws if there is nothing to derive in it.
  mutating func derive(_ formula: Formula) throws(Diagnostic) -> Formula {
    // Where δ has the opposite sign, it is read as -δ.
    let subject =
      if case .negated(let inner) = formula, case .quantity(.delta, _) = inner { inner } else { formula }
    if case .partial(let numerator, _) = subject, numerator.isDerived { unfolds(subject.letters) }
    var result = try closed(subject)
    if let bias = scope.context.network.bias, let unit = subject.biasUnit {
      let output = Formula.quantity(.output, [unit])
      let number = Formula.of(bias)
      result = result.replacing(output, by: number).tidied
      try line(subject, result, DerivationReason(.since, [.equation(Equation(output, number))]))
    }
    try derivePendingDeltas()
    return result
  }

  mutating func closed(_ formula: Formula) throws(Diagnostic) -> Formula {
    switch formula {
    case .partial(let numerator, let variable): return try slope(formula, numerator, variable)
    case .quantity(.delta, let places):
      guard let unit = places.first else { throw problem(.nothingToDerive(formula)) }
      return try delta(unit)
    case .quantity(.weightChange, let places): return try change(formula, places)
    default: break
    }
    if let unit = formula.unitOfSlope { return try transferSlope(formula, of: unit) }
    let parts = formula.derivableParts
    guard !parts.isEmpty else { return try forwards(formula) }
    return try plugging(parts, into: formula, formula)
  }

  /// The parts derived one by one, then in their places.
  private mutating func plugging(
    _ parts: [Formula], into formula: Formula, _ left: Formula
  ) throws(Diagnostic) -> Formula {
    var result = formula
    for part in parts {
      let found = try closed(part)
      result = result.replacing(part, by: found)
    }
    result = keepingBias(formula, result).tidied
    try line(left, result, .pluggingIn)
    return try simplified(result, left, by: SimplificationRule.ofTerms)
  }

  /// A Σ that runs over the bias unit, as it is one of weights, still does where only outputs are left.
  private func keepingBias(_ old: Formula, _ new: Formula) -> Formula {
    if case .summation(let letter, let before) = old, case .summation(letter, let after) = new {
      let inner = keepingBias(before, after)
      let sum = Formula.summation(letter, inner)
      guard scope.context.takesBias(letter, in: before), !scope.context.takesBias(letter, in: after),
        let layer = scope.context.layer(of: Subscript(letter))
      else { return sum }
      let bias = Subscript(scope.context.layerLetters[layer], unit: 0)
      return .sum(sum, inner.replacing(letter, by: bias))
    }
    guard old.children.count == new.children.count, !new.children.isEmpty else { return new }
    return new.with(zip(old.children, new.children).map { keepingBias($0, $1) })
  }

  // MARK: - ∂X/∂v

  private mutating func slope(
    _ left: Formula, _ numerator: Formula, _ variable: Formula
  ) throws(Diagnostic) -> Formula {
    guard let v = DerivationVariable(variable, scope.context) else { throw problem(.nothingToDerive(left)) }
    switch numerator {
    case .quantity(.error, _): return try errorSlope(by: v)
    case .quantity(.output, let places):
      guard let unit = places.first else { throw problem(.nothingToDerive(left)) }
      let pieces = try outputSlope(unit, by: v)
      let whole = FactorList.crossed(pieces)
      if pieces.count > 1 { try line(left, whole, .pluggingIn) }
      return try simplified(whole, left)
    case .quantity(.totalInput, let places):
      guard let unit = places.first else { throw problem(.nothingToDerive(left)) }
      return try totalSlope(unit, by: v)
    default: return try slope(ofFormula: left, numerator, v)
    }
  }

  /// ∂(Σ_k y_k^2)/∂w_pq
  private mutating func slope(
    ofFormula left: Formula, _ numerator: Formula, _ v: DerivationVariable
  ) throws(Diagnostic) -> Formula {
    let written = try unfolded(scope.context.written(out: numerator), by: v, left)
    let fresh = scope.freshened(written, avoiding: v.formula.letters.union(written.freeLetters))
    var now: Formula
    do throws(DerivationProblem) { now = try scope.slope(of: fresh, by: v) } catch { throw problem(error) }
    if now.isZero {
      // The slope of sign is 0 although sign is not constant.
      let isConstant = !scope.depends(fresh, on: v)
      try line(
        left, now,
        isConstant ? independence(numerator, v) : DerivationReason(.differentiation, [.formula(v.formula)]))
      return now
    }
    try line(left, now, reason(for: now, of: fresh, by: v))
    if let only = collapsed(now, v) {
      now = only.formula
      try line(left, now, only.reason)
    }
    let byError = Formula.partial(.quantity(.error, []), v.formula)
    if now.partials.contains(byError) {
      now = now.replacing(byError, by: try errorSlope(by: v)).tidied
    }
    guard !now.partials.isEmpty else {
      try line(left, now, .pluggingIn)
      return now
    }
    now = try plugged(now, left, by: v)
    now = try simplified(now, left)
    try line(left, now.withPowers, DerivationReason(.collecting, [.text("equal factors together")]))
    return now
  }

  /// Why a derivative of a formula is what it is.
  private func reason(
    for slope: Formula, of formula: Formula, by v: DerivationVariable
  ) -> DerivationReason {
    if slope.partials.isEmpty { return DerivationReason(.differentiation, [.formula(v.formula)]) }
    let factors = formula.terms.map { FactorList($0.formula).above.filter { scope.depends($0, on: v) } }
    let isProduct = factors.contains { $0.count > 1 }
    return DerivationReason(isProduct ? .productRule : .chainRule, viaQuantities(slope))
  }

  private func viaQuantities(_ formula: Formula) -> [Inline] {
    var inlines: [Inline] = []
    for case .partial(let quantity, _) in formula.partials {
      inlines += (inlines.isEmpty ? [] : [.text(" and ")]) + [.formula(quantity)]
    }
    return inlines
  }

  // MARK: - Δw

  private mutating func change(_ left: Formula, _ places: [Subscript]) throws(Diagnostic) -> Formula {
    let context = scope.context
    guard places.count == 2, let source = context.layer(of: places[0]),
      let target = context.layer(of: places[1]),
      let projection = context.network.projection(from: source, to: target)
    else { throw problem(.nothingToDerive(left)) }
    if let own = context.ruleFormula, !own.isForOutputsOnly || target == scope.last {
      let rules = DerivationRules(context)
      let formula = rules.written(own, ofProjection: projection, from: places[0], to: places[1])
      try line(
        left, formula, DerivationReason(.learningRule, [.text(context.stepOptions.rule.name)]))
      let parts = formula.derivableParts
      return parts.isEmpty ? formula : try plugging(parts, into: formula, left)
    }
    guard context.stepOptions.rule == .gradient else {
      throw problem(.noFormula(rule: context.stepOptions.rule.name))
    }
    let slope = Formula.partial(.quantity(.error, []), .quantity(.weight, places))
    let eta = Formula.name("η")
    var first = Formula.negated(.product(eta, slope, sign: .juxtaposed))
    if let decay = decay(of: context.network.projections[projection], places) {
      first = .difference(first, .product(eta, decay, sign: .juxtaposed))
    }
    if let momentum = context.definitions["α"]?.numericValue, momentum != 0 {
      let before = Formula.quantity(.previousWeightChange, places)
      first = .sum(first, .product(.name("α"), before, sign: .juxtaposed))
    }
    try line(left, first, DerivationReason(.gradientDescent))
    let found = try closed(slope)
    let result = first.replacing(slope, by: found).tidied
    try line(left, result, .pluggingIn)
    return result
  }

  /// β w_jk, if bias weights decay too or this is not one of them.
  private func decay(of projection: Projection, _ places: [Subscript]) -> Formula? {
    let options = scope.context.stepOptions
    guard options.decay != 0 else { return nil }
    let weight = Formula.quantity(.weight, places)
    let strength = Formula.number(options.decay, spelling: Wording.number(options.decay))
    let whole = Formula.product(strength, weight, sign: .juxtaposed)
    guard projection.hasBias, !options.decaysBias, !scope.context.hasBiasApart || places[0].unit == 0 else {
      return whole
    }
    if places[0].unit == 0 { return nil }
    if places[0].unit != nil { return whole }
    let isBias = Formula.iverson(places[0], .bias(places[0].letter))
    return .product(.difference(.one, isBias), whole, sign: .juxtaposed)
  }

  // MARK: - y, a and E

  /// y, a and E by the network's equations, down to the inputs.
  private mutating func forwards(_ formula: Formula) throws(Diagnostic) -> Formula {
    var now = formula
    if now.mentions(.error) {
      let error = scope.error(avoiding: formula.letters) ?? scope.errorShown
      now = now.replacing(.quantity(.error, []), by: error)
      if now == formula { throw problem(.nothingToDerive(formula)) }
      try line(formula, now, from(.error, scope.last))
    }
    while let deepest = now.deepestComputed(scope.context) {
      let (quantity, layer) = deepest
      now = expanding(now, quantity, layer, bound: now.letters)
      try line(formula, now, from(quantity, layer))
    }
    guard now != formula else { throw problem(.nothingToDerive(formula)) }
    return now
  }

  /// Whether a sum over the units of a layer has a bias unit among them.
  private func hasBias(_ letter: String, _ body: Formula, _ layer: Int) -> Bool {
    let unit = Subscript(letter)
    guard !scope.context.hasBiasApart, scope.context.layer(of: unit) == layer,
      case .product(.quantity(.weight, let places), let output, _) = body,
      output == .quantity(.output, [unit]), places.count == 2, places[0] == unit,
      let target = scope.context.layer(of: places[1]),
      let projection = scope.context.network.projection(from: layer, to: target)
    else { return false }
    return scope.context.network.projections[projection].hasBias
  }

  private func expanding(
    _ formula: Formula, _ quantity: Quantity, _ layer: Int, bound: Set<String>
  ) -> Formula {
    if case .quantity(quantity, let places) = formula, let unit = places.first, unit.unit != 0,
      scope.context.layer(of: unit) == layer
    {
      if quantity == .totalInput { return scope.totalInput(unit, avoiding: bound) }
      let a = Formula.quantity(.totalInput, [unit])
      if scope.isSoftmax(layer) { return scope.softmax(unit, avoiding: bound) }
      let written = scope.writesTransfers ? scope.transferWritten(out: a, layer) : nil
      return written ?? .call(.transfer, [a])
    }
    if case .partial = formula { return formula }
    if case .summation(let letter, let body) = formula, quantity == .output, hasBias(letter, body, layer) {
      // The output of the bias unit is no g(a): its share stands beside the sum.
      let others = Formula.summation(letter, expanding(body, quantity, layer, bound: bound))
      return .sum(others, body.replacing(letter, by: .bias(letter)))
    }
    return formula.children.isEmpty
      ? formula : formula.with(formula.children.map { expanding($0, quantity, layer, bound: bound) })
  }
}

extension DerivationScope {
  func transferWritten(out a: Formula, _ layer: Int) -> Formula? {
    context.network.layers[layer].transfer.formula(of: a, functions: context.functions)
  }

  /// exp(a_k) / Σ_r exp(a_r)
  func softmax(_ unit: Subscript, avoiding taken: Set<String>) -> Formula {
    let other = letter(last, avoiding: taken.union([unit.letter]))
    return .quotient(
      .elementary(.exp, .quantity(.totalInput, [unit])),
      .summation(other.letter, .elementary(.exp, .quantity(.totalInput, [other]))))
  }

  var softmaxEquation: Equation {
    let unit = letter(last)
    return Equation(.quantity(.output, [unit]), softmax(unit, avoiding: []))
  }
}

extension Formula {
  /// The bias unit of a weight that it asks about.
  fileprivate var biasUnit: Subscript? {
    if case .quantity(.weight, let places) = self, places.first?.unit == 0 { return places.first }
    return children.lazy.compactMap { $0.biasUnit }.first
  }

  var freeLetters: Set<String> {
    var letters: Set<String> = []
    for place in freeSubscripts where place.unit == nil { letters.insert(place.letter) }
    return letters
  }

  /// The y or a of the layer that is nearest to the outputs, apart from inputs.
  fileprivate func deepestComputed(_ context: FormulaContext) -> (quantity: Quantity, layer: Int)? {
    var best: (quantity: Quantity, layer: Int)?
    func visit(_ formula: Formula) {
      if case .partial = formula { return }
      if case .quantity(let quantity, let places) = formula, quantity == .output || quantity == .totalInput,
        let unit = places.first, unit.unit != 0, let layer = context.layer(of: unit), layer > 0
      {
        let isDeeper = best.map {
          (layer, quantity == .output ? 1 : 0) > ($0.layer, $0.quantity == .output ? 1 : 0)
        }
        if isDeeper ?? true { best = (quantity, layer) }
      }
      for child in formula.children { visit(child) }
    }
    visit(self)
    return best
  }
}
