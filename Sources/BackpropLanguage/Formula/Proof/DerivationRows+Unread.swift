extension DerivationRows {
  /// Without the rows that name something unknown: they are compared with nothing, and what is below them
  /// with what is above them.
  ///
  /// Throws if nothing is left.
  func known(in context: FormulaContext) throws(Diagnostic) -> DerivationRows {
    let context = context.withAnyPattern
    func problem(_ side: SourceFormula) -> Diagnostic? {
      var resolver = FormulaResolver(context)
      do throws(Diagnostic) { _ = try resolver.resolve(side) } catch { return error }
      return nil
    }
    var known: [Step] = []
    var unread = unread
    var first: Diagnostic?
    /// What the next row is compared with, and the beginning of the chain; nil above the first known line.
    var above: (line: SourceFormula, beginning: SourceFormula)?
    func leaveOut(_ side: SourceFormula, _ text: String, _ diagnostic: Diagnostic) {
      first = first ?? diagnostic
      unread.append(UnreadRow(range: side.range, text: text, diagnostic: diagnostic))
    }
    for step in steps {
      if !step.continues {
        above = (step.equation.left, step.equation.left)
        if let problem = problem(step.equation.left) {
          above = nil
          leaveOut(step.equation.left, step.typed.first ?? "", problem)
        }
      }
      let right = step.equation.right
      if let problem = problem(right) {
        leaveOut(right, step.typed.last ?? "", problem)
        continue
      }
      if let (line, beginning) = above {
        let isBelow = line.range == step.equation.left.range
        let continues = known.last.map { $0.equation.right.range == line.range } ?? false
        var step = step
        step.isBelowUnread = step.isBelowUnread || !isBelow
        step.equation = SourceEquation(line, right, relation: step.equation.relation)
        (step.beginning, step.continues) = (beginning, continues)
        known.append(step)
        above = (right, beginning)
      } else {
        above = (right, right)
      }
    }
    if known.isEmpty, let first { throw first }
    unread.sort { $0.range.lowerBound < $1.range.lowerBound }
    return DerivationRows(steps: known, unread: unread)
  }
}

extension [UnreadRow] {
  /// The first one, if it stands above a step.
  func first(above step: DerivationRows.Step) -> UnreadRow? {
    first.flatMap { $0.range.lowerBound < step.range.lowerBound ? $0 : nil }
  }
}
