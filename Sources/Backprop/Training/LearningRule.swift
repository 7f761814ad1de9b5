/// How an update follows from the gradient: a rule, with the values of its parameters.
///
/// In every rule, s = -∂E/∂w - β w, where β is the weight decay, and -∂E/∂w is summed (or averaged) over the
/// patterns of the update.
public struct LearningRule: Sendable {
  /// All rules in the order of the reference. Each has a file in `Rules` and a line in this list.
  public static let all: [LearningRule] = [
    .gradient,
    .nesterov,
    .rprop,
    .quickprop,
    .adam,
    .perceptron,
    .delta,
  ]

  /// The name in the language.
  public let name: String
  /// What it does, in one line.
  public let meaning: String
  /// For a rule that is not built in: everything that determines its changes, so that two rules with the same
  /// name and different changes have different definitions.
  public let definition: String?
  /// Its parameters.
  public let parameters: [RuleParameter]
  /// One value per parameter, in their order.
  public private(set) var values: [Double]
  /// Whether it uses the momentum α of the options.
  public let usesMomentum: Bool
  /// What it takes in place of δ of the output units; nil if it follows the gradient.
  package let outputDelta: OutputDelta?
  /// The name of the compiled rule that applies it; nil if the calculation of a rule that is not built in is
  /// carried out step by step.
  package let compiledRule: String?
  /// Where each number that the formulas of a rule remember is among those of what applies it.
  private(set) var recollections: [Recollection] = []

  /// Whether the first number that it remembers is Δw of the last update.
  let remembersChange: @Sendable (TrainingOptions) -> Bool
  /// How many numbers it remembers per weight.
  let memories: @Sendable (TrainingOptions) -> Int
  /// Their values before the first update.
  let memoryAtFirst: @Sendable (TrainingOptions) -> [Double]
  /// Trains with the most suitable engine; compiled separately for each rule.
  let train: @Sendable (TrainingOptions, inout TrainingLoop) -> Void
  /// Δw of one weight, from its s and w and what is remembered about it, in an update; the first is number 1.
  let change: @Sendable (TrainingOptions, Double, Double, inout [Double], Int64) -> Double

  init<Rule: UpdateRule>(_: Rule.Type) {
    self.init(
      name: Rule.name, meaning: Rule.meaning, definition: nil, parameters: Rule.parameters,
      usesMomentum: Rule.usesMomentum, outputDelta: nil, compiledRule: Rule.name,
      remembersChange: { options in
        Rule.remembersChange && (options.momentum != 0 || options.schedules.momentum != nil)
      },
      rule: { options in Rule(options) })
  }

  /// A rule that is given by the changes that it makes.
  ///
  /// definition: what distinguishes it from others of its name, such as its formulas; nil if it is built in.
  package init(
    name: String, meaning: String, definition: String? = nil, parameters: [RuleParameter] = [],
    _ calculation: RuleCalculation, outputDelta: OutputDelta? = nil
  ) {
    let parts = RuleParts(calculation)
    let remembersChange = calculation.remembersChange
    let usesMomentum = calculation.uses(.momentum)
    if let linear = LinearRule(calculation, parts) {
      switch linear.kind {
      case .descent:
        self.init(
          name: name, meaning: meaning, definition: definition, parameters: parameters,
          usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: GradientDescent.name,
          remembersChange: { _ in remembersChange }, rule: { linear.descent($0) })
      case .nesterov:
        self.init(
          name: name, meaning: meaning, definition: definition, parameters: parameters,
          usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: Nesterov.name,
          remembersChange: { _ in false }, rule: { linear.nesterov($0) })
      }
      recollections = calculation.remembered.indices.map { Recollection(row: $0, sign: 1) }
      return
    }
    let isPositive = { (place: Int) in
      if case .above(let bound) = parameters[place].bounds { bound >= 0 } else { false }
    }
    if let normalized = NormalizedRule(calculation, parts, isPositive: isPositive) {
      self.init(
        name: name, meaning: meaning, definition: definition, parameters: parameters,
        usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: "normalized",
        remembersChange: { _ in false }, rule: { normalized.rule($0) })
      recollections = normalized.recollections
      return
    }
    if let twin = RuleTwin(Rprop.self, calculation, parameters: parameters) {
      self.init(
        name: name, meaning: meaning, definition: definition, parameters: parameters,
        usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: Rprop.name,
        remembersChange: { _ in remembersChange }, rule: { Rprop(twin.options($0)) })
      recollections = twin.recollections
      return
    }
    if let twin = RuleTwin(Quickprop.self, calculation, parameters: parameters) {
      self.init(
        name: name, meaning: meaning, definition: definition, parameters: parameters,
        usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: Quickprop.name,
        remembersChange: { _ in remembersChange }, rule: { Quickprop(twin.options($0)) })
      recollections = twin.recollections
      return
    }
    let program = RuleProgram(parts, calculation)
    self.init(
      name: name, meaning: meaning, definition: definition, parameters: parameters,
      usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: nil,
      remembersChange: { _ in remembersChange },
      memories: { _ in program.memories },
      memoryAtFirst: { _ in [Double](repeating: 0, count: program.memories) },
      train: { _, loop in loop.train(by: program) },
      change: { options, s, w, memory, update in
        program.change(options, s, w, &memory, update: update)
      })
    recollections = calculation.remembered.indices.map { Recollection(row: $0, sign: 1) }
  }

