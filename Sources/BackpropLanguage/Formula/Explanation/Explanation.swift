import Backprop

/// Why a quantity has its value: the rule, the same with numbers, the result, and the origin of the numbers.
struct Explanation {
  /// The current session, for evaluating the user's formulas.
  let current: FormulaContext
  /// The same with the weights that the pattern was presented with, before any update.
  let presented: FormulaContext
  let rules: DerivationRules
  let digits: Int
  let isInterrupted: () -> Bool
  /// As in `DerivationRules.rule`.
  private var hidesBiasOutputs = false

  /// The maximum number of cases of free indices, and of terms of a sum, that are written out.
  static let mostCases = 8
  static let mostTerms = 12

  /// isInterrupted: polled now and then; the work ends with `Problem.interrupted` once it is true.
  init(_ context: FormulaContext, digits: Int, isInterrupted: @escaping () -> Bool = { false }) {
    current = context
    self.isInterrupted = isInterrupted
    var presented = context
    if let network = context.presentation?.network, network.hasSameShape(as: context.network) {
      presented.network = network
    }
    self.presented = presented
    rules = DerivationRules(presented)
    self.digits = digits
  }

  // MARK: - What is asked for

  /// The derivation of a formula for every unit of its free indices.
  func blocks(of source: SourceFormula) throws(Diagnostic) -> [Block] {
    let source = try current.bounded(source)
    let subject = try ruleSubject(source)
    let asked = subject.map { SourceFormula($0.change, range: source.range) } ?? source
    let indices = try FormulaEvaluator(current).indices(of: asked)
    let cases = self.cases(indices)
    var blocks: [Block] = []
    if let form = source.vectorForm, !form.isSymbol {
      blocks.append(.note([.text(form.text.asTyped), .text(", by units:")]))
    }
    for units in cases.prefix(Self.mostCases) {
      var formula = asked.formula
      for (index, unit) in zip(indices, units) {
        formula = formula.replacing(index.letter, by: layerUnit(index.letter, unit))
      }
      if let subject {
        blocks += try ruleLines(subject, formula, source.range)
      } else {
        blocks.append(.derivation(try derivation(of: formula, at: source.range)))
      }
    }
    let count = indices.reduce(1.0) { $0 * Double($1.units.count) }
    if count > Double(Self.mostCases) {
      blocks.append(.note([.text("the first \(Self.mostCases) of \(Wording.number(count))")]))
    }
    return blocks
  }

  /// Every number of the presented pattern's forward and backward pass, under the handout's steps.
  func step(at range: SourceRange) throws(Diagnostic) -> [Block] {
    var explanation = self
    explanation.hidesBiasOutputs = true
    var blocks: [Block] = []
    var heading: HandoutStep?
    for rule in rules.rulesWithBiases {
      if rule.step != heading {
        heading = rule.step
        let meaning = rule.step.meaning(in: presented.network)
        blocks.append(.heading([.strong(rule.step.rawValue), .text("  " + meaning)]))
      }
      blocks.append(.paragraph([.equation(Equation(rule.left, rule.right))]))
      blocks += try explanation.blocks(of: SourceFormula(rule.left, range: range))
      if case .partial(_, .quantity(.weight, let places)) = rule.left, current.ruleFormula == nil,
        current.ruleMemory != nil
      {
        blocks += try explanation.blocks(of: SourceFormula(.quantity(.weightChange, places), range: range))
      }
    }
    return blocks
  }

  /// The first combinations of units of some indices.
  func cases(_ indices: [IndexedValue.Index]) -> [[Int]] {
    var cases: [[Int]] = [[]]
    for index in indices {
      cases = cases.flatMap { start in index.units.prefix(Self.mostCases).map { start + [$0] } }
      cases = Array(cases.prefix(Self.mostCases))
    }
    return cases
  }

  /// `j2` for the second unit of `q`'s layer.
  func layerUnit(_ letter: String, _ unit: Int) -> Subscript {
    let layer = rules.layer(of: letter)
    return Subscript(layer.map { current.layerLetters[$0] } ?? letter, unit: unit)
  }

  // MARK: - One derivation

  func derivation(of formula: Formula, at range: SourceRange) throws(Diagnostic) -> Derivation {
    let formula = pinned(formula)
    return withFrozenNamed(try derivation(ofPinned: formula, range))
  }

  private func derivation(ofPinned formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    if let rule = rules.rule(for: formula, hidesBiasOutputs: hidesBiasOutputs) {
      return try derivation(by: rule, range)
    }
    // -δ_j is explained as δ_j is.
    if case .negated(let inner) = formula, let rule = rules.rule(for: inner) {
      let derivation = try derivation(by: rule, range)
      return Derivation(
        step: derivation.step, subject: .negated(derivation.subject),
        chain: derivation.chain.map { $0.turned }, uses: derivation.uses, terms: derivation.terms)
    }
    switch formula {
    case .quantity(.weight, _): return try weight(formula, range)
    case .quantity(.totalError, _), .quantity(.meanError, _): return try overSet(formula, range)
    case .quantity:
      let value = try number(formula, current, range)
      return Derivation(step: nil, subject: formula, chain: [value], uses: [[.text(origin(of: formula))]])
    default: return try ownFormula(formula, range)
    }
  }

  /// Pinned letters replaced by their units.
  func pinned(_ formula: Formula) -> Formula {
    formula.freeSubscripts.reduce(formula) { formula, place in
      guard place.unit == nil, let unit = current.pins[place.letter] else { return formula }
      return formula.replacing(place.letter, by: layerUnit(place.letter, unit))
    }
  }

