/// `η = 0.5` and `α = 0.9`
extension Assignment {
  static func setting(
    _ setting: Setting, _ cursor: inout TokenCursor
  ) throws(Diagnostic) -> Action {
    cursor.advance()
    guard cursor.take("=") else { throw cursor.expected("`=`") }
    let value = try formula(&cursor)
    return Action { (execution) throws(Diagnostic) in try execution.assign(value, to: setting) }
  }
}

enum Setting: Sendable { case learningRate, momentum }

extension Execution {
  fileprivate mutating func assign(_ value: SourceFormula, to setting: Setting) throws(Diagnostic) {
    let symbol = setting == .learningRate ? "η" : "α"
    if value.formula.names.contains("n"), state.definitions["n"] == nil {
      throw Diagnostic(
        .expected("one number: what changes with the number of the epoch belongs to `train`", found: "`n`"),
        at: range, suggestion: "train 1000 epochs, \(symbol) \(value.formula.unicode)")
    }
    let number = try scalar(value, what: "one number")
    switch setting {
    case .learningRate:
      guard number > 0, number.isFinite else {
        throw Diagnostic(
          .outOfRange("the learning rate η", value: number, allowed: "more than 0"), at: value.range)
      }
      state.learningRate = number
    case .momentum:
      guard number >= 0, number.isFinite else {
        throw Diagnostic(
          .outOfRange("the momentum α", value: number, allowed: "0 or more"), at: value.range)
      }
      state.momentum = number
    }
    state.refreshWeightChanges()
    try rebindFunctions(at: value.range, after: symbol)
  }
}
