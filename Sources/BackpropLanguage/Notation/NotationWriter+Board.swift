/// Derivations of formulas, in a course's notation.
extension NotationWriter {
  /// Where writing a left side puts a minus sign in front of it, as with δ of the opposite sign, the signs of
  /// both sides are turned, also in the lines that continue it.
  func board(_ board: Board) -> Board {
    var isTurned = false
    let lines = board.lines.map { line -> Board.Line in
      var written = line
      if let left = line.left {
        let formula = self.formula(left)
        isTurned = self.isTurned(left, formula)
        written.left = isTurned ? formula.withoutSign : formula
      }
      let right = formula(line.right)
      written.right = isTurned ? right.turned : right
      written.reason = reason(line.reason)
      return written
    }
    return Board(lines: lines, uses: board.uses.map { reason($0) })
  }

  /// A formula in a reason is only named, so it needs no sign.
  private func reason(_ inlines: [Inline]) -> [Inline] {
    inlines.map { inline in
      switch inline {
      case .formula(let formula):
        let written = self.formula(formula)
        return .formula(isTurned(formula, written) ? written.withoutSign : written)
      case .equation(let equation): return .equation(self.equation(equation))
      case .continuation(let equation): return .continuation(self.equation(equation))
      case .text(let text): return .text(prose(text))
      case .strong(let text): return .strong(prose(text))
      case .code(let source): return .code(code(source))
      case .number: return inline
      }
    }
  }
}
