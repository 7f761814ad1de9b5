/// `mark ∂E/∂w_qr, 3 points:`
extension Command {
  static let mark = Command(
    name: "mark", family: .proofs,
    synopsis: [
      "mark FORMULA [, N points] [, skip N] [, hint N] [, with reference]:\n"
        + "  = FORMULA [, N points]\n  = FORMULA"
    ],
    meaning: "give points for a derivation that has been checked, line by line of a reference",
    details: """
      For a lecturer's cell, below those of the student. The rows are the reference, each a right step from \
      the one above; it is never shown, unless `with reference` says so. The student's derivation is what \
      `check` or `prove` has read of the same quantity, right or wrong; of several, the best counts. A line \
      gives its points if the reference has it, in any spelling and order, and if it follows from a right \
      line for every weight and pattern, whatever the student's numbers are. So neither a copy, nor `= 0`, \
      nor what is true but leads nowhere gives any. `skip 1`: a line that is left out between two that are \
      there counts. The result counts only together with another line. The points are shared out evenly, or \
      stand at the rows. A second reference below the first, which begins with the quantity again, is \
      another way. The value of the cell is the sum of the points, which nbgrader takes as the partial \
      credit. Begin such a cell with `notation handout` and `network`, so that the symbols, E and g are \
      yours.
      """,
    arguments: [.formula],
    options: [
      CommandOption(
        name: "points", synonyms: ["point"], value: .number(.positive),
        meaning: "the points for the whole derivation; without it, one for each row; also after the number"),
      CommandOption(
        name: "skip", value: .integer(least: 0), defaultValue: "1",
        meaning: "how many lines may be left out between two that are there"),
      CommandOption(
        name: "hint", value: .integer(least: 0), defaultValue: "1",
        meaning: "how much is told about a wrong line, as for `check`"),
      CommandOption(
        name: "with", value: .phrase("reference"), meaning: "the reference is shown, with what was reached"),
    ],
    takesRows: true,
    examples: [
      "mark δ_k, 2 points:\n  = -∂E/∂a_k",
      "mark ∂E/∂w_qr, 3 points:\n  = ∂E/∂a_r ∂a_r/∂w_qr\n  = ∂E/∂a_r y_q\n  = -δ_r y_q",
      "forward 2\nbackward\ncheck:\n  δ_j = -∂E/∂a_j\n      = g'(a_j) Σ_k δ_k w_jk\n"
        + "mark δ_j, with reference:\n  = -∂E/∂a_j\n  = g'(a_j) Σ_k δ_k w_jk, 2 points",
      "mark δ_j, skip 0:\n  = -∂E/∂a_j\n  = -∂E/∂y_j g'(a_j)\n  = g'(a_j) Σ_k δ_k w_jk",
      "mark δ_j, 2 points, hint 0:\n  = g'(a_j) Σ_k δ_k w_jk",
    ],
    parse: parseMark)

  @Sendable private static func parseMark(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> Action {
    let source = parser.cursor.source
    var head = parser.cursor.takeRest()
    var rows: [[Token]] = []
    if let colon = head.firstIndex(where: { $0.kind == .symbol(":") }) {
      rows.append(Array(head[(colon + 1)...]))
      head = Array(head[..<colon])
    }
    for var row in parser.rows { rows.append(row.takeRest()) }
    parser.cursor = TokenCursor(head, source: source, end: head.last?.range.upperBound ?? 0)
    let subject = parser.cursor.takeSegment()
    guard !subject.isEmpty else {
      throw parser.cursor.expected("what is to be derived: ∂E/∂w_qr, δ_j or another formula")
    }
    let formula = try FormulaParser.formula(subject, in: source)
    let options = try parser.markOptions()
    let range = parser.range
    guard rows.contains(where: { !$0.isEmpty }) else {
      throw Diagnostic(
        .missingRows(command: parser.command.name), at: range, example: Command.mark.examples[0])
    }
    let reference = try ReferenceRows(rows, of: subject, in: source, end: range.upperBound)
    var scheme = MarkingScheme(
      subject: formula,
      ways: try reference.ways(points: options.number("points"), at: options.range("points") ?? range))
    if let skipped = options.count("skip") { scheme.skipped = skipped }
    guard let hint = Hint(rawValue: options.count("hint") ?? 1) else {
      throw Diagnostic(
        .outOfRange("hint", value: Double(options.count("hint") ?? 1), allowed: "0, 1 or 2"),
        at: options.range("hint") ?? range)
    }
    let showsReference = options.has("with")
    return Action { [scheme] (execution) throws(Diagnostic) in
      try execution.mark(scheme, hint, showsReference: showsReference, in: source)
    }
  }
}

extension StatementParser {
  /// `, 6 points`, `, skip 0` and the others.
  fileprivate mutating func markOptions() throws(Diagnostic) -> OptionValues {
    var values = OptionValues()
    while !cursor.isAtEnd {
      guard cursor.take(",") else {
        try finish()
        break
      }
      guard cursor.isAtNumber else {
        try option(into: &values)
        continue
      }
      let start = cursor.range.lowerBound
      let number = try cursor.points()
      if values.has("points") { throw Diagnostic(.repeatedOption("points"), at: number.range) }
      values.add("points", as: "points", .number(number.value), cursor.range(from: start))
    }
    return values
  }
}

extension TokenCursor {
  /// `6 points`.
  fileprivate mutating func points() throws(Diagnostic) -> Located<Double> {
    let number = try number("a number of points")
    guard take(word: "points") || take(word: "point") else {
      throw expected("`points`", suggestion: "points")
    }
    guard number.value > 0, number.value <= 10_000 else {
      throw Diagnostic(
        .outOfRange("points", value: number.value, allowed: "more than 0, and at most 10000"),
        at: number.range)
    }
    return number
  }
}

/// The rows of a reference.
private struct ReferenceRows {
  private let steps: [DerivationRows.Step]
  /// What stands at the end of rows.
  private var points: [(end: Int, points: Located<Double>)] = []

