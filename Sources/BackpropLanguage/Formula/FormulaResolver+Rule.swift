import Backprop

/// What the learning rule in force computes with, as quantities of formulas: `m_ij`, `m_ij(n-1)`, n and the
/// rule's parameters, with the values of the update that `backward` worked out, or else of the last one.
extension FormulaResolver {
  /// A quantity of the rule's own, `v_ij`; nil for other names.
  mutating func remembered(_ name: String, _ range: SourceRange) throws(Diagnostic) -> ResolvedFormula? {
    guard let memory = context.ruleMemory, let (symbol, places) = memory.quantity(name) else { return nil }
    try refuseInPartial(name, range)
    let (projection, from, to) = try weight(.weight, places, range)
    let own = memory.rule
    guard memory.names.contains(symbol.written(own.from, own.to)) else {
      return try computed(name, symbol, from: places[0], to: places[1], range)
    }
    guard let matrices = memory.numbers(of: symbol, context.presentation) else {
      throw Diagnostic(.nothingYet(name, command: "backward"), at: range)
    }
    return .remembered(matrices, projection: projection, from, to)
  }

  /// A quantity that the rule computes but does not remember: its line, for a weight.
  private mutating func computed(
    _ name: String, _ symbol: OwnRule.Symbol, from: Subscript, to: Subscript, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    guard let memory = context.ruleMemory, !memory.rule.treatsBiasesApart,
      let line = memory.formula(of: symbol, from: from, to: to), !line.hasComparison
    else {
      throw Diagnostic(
        .expected(
          "a quantity that rule \(context.ruleMemory?.rule.name.asTyped ?? "") remembers, or whose line has "
            + "no comparison and is the same for all weights; `explain` shows the others",
          found: "`\(name)`"), at: range, example: "forward\nbackward\nexplain Δw_jk")
    }
    guard memory.before != nil, let update = context.update else {
      throw Diagnostic(.nothingYet(name, command: "backward"), at: range)
    }
    // The rule has worked with the weights before the update, and with a gradient that includes the decay.
    let isOlder = line.hasWeight && context.presentation?.network != context.network
    guard !isOlder, context.stepOptions.decay == 0 || !line.mentionsUpdate else {
      throw Diagnostic(
        .expected(
          "a quantity that rule \(memory.rule.name.asTyped) remembers, since after the update, or with a "
            + "decay, this one is not what its line now gives; `explain` shows what it was",
          found: "`\(name)`"), at: range, example: "forward\nbackward\nexplain Δw_jk")
    }
    // In a rule, n is the number of the update, whatever else it may be.
    return try resolve(
      definition: line.replacing(name: "n", by: .of(Double(update))), of: name, range)
  }

  /// `m_ij(n-1)`, `w_ij(n-1)`, and the `m_ij(n)` of now; nil for other calls.
  mutating func ofUpdate(_ call: Formula, _ range: SourceRange) throws(Diagnostic) -> ResolvedFormula? {
    let (bare, places) = OtherCourses.parts(of: call.calledName ?? "")
    let isWeight = bare == Quantity.weight.rawValue && places.count == 2
    guard isWeight || context.ruleMemory?.quantity(call.calledName ?? "") != nil else { return nil }
    if case .call(.named(let name), let arguments) = call,
      case .difference(.name("n"), .number(let back, _))? = arguments.first, back != 1
    {
      throw Diagnostic(.rule(.tooEarly(name, from: places[0].text, to: places[1].text)), at: range)
    }
    guard let (name, isEarlier) = call.ofUpdate else { return nil }
    // The n in the brackets.
    nextLeaf += 1
    guard isEarlier else { return try remembered(name, range) }
    return try earlier(name, isWeight ? context.ruleMemory?.rule.weight : nil, places, range)
  }

  /// The ∂E/∂w_ij(n-1) of a derivative by a weight at the update before; nil for other variables.
  mutating func earlierGradient(
    by variable: Formula, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula? {
    guard let (name, isEarlier) = variable.ofUpdate, isEarlier else { return nil }
    let (bare, places) = OtherCourses.parts(of: name)
    guard bare == Quantity.weight.rawValue, places.count == 2 else { return nil }
    nextLeaf += 1
    return try earlier("∂E/∂\(name)", context.ruleMemory?.rule.gradient, places, range)
  }

  /// The value at the update before. memory: what the rule calls it, if it is not of the rule's own.
  private mutating func earlier(
    _ name: String, _ memory: String?, _ places: [Subscript], _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    try refuseInPartial(name, range)
    let (projection, from, to) = try weight(.weight, places, range)
    let own = context.ruleMemory.flatMap { memory in
      memory.quantity(name).map { $0.symbol.written(memory.rule.from, memory.rule.to) }
    }
    guard let known = context.ruleMemory, let written = memory ?? own, known.names.contains(written) else {
      let rule = context.ruleMemory.map { "rule \($0.rule.name.asTyped)" } ?? "the learning rule"
      throw Diagnostic(
        .expected(
          "a value that is kept from the update before: \(rule) has no `\(name)(n-1)`",
          found: "`\(name)(n-1)`"), at: range, suggestion: name)
    }
    guard known.before != nil else {
      throw Diagnostic(.nothingYet("\(name)(n-1)", command: "backward"), at: range)
    }
    guard let matrices = known.earlier(written) else { throw Diagnostic(.stepNotKept, at: range) }
    return .remembered(matrices, projection: projection, from, to)
  }

  /// n, the number of the update, a number that the rule in force computes, or a parameter of it, such as β1;
  /// nil for other names.
  mutating func numberOfRule(_ name: String, _ range: SourceRange) throws(Diagnostic) -> ResolvedFormula? {
    if name == "n" {
      guard context.stepOptions.rule != .gradient else { return nil }
      guard let update = context.update else {
        throw Diagnostic(.nothingYet("n, the number of the update,", command: "backward"), at: range)
      }
      return .number(Double(update))
    }
    if let memory = context.ruleMemory,
      let line = memory.rule.lines.first(where: { $0.symbol == .number(name) })
    {
      return try number(name, memory, line, range)
    }
    let rule = context.stepOptions.rule
    guard let place = rule.parameters.firstIndex(where: { $0.spellings.contains(name) }) else { return nil }
    return .number(rule.values[place])
  }
}

extension FormulaResolver {
  /// A number that a line of the rule in force computes: what it remembers of it, or else its line.
  private mutating func number(
    _ name: String, _ memory: RuleMemory, _ line: OwnRule.Line, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula {
    if memory.names.contains(name) {
      guard let number = memory.numbers(of: line.symbol, context.presentation)?.first?.elements.first else {
        throw Diagnostic(.nothingYet(name, command: "backward"), at: range)
      }
      return .number(number)
    }
    guard let update = context.update else {
      throw Diagnostic(.nothingYet(name, command: "backward"), at: range)
    }
    return try resolve(
      definition: line.formula.formula.replacing(name: "n", by: .of(Double(update))), of: name, range)
  }
}

extension Formula {
  /// The name of what is called, if it is the user's own.
  fileprivate var calledName: String? {
    if case .call(.named(let name), _) = self { name } else { nil }
  }

  /// Whether a weight stands in it, other than one that is differentiated by or that of an update before.
  fileprivate var hasWeight: Bool {
    switch self {
    case .quantity(.weight, _): true
    case .partial(let formula, _): formula.hasWeight
    default: children.contains { $0.hasWeight }
    }
  }

  /// Whether a comparison in brackets is in it.
  fileprivate var hasComparison: Bool {
    if case .call(.comparison, _) = self { return true }
    return children.contains { $0.hasComparison }
  }
}