  func derivation(by rule: DerivationRule, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    var chain = [rule.right]
    var uses = try uses(in: rule.right, step: rule.step, range)
    if case .call(.transfer, let arguments) = rule.right, let a = arguments.first,
      let written = transferWritten(out: a)
    {
      if written != a { chain.append(written) }
      uses += meanings(of: written.names.filter { !rule.right.names.contains($0) })
      chain.append(try numbers(written, presented, range))
    } else {
      chain.append(try numbers(rule.right, presented, range))
    }
    // ∂E/∂w is computed from δ here, as in the core; otherwise forward-mode differentiation would compute it.
    let result: Formula = if case .partial = rule.left { rule.right } else { rule.left }
    chain.append(try number(result, presented, range))
    return Derivation(
      step: rule.step.rawValue, subject: rule.left, chain: withEnoughDigits(chain.withoutRepetition),
      uses: uses, terms: try parts(ofTermsIn: rule.right, range))
  }

  /// g(a_j1) by the layer's own formula.
  func transferWritten(out a: Formula) -> Formula? {
    guard let layer = layer(of: a) else { return nil }
    let g = presented.network.layers[layer].transfer
    if g.isSoftmax, let k = a.freeSubscripts.first,
      let r = DerivationRules.otherLetter(of: layer, presented)
    {
      let all = a.replacing(k, by: r)
      return .quotient(.elementary(.exp, a), .summation(r.letter, .elementary(.exp, all)))
    }
    return g.formula(of: a, functions: presented.functions)
  }

  func layer(of formula: Formula) -> Int? {
    formula.freeSubscripts.compactMap { rules.layer(of: $0.letter) }.max()
  }

  /// A weight: its value, or its derivation from the last update.
  func weight(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    let value = try number(formula, current, range)
    guard case .quantity(_, let places) = formula else {
      return Derivation(step: nil, subject: formula, chain: [value], uses: [])
    }
    let change = Formula.quantity(.weightChange, places)
    let before = try number(formula, presented, range)
    guard value != before, current.weightChanges != nil, case .number(let old, _) = before,
      case .number(let step, _) = try number(change, current, range), case .number(let now, _) = value,
      // The engine that computes the update rounds in another order.
      (old + step - now).magnitude <= 4 * max(old.magnitude, step.magnitude).ulp
    else {
      return Derivation(
        step: nil, subject: formula, chain: [value], uses: [[.text("the current weight")]])
    }
    return Derivation(
      step: "update", subject: formula,
      chain: withEnoughDigits([.sum(before, try number(change, current, range)), value]),
      uses: [[.formula(formula), .text(" before the update")], [.formula(change), .text(" (backward)")]])
  }

  /// total E and mean E: the errors of the patterns one by one.
  func overSet(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    let value = try number(formula, current, range)
    var errors: [Formula] = []
    if let patterns = current.patterns {
      for number in 0..<min(patterns.count, Self.mostTerms) {
        let pattern = patterns[number]
        let error = try? current.network.error(current.network.forward(pattern.input), target: pattern.target)
        errors.append(written(error ?? .nan))
      }
      if patterns.count > Self.mostTerms { errors.append(.name("…")) }
    }
    var sum = errors.dropFirst().reduce(errors.first ?? .zero) { Formula.sum($0, $1) }
    if case .quantity(.meanError, _) = formula {
      sum = .quotient(sum, .plain(Double(current.patterns?.count ?? 1)) ?? .one)
    }
    return Derivation(
      step: nil, subject: formula, chain: withEnoughDigits([sum, value]),
      uses: [[.formula(.quantity(.error, [])), .text(" of each pattern, with the current weights")]])
  }

  /// A user's formula: its names replaced by their definitions, one level deep, then numbers, then the value.
  func ownFormula(_ formula: Formula, _ range: SourceRange) throws(Diagnostic) -> Derivation {
    var chain: [Formula] = []
    let defined = formula.names.reduce(formula) { formula, name in
      guard let definition = current.definitions[name], definition.numericValue == nil else { return formula }
      return formula.replacing(name: name, by: definition)
    }
    if defined != formula { chain.append(defined) }
    chain.append(try numbers(defined, current, range))
    chain.append(try number(formula, current, range))
    var uses = try self.uses(in: defined, step: nil, range)
    if defined.containsPartial {
      uses.append([.text("the exact derivative, by forward-mode differentiation, which knows no δ")])
    }
    return Derivation(
      step: nil, subject: formula, chain: withEnoughDigits(chain.withoutRepetition), uses: uses)
  }

  func origin(of formula: Formula) -> String {
    guard case .quantity(let quantity, let places) = formula else { return "" }
    switch quantity {
    case .target: return "the target of the presented pattern"
    case .weightChange:
      let rule = current.stepOptions.rule
      return "the change by rule \(rule.name.asTyped), "
        + "from s = -∂E/∂w and what it remembers of the updates before: " + rule.meaning
    case .previousWeightChange: return "Δw of the previous update; 0 if there was none"
    case .output where places.first?.unit == 0: return "the constant output of the bias unit"
    case .accuracy: return "the share of the pattern set that is classified right (`test` shows which)"
    case .epochs: return "the number of epochs of the last training"
    default: return "an input of the presented pattern"
    }
  }
}
