/// A learning rule apart from the values of its parameters: what all uses of it share. It never changes.
final class LearningRuleKind: Sendable {
  /// What is said about it.
  struct Title: Sendable {
    let name: String
    let meaning: String
    let definition: String?
    let parameters: [RuleParameter]
    let usesMomentum: Bool
    let outputDelta: OutputDelta?
    /// Whether its s is δ_j y_i without what a penalty in E adds.
    let leavesOutPenalty: Bool
  }

  let title: Title
  let compiledRule: String?
  /// Where each number that the formulas of a rule remember is among those of what applies it.
  let recollections: [Recollection]

  /// Whether the first number that it remembers is Δw of the last update.
  let remembersChange: @Sendable (TrainingOptions) -> Bool
  /// How many numbers it remembers per weight.
  let memories: @Sendable (TrainingOptions) -> Int
  /// Their values before the first update.
  let memoryAtFirst: @Sendable (TrainingOptions) -> [Double]
  /// Trains with the most suitable engine; compiled separately for each rule.
  let train: @Sendable (TrainingOptions, inout TrainingLoop) -> Void
  /// Whether it takes δ_j y_i and what a penalty adds apart.
  let takesPenaltyApart: Bool
  /// Δw of one weight, from its state and what is remembered about it, in an update; the first is number 1.
  let change: @Sendable (TrainingOptions, WeightState, inout [Double], Int64) -> Double

  /// A rule that is applied by a compiled one. rule: that one, with the options of an epoch.
  private init<Rule: WeightRule>(
    _ title: Title, compiledRule: String, recollections: [Recollection] = [],
    remembersChange: @escaping @Sendable (TrainingOptions) -> Bool,
    rule: @escaping @Sendable (TrainingOptions) -> Rule
  ) {
    self.title = title
    self.compiledRule = compiledRule
    self.recollections = recollections
    self.remembersChange = remembersChange
    memories = { options in rule(options).isPlain(options) ? 0 : Rule.memories }
    memoryAtFirst = { options in [0, rule(options).secondAtFirst] }
    train = { _, loop in loop.train(by: rule) }
    takesPenaltyApart = false
    change = { options, state, memory, update in
      var rule = rule(options)
      rule.beginUpdate(update)
      var (first, second) = (memory[0], memory[1])
      let change = rule.change(rule.scale * state.descent, &first, &second)
      memory = [first, second]
      return change
    }
  }

  /// A rule whose calculation is carried out step by step.
  private init(_ title: Title, _ calculation: RuleCalculation, _ program: RuleProgram) {
    let remembersChange = calculation.remembersChange
    self.title = title
    compiledRule = nil
    recollections = calculation.recollections
    self.remembersChange = { _ in remembersChange }
    memories = { _ in program.memories }
    memoryAtFirst = { _ in [Double](repeating: 0, count: program.memories) }
    train = { _, loop in loop.train(by: program) }
    takesPenaltyApart = program.usesProduct
    change = { options, state, memory, update in
      program.change(options, state, &memory, update: update)
    }
  }

  /// A rule that is gradient descent with weight decay.
  private init(
    _ title: Title, _ calculation: RuleCalculation, _ program: RuleProgram, _ decaying: DecayingRule
  ) {
    let remembersChange = calculation.remembersChange
    self.title = title
    compiledRule = GradientDescent.name
    recollections = calculation.recollections
    self.remembersChange = { _ in remembersChange }
    memories = { _ in program.memories }
    // Descent keeps Δw, whether the rule remembers it or not.
    memoryAtFirst = { _ in [0] }
    train = { options, loop in
      if decaying.applies(with: options) { loop.train(by: decaying) } else { loop.train(by: program) }
    }
    takesPenaltyApart = false
    change = { options, state, memory, update in
      var own = Array(memory.prefix(program.memories))
      let change = program.change(options, state, &own, update: update)
      for place in own.indices { memory[place] = own[place] }
      return change
    }
  }

  /// Where the output of bias units is 1: one with lines for biases that is gradient descent with weight
  /// decay of the other weights; nil if it is another rule.
  static func decaying(_ title: Title, _ calculation: RuleCalculation) -> LearningRuleKind? {
    guard calculation.uses(.biasOutput), let decaying = DecayingRule(calculation) else { return nil }
    return LearningRuleKind(title, calculation, RuleProgram(calculation), decaying)
  }

