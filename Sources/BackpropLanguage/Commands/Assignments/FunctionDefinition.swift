import Backprop

/// `g(a) = a / (1 + abs(a))`
extension Assignment {
  /// `g(a) = a / (1 + abs(a))`; nil if the left side has another form.
  static func function(_ start: inout TokenCursor) throws(Diagnostic) -> Action? {
    var cursor = start
    guard let name = cursor.word else { return nil }
    let nameRange = cursor.range
    cursor.advance()
    guard cursor.take("("), let parameter = cursor.word else { return nil }
    let parameterRange = cursor.range
    cursor.advance()
    if cursor.peek == .symbol(","), cursor.contains("=") || cursor.contains(")") {
      throw cursor.expected(
        "`)`: a function has one variable, and other letters are numbers that `let` defines",
        example: "let β = 3\nf(a) = tanh(β a)")
    }
    guard cursor.take(")"), cursor.take("=") else { return nil }
    // `E(w) = …`: E has the weights as they are.
    if name == Quantity.error.rawValue, ["w", "W", "θ"].contains(parameter) {
      var rest = start
      return try error(&rest)
    }
    if name == Quantity.error.rawValue {
      let formula = try? FormulaParser.formula(cursor.takeRest(), in: cursor.source)
      throw Diagnostic(
        .expected("`E =` and a formula of t_k and y_k", found: "`E(\(parameter))`"), at: nameRange,
        suggestion: formula.map { "E = \($0.formula.unicode)" }, example: "E = Σ_k (t_k - y_k)^2")
    }
    if name.hasSuffix("'") || Vocabulary.isReserved(name) && name != "g"
      || Vocabulary.connectives.contains(name.lowercased())
    {
      throw Diagnostic(
        .expected(
          "a name that means nothing yet",
          found: "`\(name)`" + (Vocabulary.meaning(of: name).map { ", \($0)" } ?? "")), at: nameRange,
        suggestion: name == "g'" ? "g" : nil, example: "g(a) = a / (1 + abs(a))")
    }
    try TokenCursor.checkLength(Located(name, nameRange))
    guard !cursor.isAtEnd else { throw cursor.expected("the formula of \(name)") }
    let rest = cursor.takeRest()
    try refuseOtherLetter(for: parameter, typed: parameterRange, in: rest, of: cursor.source)
    let formula = try FormulaParser.formula(rest, in: cursor.source, parameter: parameter)
    return Action(isDefinition: true) { (execution) throws(Diagnostic) in
      try execution.defineFunction(Located(name, nameRange), parameter: parameter, formula)
    }
  }
}

extension Assignment {
  /// Throws at a letter that is not the function's variable but reads as it does: the a of `f(v) = tanh(a v)`
  /// where v is the total input, which the session calls a.
  private static func refuseOtherLetter(
    for parameter: String, typed: SourceRange, in formula: some Sequence<Token>, of source: SourceText
  ) throws(Diagnostic) {
    func letter(at range: SourceRange) -> Token.Kind? {
      Lexer.tokens(of: SourceText(source.string(range))).tokens.first?.kind
    }
    let variable = letter(at: typed)
    for token in formula where token.kind == .word(parameter) {
      guard let other = letter(at: token.range), other != variable else { continue }
      throw Diagnostic(
        .expected(
          "`\(source.string(typed).asTyped)`, the variable, or a name that `let` defines",
          found: "`\(source.string(token.range).asTyped)`, which cannot have a number of its own here"),
        at: token.range, example: "let c = 3\nf(a) = tanh(c a)")
    }
  }
}

extension Execution {
  /// Names that a function rarely means: the settings of training.
  private var settings: [(name: String, meaning: String, value: Double)] {
    [("η", "learning rate", state.learningRate), ("α", "momentum", state.momentum)]
  }

  /// `g(a) = …`: if the name is `g`, it becomes the transfer function of every layer except the input.
  fileprivate mutating func defineFunction(
    _ name: Located<String>, parameter: String, _ formula: SourceFormula
  ) throws(Diagnostic) {
    let isBuiltIn = TransferFunction.all.named(name.value) != nil
    if CommandTable.command(named: name.value) != nil || isBuiltIn {
      throw Diagnostic(
        .expected("a name that means nothing yet", found: "`\(name.value)`"), at: name.range)
    }
    if let taken = state.computedByRule(name) { throw taken }
    let function = UserFunction(name: name.value, parameter: parameter, formula: formula.formula)
    state.functions.removeAll { $0.name == function.name }
    state.functions.append(function)
    guard let transfer = try state.transferFunction(named: name.value, at: formula.range) else { return }
    let derivative = SymbolicDerivative.derivative(of: formula.formula, by: parameter)
    var blocks: [Block] = [
      .paragraph([.text("\(name.value)(\(parameter)) = "), .formula(function.formula)]),
      .paragraph([.text("\(name.value)'(\(parameter)) = "), .formula(derivative)]),
    ]
    var users = 0
    var replaced: [String] = []
    for var network in state.networks {
      var changed = false
      for layer in network.core.layers.indices.dropFirst() {
        let isUser = network.core.layers[layer].transfer.name == name.value
        guard isUser || (name.value == "g" && network.name == state.currentNetwork) else { continue }
        if !isUser {
          replaced.append("\(network.core.layers[layer].transfer.name) in layer \(network.letter(layer))")
        }
        do throws(NetworkError) { try network.core.setTransfer(transfer, ofLayer: layer) } catch {
          throw problem(error, at: name.range)
        }
        changed = true
        users += 1
      }
      if changed { state.replace(network, because: "\(name.value) has changed") }
    }
    try rebindFunctions(at: formula.range, after: name.value)
    let uses =
      users > 0
      ? [
        Inline.text(
          "transfer function of \(Wording.plural(users, "layer"))"
            + (replaced.isEmpty ? "" : "; it replaces \(Wording.list(replaced))"))
      ]
      : [.code("transfer j \(name.value)"), .text(" gives it to a layer")]
    blocks.append(.note(uses))
    for (setting, meaning, value) in settings where formula.formula.names.contains(setting) {
      blocks.append(
        .note([
          .formula(.name(setting)), .text(" is the \(meaning) here, now \(Wording.number(value)); "),
          .text("a parameter of \(name.value) needs another name"),
        ]))
    }
    emit(blocks)
  }
}
