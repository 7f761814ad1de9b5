/// A cell parsed into statements; if there are diagnostics, none of it may run.
struct ParsedCell: Sendable {
  var statements: [Statement]
  var diagnostics: [Diagnostic]

  /// Whether it changes the notation.
  var isInAnotherNotation: Bool { statements.contains { $0.action.notation != nil } }
}

/// Reads a whole cell. A mistake in one statement does not hide those in the next.
enum CellParser {
  /// The maximum number of mistakes reported. Parsing stops there: a text with more mistakes is not a cell.
  static let mostDiagnostics = Lexer.mostDiagnostics

  /// notations: the one that the cell is written in, and those that it may change to.
  /// start: statements before it have been run.
  static func parse(
    _ source: SourceText, after start: Int = 0, in notations: Notations = Notations()
  ) -> ParsedCell {
    let (tokens, lexical) = Lexer.tokens(of: source)
    let groups = CellLines.groups(of: tokens).filter { $0.range.lowerBound >= start }
    return parse(
      source, groups, lexical, mostDiagnostics: mostDiagnostics, in: notations)
  }

  /// Parses the statements of a cell that has already been split.
  static func parse(
    _ source: SourceText, _ groups: [StatementLines], _ lexical: [Diagnostic], mostDiagnostics: Int,
    in notations: Notations = Notations()
  ) -> ParsedCell {
    var notations = notations
    var lexical = lexical
    if let foreign = foreignMagic(source) { return ParsedCell(statements: [], diagnostics: [foreign]) }
    var cell = ParsedCell(statements: [], diagnostics: [])
    cell.statements.reserveCapacity(groups.count)
    /// Where a line ends that lacks its rows.
    var lackingRows: Int?
    for (place, written) in groups.enumerated() {
      let group: StatementLines
      do throws(Diagnostic) { group = try written.withoutWordsInFront(in: source) } catch {
        lexical.removeAll { written.range.contains($0.range.lowerBound) }
        cell.diagnostics.append(error)
        if cell.diagnostics.count >= mostDiagnostics { break }
        continue
      }
      let derivation = DerivationReader(group, in: source)
      // What cannot be read at the end of a row belongs to it.
      let next = groups.indices.contains(place + 1) ? groups[place + 1].range.lowerBound : .max
      let range = derivation == nil ? group.range : group.range.lowerBound..<next
      let mistakes = lexical.filter { range.overlaps($0.range) || range.contains($0.range.lowerBound) }
      // A line with lexical errors is not parsed: one mistake gives one message.
      if !mistakes.isEmpty, derivation == nil { continue }
      if cell.diagnostics.count + lexical.count >= mostDiagnostics { break }
      // What stands below `check:` without indentation was meant to be its rows.
      if let end = lackingRows {
        lackingRows = nil
        let line = source.position(of: group.range.lowerBound).line
        if line == source.position(of: end).line + 1, group.looksLikeARow {
          lackingRows = group.range.upperBound
          continue
        }
      }
      do throws(Diagnostic) {
        let read: Statement
        if var rows = derivation {
          read = try rows.read(mistakes) { (lines) throws(Diagnostic) in
            try statement(lines, source, in: notations)
          }
        } else {
          read = try statement(group, source, in: notations)
        }
        lexical.removeAll { mistakes.contains($0) }
        notations.follow(read.action)
        if read.command?.name == Command.load.name {
          notations.isBelowLoad = true
          notations.definitions = Definitions()
        }
        cell.statements.append(read)
      } catch {
        if !lexical.contains(error) { cell.diagnostics.append(error) }
        if case .missingRows = error.problem, group.head.tokens.last?.kind == .symbol(":") {
          lackingRows = group.range.upperBound
        }
      }
    }
    cell.diagnostics += lexical
    cell.diagnostics.sort { $0.range.lowerBound < $1.range.lowerBound }
    return cell
  }

  /// A first line for another kind of kernel: `%matplotlib inline`, `!pip install`, `%%bash`.
  private static func foreignMagic(_ source: SourceText) -> Diagnostic? {
    for number in 1...source.lineStarts.count {
      let line = source.scalars[source.lineStarts[number - 1]..<source.end(ofLine: number)]
      guard let start = line.firstIndex(where: { $0 != " " && $0 != "\t" }) else { continue }
      guard line[start] == "%" || line[start] == "!" else { continue }
      let word = line[start...].prefix { $0 != " " }
      return Diagnostic(.foreignMagic(String(scalars: word)), at: start..<start + word.count)
    }
    return nil
  }

