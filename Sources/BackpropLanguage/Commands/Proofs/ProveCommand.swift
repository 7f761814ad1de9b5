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
      what it needs besides: a transfer function, `Σ_k t_k = 1`, the output of the bias units, the \
      numbers of units, a letter that `let` has pinned. It is tried on random networks before it is shown. \
      If an equation does not hold, a network of small numbers shows it; as with `check`, the right side \
      is not given away. What cannot be decided is an \
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
      let source = parser.cursor.source
      return Action { [hint] (execution) throws(Diagnostic) in
        if isWhole {
          try execution.prove(derivation, hint ?? .kind, in: source)
        } else {
          try execution.prove(derivation.steps.map { $0.equation }, hint ?? .kind, in: source)
        }
      }
    })
}

extension Execution {
  /// Shows what is proved of each equation. Fails at the first that is not.
  fileprivate mutating func prove(
    _ equations: [SourceEquation], _ hint: Hint, in source: SourceText
  ) throws(Diagnostic) {
    let context = try formulaContext()
    try remembering(equations, in: source) { (execution) throws(Diagnostic) in
      for equation in equations {
        let proof = try IdentityProof(equation, in: context, isInterrupted: execution.host.isInterrupted)
        let document = ProofDocument(proof: proof, context: context, hint: hint)
        let refutation = document.refutation
        let record = CheckRecord(
          .prove, equation.range, in: source, proof.verdict.forPrograms, slips: refutation?.slips ?? [])
        execution.emit(document.blocks, checks: [record])
        if let refutation { throw refutation }
      }
    }
  }

  /// Shows the verdict on each step. Fails with the first that is not proved.
  fileprivate mutating func prove(
    _ derivation: DerivationRows, _ hint: Hint, in source: SourceText
  ) throws(Diagnostic) {
    let context = try formulaContext()
    try remembering(derivation.steps.map { $0.equation }, in: source) { (execution) throws(Diagnostic) in
      let proofs = try DerivationProofs(
        derivation, in: context, hint: hint, isInterrupted: execution.host.isInterrupted)
      let refutation = proofs.refutation
      execution.emit(proofs.blocks, checks: proofs.records(in: source, slips: refutation?.slips ?? []))
      if let refutation { throw refutation }
    }
  }
}

extension IdentityProof.Verdict {
  fileprivate var forPrograms: CheckRecord.Verdict {
    switch self {
    case .proved: .proved
    case .refuted: .wrong
    case .undecided: .undecided
    }
  }
}
