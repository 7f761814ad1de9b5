extension DerivationRows {
  /// Without the rows that name something unknown: they are compared with nothing, and what is below them
  /// with what is above them.
  ///
  /// Throws if nothing is left.
  func known(in context: FormulaContext) throws(Diagnostic) -> DerivationRows {
    let context = context.withAnyPattern
    return try rows { side in
      var resolver = FormulaResolver(context)
      do throws(Diagnostic) { _ = try resolver.resolve(side) } catch { return error }
      return nil
    }
  }

  /// Without the rows that have no value, as `log(t_k)` where a target is 0, in the same way.
  func evaluable(
    in context: FormulaContext, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> DerivationRows {
    try rows { side in
      do throws(Diagnostic) {
        _ = try FormulaEvaluator(context, isInterrupted: isInterrupted).values(of: [side])
      } catch {
        return error.problem.isOfNoValue ? error : nil
      }
      return nil
    }
  }

  /// Without the rows of which a side has a problem.
  private func rows(
    without problem: (SourceFormula) -> Diagnostic?
  ) throws(Diagnostic) -> DerivationRows {
    var known: [Step] = []
    var unread = unread
    var first: Diagnostic?
    /// What the next row is compared with, and the beginning of the chain; nil above the first known line.
    var above: (line: SourceFormula, beginning: SourceFormula)?
    func leaveOut(_ step: Step, because diagnostic: Diagnostic) {
      first = first ?? diagnostic
      unread.append(UnreadRow(range: step.range, text: step.typed, diagnostic: diagnostic))
    }
    /// Whether the line above stands in a row that names something unknown.
    var isAboveUnread = false
    for step in steps {
      var problemOfLeft: Diagnostic?
      if !step.continues {
        isAboveUnread = false
        above = (step.equation.left, step.equation.left)
        problemOfLeft = problem(step.equation.left)
        if let problemOfLeft {
          above = nil
          isAboveUnread = true
          // What cannot be read of its row is told already.
          if !step.isBelowUnread { leaveOut(step, because: problemOfLeft) }
          first = first ?? problemOfLeft
        }
      }
      let right = step.equation.right
      if let problem = problem(right) {
        if problemOfLeft == nil || step.isBelowUnread { leaveOut(step, because: problem) }
        continue
      }
      if let (line, beginning) = above {
        let isBelow = line.range == step.equation.left.range && !isAboveUnread
        isAboveUnread = false
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
  /// Those above each of some steps, and then those below the last one. What is left out as a remark is none.
  func placed(among steps: [DerivationRows.Step]) -> [[UnreadRow]] {
    var rest = filter { !$0.isRemark }[...]
    return (steps.map { $0.range.lowerBound } + [.max]).map { place in
      let own = rest.prefix { $0.range.lowerBound < place }
      rest = rest.dropFirst(own.count)
      return Array(own)
    }
  }

  /// The first one, if it stands above a step. What is still to be found, as dots say, is no mistake.
  func mistake(above step: DerivationRows.Step) -> UnreadRow? {
    first { $0.diagnostic.problem != .dots }.flatMap {
      $0.range.lowerBound < step.range.lowerBound ? $0 : nil
    }
  }
}
