/// `η = 0.5`, `α = 0.9` and `η = 0.5 / (1 + n/100)`
extension Assignment {
  static func setting(
    _ setting: Setting, _ cursor: inout TokenCursor
  ) throws(Diagnostic) -> Action {
    cursor.advance()
    guard cursor.take("=") else { throw cursor.expected("`=`") }
    var schedule: SourceFormula?
    if cursor.contains(word: "n") { schedule = try cursor.takeSchedule() }
    let value: SourceFormula
    if let schedule { value = schedule } else { value = try formula(&cursor) }
    return Action { (execution) throws(Diagnostic) in try execution.assign(value, to: setting) }
  }
}

enum Setting: Sendable { case learningRate, momentum }

extension Execution {
  fileprivate mutating func assign(_ value: SourceFormula, to setting: Setting) throws(Diagnostic) {
    let symbol = setting == .learningRate ? "η" : "α"
    let bounds = setting == .learningRate ? CommandOption.Bounds.positive : .notNegative
    let schedule = state.definitions["n"] == nil ? try lasting(symbol, value, bounds) : nil
    let number: Double
    if let schedule { number = schedule.first } else { number = try scalar(value, what: "one number") }
    switch setting {
    case .learningRate:
      guard number > 0, number.isFinite else {
        throw Diagnostic(
          .outOfRange("the learning rate η", value: number, allowed: "more than 0"), at: value.range)
      }
      state.learningRate = number
      state.schedules.learningRate = schedule?.formula
    case .momentum:
      guard number >= 0, number.isFinite else {
        throw Diagnostic(
          .outOfRange("the momentum α", value: number, allowed: "0 or more"), at: value.range)
      }
      state.momentum = number
      state.schedules.momentum = schedule?.formula
    }
    if schedule != nil { noteSchedule([symbol]) }
    state.refreshWeightChanges()
    try rebindFunctions(at: value.range, after: symbol)
  }
}
