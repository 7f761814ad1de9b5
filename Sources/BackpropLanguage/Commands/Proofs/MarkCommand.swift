/// `mark ∂E/∂w_qr, 3 points:`
extension Command {
  static let mark = Command(
    name: "mark", family: .proofs,
    synopsis: [
      "mark FORMULA [, N points] [, skip N] [, hint N] [, with reference]:\n"
        + "  = FORMULA [, N points]\n  = FORMULA [, N points]"
    ],
    meaning: "give points for a derivation that has been checked, line by line of a reference",
    details: """
      For a lecturer's cell, below those of the student. The rows are the reference, each a right step from \
      the one above; it is never shown, unless `with reference` says so. The student's derivation is what \
      `check` or `prove` has read of the same quantity, right or wrong, in the same notation or another; of \
      several, the best counts, and equations of one line each, or in one cell, are one derivation, and so \
      are A = B and then B = C; one that leads from the result to what is asked for is read backwards. A \
      line gives its points if the reference has it, in any spelling, below the rows that have counted so \
      far, and if it follows from a right line for every weight and pattern, whatever the student's numbers \
      are: 1/(1 + e^(-a_j)) is y_j of a sigmoid, and in a layer of two units δ_k1 + δ_k2 is Σ_k δ_k. A row \
      that only simplifies the one above it, -(t_k - y_k) as (y_k - t_k), is a row of its own: it is the \
      line spelt like it. Neither a copy, nor `= 0`, nor what is true but leads nowhere gives any points. \
      Rows that are left out above a line that counts do too, if they are at most as many as `skip` says, \
      or as the right lines there that are no row and say something new: finer steps, or other ones, cost \
      nothing, and the feedback says that a person should look. So it does where all lines are right and \
      reach the result, but more is left out. The result counts only below a row or a step of \
      one's own that leads to it, with at most so many rows, or one, left out; a definition, -∂E/∂a_j for \
      δ_j, leads to nothing. A wrong line gives nothing, but the lines that carry its slip on count, and \
      those that carry on two: below a lost sign or Σ, those that are right but for it. A line that cannot \
      be read gives nothing, has a row of its own with its message, and the lines around it are judged \
      without it. What is derived for one weight, \
      ∂E/∂w_j1k1 for ∂E/∂w_jk, counts as it does for all, with a remark; what is derived for a bias, or was \
      checked in a network of other layers, does not. Beside one that cannot be decided no row is left out, \
      and the feedback says that a person should look; so it does where all lines are right and reach the \
      result by another way. The points are shared out evenly, or stand at the rows. Below a row `or:` is \
      another way. The value of the cell is the sum of the points, which nbgrader takes as the partial \
      credit. A cell with `mark` leaves the session as it was: begin it with `notation handout`, `network` \
      and `E`, which show nothing there, so that the symbols, E and g are yours.
      """,
    arguments: [.formula],
    options: [
      CommandOption(
        name: "points", synonyms: ["point"], value: .number(.positive),
        meaning: "the points for the whole derivation; without it, one for each row; also after the number"),
      CommandOption(
        name: "skip", value: .integer(least: 0), defaultValue: "1",
        meaning: "how many rows may be left out above a line that counts"),
      CommandOption(
        name: "hint", value: .integer(least: 0), defaultValue: "1",
        meaning: "how much is told about a wrong line, as for `check`"),
      CommandOption(
        name: "with", value: .phrase("reference"), meaning: "the reference is shown, with what was reached"),
    ],
    takesRows: true,
    examples: [
      "mark ∂(y_k^2)/∂a_k, 2 points:\n  = 2 y_k ∂y_k/∂a_k\n  = 2 y_k g'(a_k)",
      "forward 2\ncheck:\n  ∂(y_k^2)/∂a_k = 2 y_k ∂y_k/∂a_k\n              = 2 y_k g'(a_k)\n"
        + "mark ∂(y_k^2)/∂a_k, with reference:\n  = 2 y_k ∂y_k/∂a_k\n  = 2 y_k g'(a_k), 2 points",
      "mark ∂(y_k^2)/∂a_k, skip 0:\n  = 2 y_k ∂y_k/∂a_k\n  = 2 y_k g'(a_k)\n  or:\n"
        + "  = ∂(g(a_k)^2)/∂a_k\n  = 2 y_k g'(a_k)",
      "mark ∂(y_k^2)/∂a_k, 3 points, hint 0:\n  = 2 y_k ∂y_k/∂a_k, 1 point\n  = 2 y_k g'(a_k)",
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
      ways: try reference.schemes(points: options.number("points"), at: options.range("points") ?? range))
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
    try context.refuseMemory(
      in: [scheme.subject] + scheme.ways.flatMap { $0.lines.map { $0.formula } },
      example: Command.mark.examples[0])
    let marking = try Marking(
      scheme, of: state.derivations.all, in: context, hint, isInterrupted: host.isInterrupted)
    points = marking.points
    emit(
      MarkDocument(
        marking: marking, hint: hint, showsReference: showsReference, notation: NetworkNotation(state)
      ).blocks,
      checks: [CheckRecord(marking, scheme.subject.range, in: source)])
  }
}
