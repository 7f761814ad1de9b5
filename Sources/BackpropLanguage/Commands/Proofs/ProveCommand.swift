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
      "prove ∂y_k/∂a_k = g'(a_k)", "prove g'(a_k) = y_k (1 - y_k)",
      "prove:\n  ∂(y_k^2)/∂a_k = 2 y_k ∂y_k/∂a_k\n    = 2 y_k g'(a_k)",
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
      var action = Action { [hint] (execution) throws(Diagnostic) in
        if isWhole {
          try execution.prove(derivation, hint ?? .kind, in: source)
        } else {
          try execution.prove(derivation.steps.map { $0.equation }, hint ?? .kind, in: source)
        }
      }
      action.equations = derivation.steps.map { $0.equation }
      action.unread = derivation.unread
      return action
    })
}

extension Execution {
  /// Shows what is proved of each equation. Fails at the first that is not.
  fileprivate func prove(
    _ equations: [SourceEquation], _ hint: Hint, in source: SourceText
  ) throws(Diagnostic) {
    let context = try formulaContext()
    for equation in equations {
      try context.refuseMemory(in: [equation.left, equation.right])
      let proof = try IdentityProof(equation, in: context, isInterrupted: host.isInterrupted)
      var document = ProofDocument(proof: proof, context: context, hint: hint)
      if hint != .verdict {
        document.assumption = try proof.biasAssumption(in: context, isInterrupted: host.isInterrupted)
      }
      let refutation = document.refutation
      let record = CheckRecord(
        .prove, equation.range, in: source, proof.verdict.forPrograms, slips: refutation?.slips ?? [])
      emit(document.blocks, checks: [record])
      if let refutation { throw refutation }
    }
  }

  /// Shows the verdict on each step. Fails with the first that is not proved.
  fileprivate func prove(
    _ derivation: DerivationRows, _ hint: Hint, in source: SourceText
  ) throws(Diagnostic) {
    let context = try formulaContext()
    for step in derivation.steps {
      try context.refuseMemory(in: [step.equation.left, step.equation.right])
    }
    let proofs = try DerivationProofs(
      derivation, in: context, hint: hint, isInterrupted: host.isInterrupted)
    let refutation = proofs.refutation
    emit(
      proofs.blocks(in: NetworkNotation(state)),
      checks: proofs.records(in: source, slips: refutation?.slips ?? []))
    if let refutation { throw refutation }
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