  private static func statement(
    _ written: StatementLines, _ source: SourceText, in notations: Notations
  ) throws(Diagnostic) -> Statement {
    if let statement = try varying(written, source, in: notations) { return statement }
    let rule = RuleNotation(notation: notations.inUse, letters: notations.letters, meaning: { $0 })
    let written = AllWeights(notation: notations.inUse).read(rule.read(written.assigning, in: source))
    if let problem = notations.reader?.problem(in: written) { throw problem }
    let group = try handout(written, source, in: notations)
    let form = notations.inUse.matrixForm
    let definitions = notations.definitions
    let rows = group.rows.map {
      TokenCursor(
        $0.tokens, source: source, end: $0.end, matrixForm: form, definitions: definitions)
    }
    let verb = group.head.tokens.first?.kind
    let isCheck = [Command.check.name, Command.prove.name, Command.mark.name].contains { verb == .word($0) }
    var cursor = TokenCursor(
      withoutCall(group.head.tokens), source: source, end: group.head.end, matrixForm: form,
      definitions: definitions)
    let command = isName(cursor) ? nil : cursor.word.flatMap { CommandTable.command(named: $0) }
    do throws(Diagnostic) {
      if let help = shortHelp(group.head.tokens) { return Statement(range: group.range, action: help) }
      guard let command else {
        return Statement(range: group.range, action: try withoutCommand(cursor, rows, group.range))
      }
      cursor.advance()
      let parser = StatementParser(
        command: command, cursor: cursor, rows: rows, range: group.range, notations: notations,
        unread: group.unread)
      var action = try action(parser, group)
      if command.name == Command.letName.name,
        case .word(let name)? = group.head.tokens.dropFirst().first?.kind
      {
        action.vector = group.vector ?? VectorDefinition(name: name)
      }
      for general in group.general {
        let remark = Wording.layers(general.letter, general.layers)
        action = action.noting(isCheck ? "holds for " + remark : remark)
      }
      return Statement(range: group.range, action: action, command: command)
    } catch {
      let start = group.range.prefix(Example.mostCompared)
      throw error.teaching(Example.line(like: source.string(start.startIndex..<start.endIndex), of: command))
    }
  }

  /// `vary`, with the lines below it as they were typed: they are read as cells of their own.
  private static func varying(
    _ written: StatementLines, _ source: SourceText, in notations: Notations
  ) throws(Diagnostic) -> Statement? {
    let command = Command.vary
    var cursor = TokenCursor(written.head.tokens, source: source, end: written.head.end)
    guard cursor.word.map({ command.isCalled($0) }) == true, !isName(cursor) else { return nil }
    cursor.advance()
    guard cursor.peek != .symbol("?") else { return nil }
    let rows = written.rows.map { TokenCursor($0.tokens, source: source, end: $0.end) }
    var parser = StatementParser(
      command: command, cursor: cursor, rows: rows, range: written.range, notations: notations)
    do throws(Diagnostic) {
      return Statement(range: written.range, action: try command.parse(&parser), command: command)
    } catch {
      throw error.teaching(Example.line(like: source.string(written.range), of: command))
    }
  }

  private static func handout(
    _ written: StatementLines, _ source: SourceText, in notations: Notations
  ) throws(Diagnostic) -> StatementLines {
    do throws(Diagnostic) { return try notations.reader?.read(written, in: source) ?? written } catch {
      let tokens = written.head.tokens
      let command: Command? =
        if case .word(let word)? = tokens.first?.kind { CommandTable.command(named: word) } else { nil }
      throw error.teaching(Example.line(like: source.string(written.range), of: command))
    }
  }

  /// `?` and `train?`, as in IPython.
  private static func shortHelp(_ tokens: [Token]) -> Action? {
    guard tokens.last?.kind == .symbol("?") else { return nil }
    if tokens.count == 1 { return .help(nil) }
    guard tokens.count == 2, case .word(let word) = tokens[0].kind else { return nil }
    return .help(Located(word, tokens[0].range))
  }

  private static func action(_ start: StatementParser, _ group: StatementLines) throws(Diagnostic) -> Action {
    var parser = start
    if !parser.command.takesRows, let row = parser.rows.first {
      throw Diagnostic(
        .unexpectedRows(command: parser.command.name),
        at: row.range(from: row.range.lowerBound).lowerBound..<group.range.upperBound)
    }
    do throws(Diagnostic) {
      return try parser.command.parse(&parser)
    } catch {
      // A noun by itself, `weights`, shows the object.
      var error = error
      if group.head.tokens.count == 1, case .word(let word) = group.head.tokens[0].kind,
        Printed(word: word) != nil
      {
        error.suggestion = "print \(word)"
      }
      throw error
    }
  }

  /// A line with `=`, or a formula.
  private static func withoutCommand(
    _ cursor: TokenCursor, _ rows: [TokenCursor], _ range: SourceRange
  ) throws(Diagnostic) -> Action {
    if cursor.contains("=") { return try Assignment.parse(cursor, rows: rows, range: range) }
    if let row = rows.first {
      throw Diagnostic(
        .expected("a line without indentation", found: "an indented line"),
        at: row.range.lowerBound..<range.upperBound, example: "patterns xor:\n  0 1 -> 1")
    }
    return try bareFormula(cursor)
  }

  /// `backward()` is `backward`.
  private static func withoutCall(_ tokens: [Token]) -> [Token] {
    guard tokens.count == 3, tokens[1].kind == .symbol("("), tokens[2].kind == .symbol(")"),
      case .word(let word) = tokens[0].kind,
      CommandTable.command(named: word) != nil || OtherCourses.entry(for: word) != nil
    else { return tokens }
    return [tokens[0]]
  }

