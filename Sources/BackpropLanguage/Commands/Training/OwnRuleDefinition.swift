import Backprop

/// `rule mine: Δw_ij = η δ_j y_i`, and `rule` alone.
extension StatementParser {
  /// The definition of a rule; its name has been read.
  mutating func ownRule(_ name: Located<String>) throws(Diagnostic) -> Action {
    guard cursor.take(":") else { throw cursor.expected("`:`", suggestion: "\(name.value):".asTyped) }
    try TokenCursor.checkLength(name)
    var equations: [SourceEquation] = []
    guard !cursor.isAtEnd || !rows.isEmpty else {
      throw cursor.expected(
        "`Δw_ij = …`, here or in the lines below", example: "rule mine: Δw_ij = η δ_j y_i")
    }
    if !cursor.isAtEnd {
      equations.append(try FormulaParser.ruleLine(cursor.takeRest(), in: cursor.source))
    }
    for row in rows {
      var row = row
      equations.append(try FormulaParser.ruleLine(row.takeRest(), in: row.source))
    }
    let rule = try OwnRule(name.value, equations, at: name.range)
    guard TrainRequest.rules.contains(name.value) else {
      return Action(isDefinition: true) { (execution) throws(Diagnostic) in try execution.define(rule) }
    }
    guard rule.isBuiltIn else {
      throw Diagnostic(
        .expected(
          "a name that means nothing yet", found: "`\(name.value.asTyped)`, a built-in learning rule"),
        at: name.range, suggestion: "my-\(name.value)".asTyped, example: "rule mine: Δw_ij = η δ_j y_i")
    }
    return Action(isDefinition: true) { execution in
      execution.emit([
        .note([.text("it is built in: "), .code("rule \(rule.name.asTyped)"), .text(" puts it in force")])
      ])
    }
  }
}

extension Execution {
  fileprivate mutating func define(_ rule: OwnRule) throws(Diagnostic) {
    let learningRule = try state.learningRule(rule)
    state.rules.removeAll { $0.name == rule.name }
    state.rules.append(rule)
    let isInForce = state.rule.definition != nil && state.rule.name == rule.name
    try state.rebindRule()
    var blocks: [Block] = rule.equations.map { .paragraph([.equation($0)]) }
    if learningRule.outputDelta != nil {
      blocks.append(
        .note(
          [.text("only output units have targets, so this rule trains the weights into the output layer")]))
    }
    blocks.append(
      .note(
        isInForce
          ? [.text("`update` and `train` use it from now on")]
          : [
            .code("rule \(rule.name.asTyped)"), .text(" puts it in force, and so does "),
            .code("train 100 epochs, rule \(rule.name.asTyped)"), .text(" for one training"),
          ]))
    emit(blocks)
  }

  /// Every rule, and which one is in force.
  func listRules() {
    var rows: [Table.Row] = LearningRule.all.map { rule in
      row(rule.name, Inline.prose(rule.meaning), isInForce: state.rule.name == rule.name)
    }
    rows += state.rules.map { rule in
      let text = rule.equations.enumerated().flatMap { place, equation in
        (place == 0 ? [] : [Inline.text(", ")]) + [.equation(equation)]
      }
      return row(rule.name, text, isInForce: state.rule.name == rule.name)
    }
    emit([.table(Table(rows: rows))])
  }

  private func row(_ name: String, _ text: [Inline], isInForce: Bool) -> Table.Row {
    Table.Row(
      header: [.text(name.asTyped)],
      cells: [.inline(text), isInForce ? .inline([.text("in force")]) : .empty])
  }
}
