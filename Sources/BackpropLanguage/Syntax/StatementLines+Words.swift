/// What stands in front of the rows of a derivation on paper and is no part of a formula: `hence`, bullets.
extension StatementLines {
  /// Below `check` and `prove`: the rows without it, as far as it can be nothing else. Words that are left
  /// are for `DerivationRows` to refuse. Throws at `-` in front of each row, which may be a bullet or a sign.
  func withoutWordsInFront(in source: SourceText) throws(Diagnostic) -> StatementLines {
    guard case .word(let verb)? = head.tokens.first?.kind,
      verb == Command.check.name || verb == Command.prove.name
    else { return self }
    let start = head.tokens.firstIndex { $0.kind == .symbol(":") }.map { $0 + 1 } ?? 1
    var written = [Array(head.tokens[start...])] + rows.map { $0.tokens }
    for place in written.indices { written[place] = Self.separated(written[place]) }
    written = Self.withoutBullets(written, in: source)
    try Self.refuseBullets(written)
    var lines = self
    lines.head.tokens = head.tokens[..<start] + Self.withoutWords(written[0])
    for place in rows.indices {
      // `1. hence …`
      let unlabelled = DerivationRows.withoutLabel(written[place + 1], in: source)
      let row = unlabelled.first?.isConnective == true ? unlabelled : written[place + 1]
      lines.rows[place].tokens = Self.withoutWords(row)
    }
    lines.rows.removeAll { $0.tokens.isEmpty }
    return lines
  }

  /// `A = B, where C = D` are two rows.
  private static func separated(_ row: [Token]) -> [Token] {
    var row = row
    var hasRelation = false
    for place in row.indices.dropLast() {
      hasRelation = hasRelation || row[place].isRelation
      guard hasRelation, row[place].kind == .symbol(","), row[place + 1].isConnective else { continue }
      let next = row[(place + 1)...].prefix { $0.kind != .symbol(",") && $0.kind != .symbol(";") }
      if next.contains(where: { $0.isRelation }) { row[place].kind = .symbol(";") }
    }
    return row
  }

  // MARK: - Words

  /// Without `hence` in front of each row, and of each part between `;`.
  private static func withoutWords(_ tokens: [Token]) -> [Token] {
    tokens.mappingParts { withoutWord($0) }
  }

  private static func withoutWord(_ row: [Token]) -> [Token] {
    guard row.first?.isConnective == true else { return row }
    var rest = row[...]
    while rest.first?.isConnective == true {
      rest = rest.dropFirst()
      if rest.first?.kind == .word("that") { rest = rest.dropFirst() }
      if rest.first?.kind == .symbol(",") || rest.first?.kind == .symbol(":") { rest = rest.dropFirst() }
    }
    guard let next = rest.first else { return [] }
    if next.isRelation { return Array(rest) }
    // `hence + b` and `hence b` would continue the row above.
    guard rest.contains(where: { $0.isRelation }) else { return row }
    if case .symbol(let sign) = next.kind, DerivationRows.continuing.contains(sign) { return row }
    if case .subscripts = next.kind { return row }
    return Array(rest)
  }

  // MARK: - Bullets

  /// A mark is a bullet where it cannot be a sign: in front of `=`, or `*` and `•` in the first row of all.
  /// It is one in the other rows, too, then.
  private static func withoutBullets(_ rows: [[Token]], in source: SourceText) -> [[Token]] {
    let first = rows.first { !$0.isEmpty }
    func mark(_ row: [Token]) -> String? {
      guard row.count > 1, row[1].spaceBefore, case let mark = source.string(row[0].range),
        ["-", "*", "•"].contains(mark)
      else { return nil }
      return mark
    }
    var bullets: Set<String> = []
    for row in rows {
      if let mark = mark(row), row[1].isRelation { bullets.insert(mark) }
    }
    if let mark = first.flatMap({ mark($0) }), mark != "-" { bullets.insert(mark) }
    // Beside rows without it, `-` may be a sign.
    if !rows.allSatisfy({ $0.isEmpty || mark($0) == "-" || $0[0].isRelation }) { bullets.remove("-") }
    guard !bullets.isEmpty else { return rows }
    return rows.map { row in
      // In front of what has no relation, it is a sign or a factor that continues the row above.
      guard let sign = mark(row), bullets.contains(sign), row.contains(where: { $0.isRelation }) else {
        return row
      }
      return Array(row.dropFirst())
    }
  }

  private static func refuseBullets(_ rows: [[Token]]) throws(Diagnostic) {
    let anew = rows.filter { row in row.first.map { !$0.isRelation } ?? false }
    let isListed = anew.allSatisfy { row in
      row[0].kind == .symbol("-") && row.count > 1 && row[1].spaceBefore
        && row.contains(where: { $0.isRelation })
    }
    guard anew.count > 1, isListed else { return }
    throw Diagnostic(
      .expected(
        "rows without `-` in front, or with no space behind it: it may be a bullet or a sign",
        found: "`-` in front of each row"), at: anew[0][0].range,
      example: "check:\n  -δ_k = ∂E/∂a_k\n  -δ_j = ∂E/∂a_j")
  }
}

extension DerivationRows {
  /// Throws at `hence` in front of what may be an equation or continue the row above.
  static func refuseWords(_ rows: [[Token]], in source: SourceText) throws(Diagnostic) {
    for row in rows {
      guard let first = row.first, first.isConnective else { continue }
      let word = source.string(first.range)
      throw Diagnostic(
        .expected(
          "an equation behind `\(word)`, or a row that begins with `=`", found: "a formula without one"),
        at: row.isEmpty ? first.range : first.range.through(row[row.count - 1].range),
        example: "check:\n  δ_k = -∂E/∂a_k\n  \(word) δ_k = (t_k - y_k) g'(a_k)")
    }
  }
}

extension [Token] {
  /// With each part between `;` changed.
  func mappingParts(_ change: ([Token]) -> [Token]) -> [Token] {
    let signs = filter { $0.kind == .symbol(";") }
    var result: [Token] = []
    for (place, part) in split(
      omittingEmptySubsequences: false, whereSeparator: { $0.kind == .symbol(";") }
    ).enumerated() {
      if place > 0 { result.append(signs[place - 1]) }
      result += change(Array(part))
    }
    return result
  }
}

extension Token {
  /// Whether it is a word that leads from one row of a derivation to the next: no name may be called so.
  fileprivate var isConnective: Bool {
    if case .word(let word) = kind { Vocabulary.connectives.contains(word.lowercased()) } else { false }
  }
}
