extension Wording {
  /// Why an equation does not hold. Only the typed side is evaluated: a check marks the answer to an
  /// exercise, and must not give the right answer away.
  static func sentence(_ refutation: Refutation) -> String {
    var text = "`\(refutation.equation.unicode)` does not hold"
    var clauses: [String] = []
    if let typed = refutation.typed {
      clauses.append("`\(typed.formula.unicode)` is \(shown(typed.value))")
    }
    if !refutation.place.isEmpty || !clauses.isEmpty {
      text += ": " + (refutation.place.isEmpty ? "" : "at \(refutation.place)")
      text += (refutation.place.isEmpty || clauses.isEmpty ? "" : " ") + clauses.joined()
    }
    if refutation.cases > 1 { text += " (\(refutation.failures) of \(refutation.cases) cases differ)" }
    if let factor = refutation.factor {
      text += "; the right side is \(times(factor))" + (refutation.cases > 1 ? " everywhere" : "")
      if factor == -1 { text += ": a sign is wrong" }
    }
    if refutation.holdsBeforeUpdate {
      text += "; it holds with the weights from before the update, which the pass used"
    }
    return text
  }

  /// Enough digits to tell two numbers apart, no more.
  static func shown(_ value: Double) -> String { Numeral(value, digits: 9).text }

  private static func times(_ factor: Double) -> String {
    factor == -1 ? "minus the left" : "\(number(factor)) times the left"
  }
}
