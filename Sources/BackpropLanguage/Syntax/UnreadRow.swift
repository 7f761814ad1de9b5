/// A row of a derivation that cannot be read. It does not hide what the other rows say.
struct UnreadRow: Equatable, Sendable {
  let range: SourceRange
  /// As it was typed.
  let text: String
  let diagnostic: Diagnostic
  /// Whether the rest of it, without the remark at its end, is judged as a row.
  var isRemark = false
}

/// The rows of a derivation below `check` or `prove`, some of which cannot be read.
struct DerivationReader {
  private let group: StatementLines
  private let source: SourceText
  private let segments: [Segment]
  private var parts: [Part]
  private var unread: [Int: UnreadRow] = [:]

  /// What stands between two line breaks, or two `;`.
  private struct Segment {
    /// 0: the command's own line.
    let line: Int
    let tokens: [Token]
    let span: SourceRange
  }

  /// What is read of a segment.
  private enum Part { case whole, withoutRemark, left, nothing }

  /// More are no rows of a derivation.
  private static let mostUnread = 50

  /// nil if it is no derivation in rows.
  init?(_ group: StatementLines, in source: SourceText) {
    guard case .word(let verb)? = group.head.tokens.first?.kind,
      verb == Command.check.name || verb == Command.prove.name
    else { return nil }
    self.group = group
    self.source = source
    let colon = group.head.tokens.firstIndex { $0.kind == .symbol(":") }
    var segments: [Segment] = []
    for (line, row) in ([group.head] + group.rows).enumerated() {
      let tokens = line == 0 ? Array(row.tokens[((colon ?? 0) + 1)...]) : row.tokens
      guard let first = tokens.first else { continue }
      var start = first.range.lowerBound
      var own: [Token] = []
      for token in tokens {
        guard token.kind == .symbol(";") else {
          own.append(token)
          continue
        }
        segments.append(Segment(line: line, tokens: own, span: start..<token.range.lowerBound))
        (own, start) = ([], token.range.upperBound)
      }
      segments.append(Segment(line: line, tokens: own, span: start..<max(start, row.end)))
    }
    self.segments = segments
    parts = segments.map { _ in .whole }
    let isAloneOnItsLine = segments.allSatisfy { $0.line == 0 }
    if segments.count < 2 || isAloneOnItsLine && colon == nil && !isOfSeveralLines { return nil }
  }

  private var isOfSeveralLines: Bool {
    guard let first = segments.first, let last = segments.last else { return false }
    return source.position(of: first.span.lowerBound).line < source.position(of: last.span.upperBound).line
  }

  /// The statement with the rows that can be read. mistakes: of reading its tokens.
  ///
  /// Throws if no row can be read, or if the mistake is in none of them.
  mutating func read(
    _ mistakes: [Diagnostic], by parse: (StatementLines) throws(Diagnostic) -> Statement
  ) throws(Diagnostic) -> Statement {
    for mistake in mistakes {
      guard let place = place(of: mistake.range.lowerBound) else { throw mistake }
      if unread[place] == nil { leaveOut(place, because: mistake) }
    }
    while true {
      do throws(Diagnostic) { return try parse(legible) } catch {
        // Of more rows than a derivation has, none is to blame.
        if case .tooLarge = error.problem { throw error }
        guard unread.count < Self.mostUnread, let place = guilty(of: error, parse) else {
          throw unread.values.min { $0.range.lowerBound < $1.range.lowerBound }?.diagnostic ?? error
        }
        leaveOut(place, because: error)
        // Of a block without any row, there is nothing to say but its first mistake.
        if !parts.contains(where: { $0 == .whole || $0 == .withoutRemark }) {
          throw unread.values.min { $0.range.lowerBound < $1.range.lowerBound }?.diagnostic ?? error
        }
      }
    }
  }

  /// Reads less of a segment than before.
  private mutating func leaveOut(_ place: Int, because error: Diagnostic) {
    let segment = segments[place]
    switch parts[place] {
    case .whole where remark(segment, error) != nil: parts[place] = .withoutRemark
    case .whole, .withoutRemark:
      parts[place] = left(of: segment) != nil && isContinued(place) ? .left : .nothing
    case .left, .nothing: parts[place] = .nothing
    }
    // What a row lacks is missed at the beginning of the next one.
    let isBelow = error.range.lowerBound >= segment.span.upperBound
    let range =
      segment.tokens.isEmpty ? error.range : isBelow ? segment.span : segment.span.through(error.range)
    if unread[place] == nil || parts[place] == .withoutRemark {
      unread[place] = UnreadRow(
        range: range, text: source.string(range).withoutSpacesAround, diagnostic: error,
        isRemark: parts[place] == .withoutRemark)
    } else {
      unread[place]?.isRemark = false
    }
  }

  /// The segment that a place is in.
  private func place(of offset: Int) -> Int? { segments.lastIndex { $0.span.lowerBound <= offset } }

