import Backprop

extension SessionState {
  /// The rule in force and its settings, for a file; nil if all are the usual ones.
  var savedSettings: NetworkFile.Settings? {
    let usual = SessionState()
    guard
      rule != usual.rule || learningRate != usual.learningRate || momentum != usual.momentum
        || decay != usual.decay || !schedules.all.isEmpty
    else { return nil }
    return NetworkFile.Settings(
      rule: rule.name,
      parameters: zip(rule.parameters, rule.values).map { NetworkFile.Named(name: $0.name, value: $1) },
      learningRate: learningRate, momentum: momentum, decay: decay.value, decaysBias: decay.includesBias,
      schedules: schedules.all.map { NetworkFile.Named(name: $0.name, value: $0.formula.formula.unicode) })
  }
}

extension Execution {
  /// Puts the rule and the settings of a file in force, and says so.
  mutating func use(_ settings: NetworkFile.Settings, of file: Located<String>) throws(Diagnostic) {
    var known = LearningRule.all.first { $0.name == settings.rule }
    if known == nil { known = try state.ownRule(named: settings.rule) }
    guard var rule = known else {
      throw problem(.wrongValue(path: "settings.rule", expected: "the name of a learning rule"), in: file)
    }
    for parameter in settings.parameters {
      do throws(NetworkError) { rule = try rule.setting(parameter.name, to: parameter.value) } catch {
        throw problem(
          .wrongValue(path: "settings.parameters", expected: "a value that `\(parameter.name)` may have"),
          in: file)
      }
    }
    guard settings.learningRate > 0 else {
      throw problem(.wrongValue(path: "settings.rate", expected: "more than 0"), in: file)
    }
    do throws(NetworkError) { try rule.validate() } catch {
      throw problem(
        .wrongValue(path: "settings.parameters", expected: "values that fit together"), in: file)
    }
    state.rule = rule
    (state.learningRate, state.momentum) = (settings.learningRate, settings.momentum)
    state.decay.value = settings.decay
    state.decay.includesBias = settings.decaysBias
    for saved in settings.schedules { try use(saved, of: file) }
    state.refreshWeightChanges()
    try rebindFunctions(at: file.range)
    note("in force: " + state.stepSettings.joined(separator: ", "))
    if !state.schedules.all.isEmpty { noteSchedule(state.schedules.all.map { $0.name }) }
  }

  private mutating func use(
    _ saved: NetworkFile.Named<String>, of file: Located<String>
  ) throws(Diagnostic) {
    let wrong = problem(
      .wrongValue(path: "settings.schedules", expected: "formulas of n for η, α or decay"), in: file)
    let isShort = saved.value.utf8.count <= SourceText.largestCell
    let source = SourceText(isShort ? saved.value : "")
    let tokens = Lexer.tokens(of: source).tokens.filter { $0.kind != .end && $0.kind != .newline }
    guard let formula = try? FormulaParser.formula(tokens, in: source, parameter: "n"),
      let schedule = try? lasting(
        saved.name, SourceFormula(formula.formula, range: file.range),
        saved.name == "η" ? .positive : .notNegative)
    else { throw wrong }
    switch saved.name {
    case "η": state.schedules.learningRate = schedule.formula
    case "α": state.schedules.momentum = schedule.formula
    case "decay": state.schedules.decay = schedule.formula
    default: throw wrong
    }
  }

  /// Makes the notations of a file known, and says how to use them.
  mutating func keep(_ notations: [String], of file: Located<String>) throws(Diagnostic) {
    var names: [String] = []
    for (place, text) in notations.enumerated() {
      let isShort = text.utf8.count <= SourceText.largestCell && place < SessionState.mostOfAKind
      let cell = CellParser.parse(SourceText(isShort ? text : ""))
      guard cell.diagnostics.isEmpty, cell.statements.count == 1,
        let notation = cell.statements[0].action.notation
      else {
        throw problem(
          .wrongValue(path: "notations[\(place)]", expected: "`notation NAME:` and its rows"), in: file)
      }
      state.notations.keep(notation)
      names.append(notation.name)
    }
    if !names.isEmpty {
      note("known again: " + Wording.shortList(names.map { "`notation \($0)`" }))
    }
  }
}
