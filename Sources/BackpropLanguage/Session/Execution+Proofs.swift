import Backprop

/// `check` and `explain`.
extension Execution {
  private func formulaContext() throws(Diagnostic) -> FormulaContext {
    guard let context = state.formulaContext else { throw problem(.noNetwork, example: "network 2-2-1") }
    return context
  }

  /// Shows both sides of each equation; throws at the first that does not hold.
  func check(_ equations: [SourceEquation], within bound: Double?) throws(Diagnostic) {
    let context = try formulaContext()
    for equation in equations {
      let check = try IdentityCheck(
        equation, in: context, within: bound,
        isInterrupted: host.isInterrupted)
      emit(check.blocks)
      if let refutation = check.refutation { throw refutation }
    }
  }

  /// Every ∂E/∂w three ways; throws where δ is wrong.
  func checkGradient() throws(Diagnostic) {
    let check = try GradientCheck(try formulaContext(), at: range, isInterrupted: host.isInterrupted)
    emit(check.blocks)
    if let refutation = check.refutation { throw refutation }
  }

  func explain(_ items: [Explained]) throws(Diagnostic) {
    let explanation = Explanation(
      try formulaContext(), digits: state.digits, isInterrupted: host.isInterrupted)
    try emit(items) { (item) throws(Diagnostic) in
      switch item {
      case .step: try explanation.step(at: range)
      case .formula(let formula): try explanation.blocks(of: formula)
      }
    }
  }
}
