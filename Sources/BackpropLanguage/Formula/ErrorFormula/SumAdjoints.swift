/// Derivatives of a formula of sums, where a sum may depend on earlier ones.
enum SumAdjoints {
  /// ∂total/∂S_n of each sum S_n = Σ terms[n]. A sum that later ones use has ∂total/∂S_n + Σ_m A_m Σ
  /// ∂terms[m]/∂S_n, for which sums are added.
  ///
  /// addSum: adds a sum of this slope over what the later sum m is over, and returns its name.
  static func adjoints(
    of total: Formula, _ terms: [Formula], addSum: (_ slope: Formula, _ later: Int) -> Formula
  ) -> [Formula] {
    var adjoints = terms.indices.map { SymbolicDerivative.derivative(of: total, by: "sum \($0)") }
    for place in terms.indices.reversed() {
      for later in place + 1..<max(terms.count, place + 1) where !adjoints[later].isZero {
        let slope = SymbolicDerivative.derivative(of: terms[later], by: "sum \(place)")
        if slope.isZero { continue }
        adjoints[place] = Algebra.sum(
          adjoints[place], Algebra.product(adjoints[later], addSum(slope, later)))
      }
    }
    return adjoints
  }
}
