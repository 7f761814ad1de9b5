import Backprop

/// What a rule of the user's own remembers, before and after the update that Δw is of.
final class RuleMemory: Sendable {
  let rule: OwnRule
  /// The rule in force, which has the values of the parameters.
  let learningRule: LearningRule
  /// What is remembered, in the order of the trainer's numbers: `v_ij`, or `Δw_ij` for Δw_ij(n-1).
  let names: [String]
  /// As it was when `backward` worked out Δw; nil before `backward`.
  let before: Trainer?
  /// As the last update left it; nil before the first.
  let last: Trainer?

  init(rule: OwnRule, learningRule: LearningRule, names: [String], before: Trainer?, last: Trainer?) {
    (self.rule, self.learningRule, self.names) = (rule, learningRule, names)
    (self.before, self.last) = (before, last)
  }

  /// `v_j1k1`: the quantity of the rule's own, and its units; nil for other names.
  func quantity(_ name: String) -> (symbol: OwnRule.Symbol, places: [Subscript])? {
    let (bare, places) = OtherCourses.parts(of: name)
    guard places.count == 2, rule.lines.contains(where: { $0.symbol == .own(bare) }) else { return nil }
    return (.own(bare), places)
  }

  /// Whether a line of the rule computes what has this name: `v_j1k1`, `η_n`.
  func computes(_ name: String) -> Bool {
    quantity(name) != nil || rule.lines.contains { $0.symbol == .number(name) }
  }

  /// The same if there were no weight decay.
  var withoutDecay: RuleMemory {
    RuleMemory(
      rule: rule, learningRule: learningRule, names: names, before: before?.withoutDecay(), last: last)
  }

  /// Whether Δw is always 0 for the weights into a layer.
  func skips(_ layer: Int, of network: Network) -> Bool {
    learningRule.outputDelta != nil && layer < network.layers.count - 1
  }

  /// The line of a quantity, for one weight, in names that formulas may have.
  func formula(of symbol: OwnRule.Symbol, from: Subscript, to: Subscript) -> Formula? {
    guard let line = rule.lines.first(where: { $0.symbol == symbol }) else { return nil }
    let weight = RuleFormula(
      formula: rule.general(line), from: rule.from, to: rule.to, isForOutputsOnly: false)
    return rule.particular(weight.formula(from: from, to: to), from: from, to: to)
  }

  /// What was remembered before the update that Δw is of, one matrix per projection; nil if it has not been
  /// kept. name: for any weight, as in `names`.
  func earlier(_ name: String) -> [Matrix]? {
    guard let before, let place = names.firstIndex(of: name) else { return nil }
    // Before the first update, the weight was what it is.
    if before.updates == 0, name == rule.weight { return before.network.projections.map { $0.weights } }
    guard let numbers = before.remembered, numbers.indices.contains(place) else { return nil }
    return numbers[place]
  }

  /// The numbers of a quantity, one matrix per projection: those of the update that Δw is of, or else of the
  /// last one; nil if there are none.
  func numbers(of symbol: OwnRule.Symbol, _ presentation: Presentation?) -> [Matrix]? {
    guard let place = names.firstIndex(of: symbol.written(rule.from, rule.to)) else { return nil }
    var trainer = last
    if let before, let presentation, let target = presentation.target {
      trainer = try? before.remembering(presentation.forward, target: target)
    }
    guard let numbers = trainer?.remembered, numbers.indices.contains(place) else { return nil }
    return numbers[place]
  }
}

extension FormulaContext {
  /// Throws at what depends on the updates so far, or on the rule in force: of that nothing is proved or
  /// derived.
  func refuseMemory(
    in formulas: [SourceFormula], example: String = "prove y_k = g(a_k)"
  ) throws(Diagnostic) {
    var seen: Set<String> = []
    for side in formulas {
      guard let name = ofUpdates(side.formula, &seen) else { continue }
      throw Diagnostic(
        .expected(
          "quantities of the network alone, in any state: `\(name)` belongs to one learning rule and its "
            + "updates; `check` compares its numbers",
          found: "`\(side.formula.unicode)`"), at: side.range, example: example)
    }
  }

  /// What of a formula is n, a parameter of the rule in force, something that it remembers, or a value at the
  /// update before; nil if nothing is.
  /// seen: the names whose definitions have been looked at.
  private func ofUpdates(_ formula: Formula, _ seen: inout Set<String>) -> String? {
    switch formula {
    case .name(let name):
      if let definition = definitions[name] {
        return seen.insert(name).inserted ? ofUpdates(definition, &seen) : nil
      }
      let rule = stepOptions.rule
      let isOfRule = rule.parameters.contains { $0.spellings.contains(name) }
      return name == "n" && rule != .gradient || isOfRule || ruleMemory?.computes(name) == true ? name : nil
    case .call(.named(let name), _)
    where formula.ofUpdate != nil && (isWeight(name) || ruleMemory?.quantity(name) != nil):
      return formula.unicode
    case .partial(_, let variable) where variable.ofUpdate != nil: return formula.unicode
    default:
      for child in formula.children {
        if let found = ofUpdates(child, &seen) { return found }
      }
      return nil
    }
  }

  private func isWeight(_ name: String) -> Bool {
    let (bare, places) = OtherCourses.parts(of: name)
    return bare == Quantity.weight.rawValue && places.count == 2
  }
}

extension SessionState {
  /// The error for a name that one of the rules computes: it would mean something else outside of the rule.
  func computedByRule(_ name: Located<String>) -> Diagnostic? {
    guard let rule = rules.first(where: { $0.numbers.contains(name.value) }) else { return nil }
    return Diagnostic(
      .expected(
        "a name that means nothing yet",
        found: "`\(name.value)`, which rule \(rule.name.asTyped) computes"),
      at: name.range, example: "let c = 1/2")
  }

  /// nil unless a rule of the user's own is in force.
  func ruleMemory(of network: NetworkState) -> RuleMemory? {
    guard rule.definition != nil, let own = rules.first(where: { $0.name == rule.name }),
      let names = RuleBuilder.memories(own, definitions, functions: functionFormulas)
    else { return nil }
    var last = network.trainer
    if let trainer = last, trainer.options.rule != rule || trainer.updates == 0 { last = nil }
    return RuleMemory(
      rule: own, learningRule: rule, names: names,
      before: network.weightChanges == nil ? nil : network.trainerBefore, last: last)
  }
}
