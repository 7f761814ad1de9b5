import Backprop

/// Names and functions in a rule: the session's settings, what the rule's own lines compute, parameters of
/// built-in rules, and what the session has defined.
extension RuleBuilder {
  mutating func value(ofName name: String, deep: Int) throws(Diagnostic) -> Calculation.Value {
    switch name {
    case "η": return calculation.input(.learningRate)
    case "α": return calculation.input(.momentum)
    case "n": return calculation.input(.update)
    case OwnRule.layer where definitions[name] == nil: return calculation.input(.layer)
    default: break
    }
    if let symbol = rule.symbol(name) { return try value(ofSymbol: symbol) }
    if let place = parameters.firstIndex(where: { $0.spellings.contains(name) }),
      definitions[name] == nil
    {
      return calculation.input(.parameter(place))
    }
    guard let definition = definitions[name] else {
      let (bare, places) = OtherCourses.parts(of: name)
      if !places.isEmpty, rule.lines.contains(where: { $0.symbol == .own(bare) }) {
        throw Diagnostic(.rule(.otherLetters(name, weight: rule.weight)), at: range)
      }
      let place = names.first { $0.value == name }?.range ?? range
      if bare == "η", places.count == 1 { throw rate(name, places[0], at: place) }
      if name == "L" {
        throw Diagnostic(
          .expected(
            "the number of the last layer, as in `[l = 3]`: a rule is for networks of any depth",
            found: "`L`"), at: place, example: "rule mine: Δw_ij = η (0.5 [l = 2] + 0.1 [l = 3]) δ_j y_i")
      }
      if ["b", "bias"].contains(name) {
        throw Diagnostic(
          .rule(.bias(name, from: rule.from, to: rule.to)), at: place,
          example: "rule mine:\n  Δw_ij = η δ_j y_i\n  Δw_i0j = η δ_j")
      }
      throw OtherCourses.diagnostic(name, at: place)
        ?? Diagnostic.unknown(
          name, .unknownName(name, kind: "name", known: definitions.names.sorted()), at: place,
          among: definitions.names.sorted(), example: Example.defining(name))
    }
    guard deep < FormulaResolver.deepestDefinitions else {
      throw Diagnostic(.circularDefinition(name), at: range)
    }
    return try value(of: definition, deep: deep + 1)
  }

  /// The error for `η_n`, `η_0` or `η_1` without a meaning.
  private func rate(_ name: String, _ below: Subscript, at place: SourceRange) -> Diagnostic {
    if OwnRule.ofUpdate.contains([below]) {
      return Diagnostic(
        .rule(.rateOfUpdate(name)), at: place,
        example: "rule mine:\n  η_n = η / (1 + n/100)\n  Δw_ij = η_n δ_j y_i")
    }
    if below == Subscript("", unit: 0) {
      return Diagnostic(.rule(.firstRate(name)), at: place, example: "let η_0 = 0.5")
    }
    return Diagnostic(.rule(.rateOfLayer(name)), at: place)
  }

  func value(ofSymbol symbol: OwnRule.Symbol) throws(Diagnostic) -> Calculation.Value {
    if let value = values[symbol] { return value }
    let written = symbol.written(rule.from, rule.to)
    let place = names.first { $0.value == written }?.range ?? range
    if symbol == current { throw Diagnostic(.rule(.needsItself(written)), at: place) }
    guard rule.lines(ofBias: isOfBias).contains(where: { $0.symbol == symbol }) else {
      throw Diagnostic(.rule(.notComputed(written, weight: rule.weight)), at: place)
    }
    throw Diagnostic(.rule(.computedLater(written)), at: place)
  }

  func body(of name: String, deep: Int) throws(Diagnostic) -> Formula {
    guard deep < FormulaResolver.deepestDefinitions else {
      throw Diagnostic(.circularDefinition(name), at: range)
    }
    if let body = resolver.functions[name] { return body }
    guard name.hasSuffix("'") else {
      _ = try resolver.body(of: name, at: range)
      throw Diagnostic(.rule(.place(name, weight: rule.weight)), at: range)
    }
    return SymbolicDerivative.derivative(
      of: try body(of: String(name.dropLast()), deep: deep + 1), by: FunctionResolver.parameter)
  }
}
