/// `prove A = B`
extension Command {
  static let prove = Command(
    name: "prove", family: .proofs,
    synopsis: [
      "prove FORMULA = FORMULA", "prove[, hint N]:\n  FORMULA = FORMULA\n          = FORMULA",
    ],
    meaning: "decide whether an equation holds for every weight, pattern and transfer function",
    details: """
      No pattern need be presented: the equation is worked out for networks of this shape, with E and \
      the learning rule that are in force. A proof shows what both sides come to and what was used, or \
      what it needs besides: a transfer function, `Σ_k t_k = 1`, the output of the bias units. It is \
      tried on random networks before it is shown. If an equation does not hold, a network of small \
      numbers shows it; as with `check`, the right side is not given away. What cannot be decided is an \
      error that says why. A chain `A = B = C` proves each step. Below `prove:` a derivation is \
      proved step by step, as below `check:`; `\\begin{aligned}` is the same.
      """,
    arguments: [.formula],
    options: [
      CommandOption(
        name: "hint", value: .integer(least: 0), defaultValue: "1",
        meaning: "how much is told of an equation that does not hold, as with `check`")
    ],
    takesRows: true,
    examples: [
      "prove ∂E/∂w_qr = -δ_r y_q", "prove ∂E/∂w_pq = -y_p g'(a_q) Σ_k δ_k w_qk",
      "prove δ_k = (t_k - y_k) y_k (1 - y_k)",
      "prove:\n  ∂E/∂w_qr = ∂E/∂a_r ∂a_r/∂w_qr\n    = ∂E/∂a_r y_q\n    = -δ_r y_q",
    ],
    parse: { (parser) throws(Diagnostic) in
      var hint = try parser.leadingHint()
      let isBlock = parser.cursor.take(":")
      var tokens = parser.cursor.takeRest()
      if let found = try parser.takeHint(from: &tokens) { hint = found }
      let (derivation, isWhole) = try parser.derivation(tokens, isBlock: isBlock)
      for equation in derivation.steps.map({ $0.equation }) where equation.relation != .equal {
        throw Diagnostic(
          .unprovable(.notAnEquation(equation.relation.unicode)), at: equation.range,
          example: "check 0 < y_k < 1")
      }
      return Action { [hint] (execution) throws(Diagnostic) in
        if isWhole {
          try execution.prove(derivation, hint ?? .kind)
        } else {
          try execution.prove(derivation.steps.map { $0.equation }, hint ?? .kind)
        }
      }
    })
}

extension Execution {
  /// Shows what is proved of each equation. Throws at the first that is not.
  fileprivate func prove(_ equations: [SourceEquation], _ hint: Hint) throws(Diagnostic) {
    let context = try formulaContext()
    for equation in equations {
      let proof = try IdentityProof(equation, in: context, isInterrupted: host.isInterrupted)
      let document = ProofDocument(proof: proof, context: context, hint: hint)
      emit(document.blocks)
      if let refutation = document.refutation { throw refutation }
    }
  }

  /// Shows the verdict on each step. Throws the first that is not proved.
  fileprivate func prove(_ derivation: DerivationRows, _ hint: Hint) throws(Diagnostic) {
    let proofs = try DerivationProofs(
      derivation, in: try formulaContext(), hint: hint, isInterrupted: host.isInterrupted)
    emit(proofs.blocks)
    if let refutation = proofs.refutation { throw refutation }
  }
}