  /// `step = 3` and `net_j` are not commands, although the first word is one.
  private static func isName(_ cursor: TokenCursor) -> Bool {
    guard let next = cursor.peek(1) else { return false }
    if case .subscripts = next.kind, !next.spaceBefore { return true }
    return next.kind == .symbol("=")
  }

  /// A line that is just a formula, or one thing to print, or a misspelt command.
  private static func bareFormula(_ start: TokenCursor) throws(Diagnostic) -> Action {
    var cursor = start
    if cursor.peek(1) == nil, let word = cursor.word, let item = Printed(word: word) {
      return .print([item])
    }
    if let diagnostic = lacksSign(cursor) { throw diagnostic }
    if let word = cursor.word, !Vocabulary.isReserved(word),
      case let next = cursor.peek(1) ?? Token(.end, cursor.range)
    {
      let looksLikeCommand: Bool
      switch next.kind {
      // `β1`, which may be a name, too.
      case _ where cursor.rest.numberedName(at: 0).map({ CommandTable.owner(of: $0) != nil }) == true:
        looksLikeCommand = false
      case .word, .number, .string: looksLikeCommand = true
      case .symbol(":"): looksLikeCommand = true
      case .end, .symbol(","), .symbol("-"):
        // It may be a name known to the session; the word's meaning in other courses is only mentioned if it
        // is not.
        looksLikeCommand =
          OtherCourses.entry(for: word) == nil && CommandTable.owner(of: word) == nil
          && !isGlued(word)
      default: looksLikeCommand = false
      }
      if looksLikeCommand, !isQuantity(cursor) {
        if let known = CommandTable.belonging(word, at: cursor.range) { throw known }
        if let foreign = OtherCourses.diagnostic(word, at: cursor.range) { throw foreign }
        if let suggestion = Spelling.nearest(to: word, among: CommandTable.spellings),
          let command = CommandTable.command(named: suggestion)
        {
          throw Diagnostic(
            .unknownCommand(word), at: cursor.range, suggestion: suggestion, example: command.examples.first)
        }
      }
    }
    if let claim = claim(cursor) { throw claim }
    return .show(try FormulaParser.formula(cursor.takeRest(), in: cursor.source))
  }

  /// `accuracy > 0.9`, which lacks its `check`.
  private static func claim(_ start: TokenCursor) -> Diagnostic? {
    var cursor = start
    let signs = ["≈", "<", "<=", ">", ">="]
    guard let sign = signs.first(where: { cursor.contains($0) }), cursor.peek != .symbol(sign) else {
      return nil
    }
    let line = cursor.range.lowerBound
    _ = cursor.takeRest()
    let whole = cursor.range(from: line)
    return Diagnostic(
      .expected("`check` in front of what is to be compared", found: "none"), at: whole,
      suggestion: "check \(cursor.source.string(whole))")
  }

  /// `η 0.1` and `w_i1j1 0.5`, which lack their `=`, and `w_i1j1 == 0.5`.
  private static func lacksSign(_ cursor: TokenCursor) -> Diagnostic? {
    guard let word = cursor.word, word == "w" || Vocabulary.settings.contains(word) else { return nil }
    var place = 1
    if word == "w" {
      guard case .subscripts? = cursor.peek(1)?.kind else { return nil }
      place = 2
    }
    guard let next = cursor.peek(place) else { return nil }
    let left = cursor.source.string(cursor.range.lowerBound..<(cursor.peek(place - 1)?.range.upperBound ?? 0))
    switch next.kind {
    case .number:
      return Diagnostic(
        .expected("`=`", found: "`\(cursor.source.string(next.range))`"), at: next.range,
        suggestion: "\(left) = \(cursor.source.string(next.range))")
    case .symbol("=="):
      return Diagnostic(
        .expected("`=`, which sets, or `check` in front, which compares", found: "`==`"), at: next.range,
        suggestion: "=")
    default: return nil
    }
  }

  /// `yj` and `wij`, as copied from a PDF without underscores.
  private static func isGlued(_ word: String) -> Bool {
    Quantity.allCases.contains { quantity in
      quantity.subscriptCount > 0 && word.hasPrefix(quantity.rawValue)
        && word.unicodeScalars.count == quantity.rawValue.unicodeScalars.count + quantity.subscriptCount
    }
  }

  /// `z a_j`: a product, not a command with an argument.
  private static func isQuantity(_ cursor: TokenCursor) -> Bool {
    guard case .word(let next)? = cursor.peek(1)?.kind, Quantity(rawValue: next) != nil,
      case .subscripts? = cursor.peek(2)?.kind
    else { return false }
    return true
  }
}

extension StatementLines {
  /// Whether it may be a row of a derivation, rather than a command.
  fileprivate var looksLikeARow: Bool {
    let hasRelation = head.tokens.contains { token in
      if case .symbol(let symbol) = token.kind { Relation(symbol: symbol) != nil } else { false }
    }
    guard hasRelation, case .word(let word)? = head.tokens.first?.kind else { return hasRelation }
    return CommandTable.command(named: word) == nil
  }
}
