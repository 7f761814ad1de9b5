import Backprop

/// Symbols replaced by numbers.
extension Explanation {
  func written(_ value: Double) -> Formula {
    .number(value, spelling: Numeral(value, digits: digits).text)
  }

  /// The value of a formula without free indices.
  func number(
    _ formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> Formula {
    let value = try FormulaEvaluator(context, isInterrupted: isInterrupted)
      .value(of: SourceFormula(formula, range: range))
    return written(value.values.first ?? .nan)
  }

  /// The formula with its symbols replaced by numbers and its sums written out.
  func numbers(
    _ formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> Formula {
    switch formula {
    case .number, .constant: return formula
    case .name("…"): return formula
    case .name(let name):
      if let definition = context.definitions[name], definition.numericValue != nil { return definition }
      return try number(formula, context, range)
    case .quantity, .partial, .iverson: return try number(formula, context, range)
    case .call(.transferDerivative, _), .call(.transfer, _), .call(.named, _):
      return try number(formula, context, range)
    case .summation:
      var terms: [Formula] = []
      for term in try self.terms(of: formula, context, range) {
        terms.append(try numbers(term, context, range))
      }
      return terms.dropFirst().reduce(terms.first ?? .zero) { .sum($0, $1) }
    case .negated(let inner):
      let inside = try numbers(inner, context, range)
      if !inner.isNumber, case .number(let value, _) = inside { return written(-value) }
      return .negated(inside)
    case .product(let a, let b, _):
      return .product(try numbers(a, context, range), try numbers(b, context, range), sign: .cross)
    default:
      var parts: [Formula] = []
      for part in formula.children { parts.append(try numbers(part, context, range)) }
      return formula.with(parts)
    }
  }

  /// The terms of a Σ; in a long one, the middle terms are left out.
  func terms(
    of formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) -> [Formula] {
    guard case .summation(let letter, let whole) = formula else { return [formula] }
    if context.withAllWeights(formula) != formula {
      return try terms(of: context.withAllWeights(formula), context, range)
    }
    let body = formula.bodyWithoutBias ?? whole
    var resolver = FormulaResolver(context)
    guard case .summation(_, let units, _) = try resolver.resolve(SourceFormula(formula, range: range)) else {
      return [formula]
    }
    var terms = units.prefix(Self.mostTerms).map { body.replacing(letter, by: layerUnit(letter, $0)) }
    if units.count > Self.mostTerms, let last = units.last {
      terms = Array(terms.prefix(3)) + [.name("…"), body.replacing(letter, by: layerUnit(letter, last))]
    }
    return terms
  }
}

extension Formula {
  var isNumber: Bool { if case .number = self { true } else { false } }

  var containsPartial: Bool {
    if case .partial = self { return true }
    return children.contains { $0.containsPartial }
  }

  /// With every occurrence of one subscript replaced by another, whether it is a letter or a unit.
  func replacing(_ place: Subscript, by other: Subscript) -> Formula {
    switch self {
    case .quantity(let quantity, let places):
      .quantity(quantity, places.map { $0 == place ? other : $0 })
    default: with(children.map { $0.replacing(place, by: other) })
    }
  }
}

extension [Formula] {
  /// Without formulas that equal the previous one.
  var withoutRepetition: [Formula] {
    var kept: [Formula] = []
    for formula in self where formula != kept.last { kept.append(formula) }
    return kept
  }
}