  static func builtIn<Rule: UpdateRule>(_: Rule.Type) -> LearningRuleKind {
    let title = Title(
      name: Rule.name, meaning: Rule.meaning, definition: nil, parameters: Rule.parameters,
      usesMomentum: Rule.usesMomentum, outputDelta: nil, leavesOutPenalty: false)
    return LearningRuleKind(
      title, compiledRule: Rule.name,
      remembersChange: { options in
        Rule.remembersChange && (options.momentum != 0 || options.schedules.momentum != nil)
      },
      rule: { options in Rule(options) })
  }

  /// A rule that is given by the changes that it makes, applied by the compiled rule that it is, if any.
  static func calculated(_ title: Title, _ calculation: RuleCalculation) -> LearningRuleKind {
    let parts = RuleParts(calculation)
    // The compiled rules treat all weights alike.
    if calculation.tellsWeightsApart {
      return LearningRuleKind(title, calculation, RuleProgram(parts, calculation))
    }
    if let linear = LinearRule(calculation, parts) {
      let remembersChange = calculation.remembersChange
      switch linear.kind {
      case .descent:
        return LearningRuleKind(
          title, compiledRule: GradientDescent.name, recollections: calculation.recollections,
          remembersChange: { _ in remembersChange }, rule: { linear.descent($0) })
      case .nesterov:
        return LearningRuleKind(
          title, compiledRule: Nesterov.name, recollections: calculation.recollections,
          remembersChange: { _ in false }, rule: { linear.nesterov($0) })
      }
    }
    if let decaying = DecayingRule(calculation) {
      return LearningRuleKind(title, calculation, RuleProgram(parts, calculation), decaying)
    }
    let isPositive = { (place: Int) in
      if case .above(let bound) = title.parameters[place].bounds { bound >= 0 } else { false }
    }
    if let normalized = NormalizedRule(calculation, parts, isPositive: isPositive) {
      if let twin = RuleTwin(adam: normalized, calculation, parameters: title.parameters) {
        return LearningRuleKind(title, calculation, twin, of: Adam.self)
      }
      return LearningRuleKind(
        title, compiledRule: "normalized", recollections: normalized.recollections,
        remembersChange: { _ in false }, rule: { normalized.rule($0) })
    }
    return twin(of: Rprop.self, title, calculation) ?? twin(of: Quickprop.self, title, calculation)
      ?? LearningRuleKind(title, calculation, RuleProgram(parts, calculation))
  }

  /// nil if the rule is another one.
  private static func twin<Rule: UpdateRule>(
    of rule: Rule.Type, _ title: Title, _ calculation: RuleCalculation
  ) -> LearningRuleKind? {
    RuleTwin(rule, calculation, parameters: title.parameters).map {
      LearningRuleKind(title, calculation, $0, of: rule)
    }
  }

  /// A rule that is a built-in one.
  private convenience init<Rule: UpdateRule>(
    _ title: Title, _ calculation: RuleCalculation, _ twin: RuleTwin, of _: Rule.Type
  ) {
    let remembersChange = calculation.remembersChange
    self.init(
      title, compiledRule: Rule.name, recollections: twin.recollections,
      remembersChange: { _ in remembersChange }, rule: { Rule(twin.options($0)) })
  }
}

/// What Δw of one weight is computed from, apart from what is remembered.
struct WeightState {
  /// s.
  let descent: Double
  /// s without what a penalty in E adds.
  let product: Double
  let weight: Double
  /// The output of the bias unit that it leads from; 0 if it leads from another.
  let bias: Double
  /// The number of the layer that it leads to; the input layer is number 1.
  let layer: Int

  /// product: nil where E has no penalty.
  init(_ descent: Double, product: Double? = nil, weight: Double, bias: Double = 0, layer: Int = 2) {
    (self.descent, self.product, self.weight) = (descent, product ?? descent, weight)
    (self.bias, self.layer) = (bias, layer)
  }
}

/// A number that a rule remembers: which one of those of what applies it, or the negative of which.
struct Recollection: Equatable, Sendable {
  let row: Int
  let sign: Double
}

extension RuleCalculation {
  /// Those of a rule whose numbers are remembered as they are.
  fileprivate var recollections: [Recollection] {
    remembered.indices.map { Recollection(row: $0, sign: 1) }
  }
}