  /// Which segment is to blame: a row that is not finished makes a mistake of the next one.
  private func guilty(
    of error: Diagnostic, _ parse: (StatementLines) throws(Diagnostic) -> Statement
  ) -> Int? {
    guard let found = place(of: error.range.lowerBound) else { return nil }
    let rest = parts[...found].indices.filter { parts[$0] != .nothing && !segments[$0].tokens.isEmpty }
    let isAtStart = segments[found].tokens.first.map { error.range.lowerBound <= $0.range.lowerBound } ?? true
    if isAtStart, let above = rest.last(where: { $0 < found }), !isLegible(above, parse) { return above }
    // What is left of a row may be what the rows below it lack.
    return rest.last
  }

  /// Whether a segment can be read by itself.
  private func isLegible(
    _ place: Int, _ parse: (StatementLines) throws(Diagnostic) -> Statement
  ) -> Bool {
    var tokens = tokens(of: place)
    guard let first = tokens.first, let last = tokens.last else { return true }
    func symbol(_ kind: Token.Kind, _ offset: Int) -> Token {
      Token(kind, offset..<offset, spaceBefore: true)
    }
    let zero = Token.Kind.number(0, spelling: "0")
    if !tokens.contains(where: { $0.isRelation }) {
      tokens += [symbol(.symbol("="), last.range.upperBound), symbol(zero, last.range.upperBound)]
    }
    let start = first.range.lowerBound
    if first.isRelation {
      tokens.insert(symbol(zero, start), at: 0)
    } else if case .symbol(let sign) = first.kind, DerivationRows.continuing.contains(sign) {
      tokens = [symbol(zero, start), symbol(.symbol("="), start), symbol(zero, start)] + tokens
    }
    do throws(Diagnostic) { _ = try parse(lines { $0 == place ? tokens : [] }) } catch { return false }
    return true
  }

  /// The statement with what is read of it.
  private var legible: StatementLines {
    guard !unread.isEmpty else { return group }
    var lines = lines { tokens(of: $0) }
    lines.unread = unread.values.sorted { $0.range.lowerBound < $1.range.lowerBound }
    return lines
  }

  private func lines(_ tokens: (Int) -> [Token]) -> StatementLines {
    var lines = group
    let colon = group.head.tokens.firstIndex { $0.kind == .symbol(":") } ?? 0
    lines.head.tokens = Array(group.head.tokens[...colon])
    for row in lines.rows.indices { lines.rows[row].tokens = [] }
    for place in segments.indices {
      let own = tokens(place)
      guard let start = own.first?.range.lowerBound else { continue }
      let line = segments[place].line
      let separator = [Token(.symbol(";"), start..<start, spaceBefore: true)]
      if line == 0 {
        lines.head.tokens += (lines.head.tokens.count > colon + 1 ? separator : []) + own
      } else {
        lines.rows[line - 1].tokens += (lines.rows[line - 1].tokens.isEmpty ? [] : separator) + own
      }
    }
    lines.rows.removeAll { $0.tokens.isEmpty }
    return lines
  }

  private func tokens(of place: Int) -> [Token] {
    let segment = segments[place]
    switch parts[place] {
    case .whole: return segment.tokens
    case .withoutRemark: return remark(segment, nil).map { Array(segment.tokens[..<$0]) } ?? segment.tokens
    case .left: return left(of: segment) ?? []
    case .nothing: return []
    }
  }

  /// Where `(chain rule)` begins at the end of a row. error: which is in it.
  private func remark(_ segment: Segment, _ error: Diagnostic?) -> Int? {
    let tokens = segment.tokens
    guard tokens.last?.kind == .symbol(")"), let start = tokens.lastIndex(where: { $0.kind == .symbol("(") })
    else { return nil }
    if let error, error.range.lowerBound < tokens[start].range.lowerBound { return nil }
    let remark = source.string(tokens[start].range.upperBound..<(tokens.last?.range.lowerBound ?? 0))
    let isProse = remark.allSatisfy { $0.isLetter || $0 == " " || $0 == "_" || $0 == "-" }
    return start > 0 && isProse && remark.contains { $0.isLetter } ? start : nil
  }

  /// What a chain is about: what stands on the left of its first `=`.
  private func left(of segment: Segment) -> [Token]? {
    guard let sign = segment.tokens.firstIndex(where: { $0.isRelation }), sign > 0 else { return nil }
    return Array(segment.tokens[..<sign])
  }

  /// Whether the next row continues this one.
  private func isContinued(_ place: Int) -> Bool {
    segments[(place + 1)...].first { !$0.tokens.isEmpty }?.tokens.first?.isRelation ?? false
  }
}

extension String {
  /// The text without white space and marks of columns around it.
  var withoutSpacesAround: String {
    func isSpace(_ scalar: Unicode.Scalar) -> Bool { scalar == " " || scalar == "\n" || scalar == "\t" }
    var text = unicodeScalars[...]
    while let last = text.last, isSpace(last) { text.removeLast() }
    while let first = text.first, isSpace(first) || first == "&" { text.removeFirst() }
    return String(String.UnicodeScalarView(text))
  }
}
