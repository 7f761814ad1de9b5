/// E for one pair of error function and transfer function.
package final class ErrorTerms: Sendable {
  /// Whether the two match, so that g' cancels: δ_k = t_k - y_k or, for softmax, t_k - y_k Σ_l t_l. Or
  /// whether something else takes the place of δ.
  package let isMatched: Bool
  /// E and -∂E/∂y_k.
  package let sums: ErrorSums
  /// For a matching pair: an output's share of E from t, a and, for softmax, log Σ_l e^a_l.
  package let stable: Expression?
  /// Whether E = 1/2 Σ_k (t_k - y_k)², for which there are engines of their own.
  let isSquares: Bool

  /// E of one pattern, from t, y and a of the last layer and, for softmax with a matching E, log Σ_l e^a_l.
  let error: @Sendable (_ t: [Double], _ y: [Double], _ a: [Double], _ logarithmOfSum: Double) -> Double
  /// -∂E/∂y of each output.
  let descents: @Sendable (_ t: [Double], _ y: [Double]) -> [Double]
  /// E of one pattern or of eight: the shares are in the lanes, as is -∂E/∂y, or δ for a matching pair.
  let compare: @Sendable (ErrorRows) -> Lanes

  init<M: LossTerms>(_: M.Type) {
    sums = ErrorSums(M.self)
    stable = nil
    isMatched = false
    isSquares = M.isSquares
    error = { t, y, _, _ in
      M.factor * y.indices.reduce(0) { M.adding(to: $0, target: t[$1], output: y[$1]) }
    }
    descents = { t, y in y.indices.map { M.descent(target: t[$0], output: y[$0]) } }
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
    sums = ErrorSums(M.self)
    stable = M.addingStable(
      to: .number(0), target: .variable(.target), totalInput: .variable(.totalInput),
      logarithmOfSum: .variable(.logarithmOfSum))
    isMatched = true
    isSquares = M.isSquares
    error = { t, y, a, logarithmOfSum in
      y.indices.reduce(0) {
        M.addingStable(to: $0, target: t[$1], totalInput: a[$1], logarithmOfSum: logarithmOfSum)
      }
    }
    descents = { t, y in y.indices.map { M.descent(target: t[$0], output: y[$0]) } }
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

  /// E as a formula.
  init(_ sums: ErrorSums) {
    self.sums = sums
    stable = nil
    isMatched = false
    isSquares = false
    error = { t, y, _, _ in sums.error(t, y) }
    descents = { t, y in sums.descents(t, y) }
    compare = { rows in sums.compare(rows) }
  }
  /// Other terms, for engines that take what `compare` stores in place of δ.
  init(_ other: ErrorTerms, compare: @escaping @Sendable (ErrorRows) -> Lanes) {
    sums = other.sums
    stable = other.stable
    isMatched = true
    isSquares = false
    error = other.error
    descents = other.descents
    self.compare = compare
  }
}
