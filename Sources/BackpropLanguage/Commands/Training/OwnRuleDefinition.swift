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
    let source = cursor.source
    let isNumbered = equations.contains { source.string($0.left.range).hasNumberedLayer }
    guard TrainRequest.rules.contains(name.value) else {
      var action = Action(isDefinition: true) { (execution) throws(Diagnostic) in
        try execution.define(rule, isNumbered: isNumbered)
      }
      action.ofRule = rule.quantities
      return action
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
  /// isNumbered: whether Δw has the number of a layer.
  fileprivate mutating func define(_ typed: OwnRule, isNumbered: Bool) throws(Diagnostic) {
    let rule = counted(typed)
    if let name = rule.numbers.first(where: {
      state.definitions[$0] != nil || state.functionFormulas[$0] != nil
    }) {
      throw Diagnostic(
        .expected(
          "another name for what the rule computes", found: "`\(name)`, which has a meaning in the session"),
        at: range, example: "rule mine:\n  η_n = η / (1 + n/100)\n  Δw_ij = η_n δ_j y_i")
    }
    let learningRule = try state.learningRule(rule)
    state.rules.removeAll { $0.name == rule.name }
    state.rules.append(rule)
    let isInForce = state.rule.definition != nil && state.rule.name == rule.name
    try state.rebindRule()
    var blocks: [Block] = shown(rule).map { .paragraph([.equation($0)]) }
    if isNumbered, state.notations.inUse.layers != nil {
      blocks.append(.note([.text("a rule is for the weights of every layer, not of one")]))
    }
    if learningRule.outputDelta != nil {
      // Hebb's rule, for one, has no target in it.
      let hasTarget = rule.lines.contains { $0.formula.formula.mentions(.target) }
      let reason =
        hasTarget ? "only output units have targets" : "without δ_\(rule.to), nothing is propagated back"
      blocks.append(
        .note(Inline.prose("\(reason), so this rule trains the weights into the output layer")))
    }
    // Nielsen's n, the number of patterns, for one.
    if state.definitions["n"] != nil, rule.lines.contains(where: { $0.formula.formula.names.contains("n") }) {
      blocks.append(
        .note(
          Inline.prose("n is the number of the update in a rule, and not what `let n` says: use another name")
        ))
    }
    if let network = state.network, let leftOut = TrainingWords.leftOut(by: learningRule, network.core) {
      blocks.append(.note(Inline.prose(leftOut)))
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

  /// With the numbers of layers counted from 1, where the notation in force counts from another.
  private func counted(_ rule: OwnRule) -> OwnRule {
    guard let first = state.notations.inUse.layers?.first, first != 1, state.definitions[OwnRule.layer] == nil
    else { return rule }
    let here = Formula.difference(.name(OwnRule.layer), .of(Double(1 - first)))
    var counted = rule
    for place in counted.lines.indices {
      let line = counted.lines[place]
      guard line.formula.formula.names.contains(OwnRule.layer) else { continue }
      counted.lines[place].formula.formula = line.formula.formula.replacing(name: OwnRule.layer, by: here)
      counted.lines[place].formula.leaves = []
      counted.lines[place].typed = line.typed?.replacing(name: OwnRule.layer, by: here)
    }
    return counted
  }

  /// Every rule, and which one is in force.
  func listRules() {
    var rows: [Table.Row] = LearningRule.all.map { rule in
      row(rule.name, Inline.prose(rule.meaning), isInForce: state.rule.name == rule.name)
    }
    rows += state.rules.map { row($0.name, formulas(of: $0), isInForce: state.rule.name == $0.name) }
    emit([.table(Table(rows: rows))])
  }

  /// The lines of a rule, in one.
  func formulas(of rule: OwnRule) -> [Inline] {
    shown(rule).enumerated().flatMap { place, equation in
      (place == 0 ? [] : [Inline.text(", ")]) + [.equation(equation)]
    }
  }

  /// The lines of a rule. Where layers have numbers it is for any layer l, whatever layers its letters are
  /// of.
  private func shown(_ rule: OwnRule) -> [Equation] {
    guard state.notations.inUse.layers != nil, var writer = state.writer else { return rule.equations }
    writer.levels = [rule.to: "l", rule.from: "l-1"]
    let verbatim = NotationWriter(notation: .handout, letters: [])
    return rule.equations.map { verbatim.equation(writer.equation($0)) }
  }

  private func row(_ name: String, _ text: [Inline], isInForce: Bool) -> Table.Row {
    Table.Row(
      header: [.text(name.asTyped)],
      cells: [.inline(text), isInForce ? .inline([.text("in force")]) : .empty])
  }
}

extension String {
  /// Whether it has a layer's number above it: `Δw^3_kj`, `Δw^{(3)}_{kj}`.
  fileprivate var hasNumberedLayer: Bool {
    var isAbove = false
    for byte in utf8 {
      switch byte {
      case UInt8(ascii: "^"): isAbove = true
      case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: " "): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        if isAbove { return true }
      default: isAbove = false
      }
    }
    return false
  }
}
