/// What is wrong with an equation or inequality, for the error reply.
extension IdentityCheck {
  /// What is wrong, for the error reply; nil if the equation holds.
  /// explainsSums: whether it tells that a sum counts the bias unit and another does not.
  func refutation(_ hint: Hint = .kind, explainsSums: Bool = true) -> Diagnostic? {
    let failures = self.failures
    guard let first = failures.first else { return isCoincidence ? coincidence(hint) : nil }
    let leftOutDecay = hint == .verdict ? nil : leftOutDecay
    let finding = hint == .verdict || isHidden || leftOutDecay != nil ? nil : finding
    let mayExplain = explainsSums && hint != .verdict && !isHidden && finding == nil
    return Diagnostic(
      .refuted(
        Refutation(
          equation: equation.equation, hint: hint, place: place(of: first), typed: typed(at: first),
          failures: failures.count, cases: left.count, isHidden: isHidden,
          factor: equation.relation == .equal ? told(factor) : nil,
          isEqual: equation.relation.isOrder && tolerance.allows(left[first], right[first]),
          tolerance: tolerance, holdsBeforeUpdate: holdsBeforeUpdate, leftOutDecay: leftOutDecay,
          assumption: mayExplain ? unlikeSums : nil, finding: finding)),
      at: equation.range, example: example)
  }

  /// What is wrong with an equation that holds for the presented numbers only.
  private func coincidence(_ hint: Hint) -> Diagnostic {
    // Of what is wrong beyond a kink alone, a slip is sought in vain on this side of it.
    let isKinked = context.kinkReach(for: [equation.left.formula, equation.right.formula]) != nil
    return Diagnostic(
      .refuted(
        Refutation(
          equation: equation.equation, hint: hint, place: [], typed: nil, failures: 0, cases: left.count,
          isCoincidence: true, neededNumbers: neededNumbers, factor: nil, isEqual: false,
          tolerance: tolerance, holdsBeforeUpdate: false,
          finding: hint == .verdict || isKinked ? nil : finding)),
      at: equation.range)
  }

  /// The decay in force, if the equation holds for Δw without it.
  private var leftOutDecay: Double? {
    guard !equation.relation.isOrder, !isHidden, let changes = context.changesWithoutDecay?() else {
      return nil
    }
    var other = context
    other.weightChanges = changes
    other.ruleMemory = context.ruleMemory?.withoutDecay
    let sides = [equation.left, equation.right]
    guard
      let table = try? FormulaEvaluator(other, isInterrupted: isInterrupted).values(of: sides),
      zip(table.columns.first ?? [], table.columns.last ?? []).allSatisfy({
        tolerance.accepts($0, equation.relation, $1)
      })
    else { return nil }
    return context.stepOptions.decay
  }

  /// What the slip probably is; nil if it is not known.
  private var finding: SlipFinding? {
    guard !equation.relation.isOrder, !holdsBeforeUpdate else { return nil }
    let isLeft = typed == .left
    let (given, asked) = isLeft ? (equation.left, equation.right) : (equation.right, equation.left)
    let search = { SlipSearch(given, other: asked, in: $0, isInterrupted: isInterrupted).finding() }
    if given.formula.isArithmetic {
      // A whole number may be all that is left of a formula.
      if let number = given.formula.numericValue, number == number.rounded(),
        asked.formula.freeSubscripts.contains(where: { $0.unit == nil }), let found = search(context)
      {
        return found
      }
      guard left.count == 1, let value = (isLeft ? left : right).first else { return nil }
      return NumberSearch(
        given.formula, value: value, asked: asked, bound: bound, in: context, isInterrupted: isInterrupted
      ).finding()
    }
    if let found = search(context) { return found }
    guard let presented = context.networkBeforeUpdate else { return nil }
    var before = context
    before.network = presented
    guard var found = search(before) else { return nil }
    found.slips.insert(.init(slip: .updatedWeights), at: 0)
    return found
  }

