import Backprop

extension RuleParameter {
  /// What it is called in a rule: `β1`, `beta1`, and with the number below the letter, `β_1` and `beta_1`.
  var spellings: [String] {
    let names = [name] + synonyms
    return names
      + names.compactMap { name in
        let letters = name.prefix { !$0.isWholeNumber }
        guard !letters.isEmpty, letters.count < name.count else { return nil }
        return letters + "_" + name.dropFirst(letters.count)
      }
  }
}

/// The parameters of the learning rules as options of `train` and `sweep`.
extension TrainRequest {
  /// Each name once: parameters of several rules with the same name are one option.
  static let ruleParameters: [CommandOption] = {
    let all = LearningRule.all.flatMap { rule in rule.parameters.map { (rule: rule.name, parameter: $0) } }
    var options: [CommandOption] = []
    for (_, first) in all where !options.contains(where: { $0.name == first.name }) {
      let same = all.filter { $0.parameter.name == first.name }
      func each(_ text: (RuleParameter) -> String) -> String {
        if same.count == 1 { return text(first) }
        return same.map { "\(text($0.parameter)) for \($0.rule)" }.joined(separator: "; ")
      }
      options.append(
        CommandOption(
          name: first.name, synonyms: same.flatMap { $0.parameter.synonyms }, value: .number(.any),
          defaultValue: each { Wording.number($0.standard) },
          meaning: each { "\($0.meaning), \(words($0))" }, onlyWith: same.map { $0.rule }))
    }
    return options
  }()

  /// The chosen rule with the given parameters. range: of the command.
  static func rule(
    _ options: OptionValues, named word: String?, of command: Command, at range: SourceRange
  ) throws(Diagnostic) -> (rule: LearningRule, momentum: Double?) {
    let choice = word.flatMap { word in ruleChoices.first { $0.word == word } }
    let rule = try setting(options, of: choice?.rule ?? .gradient, named: word, of: command, at: range)
    return (rule, choice?.momentum)
  }

  /// The rule with the given parameters. word: its name, if it is given.
  static func setting(
    _ options: OptionValues, of start: LearningRule, named word: String?, of command: Command,
    at range: SourceRange
  ) throws(Diagnostic) -> LearningRule {
    var rule = start
    for option in ruleParameters {
      guard let value = options.number(option.name), let range = options.range(option.name) else { continue }
      guard let parameter = rule.parameters.first(where: { $0.name == option.name }) else {
        // `ε 0.1` may be another course's learning rate.
        let setting = OtherCourses.entry(for: option.name)?.setting
        throw Diagnostic(
          .otherRulesParameter(
            options.spelling(option.name) ?? option.name, rules: option.onlyWith,
            rule: word ?? rule.name), at: range,
          suggestion: setting.map { "\($0) \(Wording.number(value))" }, example: command.example(with: option)
        )
      }
      do throws(NetworkError) { rule = try rule.setting(option.name, to: value) } catch {
        throw Diagnostic(
          .outOfRange(name(of: option, options), value: value, allowed: words(parameter)), at: range,
          example: command.example(with: option))
      }
    }
    do throws(NetworkError) { try rule.validate() } catch {
      throw refusal(of: rule, error, options, command, at: options.range("rule") ?? range)
    }
    return rule
  }

  /// The error for parameters that do not fit together: it blames the one that was typed.
  private static func refusal(
    of rule: LearningRule, _ error: NetworkError, _ options: OptionValues, _ command: Command,
    at place: SourceRange
  ) -> Diagnostic {
    guard case .ruleParameterOutOfRange(let name, let value) = error,
      let larger = rule.parameters.first(where: { $0.name == name }),
      let smaller = rule.parameters.first(where: { $0.name == larger.least })
    else { return Diagnostic(.network(error), at: place) }
    let example =
      "\(command.beginning), rule \(rule.name), "
      + [smaller, larger].map { "\($0.name) \(Wording.number($0.standard))" }.joined(separator: ", ")
    if let range = options.range(larger.name) {
      let allowed = "\(Wording.number(rule[smaller])) or more, the value of `\(smaller.name)`"
      return Diagnostic(.outOfRange(name, value: value, allowed: allowed), at: range, example: example)
    }
    let allowed = "\(Wording.number(value)) or less, the value of `\(larger.name)`"
    return Diagnostic(
      .outOfRange(smaller.name, value: rule[smaller], allowed: allowed),
      at: options.range(smaller.name) ?? place, example: example)
  }

  /// An option as it was typed, with its name if that is another: `up (increase)`.
  private static func name(of option: CommandOption, _ options: OptionValues) -> String {
    guard let typed = options.spelling(option.name), typed != option.name else { return option.name }
    return "\(typed) (\(option.name))"
  }

  /// The allowed values of a parameter.
  private static func words(_ parameter: RuleParameter) -> String {
    let number = Wording.number
    if let least = parameter.least { return "`\(least)` or more" }
    return switch parameter.bounds {
    case .atLeast(let bound): "\(number(bound)) or more"
    case .above(let bound): "more than \(number(bound))"
    case .from(let least, let bound): "\(number(least)) or more and less than \(number(bound))"
    case .between(let lower, let upper): "more than \(number(lower)) and less than \(number(upper))"
    }
  }
}
