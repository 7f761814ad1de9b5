import Backprop

/// A learning rule by the name of one that is not built in. Whether the session has one is known only when
/// the statement runs.
struct OwnRuleRequest: Sendable {
  let name: Located<String>
  let options: OptionValues
  let command: Command
  /// Of the statement.
  let range: SourceRange

  /// Built-in rules by other names.
  private static let elsewhere = [
    "sgd": "gradient", "backprop": "gradient", "descent": "gradient", "nag": "nesterov", "lms": "delta",
  ]

  func rule(in state: SessionState) throws(Diagnostic) -> LearningRule {
    guard let rule = try state.ownRule(named: name.value) else {
      let known = TrainRequest.rules + state.rules.map { $0.name }
      // A word of other courses may be the name of a rule whose definition has been refused.
      let expected = Problem.expected(
        Wording.list(known.map { "`\($0.asTyped)`" }, last: "or"), found: "`\(name.value.asTyped)`")
      if let lines = RulesByHand.lines[name.value] {
        throw Diagnostic(expected, at: name.range, example: RulesByHand.definition(name.value, lines))
      }
      throw Diagnostic(
        expected, at: name.range,
        suggestion: Self.elsewhere[name.value] ?? Spelling.nearest(to: name.value, among: known))
    }
    return try TrainRequest.setting(options, of: rule, named: name.value, of: command, at: range)
  }
}

/// The request of `rule NAME`.
enum RuleRequest: Sendable {
  case builtIn(LearningRule, momentum: Double?)
  case own(OwnRuleRequest)

  init(_ name: Located<String>, _ options: OptionValues, of command: Command) throws(Diagnostic) {
    if TrainRequest.rules.contains(name.value) {
      let choice = try TrainRequest.rule(options, named: name.value, of: command, at: name.range)
      self = .builtIn(choice.rule, momentum: choice.momentum)
    } else {
      self = .own(OwnRuleRequest(name: name, options: options, command: command, range: name.range))
    }
  }

  func choice(in state: SessionState) throws(Diagnostic) -> (rule: LearningRule, momentum: Double?) {
    switch self {
    case .builtIn(let rule, let momentum): (rule, momentum)
    case .own(let request): (try request.rule(in: state), nil)
    }
  }
}

extension SessionState {
  /// A rule of the user's own, with names as they are defined now; nil if none has this name.
  func ownRule(named name: String) throws(Diagnostic) -> LearningRule? {
    guard let rule = rules.first(where: { $0.name == name }) else { return nil }
    return try learningRule(rule)
  }

  func learningRule(_ rule: OwnRule) throws(Diagnostic) -> LearningRule {
    try RuleBuilder.learningRule(rule, definitions, functions: functionFormulas)
  }

  /// Makes a rule of the user's own that is in force follow the names in it. Returns: whether it changes.
  @discardableResult
  mutating func rebindRule() throws(Diagnostic) -> Bool {
    guard rule.definition != nil, var new = try ownRule(named: rule.name) else { return false }
    for (parameter, value) in zip(rule.parameters, rule.values) {
      new = (try? new.setting(parameter.name, to: value)) ?? new
    }
    guard new != rule else { return false }
    rule = new
    refreshWeightChanges()
    return true
  }
}
