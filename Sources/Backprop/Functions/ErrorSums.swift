/// E of one pattern as a formula: E = total, from sums S_n = Σ_k terms[n] over the output units.
///
/// A built-in E has one sum; a formula may have several, and a sum may depend on earlier ones, such as a
/// mean.
package struct ErrorSums: Sendable {
  /// What each sum adds for an output unit: from t, y, the number of the unit, and earlier sums.
  package let terms: [Expression]
  /// E, from the sums.
  package let total: Expression
  /// -∂E/∂y, from t, y, the number of the unit, and the sums.
  package let descent: Expression

  private let program: ErrorProgram

  package init(terms: [Expression], total: Expression, descent: Expression) {
    self.terms = terms
    self.total = total
    self.descent = descent
    program = ErrorProgram(terms: terms, total: total, descent: descent)
  }

  init<M: LossTerms>(_: M.Type) {
    let (t, y) = (Expression.variable(.target), Expression.variable(.output))
    let sum = Expression.variable(.sum(0))
    self.init(
      terms: [M.value(target: t, output: y)], total: M.factor == 1 ? sum : .number(M.factor) * sum,
      descent: M.descent(target: t, output: y))
  }

  /// Whether it has numbers of output units in it.
  package var namesUnits: Bool {
    (terms + [total, descent]).contains { expression in
      expression.variables.contains { if case .isUnit = $0 { true } else { false } }
    }
  }

  /// E of one pattern.
  package func error(_ t: [Double], _ y: [Double]) -> Double { program.error(t, y) }

  /// -∂E/∂y of each output.
  package func descents(_ t: [Double], _ y: [Double]) -> [Double] { program.descents(t, y) }

  /// The same for rows of lanes, in which -∂E/∂y is stored; returns E in its shares.
  func compare(_ rows: ErrorRows) -> Lanes { program.compare(rows) }
}
