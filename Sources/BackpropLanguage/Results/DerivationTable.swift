/// The steps of a derivation, one below the other, each with a verdict in words.
enum DerivationTable {
  /// unread: those that cannot be read, each in its place. notation: in whose letters it is said why.
  static func block(
    _ steps: [(step: DerivationRows.Step, words: String)], unread: [UnreadRow], _ notation: NetworkNotation
  ) -> Block {
    let unread = unread.placed(among: steps.map { $0.step })
    var rows: [Table.Row] = []
    func add(_ shown: Inline, _ words: String) {
      rows.append(
        Table.Row(
          header: [.text("\(rows.count + 1)")], cells: [.inline([shown]), .inline(Inline.prose(words))]))
    }
    func addUnread(_ place: Int) {
      for row in unread[place] {
        add(.code(row.text.asTyped), Wording.unread(row.diagnostic.problem, notation))
      }
    }
    for (place, (step, words)) in steps.enumerated() {
      addUnread(place)
      let equation = Equation(
        step.beginning.formula, step.equation.right.formula, relation: step.equation.relation)
      add(step.continues ? .continuation(equation) : .equation(equation), words)
    }
    addUnread(steps.count)
    return .table(Table(rows: rows))
  }

  /// The number of a step in the table.
  static func number(of step: DerivationRows.Step, at place: Int, unread: [UnreadRow]) -> Int {
    place + 1 + unread.filter { !$0.isRemark && $0.range.lowerBound < step.range.lowerBound }.count
  }

  /// A refutation of the step with a number, which it names.
  static func diagnostic(_ diagnostic: Diagnostic, ofStep number: Int, _ step: DerivationRows.Step)
    -> Diagnostic
  {
    var diagnostic = diagnostic
    if case .refuted(var refutation) = diagnostic.problem {
      refutation.step = number
      diagnostic.problem = .refuted(refutation)
    }
    diagnostic.range = step.range
    return diagnostic
  }
}
