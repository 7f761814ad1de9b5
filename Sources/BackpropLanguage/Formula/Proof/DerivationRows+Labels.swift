/// What could be read in two ways: numbers of rows and equations, which are no factors, and arrows.
extension DerivationRows {
  /// Without `1.`, `2)` or `a)` in front of an equation, or of a relation.
  static func withoutLabel(_ row: [Token], in source: SourceText) -> [Token] {
    guard row.count > 2 else { return row }
    let first = source.string(row[0].range)
    switch row[0].kind {
    case .number where first.hasSuffix(".") && row[1].spaceBefore && row[1].beginsEquation:
      return Array(row.dropFirst())
    case .number, .word:
      let isShort = first.unicodeScalars.allSatisfy { $0.isASCII } && first.utf8.count <= 2
      guard isShort, row[1].kind == .symbol(")") || row[1].kind == .symbol(":"), row[2].spaceBefore else {
        return row
      }
      return Array(row.dropFirst(2))
    default: return row
    }
  }

  /// Throws at `(2)` in front of an equation or behind it, which may be its number or a factor. The first of
  /// the rows is the command's own line, which nobody numbers in front.
  static func refuseNumbers(_ rows: [[Token]], in source: SourceText) throws(Diagnostic) {
    for (place, row) in rows.enumerated() where row.count > 3 {
      if let end = endOfNumber(row, from: 0), end < row.count,
        row[end].beginsEquation && !row[end].isRelation
          || place > 0 && (row[end].isRelation || row[end].kind == .symbol("-"))
      {
        let range = row[0].range.through(row[end - 1].range)
        throw Diagnostic(
          .expected(
            "a formula: in front of a row, `1.` is its number, and a factor has no brackets",
            found: "`\(source.string(range).asTyped)`"), at: range, example: "prove:\n  1. a_k = a_k")
      }
      guard let start = row.lastIndex(where: { $0.kind == .symbol("(") }), start > 0, row[start].spaceBefore,
        row[start - 1].endsFactor, !isCall(row, at: start), endOfNumber(row, from: start) == row.count
      else { continue }
      let range = row[start].range.through(row[row.count - 1].range)
      let number = source.string(range)
      throw Diagnostic(
        .expected(
          "the end of the equation: `\\quad \(number.asTyped)` is its number, and a factor stands in front",
          found: "`\(number.asTyped)`"), at: range, example: "prove a_k = a_k \\quad (3)")
    }
  }

  /// Throws at `a <-b`, which may be `a < -b` or `a ← b`.
  static func refuseArrows(_ rows: [[Token]], in source: SourceText) throws(Diagnostic) {
    for row in rows {
      for (token, next) in zip(row, row.dropFirst())
      where token.kind == .symbol("<-") && !next.spaceBefore && source.string(token.range) == "<-" {
        if case .number = next.kind { continue }
        throw Diagnostic(
          .expected("`< -` with a space between, or `=`, or `<-` with a space behind it", found: "`<-`"),
          at: token.range, example: "check y_k1 > -1")
      }
    }
  }

  /// Where `(2)`, `(2.3)` or `(2a)` ends that begins at a place.
  private static func endOfNumber(_ row: [Token], from start: Int) -> Int? {
    guard row.kind(start) == .symbol("("), case .number? = row.kind(start + 1) else { return nil }
    var end = start + 2
    if case .word(let letter)? = row.kind(end), letter.utf8.count == 1, !row[end].spaceBefore { end += 1 }
    return row.kind(end) == .symbol(")") ? end + 1 : nil
  }

  /// Whether the bracket at a place is that of `log (2)`, `f (2)` or `Σ_k (1)`. What the user has named may
  /// be a function.
  private static func isCall(_ row: [Token], at place: Int) -> Bool {
    if case .subscripts? = row.kind(place - 1) { return row.kind(place - 2) == .symbol("Σ") }
    guard case .word(let word)? = row.kind(place - 1) else { return false }
    return FormulaParser.functions[word] != nil || !Vocabulary.isReserved(word)
  }
}

extension Token {
  /// Whether a formula may begin with it, or what continues the row above.
  fileprivate var beginsEquation: Bool {
    switch kind {
    case .word, .number: true
    case .symbol("|"), .symbol("∇"), .symbol("‖"): true
    case .symbol(let symbol): isRelation || FormulaParser.openings.contains(symbol)
    default: false
    }
  }

  fileprivate var endsFactor: Bool {
    switch kind {
    case .word, .number, .subscripts, .symbol(")"), .symbol("]"), .symbol("}"): true
    default: false
    }
  }
}
