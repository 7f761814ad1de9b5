import Backprop

/// An equation of the handout for a layer or a projection of the current network: its left side is computed
/// by its right side.
struct DerivationRule: Equatable {
  let step: HandoutStep
  let left: Formula
  let right: Formula

  /// The letters of the left side.
  var letters: [String] { left.freeSubscripts.map { $0.letter } }
}

/// The handout's steps as formulas, for any depth, with skip projections, bias units and any error function.
/// Everything else is derived from these.
struct DerivationRules {
  /// In the order of computation, as the notation in use has them.
  var rules: [DerivationRule] {
    guard context.hasBiasApart else { return whole }
    return whole.map { DerivationRule(step: $0.step, left: $0.left, right: $0.right.withoutBiasUnits) }
  }
  /// The same with ∂E/∂b and Δb after ∂E/∂w and Δw, where biases are apart.
  var rulesWithBiases: [DerivationRule] {
    guard context.hasBiasApart else { return whole }
    return rules.flatMap { rule in [rule] + [ofBiases(rule)].compactMap { $0 } }
  }

  private func ofBiases(_ rule: DerivationRule) -> DerivationRule? {
    let weight: Formula = if case .partial(_, let weight) = rule.left { weight } else { rule.left }
    switch weight {
    case .quantity(.weight, let places), .quantity(.weightChange, let places):
      guard places.count == 2, let source = layer(of: places[0].letter),
        let target = layer(of: places[1].letter),
        let projection = context.network.projection(from: source, to: target),
        context.network.projections[projection].hasBias
      else { return nil }
      let left = rule.left.replacing(places[0], by: .bias(places[0].letter))
      return self.rule(for: left, hidesBiasOutputs: true)
    default: return nil
    }
  }

  /// For all units, bias units too.
  private let whole: [DerivationRule]
  private let context: FormulaContext

  init(_ context: FormulaContext) {
    self.context = context
    let last = context.network.layers.count - 1
    var rules: [DerivationRule] = []
    for layer in 1...max(last, 1) { rules += Self.forward(layer, context) }
    rules.append(DerivationRule(step: .comparison, left: .quantity(.error, []), right: Self.error(context)))
    for layer in stride(from: last, to: 0, by: -1) {
      // 2a is δ of the output layer and the changes that follow from it.
      if layer == last - 1 { rules += Self.changes(into: last, context) }
      let right = layer == last ? Self.outputDelta(context) : Self.hiddenDelta(layer, context)
      rules.append(
        DerivationRule(
          step: .delta(ofLayer: layer, in: context.network), left: Self.at(.delta, layer, context),
          right: right)
      )
    }
    for layer in stride(from: last > 1 ? last - 1 : last, to: 0, by: -1) {
      rules += Self.changes(into: layer, context)
    }
    whole = rules
  }

  // MARK: - The rules

  private static func letter(_ layer: Int, _ context: FormulaContext) -> Subscript {
    Subscript(context.layerLetters.indices.contains(layer) ? context.layerLetters[layer] : "")
  }

  /// A quantity of a layer: `δ_j`.
  private static func at(_ quantity: Quantity, _ layer: Int, _ context: FormulaContext) -> Formula {
    .quantity(quantity, [letter(layer, context)])
  }

  private static func weight(_ quantity: Quantity, _ projection: Projection, _ context: FormulaContext)
    -> Formula
  {
    .quantity(quantity, [letter(projection.source, context), letter(projection.target, context)])
  }

  private static func sum(_ terms: [Formula]) -> Formula {
    terms.dropFirst().reduce(terms.first ?? .zero) { .sum($0, $1) }
  }

  /// 1a and 1b: a_j = Σ_i w_ij y_i over every incoming projection, y_j = g(a_j).
  private static func forward(_ layer: Int, _ context: FormulaContext) -> [DerivationRule] {
    let step = HandoutStep.activations(ofLayer: layer, in: context.network)
    let total = at(.totalInput, layer, context)
    var sums = context.network.projections.filter { $0.target == layer }.map { projection in
      Formula.summation(
        letter(projection.source, context).letter,
        .product(
          weight(.weight, projection, context), at(.output, projection.source, context), sign: .juxtaposed))
    }
    if context.hasBiasApart,
      let projection = context.network.projections.first(where: {
        $0.target == layer && $0.hasBias
      })
    {
      sums.append(bias(projection, context))
    }
    return [
      DerivationRule(step: step, left: total, right: sum(sums)),
      DerivationRule(step: step, left: at(.output, layer, context), right: .call(.transfer, [total])),
    ]
  }

