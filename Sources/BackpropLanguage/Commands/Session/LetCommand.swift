import Backprop

/// `let c = 1/2`
extension Command {
  static let letName = Command(
    name: "let", family: .session,
    synopsis: ["let NAME = FORMULA", "let q = 2"],
    meaning: "give a formula a name, or pin p, q or r to one unit of its layer",
    arguments: [.formula],
    examples: ["let c = 1/2", "let q = 2"],
    parse: { (parser) throws(Diagnostic) in
      let (name, formula) = try parser.naming()
      var action = Action(isDefinition: true) { (execution) throws(Diagnostic) in
        try execution.define(name, as: formula)
      }
      action.definitions = [(name.value, formula.formula)]
      return action
    })
}

/// `keep before = total E`
extension Command {
  static let keep = Command(
    name: "keep", family: .session,
    synopsis: ["keep NAME = FORMULA"],
    meaning: "give a name to the value that a formula has now; what happens later does not change it",
    details: """
      `let` names a formula, whose value follows the network: after `let s = w_i1j1`, s is always the \
      weight. `keep s = w_i1j1` keeps the number, so that it can be compared with what the weight is later.
      """,
    arguments: [.formula],
    examples: ["keep before = total E\ntrain 20 epochs\ncheck total E < before"],
    parse: { (parser) throws(Diagnostic) in
      let (name, formula) = try parser.naming()
      var action = Action { (execution) throws(Diagnostic) in try execution.keep(name, formula) }
      action.definitions = [(name.value, formula.formula.numericValue == nil ? nil : formula.formula)]
      return action
    })

  /// Those that give a name to a formula or its value.
  static let naming = [letName.name, keep.name]
}

extension StatementParser {
  /// `NAME = FORMULA`
  fileprivate mutating func naming() throws(Diagnostic) -> (Located<String>, SourceFormula) {
    let name = try cursor.symbolName("a name")
    guard cursor.take("=") else { throw cursor.expected("`=`") }
    return (name, try formula("a formula"))
  }
}

extension Execution {
  fileprivate mutating func keep(_ name: Located<String>, _ formula: SourceFormula) throws(Diagnostic) {
    let number = try scalar(formula, what: "one number to keep")
    guard number.isFinite else {
      throw Diagnostic(.notFinite("`\(formula.formula.unicode)`"), at: formula.range, example: "keep c = 1/2")
    }
    let kept = SourceFormula(.of(number), range: formula.range)
    try define(name, as: kept)
    emit([ValueTable.block(SourceFormula(.name(name.value), range: name.range), try evaluate(kept))])
  }

  fileprivate mutating func define(_ name: Located<String>, as formula: SourceFormula) throws(Diagnostic) {
    if let network = state.network, let layer = network.particularLetters[name.value] {
      let units = 1...network.core.layers[layer].units
      let number = try scalar(formula, what: "the number of a unit")
      guard number == number.rounded(), units.contains(Int(exactly: number) ?? 0) else {
        throw Diagnostic(
          .outOfRange(
            name.value, value: number,
            allowed: "a unit of layer \(network.letter(layer)), \(units.lowerBound) to \(units.upperBound)"),
          at: formula.range, example: "let \(name.value) = 1")
      }
      state.pins[name.value] = Int(number)
      note("\(name.value) is unit \(network.unit(layer, Int(number))); `delete \(name.value)` sets it free")
      return
    }
    if state.notations.inUse.isBias(name.value) {
      throw Diagnostic(
        .expected(
          "a name that means nothing yet",
          found: "`\(name.value.asTyped)`, which is a bias weight in notation "
            + state.notations.inUse.name.asTyped), at: name.range, example: "let c = 1/2")
    }
    try checkIsNoQuantity(name, formula)
    if let meaning = Vocabulary.meaning(of: name.value)
      ?? state.network?.layer(name.value).map({ "the letter of layer \($0 + 1)" })
    {
      let suggestion =
        Vocabulary.settings.contains(name.value) || name.value == Quantity.error.rawValue
        ? "\(name.value) = \(formula.formula.unicode)" : nil
      throw Diagnostic(
        .expected("a name that means nothing yet", found: "`\(name.value)`, \(meaning)"), at: name.range,
        suggestion: suggestion)
    }
    if let taken = state.computedByRule(name) { throw taken }
    try checkIsReadable(name)
    if let context = state.formulaContext {
      for bounds in formula.sumBounds { try FormulaResolver(context).check(bounds) }
    }
    if refers(formula.formula, to: name.value) {
      throw Diagnostic(
        .expected("a formula without `\(name.value)` itself", found: "one that needs its own value"),
        at: formula.range)
    }
    state.definitions[name.value] =
      try state.formulaContext?.kept(formula) ?? formula.boundedAnywhere(except: nil)
    try checkIsFinite(formula.formula, at: formula.range)
    try rebindFunctions(at: formula.range, after: name.value)
  }

  /// Throws at a name that no formula can have, `E1`, which is a quantity with a wrong subscript.
  private func checkIsReadable(_ name: Located<String>) throws(Diagnostic) {
    let source = SourceText(name.value)
    let tokens = Lexer.tokens(of: source).tokens.filter { $0.kind != .end && $0.kind != .newline }
    if let formula = try? FormulaParser.formula(tokens, in: source), formula.formula == .name(name.value) {
      return
    }
    throw Diagnostic(
      .expected(
        "a name that a formula can have",
        found: "`\(name.value.asTyped)`, which is read as something else there"),
      at: name.range, example: "let c = 1/2")
  }

  /// Throws at a formula of numbers that is infinite or no number, `10^400`.
  private func checkIsFinite(_ formula: Formula, at range: SourceRange) throws(Diagnostic) {
    guard formula.names.isEmpty, formula.functionNames.isEmpty else { return }
    let resolver = FunctionResolver(definitions: [:], functions: [:])
    guard let resolved = try? resolver.resolve(formula, at: range) else { return }
    guard resolved.value(at: .real(0)).value.isFinite else {
      throw Diagnostic(.notFinite(formula.unicode), at: range, example: "let c = 1/2")
    }
  }

  /// Throws at `let w_i1j1 = 0.3`: quantities of the network cannot be redefined.
  private func checkIsNoQuantity(_ name: Located<String>, _ formula: SourceFormula) throws(Diagnostic) {
    let (bare, subscripts) = OtherCourses.parts(of: name.value)
    guard !subscripts.isEmpty, let quantity = Quantity(rawValue: bare) else { return }
    throw Diagnostic(
      .expected("a name that means nothing yet", found: "`\(name.value)`, a quantity of the network"),
      at: name.range,
      suggestion: quantity == .weight ? "\(name.value) = \(formula.formula.unicode)" : nil)
  }

  /// Whether a formula needs a name, directly or through the definitions and functions it uses, up to the
  /// maximum nesting depth. A longer cycle is found when the formula is evaluated.
  private func refers(_ formula: Formula, to name: String) -> Bool {
    let functions = state.functionFormulas
    var seen: Set<String> = []
    var calls: Set<String> = []
    var level = [formula]
    for _ in 0...FormulaResolver.deepestDefinitions {
      var next: [Formula] = []
      for part in level {
        for used in part.names where seen.insert(used).inserted {
          if used == name { return true }
          if let definition = state.definitions[used] { next.append(definition) }
        }
        for used in part.functionNames where calls.insert(used).inserted {
          if let body = functions[used] { next.append(body) }
        }
      }
      level = next
    }
    return false
  }
}
