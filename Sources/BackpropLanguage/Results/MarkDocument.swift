import Backprop

/// What `mark` shows: the derivation that was found with its points, and, only if that is wanted, the lines
/// of the reference.
struct MarkDocument {
  let marking: Marking
  let hint: Hint
  let showsReference: Bool
  /// In whose letters it is said why a row cannot be read.
  let notation: NetworkNotation

  var blocks: [Block] {
    let total = Wording.points(marking.scheme.total)
    let subject = Inline.formula(marking.scheme.subject.formula)
    guard let attempt = marking.best else {
      return [
        .paragraph([
          subject, .text(": "), .strong("0 of \(total)"),
          .text(". " + Wording.noDerivation(isOfOtherNetwork: marking.isOfOtherNetwork)),
        ])
      ] + reference([])
    }
    var blocks: [Block] = [
      .paragraph([subject, .text(": "), .strong("\(Wording.number(attempt.points)) of \(total)")]),
      .table(Table(columns: [[], [], [], [.text("points")]], rows: rows(attempt))),
    ]
    if attempt.lacksWayToResult {
      blocks.append(.note([.text(Wording.resultWithoutWay(marking.scheme.skipped))]))
    }
    if attempt.skippedPoints > 0 {
      let points = Wording.points(attempt.skippedPoints)
      blocks.append(.note([.text("\(points) for what was left out above a line that counts")]))
    }
    blocks += marking.concerns.map { .note([.text(Wording.words($0))]) }
    return blocks + reference(attempt.reference, way: attempt.way)
  }

  private func rows(_ attempt: MarkedAttempt) -> [Table.Row] {
    var rows: [Table.Row] = []
    func add(_ shown: Inline, _ words: String, _ points: Double) {
      rows.append(
        Table.Row(
          header: [.text("\(rows.count + 1)")],
          cells: [
            .inline([shown]), .inline(Inline.prose(words)), .inline([.text(Wording.number(points))]),
          ]))
    }
    func add(_ row: WrittenDerivation.Unread) {
      add(.code(row.text.asTyped), Wording.unread(row.problem, notation), 0)
    }
    for line in attempt.lines {
      let written = line.judged.written
      for row in written.unreadAbove { add(row) }
      if !written.isPlaceholder {
        let equation = Equation(
          line.judged.shown.left, line.judged.shown.right, relation: written.relation)
        add(
          line.judged.beginsAnew ? .equation(equation) : .continuation(equation),
          Wording.words(line, hint, isFirst: line.judged.beginsAnew, marking.layerLetters),
          MarkingScheme.rounded(line.points))
      }
      for row in written.unreadBelow { add(row) }
    }
    return rows
  }

  private func reference(_ states: [Marking.ReferenceState], way: Int = 0) -> [Block] {
    guard showsReference else { return [] }
    let lines = marking.scheme.ways[way].lines
    let rows = lines.indices.map { place in
      let state = states.indices.contains(place) ? states[place] : .missing
      let equation = Equation(marking.scheme.subject.formula, lines[place].formula.formula)
      let points = MarkingScheme.rounded(lines[place].points)
      return Table.Row(
        header: [.text("\(place + 1)")],
        cells: [
          .inline([place == 0 ? .equation(equation) : .continuation(equation)]),
          .inline([.text(Wording.word(state))]),
          .inline([.text("\(state == .missing ? "0" : Wording.number(points)) of \(Wording.points(points))")]
          ),
        ])
    }
    return [.table(Table(caption: [.text("the reference")], rows: rows))]
  }
}

extension CheckRecord {
  /// Of a derivation that was marked. Nothing of the reference is in it.
  init(_ marking: Marking, _ subject: SourceRange, in source: SourceText) {
    self.init(.mark, subject, in: source, marking.verdict)
    points = marking.points
    of = marking.scheme.total
    guard let attempt = marking.best else { return }
    concerns = marking.concerns
    func unread(_ row: WrittenDerivation.Unread) -> CheckRecord {
      var record = CheckRecord(.step, line: row.number, text: row.text, .unread)
      record.points = 0
      return record
    }
    lines = attempt.lines.flatMap { marked in
      let line = marked.judged.written
      var record = CheckRecord(
        .step, line: line.number, text: line.text, marked.verdict,
        slips: marked.finding?.slips.map { $0.slip } ?? [])
      record.points = MarkingScheme.rounded(marked.points)
      return line.unreadAbove.map { unread($0) } + (line.isPlaceholder ? [] : [record])
        + line.unreadBelow.map { unread($0) }
    }
  }
}