  /// b_j, times the output of the bias unit if that is not 1.
  private static func bias(_ projection: Projection, _ context: FormulaContext) -> Formula {
    let unit = Subscript(letter(projection.source, context).letter, unit: 0)
    let weight = Formula.quantity(.weight, [unit, letter(projection.target, context)])
    return context.network.bias == 1
      ? weight : .product(weight, .quantity(.output, [unit]), sign: .juxtaposed)
  }

  /// 1c: equation 5, or the formula of another E.
  private static func error(_ context: FormulaContext) -> Formula {
    if let own = context.ownError { return context.shown(own.formula) }
    let last = context.network.layers.count - 1
    return context.network.errorTerms.error(
      over: letter(last, context).letter, target: at(.target, last, context),
      output: at(.output, last, context))
  }

  /// 2a: δ_k = g'(a_k) (t_k - y_k), where t_k - y_k stands for -∂E/∂y_k of the error function in use. With a
  /// transfer function that E is designed for, g' cancels; softmax needs every output.
  private static func outputDelta(_ context: FormulaContext) -> Formula {
    let last = context.network.layers.count - 1
    let k = letter(last, context)
    let (a, t, y) = (at(.totalInput, last, context), at(.target, last, context), at(.output, last, context))
    let terms = context.network.errorTerms
    let isSoftmax = context.network.outputTransfer.isSoftmax
    if terms.isMatched {
      guard isSoftmax, let target = context.presentation?.target, target.reduce(0, +) != 1 else {
        return .difference(t, y)
      }
      return .difference(t, .product(y, .summation(k.letter, t), sign: .juxtaposed))
    }
    let r = otherLetter(of: last, context)
    guard isSoftmax else {
      let descent = descent(at: k, other: r ?? k, context)
      return multiplied(.call(.transferDerivative, [a]), descent)
    }
    guard let r else { return .negated(.partial(.quantity(.error, []), a)) }
    let lead = Formula.product(
      descent(at: r, other: k, context), .quantity(.output, [r]), sign: .juxtaposed)
    return .summation(r.letter, .product(lead, .difference(.iverson(k, r), y), sign: .juxtaposed))
  }

  /// -∂E/∂y of an output unit. other: a letter for the sums in it.
  private static func descent(at unit: Subscript, other: Subscript, _ context: FormulaContext) -> Formula {
    if let own = context.ownError { return own.parts.descent(at: unit, other: other) }
    return context.network.errorTerms.descent(
      target: .quantity(.target, [unit]), output: .quantity(.output, [unit]))
  }

  /// g' times a formula, with the formula's sign and number in front, and its divisor below.
  private static func multiplied(_ slope: Formula, _ formula: Formula) -> Formula {
    switch formula {
    case .one: slope
    case .negated(let a): .negated(multiplied(slope, a))
    case .product(let a, let b, let sign) where a.isArithmetic:
      .product(.product(a, slope, sign: .juxtaposed), b, sign: sign)
    case .quotient(let a, let b) where !a.isArithmetic: .quotient(multiplied(slope, a), b)
    default: .product(slope, formula, sign: .juxtaposed)
    }
  }

  /// A second letter for the units of a layer.
  static func otherLetter(of layer: Int, _ context: FormulaContext) -> Subscript? {
    context.particularLetters.filter { $0.value == layer && context.pins[$0.key] == nil }.map { $0.key }.min()
      .map { Subscript($0) }
  }

  /// 2b: δ_j = g'(a_j) Σ_k δ_k w_jk, over every projection that leaves the layer.
  private static func hiddenDelta(_ layer: Int, _ context: FormulaContext) -> Formula {
    let sums = context.network.projections.filter { $0.source == layer }.map { projection in
      Formula.summation(
        letter(projection.target, context).letter,
        .product(
          at(.delta, projection.target, context), weight(.weight, projection, context), sign: .juxtaposed))
    }
    return .product(
      .call(.transferDerivative, [at(.totalInput, layer, context)]), sum(sums), sign: .juxtaposed)
  }

  /// 2a and 2c: ∂E/∂w_jk = -δ_k y_j and, for gradient descent, Δw_jk = η δ_k y_j; with momentum Δw_jk = η δ_k
  /// y_j + α Δw_jk(n-1), with decay Δw_jk = η (δ_k y_j - β w_jk). Weights in E add their own derivative.
  private static func changes(into layer: Int, _ context: FormulaContext) -> [DerivationRule] {
    let step = HandoutStep.changes(intoLayer: layer, in: context.network)
    return context.network.projections.indices.filter { context.network.projections[$0].target == layer }
      .flatMap { changes(ofProjection: $0, step, context) }
  }

