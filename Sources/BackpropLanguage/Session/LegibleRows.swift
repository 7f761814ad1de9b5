/// The derivations in a cell of which a part cannot be read: without the lines that cannot.
struct LegibleRows {
  let source: SourceText
  let equations: [[SourceEquation]]

  /// A larger cell is no derivation.
  private static let largestCell = 100_000
  /// So many lines are left out.
  private static let mostLines = 100

  /// parsed: the cell as it is.
  init(
    of source: SourceText, _ parsed: ParsedCell, in notations: Notations, isInterrupted: () -> Bool
  ) {
    var (rest, parsed) = (source, parsed)
    var count = 0
    let text = parsed.diagnostics.isEmpty ? "" : source.string(0..<source.scalars.count)
    if source.scalars.count <= Self.largestCell, text.includes("check") || text.includes("prove") {
      while !parsed.diagnostics.isEmpty, count < Self.mostLines, !isInterrupted() {
        count += 1
        // A row that is not finished makes a mistake of the next one.
        let texts = [0, 1].map { rest.withoutLines(of: parsed.diagnostics, above: $0) }
        let attempts = texts.map { CellParser.parse($0, in: notations) }
        let best = attempts[1].diagnostics.count < attempts[0].diagnostics.count ? 1 : 0
        (rest, parsed) = (texts[best], attempts[best])
      }
    }
    self.source = rest
    equations = parsed.statements.map { $0.action.equations }
  }
}

extension WrittenDerivations {
  mutating func add(_ rows: LegibleRows) {
    for equations in rows.equations { add(equations, in: rows.source) }
  }
}

extension SourceText {
  /// With spaces in the lines of some mistakes, or in the lines so far above them.
  fileprivate func withoutLines(of mistakes: [Diagnostic], above distance: Int) -> SourceText {
    let lines = Set(mistakes.map { position(of: $0.range.lowerBound).line - distance })
    var text = String.UnicodeScalarView()
    var line = 1
    for scalar in scalars {
      text.append(scalar == "\n" || !lines.contains(line) ? scalar : " ")
      if scalar == "\n" { line += 1 }
    }
    return SourceText(String(text))
  }
}