  /// subject: what the first row continues if it begins with `=`.
  init(
    _ rows: [[Token]], of subject: [Token], in source: SourceText, end: Int
  ) throws(Diagnostic) {
    var lines: [[Token]] = []
    for row in rows.flatMap({ $0.split(whereSeparator: { $0.kind == .symbol(";") }) }) {
      var row = Array(row)
      if let comma = row.lastIndex(where: { $0.kind == .symbol(",") }),
        row[comma...].contains(where: { $0.kind == .word("points") || $0.kind == .word("point") })
      {
        var rest = TokenCursor(Array(row[(comma + 1)...]), source: source, end: end)
        let found = try rest.points()
        guard rest.isAtEnd else { throw rest.expected("the end of the line") }
        row = Array(row[..<comma])
        points.append((row.last?.range.upperBound ?? 0, found))
      }
      lines.append(row)
    }
    if case .symbol(let symbol)? = lines.first(where: { !$0.isEmpty })?.first?.kind,
      Relation(symbol: symbol) != nil
    {
      lines.insert(subject, at: 0)
    }
    steps = try DerivationRows(lines, in: source).steps
    if let step = steps.first(where: { $0.equation.relation != .equal }) {
      throw Diagnostic(
        .expected("`=` in a reference", found: "`\(step.equation.relation.unicode)`"),
        at: step.equation.range)
    }
  }

  /// The lines of each chain. total: the points of the whole, at a place; nil: one for each line without any.
  func ways(points total: Double?, at range: SourceRange) throws(Diagnostic) -> [MarkingScheme.Way] {
    var ways: [(beginning: SourceFormula, lines: [(formula: SourceFormula, points: Double?)])] = []
    for step in steps {
      if !step.continues || ways.isEmpty { ways.append((step.equation.left, [])) }
      let right = step.equation.right
      let own = points.first { $0.end == right.range.upperBound }
      ways[ways.count - 1].lines.append((right, own?.points.value))
    }
    var schemes: [MarkingScheme.Way] = []
    for way in ways {
      let given = way.lines.reduce(0) { $0 + ($1.points ?? 0) }
      let open = way.lines.filter { $0.points == nil }.count
      let share = total.map { ($0 - given) / Double(max(open, 1)) } ?? 1
      if let total, open == 0 ? given != total : given >= total {
        throw Diagnostic(
          .expected(
            "rows whose points come to \(Wording.points(total))", found: Wording.points(given)), at: range)
      }
      let lines = way.lines.map { MarkingScheme.Line(formula: $0.formula, points: $0.points ?? share) }
      schemes.append(MarkingScheme.Way(beginning: way.beginning, lines: lines))
    }
    return schemes
  }
}

extension Execution {
  /// Shows what the derivations of the session are worth.
  fileprivate mutating func mark(
    _ scheme: MarkingScheme, _ hint: Hint, showsReference: Bool, in source: SourceText
  ) throws(Diagnostic) {
    var record = CheckRecord(.mark, scheme.subject.range, in: source, .missing)
    record.points = 0
    record.of = scheme.total
    guard var context = state.formulaContext else {
      points = (points ?? 0)
      emit(
        [
          .paragraph([
            .formula(scheme.subject.formula), .text(": "), .strong("0 of \(Wording.points(scheme.total))"),
            .text(". There is no network on which anything could have been derived."),
          ])
        ], checks: [record])
      return
    }
    // The student's `let q = 1` must not make a derivation for one unit out of one for all.
    context.pins = [:]
    let marking = try Marking(
      scheme, of: state.derivations.all, in: context, hint, isInterrupted: host.isInterrupted)
    points = marking.points
    emit(
      MarkDocument(marking: marking, hint: hint, showsReference: showsReference).blocks,
      checks: [CheckRecord(marking, scheme.subject.range, in: source)])
  }
}