  private static func changes(
    ofProjection place: Int, _ step: HandoutStep, _ context: FormulaContext
  ) -> [DerivationRule] {
    let projection = context.network.projections[place]
    let penalty = context.ownError?.penalty?.slope(
      ofProjection: place, from: letter(projection.source, context), to: letter(projection.target, context))
    let product = Formula.product(
      at(.delta, projection.target, context), at(.output, projection.source, context), sign: .juxtaposed)
    let gradient = Formula.negated(product).joined(with: penalty, sign: 1)
    let descent = DerivationRule(
      step: step, left: .partial(.quantity(.error, []), weight(.weight, projection, context)),
      right: gradient)
    let decay = context.stepOptions.decay == 0 ? nil : decay(of: projection, context)
    if let own = context.ruleFormula,
      !own.isForOutputsOnly || projection.target == context.network.layers.count - 1
    {
      let (from, to) = (letter(projection.source, context), letter(projection.target, context))
      var change = own.formula(from: from, to: to)
      if let decay { change = change.withDescent(from: from, to: to, decay: decay) }
      return [
        descent,
        DerivationRule(step: step, left: weight(.weightChange, projection, context), right: change),
      ]
    }
    guard context.stepOptions.rule == .gradient else { return [descent] }
    var change = Formula.product(
      .product(.name("η"), at(.delta, projection.target, context), sign: .juxtaposed),
      at(.output, projection.source, context), sign: .juxtaposed)
    if penalty != nil || decay != nil {
      let descent = product.joined(with: penalty, sign: -1).joined(with: decay, sign: -1)
      change = .product(.name("η"), descent, sign: .juxtaposed)
    }
    if let momentum = context.definitions["α"]?.numericValue, momentum != 0 {
      let before = weight(.previousWeightChange, projection, context)
      change = .sum(change, .product(.name("α"), before, sign: .juxtaposed))
    }
    return [
      descent,
      DerivationRule(step: step, left: weight(.weightChange, projection, context), right: change),
    ]
  }

  /// A line of a rule for one weight, with what E and weight decay add to its ∂E/∂w.
  func written(
    _ line: RuleFormula, ofProjection place: Int, from: Subscript, to: Subscript
  ) -> Formula {
    let projection = context.network.projections[place]
    let (source, target) = (
      Self.letter(projection.source, context), Self.letter(projection.target, context)
    )
    let decay = context.stepOptions.decay == 0 ? nil : Self.decay(of: projection, context)
    var formula = line.formula(from: source, to: target)
    if let decay { formula = formula.withDescent(from: source, to: target, decay: decay) }
    formula = formula.replacing(source.letter, by: from).replacing(target.letter, by: to).settled
    return context.hasBiasApart ? formula.withoutBiasUnits : formula
  }

  /// β w_jk, or β (1 - [j = j0]) w_jk if bias weights do not decay.
  private static func decay(of projection: Projection, _ context: FormulaContext) -> Formula {
    let options = context.stepOptions
    var strength = Formula.number(options.decay, spelling: Wording.number(options.decay))
    if projection.hasBias && !options.decaysBias {
      let unit = letter(projection.source, context)
      strength = .product(
        strength, .difference(.one, .iverson(unit, Subscript(unit.letter, unit: 0))), sign: .juxtaposed)
    }
    return .product(strength, weight(.weight, projection, context), sign: .juxtaposed)
  }

  // MARK: - Looking up

  /// The rule for a quantity of particular units, with these units inserted; nil for given quantities.
  ///
  /// hidesBiasOutputs: whether the output of a bias unit, if it is 1, is left out where biases are apart.
  func rule(for formula: Formula, hidesBiasOutputs: Bool = false) -> DerivationRule? {
    let places = formula.freeSubscripts
    for rule in whole where rule.left.hasSameSymbol(as: formula) {
      let letters = rule.letters
      guard letters.count == places.count,
        zip(letters, places).allSatisfy({ layer(of: $0) == layer(of: $1.letter) })
      else { continue }
      var right = rule.right
      for (letter, place) in zip(letters, places) { right = right.replacing(letter, by: place) }
      right = right.settled
      if context.hasBiasApart {
        right = right.withoutBiasUnits
        if hidesBiasOutputs, context.network.bias == 1 { right = right.withoutBiasOutputs }
      }
      return DerivationRule(step: rule.step, left: formula, right: right)
    }
    return nil
  }

  func layer(of letter: String) -> Int? {
    context.layer(of: Subscript(letter))
  }

  /// The step that computes a quantity.
  func step(of formula: Formula) -> HandoutStep? { rule(for: formula)?.step }
}

extension Formula {
  /// Whether both are the same quantity, or ∂E by the same quantity, for any units.
  fileprivate func hasSameSymbol(as other: Formula) -> Bool {
    switch (self, other) {
    case (.quantity(let a, _), .quantity(let b, _)): a == b
    case (
      .partial(.quantity(let a, _), .quantity(let b, _)), .partial(.quantity(let c, _), .quantity(let d, _))
    ):
      a == c && b == d
    default: false
    }
  }
}
