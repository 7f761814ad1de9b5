/// Checking equations, and explaining numbers.
enum ProofCommands {
  static let all = [check, explain]

  static let check = Command(
    name: "check", family: .proofs,
    synopsis: ["check FORMULA = FORMULA [within NUMBER]", "check gradient"],
    meaning:
      "work out both sides of an equation for all units of its free indices, and fail where they differ",
    details: """
      Without `within` the sides must agree to nine digits. A chain `A = B = C` checks each step. `∂` is \
      exact and uses no δ, so that `check ∂E/∂w_qr = -δ_r y_q` proves the rule. Where a check fails, it \
      says which cases differ and what the typed side comes to, and whether only a sign or a factor is \
      wrong; it never shows the other side, so that it can mark an exercise without giving the answer away. \
      `check gradient` compares ∂E/∂w by δ, by central differences over a sweep of h, and by exact \
      differentiation: every weight's, or some of a large network's, and says how many.
      """,
    arguments: [.words(["gradient"]), .formula],
    examples: [
      "forward 2\nbackward\ncheck ∂E/∂w_qr = -δ_r y_q",
      "forward 2\ncheck \\frac{\\partial a_r}{\\partial w_{qr}} = y_q",
      "forward 2\ncheck y_k1 = 0.5 within 0.5", "forward 2\ncheck gradient",
    ],
    parse: parseCheck)

  static let explain = Command(
    name: "explain", synonyms: ["derive", "why"], family: .proofs,
    synopsis: ["explain FORMULA, …", "explain step"],
    meaning:
      "show why a number is what it is: the handout's rule, the numbers in place, where each came from",
    details:
      "Free indices run over their units. `explain step` goes through the whole forward and backward pass.",
    arguments: [.words(["step"]), .formula],
    takesList: true,
    examples: [
      "forward 2\nbackward\nexplain δ_j1", "forward 2\nbackward\nexplain ∂E/∂w_j1k1, Δw_i2j1",
      "forward 2\nbackward\nexplain step",
    ],
    parse: parseExplain)

  @Sendable private static func parseCheck(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Statement.Kind {
    if parser.cursor.take(word: "gradient") || parser.cursor.take(word: "gradients") {
      try parser.finish()
      return .checkGradient
    }
    var tokens = parser.cursor.takeRest()
    var bound: Double?
    if let place = tokens.lastIndex(where: { $0.kind == .word("within") }) {
      var rest = TokenCursor(
        Array(tokens[(place + 1)...]), source: parser.cursor.source, end: parser.range.upperBound)
      let number = try rest.number(
        "the largest difference that is allowed", example: "check y_k1 = 0.5 within 1e-6")
      guard number.value >= 0 else {
        throw Diagnostic(
          .outOfRange("the difference that is allowed", value: number.value, allowed: "0 or more"),
          at: number.range,
          example: "check y_k1 = 0.5 within 1e-6")
      }
      guard rest.isAtEnd else {
        throw Diagnostic(
          .trailing(rest.found, command: "check", takesOptions: false), at: rest.range,
          example: parser.example)
      }
      bound = number.value
      tokens.removeSubrange(place...)
    }
    return .check(try FormulaParser.equations(tokens, in: parser.cursor.source), within: bound)
  }

  @Sendable private static func parseExplain(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Statement.Kind {
    var items: [Explained] = []
    repeat {
      let segment = parser.cursor.takeSegment()
      if segment.count == 1, segment[0].kind == .word("step") {
        items.append(.step)
        continue
      }
      guard !segment.isEmpty else {
        throw parser.cursor.expected(
          "what to explain: a quantity, a formula or `step`", example: "explain δ_j1")
      }
      items.append(.formula(try FormulaParser.formula(segment, in: parser.cursor.source)))
    } while parser.cursor.take(",")
    return .explain(items)
  }
}
