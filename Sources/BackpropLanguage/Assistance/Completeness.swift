extension Assistance {
  /// Whether a cell may run as it is.
  public enum Completeness: Equatable, Sendable {
    case complete
    /// The cell continues; its next line begins with `indent`.
    case incomplete(indent: String)
    case invalid
    case unknown

    init(of source: SourceText, in notations: Notations) {
      let (tokens, lexical) = Lexer.tokens(of: source)
      let groups = CellLines.groups(of: tokens)
      guard let last = groups.last,
        let end = source.scalars.lastIndex(where: { $0 != " " })
      else {
        self = .complete
        return
      }
      let endsWithBlankLine = source.scalars[end] == "\n"
      if !endsWithBlankLine {
        if Self.isOpen(tokens) || lexical.contains(where: { $0.isOfOpenDisplay }) {
          self = .incomplete(indent: "  ")
          return
        }
        if let row = last.rows.last {
          self = .incomplete(indent: String(repeating: " ", count: row.indent))
          return
        }
        if Self.wantsRows(last.head) {
          self = .incomplete(indent: String(repeating: " ", count: last.head.indent + 2))
          return
        }
      }
      // One mistake is enough to know.
      let cell = CellParser.parse(source, groups, lexical, mostDiagnostics: 1, in: notations)
      self = cell.diagnostics.isEmpty ? .complete : .invalid
    }

    /// Whether a bracket is open, or the last line ends with a comma.
    private static func isOpen(_ tokens: [Token]) -> Bool {
      var depth = 0
      var endsWithComma = false
      for token in tokens {
        guard case .symbol(let symbol) = token.kind else {
          switch token.kind {
          case .newline, .end, .indent: break
          default: endsWithComma = false
          }
          continue
        }
        endsWithComma = symbol == ","
        if symbol == "(" || symbol == "[" || symbol == "{" { depth += 1 }
        if symbol == ")" || symbol == "]" || symbol == "}" { depth -= 1 }
      }
      return depth > 0 || endsWithComma
    }

    /// `patterns xor:`, `w_ij =` and `vary η 0.1 0.5` continue on the next line.
    private static func wantsRows(_ line: StatementLines.Line) -> Bool {
      guard case .word(let word) = line.tokens.first?.kind else { return false }
      if line.tokens.count > 1, Command.vary.isCalled(word) { return true }
      guard case .symbol(let last) = line.tokens.last?.kind else { return false }
      if word == "w" { return last == "=" }
      return last == ":" && CommandTable.command(named: word)?.takesRows == true
    }
  }
}

extension Diagnostic {
  /// Whether a `\begin` or `$$` waits for its end.
  fileprivate var isOfOpenDisplay: Bool {
    if case .expected(_, found: "the end of the cell") = problem { true } else { false }
  }
}
