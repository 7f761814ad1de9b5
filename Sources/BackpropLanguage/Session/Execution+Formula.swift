/// The values of formulas in the current state.
extension Execution {
  func formulaContext() throws(Diagnostic) -> FormulaContext {
    guard var context = state.formulaContext else { throw problem(.noNetwork, example: "network 2-2-1") }
    context.cores = host.cores
    return context
  }

  func evaluate(_ formula: SourceFormula) throws(Diagnostic) -> IndexedValue {
    try state.value(of: formula, cores: host.cores, isInterrupted: host.isInterrupted)
  }

  /// The value of a formula without free indices.
  func scalar(_ formula: SourceFormula, what: String) throws(Diagnostic) -> Double {
    let value = try evaluate(formula)
    guard value.indices.isEmpty, let number = value.values.first else {
      let letters = value.indices.map { $0.letter }
      throw Diagnostic(
        .expected(what, found: "a value for each \(Wording.list(letters))"), at: formula.range)
    }
    return number
  }
}
