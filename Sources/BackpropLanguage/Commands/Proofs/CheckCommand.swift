/// `check A = B` and `check gradient`
extension Command {
  static let check = Command(
    name: "check", family: .proofs,
    synopsis: [
      "check FORMULA = FORMULA [within NUMBER]", "check FORMULA ≈ NUMBER", "check FORMULA < FORMULA",
      "check[, hint N]:\n  FORMULA = FORMULA\n          = FORMULA", "check gradient",
    ],
    meaning:
      "compute both sides of an equation or inequality for all units of its free indices, and fail if it is "
      + "wrong",
    details: """
      Without `within` the sides of `=` must agree to nine digits. `≈`, or `~=`, compares as far as the \
      typed digits go: `0.55` is ≈ every number that rounds to it. `<`, `>`, `≤` and `≥`, or `<=` and `>=`, \
      compare two numbers; `<` and `>` fail for numbers that agree to nine digits. `total E`, `mean E` and \
      `accuracy` are those of the pattern set, `epochs` is the length of the last training, and `90%` is \
      0.9. `[a_j > 0]` is 1 where it holds, else 0. The output says what counted as equal. A chain \
      `A = B = C` or `0 < A < 1` checks each step. `∂` \
      is exact and uses no δ, so what is checked of ∂E/∂w tests the rule. A failing check says which \
      cases differ, what the typed side comes to, and what kind of slip is likely: a sign, a g' or a Σ \
      that is missing, two letters exchanged; so does one with numbered layers that do not \
      fit. `hint 0` says only that it is wrong, `hint 2` also where the slip is. A claim that holds tells \
      the numbers in it where they were found: where it is exact, or within half a percent of them. A wider \
      one, such as `δ_k1 > -1` or `y_k1 = 0.5 within 0.5`, and \
      `y_k1 = y_k1` hold without their numbers, unless `hint 2` asks for them. This goes for what an \
      exercise may ask for: a, y, δ, Δw, E, derivatives, and w after an update, also by way of names; not \
      for x, t, `total E`, `mean E`, `accuracy`, `epochs`. \
      It never shows the other side, so it can mark an exercise without giving the answer away. Below \
      `check:` a derivation is checked step by step: a row that begins with `=` continues the one above, and \
      after a wrong line each row is compared with the line above it. A row of letters must also hold \
      in random networks, with other η and α, and after other updates: `y_i = y_i^2` is no more than true of \
      inputs that are 0 or 1. By itself, it holds, \
      and is said to for these numbers only. Where a row holds only because a layer has one unit, as where a \
      Σ is missing, that is said. In notations whose books number updates (haykin, mitchell, rumelhart), \
      n is that which `backward` works out: w_ij(n) is the weight before it, w_ij(n+1) that after it, and \
      Δw_ij(n) its change, or the one before it where the claim has Δw_ij(n+1). A reason stands behind `#`; \
      `hence` and bullets in front of rows are not read. \
      A row that cannot be read, or has no value, says why, and does not hide the verdicts on the others. \
      `\\begin{aligned}` is the same. \
      `check gradient` \
      computes ∂E/∂w by δ, by central differences with several steps h, and by exact differentiation, and \
      compares them; in a large network, it does so for some of the weights, and says how many.
      """,
    arguments: [.words(["gradient"]), .formula],
    options: [
      CommandOption(
        name: "hint", value: .integer(least: 0), defaultValue: "1",
        meaning: "how much a failing check tells: 0 only that it fails, 1 the kind of slip, 2 the place, too")
    ],
    takesRows: true,
    examples: [
      "forward 2\ncheck y_k = g(a_k)",
      "forward 2\ncheck \\frac{\\partial a_r}{\\partial w_{qr}} = y_q",
      "forward 2\ncheck y_k1 = 0.5 within 0.5", "forward 2\ncheck 0 < y_k < 1",
      "forward 2\ncheck y_k = g(a_k), hint 2",
      "forward 2\ncheck:\n  ∂(y_k^2)/∂a_k = 2 y_k ∂y_k/∂a_k\n    = 2 y_k g'(a_k)",
      "train 200 epochs\ncheck epochs = 200; accuracy ≥ 25%", "forward 2\ncheck gradient",
    ],
    parse: parseCheck)

