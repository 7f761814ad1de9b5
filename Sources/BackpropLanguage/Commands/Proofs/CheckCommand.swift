/// `check A = B` and `check gradient`
extension Command {
  static let check = Command(
    name: "check", family: .proofs,
    synopsis: ["check FORMULA = FORMULA [within NUMBER]", "check gradient"],
    meaning:
      "compute both sides of an equation for all units of its free indices, and fail if they differ",
    details: """
      Without `within` the sides must agree to nine digits. A chain `A = B = C` checks each step. `∂` is \
      exact and uses no δ, so `check ∂E/∂w_qr = -δ_r y_q` tests the rule. A failing check says which cases \
      differ, what the typed side comes to, and whether only a sign or a factor is wrong. It never shows the \
      other side, so it can mark an exercise without giving the answer away. `check gradient` computes \
      ∂E/∂w by δ, by central differences with several steps h, and by exact differentiation, and compares \
      them; in a large network, it does so for some of the weights, and says how many.
      """,
    arguments: [.words(["gradient"]), .formula],
    examples: [
      "forward 2\nbackward\ncheck ∂E/∂w_qr = -δ_r y_q",
      "forward 2\ncheck \\frac{\\partial a_r}{\\partial w_{qr}} = y_q",
      "forward 2\ncheck y_k1 = 0.5 within 0.5", "forward 2\ncheck gradient",
    ],
    parse: parseCheck)

  @Sendable private static func parseCheck(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Action {
    if parser.cursor.take(word: "gradient") || parser.cursor.take(word: "gradients") {
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in try execution.checkGradient() }
    }
    var tokens = parser.cursor.takeRest()
    var bound: Double?
    if let place = tokens.lastIndex(where: { $0.kind == .word("within") }) {
      var rest = TokenCursor(
        Array(tokens[(place + 1)...]), source: parser.cursor.source, end: parser.range.upperBound)
      let number = try rest.number(
        "the largest difference that is allowed")
      guard number.value >= 0 else {
        throw Diagnostic(
          .outOfRange("the difference that is allowed", value: number.value, allowed: "0 or more"),
          at: number.range)
      }
      guard rest.isAtEnd else {
        throw Diagnostic(
          .trailing(rest.found, command: "check", takesOptions: false), at: rest.range)
      }
      bound = number.value
      tokens.removeSubrange(place...)
    }
    let equations = try FormulaParser.equations(tokens, in: parser.cursor.source)
    return Action { [bound] (execution) throws(Diagnostic) in try execution.check(equations, within: bound) }
  }
}

extension Execution {
  /// Shows both sides of each equation. Throws at the first equation that does not hold.
  fileprivate func check(_ equations: [SourceEquation], within bound: Double?) throws(Diagnostic) {
    let context = try formulaContext()
    for equation in equations {
      let check = try IdentityCheck(
        equation, in: context, within: bound,
        isInterrupted: host.isInterrupted)
      emit(check.blocks)
      if let refutation = check.refutation { throw refutation }
    }
  }

  /// Computes every ∂E/∂w in three ways. Throws if δ is wrong.
  fileprivate func checkGradient() throws(Diagnostic) {
    let check = try GradientCheck(try formulaContext(), at: range, isInterrupted: host.isInterrupted)
    emit(check.blocks)
    if let refutation = check.refutation { throw refutation }
  }
}
