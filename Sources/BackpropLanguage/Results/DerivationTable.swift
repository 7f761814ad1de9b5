/// The steps of a derivation, one below the other, each with a verdict in words.
enum DerivationTable {
  static func block(_ steps: [(step: DerivationRows.Step, words: String)]) -> Block {
    let rows = steps.enumerated().map { place, row in
      let equation = Equation(
        row.step.beginning.formula, row.step.equation.right.formula, relation: row.step.equation.relation)
      let shown: Inline = row.step.continues ? .continuation(equation) : .equation(equation)
      return Table.Row(
        header: [.text("\(place + 1)")], cells: [.inline([shown]), .inline([.text(row.words)])])
    }
    return .table(Table(rows: rows))
  }

  /// A refutation of the step at a place, which it names.
  static func diagnostic(_ diagnostic: Diagnostic, ofStep place: Int, _ step: DerivationRows.Step)
    -> Diagnostic
  {
    var diagnostic = diagnostic
    if case .refuted(var refutation) = diagnostic.problem {
      refutation.step = place + 1
      diagnostic.problem = .refuted(refutation)
    }
    diagnostic.range = step.range
    return diagnostic
  }
}
