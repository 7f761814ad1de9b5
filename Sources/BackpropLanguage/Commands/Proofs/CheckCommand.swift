/// `check A = B` and `check gradient`
extension Command {
  static let check = Command(
    name: "check", family: .proofs,
    synopsis: [
      "check FORMULA = FORMULA [within NUMBER]", "check FORMULA ≈ NUMBER", "check FORMULA < FORMULA",
      "check gradient",
    ],
    meaning:
      "compute both sides of an equation or inequality for all units of its free indices, and fail if it is "
      + "wrong",
    details: """
      Without `within` the sides of `=` must agree to nine digits. `≈`, or `~=`, compares as far as the \
      typed digits go: `0.55` is ≈ every number that rounds to it. `<`, `>`, `≤` and `≥`, or `<=` and `>=`, \
      compare two numbers; `<` and `>` fail for numbers that agree to nine digits. `total E`, `mean E` and \
      `accuracy` are those of the pattern set, `epochs` is the length of the last training, and `90%` is \
      0.9. The output says what counted as equal. A chain `A = B = C` or `0 < A < 1` checks each step. `∂` \
      is exact and uses no δ, so `check ∂E/∂w_qr = -δ_r y_q` tests the rule. A failing check says which \
      cases differ, what the typed side comes to, and whether only a sign or a factor is wrong. It never \
      shows the other side, so it can mark an exercise without giving the answer away. `check gradient` \
      computes ∂E/∂w by δ, by central differences with several steps h, and by exact differentiation, and \
      compares them; in a large network, it does so for some of the weights, and says how many.
      """,
    arguments: [.words(["gradient"]), .formula],
    examples: [
      "forward 2\nbackward\ncheck ∂E/∂w_qr = -δ_r y_q",
      "forward 2\ncheck \\frac{\\partial a_r}{\\partial w_{qr}} = y_q",
      "forward 2\ncheck y_k1 = 0.5 within 0.5", "forward 2\ncheck 0 < y_k < 1",
      "train 200 epochs\ncheck epochs = 200; accuracy ≥ 25%", "forward 2\ncheck gradient",
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
    var boundRange = 0..<0
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
      boundRange = tokens[place].range.lowerBound..<number.range.upperBound
      tokens.removeSubrange(place...)
    }
    let equations = try FormulaParser.equations(tokens, in: parser.cursor.source)
    if bound != nil, equations.contains(where: { $0.relation.isOrder }) {
      throw Diagnostic(
        .expected(
          "`within` after an equation: an inequality has its own room", found: "it after an inequality"),
        at: boundRange, example: "check y_k1 = 0.5 within 0.5")
    }
    return Action { [bound] (execution) throws(Diagnostic) in try execution.check(equations, within: bound) }
  }
}

extension Execution {
  /// Shows both sides of each equation or inequality. Throws at the first that does not hold.
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
