/// Numbers that name a row or an equation, and are no factors.
extension DerivationRows {
  /// Without `1.`, `2)` or `a)` in front.
  static func withoutLabel(_ row: [Token], in source: SourceText) -> [Token] {
    guard row.count > 2 else { return row }
    let first = source.string(row[0].range)
    switch row[0].kind {
    case .number where first.hasSuffix(".") && row[1].spaceBefore: return Array(row.dropFirst())
    case .number, .word:
      let isShort = first.unicodeScalars.allSatisfy { $0.isASCII } && first.utf8.count <= 2
      guard isShort, row[1].kind == .symbol(")") || row[1].kind == .symbol(":"), row[2].spaceBefore else {
        return row
      }
      return Array(row.dropFirst(2))
    default: return row
    }
  }

  /// Throws at `(2)` in front of an equation or behind it, which may be its number or a factor.
  static func refuseNumbers(_ rows: [[Token]], in source: SourceText) throws(Diagnostic) {
    for row in rows where row.count > 3 {
      if let end = endOfNumber(row, from: 0), end < row.count, row[end].startsFactor {
        let range = row[0].range.through(row[end - 1].range)
        throw Diagnostic(
          .expected(
            "a formula: in front of a row, `1.` is its number, and a factor has no brackets",
            found: "`\(source.string(range).asTyped)`"), at: range, example: "prove:\n  1. a_k = a_k")
      }
      guard let start = row.lastIndex(where: { $0.kind == .symbol("(") }), start > 0, row[start].spaceBefore,
        row[start - 1].endsFactor, endOfNumber(row, from: start) == row.count
      else { continue }
      let range = row[start].range.through(row[row.count - 1].range)
      let number = source.string(range)
      throw Diagnostic(
        .expected(
          "the end of the equation: `\\quad \(number.asTyped)` is its number, and a factor stands in front",
          found: "`\(number.asTyped)`"), at: range, example: "prove a_k = a_k \\quad (3)")
    }
  }

  /// Where `(2)`, `(2.3)` or `(2a)` ends that begins at a place.
  private static func endOfNumber(_ row: [Token], from start: Int) -> Int? {
    guard row.kind(start) == .symbol("("), case .number? = row.kind(start + 1) else { return nil }
    var end = start + 2
    if case .word(let letter)? = row.kind(end), letter.utf8.count == 1, !row[end].spaceBefore { end += 1 }
    return row.kind(end) == .symbol(")") ? end + 1 : nil
  }
}

extension Token {
  fileprivate var startsFactor: Bool {
    switch kind {
    case .word, .number, .symbol("("), .symbol("Σ"), .symbol("∂"): true
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
