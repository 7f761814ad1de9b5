/// The derivations in a cell of which a part cannot be read: without the lines that cannot.
struct LegibleRows {
  let source: SourceText
  /// Of each statement, what can be read of its derivation, and what cannot.
  let derivations: [(equations: [SourceEquation], unread: [UnreadRow])]
  /// Why lines, of which some part has been left out, cannot be read: the first mistake of each.
  let mistakes: [Mistake]

  struct Mistake {
    /// The number of the line. What is read again has the same lines as the cell, but other offsets in them.
    let line: Int
    let diagnostic: Diagnostic
  }

  /// So many characters are read again in all, and so many lines are left out.
  private static let mostCharacters = 300_000
  private static let mostLines = 100

  /// parsed: the cell as it is.
  init(
    of source: SourceText, _ parsed: ParsedCell, in notations: Notations, isInterrupted: () -> Bool
  ) {
    var (rest, parsed) = (source, parsed)
    var (count, characters) = (0, 0)
    var mistakes: [Mistake] = []
    let text = parsed.diagnostics.isEmpty ? "" : source.string(0..<source.scalars.count)
    if text.includes("check") || text.includes("prove") {
      while !parsed.diagnostics.isEmpty, count < Self.mostLines, !isInterrupted() {
        let texts = rest.repairs(of: parsed.diagnostics)
        count += 1
        characters += texts.reduce(0) { $0 + $1.text.scalars.count }
        if characters > Self.mostCharacters { break }
        let attempts = texts.map { CellParser.parse($0.text, in: notations) }
        let fewest = attempts.map { $0.diagnostics.count }.min() ?? 0
        guard let best = attempts.firstIndex(where: { $0.diagnostics.count == fewest }) else { break }
        // The remark at the end of a line hides nothing of it.
        if !texts[best].isRemark {
          for diagnostic in parsed.diagnostics {
            let line = rest.position(of: diagnostic.range.lowerBound).line - texts[best].above
            if !mistakes.contains(where: { $0.line == line }) {
              mistakes.append(Mistake(line: line, diagnostic: diagnostic))
            }
          }
        }
        (rest, parsed) = (texts[best].text, attempts[best])
      }
    }
    self.source = rest
    self.mistakes = mistakes
    derivations = parsed.statements.map { ($0.action.equations, $0.action.unread) }
  }
}

extension WrittenDerivations {
  /// outline: of the network in use.
  mutating func add(_ rows: LegibleRows, of original: SourceText, in outline: NetworkOutline?) {
    // A cell that was to begin with another network has not run.
    let text = rows.source.string(0..<rows.source.scalars.count)
    let known = text.includes("network") || text.includes("connect") ? nil : outline
    for (equations, unread) in rows.derivations {
      let lines = equations.map { rows.source.position(of: $0.left.range.lowerBound).line }
      let own = rows.mistakes.filter { lines.contains($0.line) }.map { mistake in
        // Behind what is left of the line, which says what it is about.
        let end = rows.source.end(ofLine: mistake.line)
        return UnreadRow(
          range: end..<end, text: original.line(mistake.line).withoutSpacesAround,
          diagnostic: mistake.diagnostic)
      }
      let all = (unread + own).sorted { $0.range.lowerBound < $1.range.lowerBound }
      add(equations, unread: all, in: rows.source, of: known)
    }
  }
}

extension SourceText {
  /// Without what may not be legible in the lines of some mistakes: the remark in brackets at their end; what
  /// is right of their first `=`, so that what a chain is about stays; all of them; and all of the lines
  /// above them, since a row that is not finished makes a mistake of the next one.
  ///
  /// above: how many lines above a mistake the repair is.
  fileprivate func repairs(
    of mistakes: [Diagnostic]
  ) -> [(text: SourceText, above: Int, isRemark: Bool)] {
    let lines = Set(mistakes.map { position(of: $0.range.lowerBound).line })
    let repairs: [(above: Int, isRemark: Bool, repair: (Substring) -> String?)] = [
      (0, true, { Self.withoutRemark($0) }), (1, true, { Self.withoutRemark($0) }),
      (0, false, { Self.subjectAlone($0) }), (0, false, { _ in "" }), (1, false, { _ in "" }),
    ]
    return repairs.compactMap { above, isRemark, repair in
      var number = 0
      var isRepaired = false
      let written = string(0..<scalars.count).split(separator: "\n", omittingEmptySubsequences: false)
      let text = written.map { line in
        number += 1
        guard lines.contains(number + above) else { return String(line) }
        let repaired = repair(line)
        isRepaired = isRepaired || repaired != nil
        // A line that has no such part is left out.
        return repaired ?? ""
      }.joined(separator: "\n")
      return isRepaired ? (SourceText(text), above, isRemark) : nil
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
    let left = line[..<sign]
    // `check, hint 2: δ_j` and `prove δ_j`: without the command.
    var subject = left
    for command in [Command.check.name, Command.prove.name] where left.hasPrefix(command) {
      let colon = left.firstIndex(of: ":")
      subject = colon.map { left[left.index(after: $0)...] } ?? left.dropFirst(command.count)
    }
    guard subject.contains(where: { $0 != " " && $0 != "&" }) else { return nil }
    return String(left) + "=" + String(subject)
  }
}