  @Sendable private static func parseCheck(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Action {
    if parser.cursor.take(word: "gradient") || parser.cursor.take(word: "gradients") {
      try parser.finish()
      let source = parser.cursor.source
      return Action { (execution) throws(Diagnostic) in try execution.checkGradient(in: source) }
    }
    var hint = try parser.leadingHint()
    let isBlock = parser.cursor.take(":")
    var tokens = parser.cursor.takeRest()
    if let found = try parser.takeHint(from: &tokens) { hint = found }
    let bound = try takeBound(&tokens, parser.cursor.source, parser.range.upperBound)
    if let found = try parser.takeHint(from: &tokens) { hint = found }
    let (derivation, isWhole) = try parser.derivation(tokens, isBlock: isBlock, takesBounds: true)
    let source = parser.cursor.source
    let equations = derivation.steps.map { $0.equation }
    if let bound, equations.contains(where: { $0.relation.isOrder }) {
      throw Diagnostic(
        .expected(
          "`within` after an equation: an inequality has its own room", found: "it after an inequality"),
        at: bound.range, example: "check y_k1 = 0.5 within 0.5")
    }
    var action = Action { [hint] (execution) throws(Diagnostic) in
      if isWhole {
        try execution.check(derivation, within: bound?.value, hint ?? .kind, in: source)
      } else {
        try execution.check(equations, within: bound?.value, hint ?? .kind, in: source)
      }
    }
    action.equations = equations
    action.unread = derivation.unread
    return action
  }

  /// `within NUMBER` at the end.
  static func takeBound(
    _ tokens: inout [Token], _ source: SourceText, _ end: Int
  ) throws(Diagnostic) -> Located<Double>? {
    guard let place = tokens.lastIndex(where: { $0.kind == .word("within") }) else { return nil }
    var rest = TokenCursor(Array(tokens[(place + 1)...]), source: source, end: end)
    let number = try rest.number(
      "the largest difference that is allowed")
    guard number.value >= 0 else {
      throw Diagnostic(
        .outOfRange("the difference that is allowed", value: number.value, allowed: "0 or more"),
        at: number.range)
    }
    var left = rest.takeRest()
    guard left.isEmpty || left.first?.kind == .symbol(",") else {
      throw Diagnostic(
        .trailing("`\(source.string(left[0].range))`", command: "check", takesOptions: true),
        at: left[0].range)
    }
    let range = tokens[place].range.lowerBound..<number.range.upperBound
    left.insert(contentsOf: tokens[..<place], at: 0)
    tokens = left
    return Located(number.value, range)
  }
}

extension Definitions {
  /// The name on one side of an equation that stands for the formula on the other; nil if there is none.
  fileprivate func name(in equation: SourceEquation) -> String? {
    for (side, other) in [(equation.left, equation.right), (equation.right, equation.left)] {
      guard case .name(let name) = side.formula, let formula = self[name] else { continue }
      if formula == other.formula, formula.numericValue == nil { return name }
    }
    return nil
  }
}

extension Execution {
  /// Shows both sides of each equation or inequality. Fails at the first that does not hold.
  fileprivate func check(
    _ equations: [SourceEquation], within bound: Double?, _ hint: Hint, in source: SourceText
  ) throws(Diagnostic) {
    let context = try formulaContext()
    for equation in equations {
      let check = try IdentityCheck(
        equation, in: context, within: bound, isClaim: equation.isOfAllUnits,
        isInterrupted: host.isInterrupted)
      let refutation = check.holds ? nil : check.refutation(hint)
      let record = CheckRecord(
        .check, equation.range, in: source, refutation == nil ? .holds : .wrong,
        slips: refutation?.slips ?? [])
      emit(check.blocks(hint), checks: [record])
      if let refutation { throw refutation }
      if let name = context.definitions.name(in: equation) {
        note(
          "`\(name)` stands for the other side, so that both are the same in any state; "
            + "`keep \(name) = …` keeps what a formula is now")
      }
    }
  }

  /// Shows the verdict on each step. Fails with the first that does not hold.
  fileprivate func check(
    _ derivation: DerivationRows, within bound: Double?, _ hint: Hint, in source: SourceText
  ) throws(Diagnostic) {
    let context = try formulaContext()
    let check = try DerivationVerdicts(
      derivation, in: context, within: bound, hint: hint, isInterrupted: host.isInterrupted)
    let refutation = check.refutation
    emit(
      check.blocks(in: NetworkNotation(state)),
      checks: check.records(in: source, slips: refutation?.slips ?? []))
    if let refutation { throw refutation }
  }

  /// Computes every ∂E/∂w in three ways. Throws if δ is wrong.
  fileprivate func checkGradient(in source: SourceText) throws(Diagnostic) {
    let check = try GradientCheck(try formulaContext(), at: range, isInterrupted: host.isInterrupted)
    let refutation = check.refutation
    emit(
      check.blocks,
      checks: [CheckRecord(.gradient, range, in: source, refutation == nil ? .holds : .wrong)])
    if let refutation { throw refutation }
  }
}
