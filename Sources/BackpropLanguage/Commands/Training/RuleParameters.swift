import Backprop

/// The parameters of the learning rules as options of `train` and `sweep`.
extension TrainRequest {
  /// Each name once: parameters of several rules with the same name are one option.
  static let ruleParameters: [CommandOption] = {
    var options: [CommandOption] = []
    for rule in LearningRule.all {
      for parameter in rule.parameters {
        let value = "\(Wording.number(parameter.standard)) for \(rule.name)"
        let meaning = "\(rule.name): \(parameter.meaning), \(words(parameter))"
        if let place = options.firstIndex(where: { $0.name == parameter.name }) {
          options[place].defaultValue? += ", " + value
          options[place].meaning += "; " + meaning
          options[place].synonyms += parameter.synonyms.filter { !options[place].isCalled($0) }
          options[place].onlyWith.append(rule.name)
        } else {
          options.append(
            CommandOption(
              name: parameter.name, synonyms: parameter.synonyms, value: .number(.any), defaultValue: value,
              meaning: meaning, onlyWith: [rule.name]))
        }
      }
    }
    return options
  }()

  /// The chosen rule with the given parameters. range: of the command.
  static func rule(
    _ options: OptionValues, at range: SourceRange
  ) throws(Diagnostic) -> (rule: LearningRule, momentum: Double?) {
    let word = options.word("rule")
    let choice = try options.choice("rule") { word in ruleChoices.first { $0.word == word } }
    var rule = choice?.rule ?? .gradient
    for option in ruleParameters {
      guard let value = options.number(option.name), let range = options.range(option.name) else { continue }
      guard let parameter = rule.parameters.first(where: { $0.name == option.name }) else {
        throw Diagnostic(
          .otherRulesParameter(option.name, rules: option.onlyWith, rule: word ?? rule.name), at: range,
          example: "train 100 epochs, rule \(option.onlyWith[0]), \(option.name) \(option.samples[0])")
      }
      do throws(NetworkError) { rule = try rule.setting(option.name, to: value) } catch {
        throw Diagnostic(
          .outOfRange(option.name, value: value, allowed: words(parameter)), at: range)
      }
    }
    do throws(NetworkError) { try rule.validate() } catch {
      let place = options.range("rule") ?? range
      guard case .ruleParameterOutOfRange(let name, let value) = error,
        let parameter = rule.parameters.first(where: { $0.name == name })
      else { throw Diagnostic(.network(error), at: place) }
      throw Diagnostic(
        .outOfRange(name, value: value, allowed: words(parameter)),
        at: options.range(name) ?? options.range(parameter.least ?? name) ?? place)
    }
    return (rule, choice?.momentum)
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