  /// The value of the typed side, if that says more than what was typed.
  private func typed(at number: Int) -> Refutation.Typed? {
    guard isAnswerShown, !isTypedInTermsOfAsked else { return nil }
    // What a whole training or set comes to is no answer that an inequality asks for.
    if equation.relation.isOrder {
      if equation.left.formula.isOfSet {
        return Refutation.Typed(formula: equation.left.formula, value: left[number])
      }
      if equation.right.formula.isOfSet {
        return Refutation.Typed(formula: equation.right.formula, value: right[number])
      }
    }
    let (side, value, other): (Formula, Double, Formula)
    switch typed {
    case .left: (side, value, other) = (equation.left.formula, left[number], equation.right.formula)
    case .right: (side, value, other) = (equation.right.formula, right[number], equation.left.formula)
    case nil: return nil
    }
    // In `∂E/∂a_k = 2 δ_k` δ is no answer, and in `0 = 2 δ_k` or `0.05 = η δ_k y_j` it may be.
    let mayBeAnswer =
      equation.relation.isOrder
      ? context.amountsToAsked(side) || other.numericValue != nil && context.hasAsked(in: side)
      : !context.hasAsked(in: other) && context.hasAsked(in: side)
    guard side.numericValue == nil, !mayBeAnswer else { return nil }
    return Refutation.Typed(formula: side, value: value)
  }

  /// Whether the typed side contains the other one, or what is asked for in it, as in `δ_j = δ_j + 1` and
  /// `1 + δ_k = 2 - ∂E/∂a_k`, so that its value gives the answer.
  var isTypedInTermsOfAsked: Bool {
    switch typed {
    case .left: context.restates(equation.left.formula, whatIsAskedIn: equation.right.formula)
    case .right: context.restates(equation.right.formula, whatIsAskedIn: equation.left.formula)
    case nil: false
    }
  }

  /// Lines that make the same equation hold, if it was only checked too late. There is no other example: an
  /// equation that holds would be the answer.
  private var example: String? {
    holdsBeforeUpdate ? "forward\nbackward\ncheck \(equation.equation.unicode)" : nil
  }

  /// The units of a case.
  private func place(of number: Int) -> [Subscript] {
    zip(indices, units(of: number)).map { Subscript($0.letter, unit: $1) }
  }

  /// The factor between the sides; nil if a number was typed, because it would reveal the right number. A
  /// wrong sign is always reported.
  private func told(_ factor: Double?) -> Double? {
    let isNumber =
      switch typed {
      case .left: equation.left.formula.isArithmetic
      case .right: equation.right.formula.isArithmetic
      case nil: false
      }
    return isNumber && factor != -1 ? nil : factor
  }

  /// The factor between the sides if it is the same everywhere and a whole number, the reciprocal of one, or
  /// -1.
  private var factor: Double? {
    let ratios = zip(left, right).filter { pair in pair.0.magnitude > 1e-12 }.map { $1 / $0 }
    guard let first = ratios.first, first.isFinite, first != 0,
      zip(left, right).allSatisfy({ $0.magnitude > 1e-12 || $1.magnitude <= 1e-12 })
    else { return nil }
    let rounded = first.magnitude >= 1 ? first.rounded() : 1 / (1 / first).rounded()
    guard rounded.isFinite, rounded != 1, rounded.magnitude < 100, rounded.magnitude > 0.01 else {
      return nil
    }
    return ratios.allSatisfy { ($0 / rounded - 1).magnitude < 1e-9 } ? rounded : nil
  }
}

extension Formula {
  /// Whether it is a number of a whole pattern set or training.
  fileprivate var isOfSet: Bool {
    switch self {
    case .quantity(.totalError, _), .quantity(.meanError, _), .quantity(.accuracy, _),
      .quantity(.epochs, _):
      true
    default: false
    }
  }
}
