/// A cell read as statements; where diagnostics are not empty, nothing of it may run.
struct ParsedCell: Sendable {
  var statements: [Statement]
  var diagnostics: [Diagnostic]
}

/// Reads a whole cell. A mistake in one statement does not hide those in the next.
enum CellParser {
  static func parse(_ source: SourceText) -> ParsedCell {
    if let foreign = foreignMagic(source) { return ParsedCell(statements: [], diagnostics: [foreign]) }
    let (tokens, lexical) = Lexer.tokens(of: source)
    var cell = ParsedCell(statements: [], diagnostics: lexical)
    let groups = CellLines.groups(of: tokens)
    for group in groups {
      // A line that could not be split into tokens is not parsed: one mistake, one message.
      if lexical.contains(where: {
        group.range.overlaps($0.range) || group.range.contains($0.range.lowerBound)
      }) {
        continue
      }
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
    if let word = cursor.word, let command = CommandTable.command(named: word), !isAssignment(cursor) {
      cursor.advance()
      var parser = StatementParser(command: command, cursor: cursor, rows: rows, range: group.range)
      if !command.takesRows, let row = rows.first {
        throw Diagnostic(
          .unexpectedRows(command: command.name),
          at: row.range(from: row.range.lowerBound).lowerBound..<group.range.upperBound,
          example: parser.example)
      }
      let kind = try command.parse(&parser)
      return kind
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

  /// A line that is just a formula, or a misspelt command.
  private static func bareFormula(_ start: TokenCursor) throws(Diagnostic) -> Statement.Kind {
    var cursor = start
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

/// The tokens of one statement: its first line, and the indented lines below.
struct StatementLines {
  struct Line {
    var indent: Int
    var tokens: [Token]
    /// Where the line ends, as an offset in the source.
    var end: Int
  }
  var head: Line
  var rows: [Line]
  var range: SourceRange {
    let start = head.tokens.first?.range.lowerBound ?? head.end
    return start..<max(start, rows.last?.end ?? head.end)
  }
}

/// Tokens as lines, and lines as statements.
enum CellLines {
  /// Splits at line breaks outside brackets; a line that ends with a comma goes on in the next.
  static func lines(of tokens: [Token]) -> [StatementLines.Line] {
    var lines: [StatementLines.Line] = []
    var line = StatementLines.Line(indent: 0, tokens: [], end: 0)
    var depth = 0
    for token in tokens {
      switch token.kind {
      case .newline, .end:
        let continues = depth > 0 || endsWithComma(line)
        if continues, token.kind == .newline { continue }
        if !line.tokens.isEmpty { lines.append(line) }
        line = StatementLines.Line(indent: 0, tokens: [], end: 0)
        depth = 0
      case .indent(let columns):
        if line.tokens.isEmpty { line.indent = columns }
      default:
        if case .symbol(let symbol) = token.kind {
          if symbol == "(" || symbol == "[" || symbol == "{" { depth += 1 }
          if symbol == ")" || symbol == "]" || symbol == "}" { depth = max(0, depth - 1) }
        }
        line.tokens.append(token)
        line.end = token.range.upperBound
      }
    }
    if !line.tokens.isEmpty { lines.append(line) }
    return lines
  }

  /// A line less indented than, or as much as, the first of the cell begins a statement; others are rows of the one above.
  static func groups(of tokens: [Token]) -> [StatementLines] {
    let lines = lines(of: tokens)
    var groups: [StatementLines] = []
    var base = lines.first?.indent ?? 0
    for line in lines {
      if line.indent <= base || groups.isEmpty {
        base = line.indent
        groups.append(StatementLines(head: line, rows: []))
      } else {
        groups[groups.count - 1].rows.append(line)
      }
    }
    return groups
  }

  private static func endsWithComma(_ line: StatementLines.Line) -> Bool {
    if case .symbol(",") = line.tokens.last?.kind { return true }
    return false
  }
}
