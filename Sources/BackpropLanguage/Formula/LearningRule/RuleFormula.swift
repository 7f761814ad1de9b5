import Backprop

/// Δw of the rule in force as a formula that the session can evaluate, for `explain`, `check` and the
/// handout's steps.
struct RuleFormula: Sendable {
  let formula: Formula
  /// The letters of the units that the weight leads from and to.
  let from: String
  let to: String
  /// Whether it is only for the weights into the output layer.
  let isForOutputsOnly: Bool

  /// The same for the weights of a projection.
  func formula(from source: Subscript, to target: Subscript) -> Formula {
    // A letter that no cell has keeps the two apart.
    let other = Subscript(" ")
    return formula.replacing(from, by: other).replacing(to, by: target).replacing(other.letter, by: source)
  }
}

extension SessionState {
  /// Whether the rule in force may have a Δw(n-1).
  var ruleUsesEarlierChange: Bool {
    guard rule.definition != nil, let own = rules.first(where: { $0.name == rule.name }) else { return true }
    return own.lines.contains { $0.formula.formula.usesEarlierChange }
  }

  /// Whether η has an effect on a rule.
  func usesRate(_ rule: LearningRule) -> Bool {
    guard rule.definition != nil, let own = rules.first(where: { $0.name == rule.name }) else { return true }
    var seen: Set<String> = []
    var names = own.lines.flatMap { $0.formula.formula.names }
    while let name = names.popLast() {
      if name == "η" { return true }
      guard seen.insert(name).inserted else { continue }
      names += (definitions[name] ?? functionFormulas[name])?.names ?? []
    }
    return false
  }

  /// nil for rules with memories of their own, which no formula of the session has.
  var ruleFormula: RuleFormula? {
    if let delta = rule.outputDelta, rule.definition == nil {
      return RuleFormula(delta)
    }
    guard rule.definition != nil, let own = rules.first(where: { $0.name == rule.name }),
      own.agreesOnBiases(
        bias: network?.core.bias ?? 1, hasPenalty: network?.core.errorFunction.penalty != nil),
      own.lines(ofBias: false).count == 1,
      let line = own.lines(ofBias: false).first, line.formula.formula.isEvaluable(namedFormulas)
    else { return nil }
    return RuleFormula(
      formula: line.formula.formula, from: own.from, to: own.to, isForOutputsOnly: rule.outputDelta != nil)
  }
}

extension RuleFormula {
  /// η d_j y_i for a built-in rule with d in place of δ; nil if no formula expresses it.
  fileprivate init?(_ delta: OutputDelta) {
    let (i, j) = (Subscript("i"), Subscript("j"))
    guard
      let d = delta.expression.formula(
        totalInput: .quantity(.totalInput, [j]), output: .quantity(.output, [j]),
        target: .quantity(.target, [j]))
    else { return nil }
    formula = .product(
      .product(.name("η"), d, sign: .juxtaposed), .quantity(.output, [i]), sign: .juxtaposed)
    (from, to, isForOutputsOnly) = (i.letter, j.letter, true)
  }
}

extension OwnRule {
  /// Whether it is, as it is written, the built-in rule of its name.
  var isBuiltIn: Bool {
    guard lines.count == 1,
      let delta = LearningRule.all.first(where: { $0.name == name })?.outputDelta,
      let builtIn = RuleFormula(delta)
    else { return false }
    return builtIn.formula(from: Subscript(from), to: Subscript(to)) == lines[0].formula.formula
  }
}

extension Formula {
  /// Whether every name in it has a value in the session.
  fileprivate func isEvaluable(_ definitions: Definitions) -> Bool {
    switch self {
    case .name(let name): return definitions[name] != nil
    case .call(.comparison, _): return false
    default: return ofUpdate == nil && children.allSatisfy { $0.isEvaluable(definitions) }
    }
  }
}