  /// rule: with the options of an epoch.
  private init<Rule: WeightRule>(
    name: String, meaning: String, definition: String?, parameters: [RuleParameter], usesMomentum: Bool,
    outputDelta: OutputDelta?, compiledRule: String?,
    remembersChange: @escaping @Sendable (TrainingOptions) -> Bool,
    rule: @escaping @Sendable (TrainingOptions) -> Rule
  ) {
    self.init(
      name: name, meaning: meaning, definition: definition, parameters: parameters,
      usesMomentum: usesMomentum, outputDelta: outputDelta, compiledRule: compiledRule,
      remembersChange: remembersChange,
      memories: { options in rule(options).isPlain(options) ? 0 : Rule.memories },
      memoryAtFirst: { options in [0, rule(options).secondAtFirst] },
      train: { _, loop in loop.train(by: rule) },
      change: { options, s, _, memory, update in
        var rule = rule(options)
        rule.beginUpdate(update)
        var (first, second) = (memory[0], memory[1])
        let change = rule.change(rule.scale * s, &first, &second)
        memory = [first, second]
        return change
      })
  }

  private init(
    name: String, meaning: String, definition: String?, parameters: [RuleParameter], usesMomentum: Bool,
    outputDelta: OutputDelta?, compiledRule: String?,
    remembersChange: @escaping @Sendable (TrainingOptions) -> Bool,
    memories: @escaping @Sendable (TrainingOptions) -> Int,
    memoryAtFirst: @escaping @Sendable (TrainingOptions) -> [Double],
    train: @escaping @Sendable (TrainingOptions, inout TrainingLoop) -> Void,
    change: @escaping @Sendable (TrainingOptions, Double, Double, inout [Double], Int64) -> Double
  ) {
    self.name = name
    self.meaning = meaning
    self.definition = definition
    self.parameters = parameters
    values = parameters.map { $0.standard }
    self.usesMomentum = usesMomentum
    self.outputDelta = outputDelta
    self.compiledRule = compiledRule
    self.remembersChange = remembersChange
    self.memories = memories
    self.memoryAtFirst = memoryAtFirst
    self.train = train
    self.change = change
  }

  /// The value of a parameter; NaN if the rule has no such parameter, so that a rule that reads one that it
  /// does not list learns nothing.
  public subscript(_ parameter: RuleParameter) -> Double { value(parameter.name) }

  private func value(_ name: String) -> Double {
    zip(parameters, values).first { $0.0.name == name }?.1 ?? .nan
  }

  /// The same rule with a different value for one parameter, given by its name or a synonym.
  ///
  /// Throws: `NetworkError.noSuchRuleParameter`, `.ruleParameterOutOfRange`.
  public func setting(_ name: String, to value: Double) throws(NetworkError) -> LearningRule {
    let place = parameters.firstIndex { $0.name == name || $0.synonyms.contains(name) }
    guard let place else { throw .noSuchRuleParameter(rule: self.name, name) }
    guard parameters[place].bounds.allows(value) else {
      throw .ruleParameterOutOfRange(parameters[place].name, value)
    }
    var changed = self
    changed.values[place] = value
    return changed
  }

  /// The same rule with these values of its parameters, which the caller guarantees.
  func setting(_ values: [Double]) -> LearningRule {
    var changed = self
    changed.values = values
    return changed
  }

  /// Checks the values, also against each other.
  ///
  /// Throws: `NetworkError.ruleParameterOutOfRange`.
  public func validate() throws(NetworkError) {
    for (parameter, value) in zip(parameters, values) {
      // A rule of the user's own may have `largest` without `smallest`.
      let least = parameter.least.map { self.value($0) } ?? .nan
      guard parameter.bounds.allows(value), least.isNaN || value >= least else {
        throw .ruleParameterOutOfRange(parameter.name, value)
      }
    }
  }
}

/// A number that a rule remembers: which one of those of what applies it, or the negative of which.
struct Recollection: Sendable {
  let row: Int
  let sign: Double
}

extension LearningRule: Equatable {
  public static func == (a: LearningRule, b: LearningRule) -> Bool {
    a.name == b.name && a.values == b.values && a.definition == b.definition
  }
}

extension LearningRule {
  /// Whether the first update has a finite Δw for some weights.
  package var hasFirstChange: Bool {
    let options = TrainingOptions(learningRate: 0.1, momentum: 0.5, rule: self)
    return [(0.3, 0.5), (-0.2, -0.4), (0.1, 0)].contains { s, w in
      var memory = memoryAtFirst(options)
      return change(options, s, w, &memory, 1).isFinite
    }
  }
}
