/// The rows of a reference below `mark`; those below `or:` are another way.
struct ReferenceRows {
  private var ways: [[DerivationRows.Step]] = []
  /// What stands at the end of rows.
  private var points: [(end: Int, points: Located<Double>)] = []

  /// subject: what the first row continues if it begins with `=`.
  init(
    _ rows: [[Token]], of subject: [Token], in source: SourceText, end: Int
  ) throws(Diagnostic) {
    var ways: [[[Token]]] = [[]]
    var lastOr: SourceRange?
    for row in rows.flatMap({ $0.split(whereSeparator: { $0.kind == .symbol(";") }) }) {
      var row = Array(row)
      if row.first?.kind == .word("or"), row.count == 1 || row.count == 2 && row[1].kind == .symbol(":") {
        guard !(ways.last ?? []).isEmpty else {
          throw Diagnostic(.expected("rows of a derivation above `or:`", found: "`or:`"), at: row[0].range)
        }
        ways.append([])
        lastOr = row[0].range
        continue
      }
      if let comma = row.lastIndex(where: { $0.kind == .symbol(",") }),
        row[comma...].contains(where: { $0.kind == .word("points") || $0.kind == .word("point") })
      {
        var rest = TokenCursor(Array(row[(comma + 1)...]), source: source, end: end)
        let found = try rest.points()
        guard rest.isAtEnd else { throw rest.expected("the end of the line") }
        row = Array(row[..<comma])
        points.append((row.last?.range.upperBound ?? 0, found))
      }
      ways[ways.count - 1].append(row)
    }
    if let lastOr, ways.last?.isEmpty ?? false {
      throw Diagnostic(.expected("rows of another way below `or:`", found: "none"), at: lastOr)
    }
    for var lines in ways {
      if case .symbol(let symbol)? = lines.first(where: { !$0.isEmpty })?.first?.kind,
        Relation(symbol: symbol) != nil
      {
        lines.insert(subject, at: 0)
      }
      let steps = try DerivationRows(lines, in: source).steps
      if let step = steps.first(where: { $0.equation.relation != .equal }) {
        throw Diagnostic(
          .expected("`=` in a reference", found: "`\(step.equation.relation.unicode)`"),
          at: step.equation.range)
      }
      self.ways.append(steps)
    }
  }

  /// The lines of each way. A row may repeat what is to be derived on its left.
  ///
  /// total: the points of the whole, at a place; nil: one for each line without any.
  func schemes(points total: Double?, at range: SourceRange) throws(Diagnostic) -> [MarkingScheme.Way] {
    var schemes: [MarkingScheme.Way] = []
    for steps in ways {
      let own = steps.map { step in points.first { $0.end == step.equation.right.range.upperBound }?.points }
      let given = own.reduce(0) { $0 + ($1?.value ?? 0) }
      let open = own.filter { $0 == nil }.count
      let share = total.map { ($0 - given) / Double(max(open, 1)) } ?? 1
      if let total, open == 0, given != total {
        throw Diagnostic(
          .expected(
            "rows whose points come to \(Wording.points(total))", found: Wording.points(given)), at: range)
      }
      if let total, open > 0, given >= total {
        throw Diagnostic(
          .expected(
            "less than \(Wording.points(total)) at the rows, so that those without a number get some",
            found: Wording.points(given)), at: range)
      }
      let lines = zip(steps, own).map { step, own in
        MarkingScheme.Line(formula: step.equation.right, points: own?.value ?? share)
      }
      let beginnings = steps.filter { !$0.continues }.map { $0.equation.left }
      schemes.append(MarkingScheme.Way(beginnings: beginnings, lines: lines))
    }
    return schemes
  }
}

extension TokenCursor {
  /// `6 points`.
  mutating func points() throws(Diagnostic) -> Located<Double> {
    let number = try number("a number of points")
    guard take(word: "points") || take(word: "point") else {
      throw expected("`points`", suggestion: "points")
    }
    guard number.value >= 0.01, number.value <= 10_000 else {
      throw Diagnostic(
        .outOfRange("points", value: number.value, allowed: "at least 0.01, and at most 10000"),
        at: number.range)
    }
    return number
  }
}
