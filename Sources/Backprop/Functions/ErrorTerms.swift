/// E for one pair of error function and transfer function: E = factor · Σ_k value(t_k, y_k).
package struct ErrorTerms: Sendable {
  /// Whether the two match, so that g' cancels: δ_k = t_k - y_k or, for softmax, t_k - y_k Σ_l t_l.
  package var isMatched: Bool { stable != nil }
  package let factor: Double
  /// Takes t and y.
  package let value: Expression
  /// -∂E/∂y; takes t and y.
  package let descent: Expression
  /// For a matching pair: an output's share of E from t, a and, for softmax, log Σ_l e^a_l.
  package let stable: Expression?

  /// E of one pattern, from t, y and a of the last layer and, for softmax with a matching E, log Σ_l e^a_l.
  let error: @Sendable (_ t: [Double], _ y: [Double], _ a: [Double], _ logarithmOfSum: Double) -> Double
  /// -∂E/∂y of one output.
  let descentNumber: @Sendable (_ t: Double, _ y: Double) -> Double
  /// E of one pattern or of eight: the shares are in the lanes, as is -∂E/∂y, or δ for a matching pair.
  let compare: @Sendable (ErrorRows) -> Lanes

  init<M: LossTerms>(_: M.Type) {
    factor = M.factor
    (value, descent) = Self.expressions(M.self)
    stable = nil
    error = { t, y, _, _ in
      M.factor * y.indices.reduce(0) { M.adding(to: $0, target: t[$1], output: y[$1]) }
    }
    descentNumber = { t, y in M.descent(target: t, output: y) }
    compare = { rows in
      var sum = Lanes(repeating: 0)
      for n in stride(from: rows.first, to: rows.end, by: rows.step) {
        let (t, y) = (rows.targets.lanes(n), rows.outputs.lanes(n))
        rows.add(M.adding(to: sum, target: t, output: y), M.descent(target: t, output: y), at: n, to: &sum)
      }
      return Lanes(repeating: M.factor) * sum
    }
  }

  init<M: MatchedLoss>(matched _: M.Type) {
    factor = M.factor
    (value, descent) = Self.expressions(M.self)
    stable = M.addingStable(
      to: .number(0), target: .variable(.target), totalInput: .variable(.totalInput),
      logarithmOfSum: .variable(.logarithmOfSum))
    error = { t, y, a, logarithmOfSum in
      y.indices.reduce(0) {
        M.addingStable(to: $0, target: t[$1], totalInput: a[$1], logarithmOfSum: logarithmOfSum)
      }
    }
    descentNumber = { t, y in M.descent(target: t, output: y) }
    compare = { rows in
      var sum = Lanes(repeating: 0)
      for n in stride(from: rows.first, to: rows.end, by: rows.step) {
        let t = rows.targets.lanes(n)
        let sumWithIt = M.addingStable(
          to: sum, target: t, totalInput: rows.totals.lanes(n), logarithmOfSum: rows.logarithmOfSum)
        rows.add(sumWithIt, t - rows.targetSum * rows.outputs.lanes(n), at: n, to: &sum)
      }
      return sum
    }
  }

  /// An error function that is given as formulas, and compiled.
  package init(factor: Double, value: Expression, descent: Expression) {
    (self.factor, self.value, self.descent) = (factor, value, descent)
    stable = nil
    var steps = Calculation()
    let (t, y) = (steps.input(0), steps.input(1))
    let outputs = [value, descent].map { steps.value($0) { $0 == .target ? t : y } }
    let program = RowProgram(steps, inputs: 2, outputs: outputs)
    error = { t, y, _, _ in
      factor * y.indices.reduce(0) { $0 + program.code.numbers([t[$1], y[$1]])[0] }
    }
    descentNumber = { t, y in program.code.numbers([t, y])[1] }
    compare = { rows in
      let code = program.code
      var sum = Lanes(repeating: 0)
      code.withScratch(8) { scratch in
        for n in stride(from: rows.first, to: rows.end, by: rows.step) {
          code.input(0, scratch).setLanes(0, rows.targets.lanes(n))
          code.input(1, scratch).setLanes(0, rows.outputs.lanes(n))
          code.run(scratch, 8)
          let share = code.output(0, scratch).lanes(0)
          rows.add(sum + share, code.output(1, scratch).lanes(0), at: n, to: &sum)
        }
      }
      return Lanes(repeating: factor) * sum
    }
  }

  private static func expressions<M: LossTerms>(_: M.Type) -> (value: Expression, descent: Expression) {
    let (t, y) = (Expression.variable(.target), Expression.variable(.output))
    return (M.value(target: t, output: y), M.descent(target: t, output: y))
  }
}
