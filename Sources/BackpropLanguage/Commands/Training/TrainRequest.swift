import Backprop

/// The request to `train`; nil means the session's setting.
struct TrainRequest: Sendable {
  var epochs: Int?
  var learningRate: Double?
  var momentum: Double?
  var updates: Updates
  var reduction: Reduction
  /// nil: the session's.
  var rule: LearningRule?
  /// A rule that is not built in, in place of `rule`.
  var ownRule: OwnRuleRequest?
  /// nil: the session's.
  var decay: WeightDecay?
  var schedules: ScheduleFormulas
  /// nil: in the order of the set.
  var shuffleSeed: Int64?
  var target: StoppingRule?
  var precision: Precision
  /// A pattern set that is not learned, whose error is kept.
  var watched: Located<String>?
  /// Formulas that are evaluated after each epoch.
  var recorded: [SourceFormula]
  /// The name of this training.
  var name: Located<String>?
  /// Whether nothing is shown.
  var isHidden: Bool
}

extension TrainRequest {
  /// The values of the option `rule`: the learning rules, and the common name of gradient descent with the
  /// usual momentum.
  static let ruleChoices: [(word: String, rule: LearningRule, momentum: Double?)] =
    LearningRule.all.flatMap { rule in
      [(rule.name, rule, nil)] + (rule == .gradient ? [("momentum", rule, 0.9)] : [])
    }

  static let rules = ruleChoices.map { $0.word }

  /// The settings given by the options of `train` or `sweep`. range: of the statement.
  init(_ options: OptionValues, of command: Command, at range: SourceRange) throws(Diagnostic) {
    let updates: Updates =
      switch options["batch"] {
      case .flag: .batch
      case .integer(let size): .miniBatch(size)
      case nil, .number, .schedule, .word, .name, .names, .formulas, .condition, .numbers, .rates, .columns:
        .perPattern
      }
    let named = options.name("rule")
    let own = named.flatMap { name in
      Self.rules.contains(name.value)
        ? nil : OwnRuleRequest(name: name, options: options, command: command, range: range)
    }
    let rule =
      own == nil ? try Self.rule(options, named: named?.value, of: command, at: range) : (.gradient, nil)
    let isRuleGiven = own == nil && (options.has("rule") || rule.rule != .gradient)
    var target: StoppingRule?
    if case .condition(let condition) = options["until"] {
      switch condition {
      case .totalError(let bound): target = .totalError(below: bound)
      case .meanError(let bound): target = .meanError(below: bound)
      }
    }
    self.init(
      epochs: options.count("epochs") ?? options.count("train"), learningRate: options.number("η"),
      momentum: options.number("α") ?? rule.momentum,
      updates: updates, reduction: options.has("mean") ? .mean : .sum, rule: isRuleGiven ? rule.rule : nil,
      ownRule: own,
      decay: WeightDecay(options),
      schedules: ScheduleFormulas(
        learningRate: options.schedule("η"), momentum: options.schedule("α"),
        decay: options.schedule("decay")),
      shuffleSeed: options.has("shuffle") ? options.integer("seed") ?? 1 : nil, target: target,
      precision: try options.choice("precision") { Precision(rawValue: $0) } ?? .double,
      watched: options.name("watch"), recorded: options.formulas("record") ?? [],
      name: options.name("as"), isHidden: options.has("hidden"))
  }
}

extension TrainRequest {
  mutating func set(learningRate: OptionValues.Rate) {
    switch learningRate {
    case .number(let value): (self.learningRate, schedules.learningRate) = (value, nil)
    case .formula(let formula): schedules.learningRate = formula
    }
  }

  mutating func set(momentum: OptionValues.Rate) {
    switch momentum {
    case .number(let value): (self.momentum, schedules.momentum) = (value, nil)
    case .formula(let formula): schedules.momentum = formula
    }
  }
}
