/// What `check` and `prove` have in common: a derivation in rows below the command, and `hint N`.
extension StatementParser {
  /// `, hint N` before the colon of a block.
  mutating func leadingHint() throws(Diagnostic) -> Hint? {
    if cursor.peek == .symbol(","), cursor.peek(1)?.kind == .word("hint") {
      cursor.advance()
    } else {
      // `check hint 2:` means the same.
      guard cursor.peek == .word("hint"), case .number? = cursor.peek(1)?.kind,
        cursor.peek(2)?.kind == .symbol(":")
      else { return nil }
    }
    cursor.advance()
    return try cursor.hint()
  }

  /// `, hint N` at the end.
  func takeHint(from tokens: inout [Token]) throws(Diagnostic) -> Hint? {
    let source = cursor.source
    guard let place = tokens.lastIndex(where: { $0.kind == .word("hint") }), place > 0,
      tokens[place - 1].kind == .symbol(",")
    else { return nil }
    var rest = TokenCursor(Array(tokens[(place + 1)...]), source: source, end: range.upperBound)
    let hint = try rest.hint()
    let left = rest.takeRest()
    guard left.isEmpty || left[0].kind == .word("within") else {
      throw Diagnostic(
        .trailing("`\(source.string(left[0].range))`", command: command.name, takesOptions: true),
        at: left[0].range)
    }
    tokens = Array(tokens[..<(place - 1)]) + left
    return hint
  }

  /// The equations of the command's line and of the rows below it. isWhole: whether each is a step, judged by
  /// itself.
  ///
  /// tokens: the rest of the command's line. isBlock: whether it ends with a colon. takesBounds: whether a
  /// row may end with `within`.
  func derivation(
    _ tokens: [Token], isBlock: Bool, takesBounds: Bool = false
  ) throws(Diagnostic) -> (rows: DerivationRows, isWhole: Bool) {
    var rows = [tokens]
    for var row in self.rows { rows.append(row.takeRest()) }
    if isBlock, rows.allSatisfy({ $0.isEmpty }) {
      throw Diagnostic(
        .missingRows(command: command.name), at: range,
        example: "\(command.name):\n  ∂(y_k^2)/∂a_k = 2 y_k ∂y_k/∂a_k\n    = 2 y_k g'(a_k)")
    }
    let derivation = try DerivationRows(
      rows, in: cursor.source, takesBounds: takesBounds, unread: unread)
    let isWhole = isBlock || !self.rows.isEmpty || isDisplay(derivation)
    if !isWhole, let row = unread.first { throw row.diagnostic }
    return (derivation, isWhole)
  }

  /// Whether it is a display in LaTeX: one of several rows, or one that begins on the line below the command.
  private func isDisplay(_ derivation: DerivationRows) -> Bool {
    guard let first = derivation.steps.first?.equation.left.range.lowerBound, first > range.lowerBound else {
      return false
    }
    let between = cursor.source.string(range.lowerBound..<first)
    if derivation.steps.count > 1, between.includes("\\begin") { return true }
    guard let line = between.firstRange(of: "\n") else { return false }
    let own = String(between[..<line.lowerBound])
    return !own.includes("$") && !own.includes("\\")
  }
}

extension TokenCursor {
  /// The number after `hint`.
  fileprivate mutating func hint() throws(Diagnostic) -> Hint {
    let number = try integer("hint", least: 0)
    guard let hint = Hint(rawValue: Int(clamping: number.value)) else {
      throw Diagnostic(
        .outOfRange("hint", value: Double(number.value), allowed: "0, 1 or 2"), at: number.range)
    }
    return hint
  }
}
