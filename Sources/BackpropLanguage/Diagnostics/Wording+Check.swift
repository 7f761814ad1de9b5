extension Wording {
  /// Why an equation does not hold.
  static func sentence(_ refutation: Refutation) -> String {
    let equation = refutation.equation
    var text = "`\(equation.unicode)` does not hold: "
    if !refutation.place.isEmpty { text += "at \(refutation.place) " }
    text += "`\(equation.left.unicode)` is \(shown(refutation.left)), "
    text += "`\(equation.right.unicode)` is \(shown(refutation.right))"
    if refutation.cases > 1 { text += " (\(refutation.failures) of \(refutation.cases) differ)" }
    if let factor = refutation.factor {
      text += refutation.cases > 1 ? "; the right side is \(times(factor)) everywhere" : ""
      if factor == -1 { text += refutation.cases > 1 ? ": a sign is missing" : "; a sign is missing" }
    }
    if refutation.holdsBeforeUpdate {
      text += "; it holds by the weights from before the update: all δ use those"
    }
    return text
  }

  /// Enough digits to tell two numbers apart, no more.
  static func shown(_ value: Double) -> String { Numeral(value, digits: 9).text }

  private static func times(_ factor: Double) -> String {
    factor == -1 ? "the left with the other sign" : "\(number(factor)) times the left"
  }
}
