/// `explain δ_j1`
extension Command {
  static let explain = Command(
    name: "explain", synonyms: ["why"], family: .proofs,
    synopsis: ["explain FORMULA, …", "explain step"],
    meaning:
      "show where a number comes from: the handout's rule, the rule with numbers, and the source of each",
    details:
      "Free indices run over their units. `explain step` goes through the whole forward and backward pass.",
    arguments: [.words(["step"]), .formula],
    takesList: true,
    examples: [
      "forward 2\nbackward\nexplain δ_j1", "forward 2\nbackward\nexplain ∂E/∂w_j1k1, Δw_i2j1",
      "forward 2\nbackward\nexplain step",
    ],
    parse: parseExplain)

  @Sendable private static func parseExplain(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Action {
    var items: [Explained] = []
    repeat {
      let segment = parser.cursor.takeSegment()
      if segment.count == 1, segment[0].kind == .word("step") {
        items.append(.step)
        continue
      }
      guard !segment.isEmpty else {
        throw parser.cursor.expected(
          "what to explain: a quantity, a formula or `step`")
      }
      items.append(.formula(try FormulaParser.formula(segment, in: parser.cursor.source)))
    } while parser.cursor.take(",")
    return Action { [items] (execution) throws(Diagnostic) in try execution.explain(items) }
  }
}

/// One item of `explain`.
private enum Explained: Sendable {
  case step
  case formula(SourceFormula)
}

extension Execution {
  fileprivate func explain(_ items: [Explained]) throws(Diagnostic) {
    let explanation = Explanation(
      try formulaContext(), digits: state.digits, isInterrupted: host.isInterrupted)
    try emit(items) { (item) throws(Diagnostic) in
      switch item {
      case .step: try explanation.step(at: range)
      case .formula(let formula): try explanation.blocks(of: formula)
      }
    }
  }
}
