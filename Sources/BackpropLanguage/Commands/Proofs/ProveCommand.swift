/// `prove A = B`
extension Command {
  static let prove = Command(
    name: "prove", family: .proofs,
    synopsis: ["prove FORMULA = FORMULA"],
    meaning: "decide whether an equation holds for every weight, pattern and transfer function",
    details: """
      No pattern need be presented: the equation is worked out for networks of this shape, with E and \
      the learning rule that are in force. A proof shows what both sides come to and what was used, or \
      what it needs besides: a transfer function, `Σ_k t_k = 1`, the output of the bias units. It is \
      tried on random networks before it is shown. If an equation does not hold, a network of small \
      numbers shows it; as with `check`, the right side is not given away. What cannot be decided is an \
      error that says why. A chain `A = B = C` proves each step.
      """,
    arguments: [.formula],
    examples: [
      "prove ∂E/∂w_qr = -δ_r y_q", "prove ∂E/∂w_pq = -y_p g'(a_q) Σ_k δ_k w_qk",
      "prove δ_k = (t_k - y_k) y_k (1 - y_k)",
    ],
    parse: { (parser) throws(Diagnostic) in
      let equations = try FormulaParser.equations(parser.cursor.takeRest(), in: parser.cursor.source)
      for equation in equations where equation.relation != .equal {
        throw Diagnostic(
          .unprovable(.notAnEquation(equation.relation.unicode)), at: equation.range,
          example: "check 0 < y_k < 1")
      }
      return Action { (execution) throws(Diagnostic) in try execution.prove(equations) }
    })
}

extension Execution {
  /// Shows what is proved of each equation. Throws at the first that is not.
  fileprivate func prove(_ equations: [SourceEquation]) throws(Diagnostic) {
    let context = try formulaContext()
    for equation in equations {
      let proof = try IdentityProof(equation, in: context, isInterrupted: host.isInterrupted)
      let document = ProofDocument(proof: proof, context: context)
      emit(document.blocks)
      if let refutation = document.refutation { throw refutation }
    }
  }
}
