/// A cell read as statements; where diagnostics are not empty, nothing of it may run.
struct ParsedCell: Sendable {
  var statements: [Statement]
  var diagnostics: [Diagnostic]
}

/// Reads a whole cell. A mistake in one statement does not hide those in the next.
enum CellParser {
  /// So many mistakes are told; what is behind them is not read, for a text with more of them is no cell.
  static let mostDiagnostics = Lexer.mostDiagnostics

  static func parse(_ source: SourceText) -> ParsedCell {
    let (tokens, lexical) = Lexer.tokens(of: source)
    return parse(source, CellLines.groups(of: tokens), lexical, mostDiagnostics: mostDiagnostics)
  }

  /// Reads the statements of a cell that has been split into them already.
  static func parse(
    _ source: SourceText, _ groups: [StatementLines], _ lexical: [Diagnostic], mostDiagnostics: Int
  ) -> ParsedCell {
    if let foreign = foreignMagic(source) { return ParsedCell(statements: [], diagnostics: [foreign]) }
    var cell = ParsedCell(statements: [], diagnostics: lexical)
    for group in groups {
      // A line that could not be split into tokens is not parsed: one mistake, one message.
      if lexical.contains(where: {
        group.range.overlaps($0.range) || group.range.contains($0.range.lowerBound)
      }) {
        continue
      }
      if cell.diagnostics.count >= mostDiagnostics { break }
      do throws(Diagnostic) {
        cell.statements.append(Statement(range: group.range, kind: try statement(group, source)))
      } catch {
        cell.diagnostics.append(error)
      }
    }
    cell.diagnostics.sort { $0.range.lowerBound < $1.range.lowerBound }
    return cell
  }

  /// A first line for another kind of kernel: `%matplotlib inline`, `!pip install`, `%%bash`.
  private static func foreignMagic(_ source: SourceText) -> Diagnostic? {
    for number in 1...source.lineStarts.count {
      let line = source.line(number).unicodeScalars
      guard let place = line.firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
      guard line[place] == "%" || line[place] == "!" else { continue }
      let start = source.lineStarts[number - 1] + line.distance(from: line.startIndex, to: place)
      let word = line[place...].prefix { $0 != " " }
      return Diagnostic(
        .foreignMagic(String(String.UnicodeScalarView(word))), at: start..<start + word.count,
        example: "network 2-2-1")
    }
    return nil
  }

  private static func statement(_ group: StatementLines, _ source: SourceText) throws(Diagnostic)
    -> Statement.Kind
  {
    let rows = group.rows.map { TokenCursor($0.tokens, source: source, end: $0.end) }
    var cursor = TokenCursor(group.head.tokens, source: source, end: group.head.end)
    // As in IPython.
    if group.head.tokens.count == 2, let word = cursor.word, cursor.peek(1)?.kind == .symbol("?") {
      return .help(Located(word, cursor.range))
    }
    if let word = cursor.word, let command = CommandTable.command(named: word), !isAssignment(cursor) {
      cursor.advance()
      var parser = StatementParser(command: command, cursor: cursor, rows: rows, range: group.range)
      if !command.takesRows, let row = rows.first {
        throw Diagnostic(
          .unexpectedRows(command: command.name),
          at: row.range(from: row.range.lowerBound).lowerBound..<group.range.upperBound,
          example: parser.example)
      }
      do throws(Diagnostic) {
        return try command.parse(&parser)
      } catch {
        // A noun alone, `weights`, asks to see it.
        var error = error
        if group.head.tokens.count == 1, ShowingCommands.printed(word) != nil {
          error.suggestion = "print \(word)"
        }
        throw error
      }
    }
    if cursor.contains("=") { return try Assignment.parse(cursor, rows: rows, range: group.range) }
    if let row = rows.first {
      throw Diagnostic(
        .expected("a line without indentation", found: "an indented line"),
        at: row.range.lowerBound..<group.range.upperBound, example: "patterns xor:\n  0 1 -> 1")
    }
    return try bareFormula(cursor)
  }

  /// `step = 3` or `test(a) = …` is no command, whatever its first word.
  private static func isAssignment(_ cursor: TokenCursor) -> Bool {
    if let next = cursor.peek(1), case .symbol("=") = next.kind { return true }
    return false
  }

  /// A line that is just a formula, or one thing to print, or a misspelt command.
  private static func bareFormula(_ start: TokenCursor) throws(Diagnostic) -> Statement.Kind {
    var cursor = start
    if cursor.peek(1) == nil, let word = cursor.word, let item = ShowingCommands.printed(word) {
      return .print([item])
    }
    if let word = cursor.word, !Vocabulary.isReserved(word),
      case let next = cursor.peek(1) ?? Token(.end, cursor.range)
    {
      let looksLikeCommand: Bool
      switch next.kind {
      case .word, .number, .string, .end: looksLikeCommand = true
      case .symbol(","), .symbol(":"), .symbol("-"): looksLikeCommand = true
      default: looksLikeCommand = false
      }
      if looksLikeCommand, let suggestion = Spelling.nearest(to: word, among: CommandTable.spellings),
        let command = CommandTable.command(named: suggestion)
      {
        throw Diagnostic(
          .unknownCommand(word), at: cursor.range, suggestion: suggestion, example: command.examples.first)
      }
    }
    return .formula(try FormulaParser.formula(cursor.takeRest(), in: cursor.source))
  }
}
