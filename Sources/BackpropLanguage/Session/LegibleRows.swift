/// The derivations in a cell of which a part cannot be read: without the lines that cannot.
struct LegibleRows {
  let source: SourceText
  let equations: [[SourceEquation]]

  /// So many characters are read again in all, and so many lines are left out.
  private static let mostCharacters = 300_000
  private static let mostLines = 100

  /// parsed: the cell as it is.
  init(
    of source: SourceText, _ parsed: ParsedCell, in notations: Notations, isInterrupted: () -> Bool
  ) {
    var (rest, parsed) = (source, parsed)
    var (count, characters) = (0, 0)
    let text = parsed.diagnostics.isEmpty ? "" : source.string(0..<source.scalars.count)
    if text.includes("check") || text.includes("prove") {
      while !parsed.diagnostics.isEmpty, count < Self.mostLines, !isInterrupted() {
        let texts = rest.repairs(of: parsed.diagnostics)
        count += 1
        characters += texts.reduce(0) { $0 + $1.scalars.count }
        if characters > Self.mostCharacters { break }
        let attempts = texts.map { CellParser.parse($0, in: notations) }
        let fewest = attempts.map { $0.diagnostics.count }.min() ?? 0
        guard let best = attempts.firstIndex(where: { $0.diagnostics.count == fewest }) else { break }
        (rest, parsed) = (texts[best], attempts[best])
      }
    }
    self.source = rest
    equations = parsed.statements.map { $0.action.equations }
  }
}

extension WrittenDerivations {
  /// outline: of the network in use.
  mutating func add(_ rows: LegibleRows, of outline: NetworkOutline?) {
    // A cell that was to begin with another network has not run.
    let text = rows.source.string(0..<rows.source.scalars.count)
    let known = text.includes("network") || text.includes("connect") ? nil : outline
    for equations in rows.equations { add(equations, in: rows.source, of: known) }
  }
}

extension SourceText {
  /// Without what may not be legible in the lines of some mistakes: the remark in brackets at their end; what
  /// is right of their first `=`, so that what a chain is about stays; all of them; and all of the lines
  /// above them, since a row that is not finished makes a mistake of the next one.
  fileprivate func repairs(of mistakes: [Diagnostic]) -> [SourceText] {
    let lines = Set(mistakes.map { position(of: $0.range.lowerBound).line })
    let repairs: [(above: Int, repair: (Substring) -> String?)] = [
      (0, { Self.withoutRemark($0) }), (1, { Self.withoutRemark($0) }), (0, { Self.subjectAlone($0) }),
      (0, { _ in "" }), (1, { _ in "" }),
    ]
    return repairs.map { above, repair in
      var number = 0
      return SourceText(
        string(0..<scalars.count).split(separator: "\n", omittingEmptySubsequences: false).map { line in
          number += 1
          // A line that has no such part is left out.
          return lines.contains(number + above) ? repair(line) ?? "" : String(line)
        }.joined(separator: "\n"))
    }
  }

  /// `= A (chain rule)` is `= A`.
  private static func withoutRemark(_ line: Substring) -> String? {
    var end = line
    while end.last == " " { end.removeLast() }
    guard end.last == ")", let start = end.lastIndex(of: "(") else { return nil }
    let remark = end[start...].dropFirst().dropLast()
    let isProse = remark.allSatisfy { $0.isLetter || $0 == " " || $0 == "_" || $0 == "-" }
    return isProse && remark.contains(where: { $0.isLetter }) ? String(end[..<start]) : nil
  }

  /// `δ_j = …` is `δ_j = δ_j`.
  private static func subjectAlone(_ line: Substring) -> String? {
    guard let sign = line.firstIndex(of: "=") else { return nil }
    let subject = line[..<sign]
    guard subject.contains(where: { $0 != " " && $0 != "&" }) else { return nil }
    return String(subject) + "=" + String(subject)
  }
}
