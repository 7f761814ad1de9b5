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
  ]

  /// The name in the language.
  public let name: String
  /// What it does, in one line.
  public let meaning: String
  /// Its parameters.
  public let parameters: [RuleParameter]
  /// One value per parameter, in their order.
  public private(set) var values: [Double]
  /// Whether it uses the momentum α of the options.
  public let usesMomentum: Bool

  /// Whether the first number that it remembers is Δw of the last update.
  let remembersChange: Bool
  /// How many numbers it remembers per weight: 0, 1 or 2.
  let memories: @Sendable (TrainingOptions) -> Int
  /// The value of the second of them before the first update.
  let secondAtFirst: @Sendable (TrainingOptions) -> Double
  /// Trains with the most suitable engine; compiled separately for each rule.
  let train: @Sendable (TrainingOptions, inout TrainingLoop) -> Void
  /// Δw of one weight, from its s and what is remembered about it, in an update (the first is number 1).
  let change: @Sendable (TrainingOptions, Double, inout WeightMemory, Int64) -> Double

  init<Rule: UpdateRule>(_: Rule.Type) {
    name = Rule.name
    meaning = Rule.meaning
    parameters = Rule.parameters
    values = Rule.parameters.map { $0.standard }
    usesMomentum = Rule.usesMomentum
    remembersChange = Rule.remembersChange
    memories = { options in Rule(options).isPlain(options) ? 0 : Rule.memories }
    secondAtFirst = { options in Rule(options).secondAtFirst }
    train = { _, loop in loop.train(by: Rule.self) }
    change = { options, s, memory, update in
      var rule = Rule(options)
      rule.beginUpdate(update)
      return rule.change(rule.scale * s, &memory.first, &memory.second)
    }
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

  /// Checks the values, also against each other.
  ///
  /// Throws: `NetworkError.ruleParameterOutOfRange`.
  public func validate() throws(NetworkError) {
    for (parameter, value) in zip(parameters, values) {
      let least = parameter.least.map { self.value($0) } ?? -.infinity
      guard parameter.bounds.allows(value), value >= least else {
        throw .ruleParameterOutOfRange(parameter.name, value)
      }
    }
  }
}

extension LearningRule: Equatable {
  public static func == (a: LearningRule, b: LearningRule) -> Bool {
    a.name == b.name && a.values == b.values
  }
}

/// What a learning rule remembers per weight: two numbers, whose meaning depends on the rule.
struct WeightMemory: Equatable, Sendable {
  var first = 0.0
  var second: Double
}
