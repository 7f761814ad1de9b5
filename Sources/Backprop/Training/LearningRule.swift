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

  /// What it is, apart from the values of its parameters.
  let kind: LearningRuleKind
  /// What does the same in networks whose bias units have the output 1, and in those without; nil if it has
  /// to be the rule itself.
  private var kindOfUnitBias: LearningRuleKind?
  /// What does the same where E has a penalty; nil if it is the rule itself.
  private var kindWithPenalty: LearningRuleKind?
  /// One value per parameter, in their order.
  public private(set) var values: [Double]

  /// The name in the language.
  public var name: String { kind.title.name }
  /// What it does, in one line.
  public var meaning: String { kind.title.meaning }
  /// For a rule that is not built in: everything that determines its changes, so that two rules with the same
  /// name and different changes have different definitions.
  public var definition: String? { kind.title.definition }
  /// Its parameters.
  public var parameters: [RuleParameter] { kind.title.parameters }
  /// Whether it uses the momentum α of the options.
  public var usesMomentum: Bool { kind.title.usesMomentum }
  /// What it takes in place of δ of the output units; nil if it follows the gradient.
  package var outputDelta: OutputDelta? { kind.title.outputDelta }
  /// Whether its s is δ_j y_i without what a penalty in E adds.
  package var leavesOutPenalty: Bool { kind.title.leavesOutPenalty }
  /// The name of the compiled rule that applies it; nil if the calculation of a rule that is not built in is
  /// carried out step by step.
  package var compiledRule: String? { kind.compiledRule }

  init<Rule: UpdateRule>(_ rule: Rule.Type) { self.init(kind: .builtIn(rule)) }

  /// A rule that is given by the changes that it makes.
  ///
  /// definition: what distinguishes it from others of its name, such as its formulas; nil if it is built in.
  /// leavesOutPenalty: whether its s is δ_j y_i without what a penalty in E adds.
  package init(
    name: String, meaning: String, definition: String? = nil, parameters: [RuleParameter] = [],
    _ calculation: RuleCalculation, outputDelta: OutputDelta? = nil, leavesOutPenalty: Bool = false
  ) {
    let title = LearningRuleKind.Title(
      name: name, meaning: meaning, definition: definition, parameters: parameters,
      usesMomentum: calculation.uses(.momentum), outputDelta: outputDelta, leavesOutPenalty: leavesOutPenalty)
    self.init(kind: .calculated(title, calculation))
    kindOfUnitBias = .decaying(title, calculation)
  }

  private init(kind: LearningRuleKind) {
    self.kind = kind
    values = kind.title.parameters.map { $0.standard }
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

  /// The same rule, which is `other` where the output of bias units is 1, or there are none.
  package func whereBiasIsOne(_ other: LearningRule) -> LearningRule {
    var rule = self
    rule.kindOfUnitBias = other.kind
    return rule
  }

  /// The same rule, which is `other` where E has a penalty.
  package func whereErrorHasPenalty(_ other: LearningRule) -> LearningRule {
    var rule = self
    rule.kindWithPenalty = other.kind
    return rule
  }

  /// The rule for a network, whose E may have a penalty.
  func forError(of network: Network) -> LearningRule {
    guard network.errorFunction.penalty != nil, let kindWithPenalty else { return self }
    var rule = LearningRule(kind: kindWithPenalty)
    rule.values = values
    return rule
  }

  /// The rule as it is fastest in a network.
  func applied(to network: Network) -> LearningRule {
    if network.errorFunction.penalty != nil, kindWithPenalty != nil { return forError(of: network) }
    guard let simpler = kindOfUnitBias, network.bias ?? 1 == 1 else { return self }
    var rule = LearningRule(kind: simpler)
    rule.values = values
    return rule
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

extension LearningRule: Equatable {
  public static func == (a: LearningRule, b: LearningRule) -> Bool {
    a.name == b.name && a.values == b.values && a.definition == b.definition
  }
}

extension LearningRule {
  /// Whether the first update has a finite Δw for some weights.
  package var hasFirstChange: Bool {
    let options = TrainingOptions(learningRate: 0.1, momentum: 0.5, rule: self)
    return [0.0, 1].allSatisfy { bias in
      [(0.3, 0.5), (-0.2, -0.4), (0.1, 0)].contains { s, w in
        var memory = kind.memoryAtFirst(options)
        return kind.change(options, WeightState(s, weight: w, bias: bias), &memory, 1).isFinite
      }
    }
  }
}
