/// The tokens of one statement: its first line and the indented lines below it.
struct StatementLines {
  struct Line {
    var indent: Int
    var tokens: [Token]
    /// Where the line ends, as an offset in the source.
    var end: Int
  }
  var head: Line
  var rows: [Line]
  /// If some of it was written for any layer: the letters for that, each with the layers that it is for.
  var general: [(letter: String, layers: [Int])] = []
  /// What it defines, if that is a vector or a matrix.
  var vector: VectorDefinition?
  /// Rows of a derivation that are left out, since they cannot be read.
  var unread: [UnreadRow] = []
  var range: SourceRange {
    let start = head.tokens.first?.range.lowerBound ?? head.end
    return start..<max(start, rows.last?.end ?? head.end)
  }
}

/// Tokens as lines, and lines as statements.
enum CellLines {
  /// Splits at line breaks outside brackets; a line that ends with a comma continues on the next one.
  static func lines(of tokens: [Token]) -> [StatementLines.Line] {
    var lines: [StatementLines.Line] = []
    var line = StatementLines.Line(indent: 0, tokens: [], end: 0)
    var depth = 0
    // The next token that is no layout, and whether a row or a statement begins there.
    var ahead = (place: 0, isAnew: false)
    for (place, token) in tokens.enumerated() {
      switch token.kind {
      case .newline, .end:
        if depth > 0, place >= ahead.place { ahead = beginning(tokens, after: place) }
        let continues = depth > 0 && !ahead.isAnew || endsWithComma(line)
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

  /// Where the next line begins, and whether it is a row or a statement of its own, although a bracket above
  /// is missing: it has a relation outside its brackets, or begins with a command.
  private static func beginning(_ tokens: [Token], after place: Int) -> (place: Int, isAnew: Bool) {
    guard let start = tokens[(place + 1)...].firstIndex(where: { !$0.kind.isLayout }) else {
      return (tokens.count, true)
    }
    if case .word(let word) = tokens[start].kind, CommandTable.command(named: word) != nil {
      return (start, true)
    }
    var depth = 0
    for token in tokens[start...] {
      if depth == 0, token.isRelation { return (start, true) }
      switch token.kind {
      case .newline, .end: return (start, false)
      case .symbol("("), .symbol("["), .symbol("{"): depth += 1
      case .symbol(")"), .symbol("]"), .symbol("}"): depth -= 1
      default: break
      }
    }
    return (start, false)
  }

  /// A line that is not indented more than the first line of the cell begins a statement; other lines are
  /// rows of the statement above.
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
