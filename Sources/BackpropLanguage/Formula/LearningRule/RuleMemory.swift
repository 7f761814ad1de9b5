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

  /// Whether Δw is always 0 for the weights into a layer.
  func skips(_ layer: Int, of network: Network) -> Bool {
    learningRule.outputDelta != nil && layer < network.layers.count - 1
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

extension SessionState {
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
