extension Wording {
  /// Why a formula cannot be derived.
  static func sentence(_ problem: DerivationProblem) -> String {
    switch problem {
    case .nothingToDerive(let formula):
      "there is nothing to derive in `\(formula.unicode)`: it has no ∂, and nothing in it is computed by the "
        + "network's equations"
    case .hasNoSlope(let formula):
      "`derive` has no rule for the derivative of `\(formula.unicode)`"
    case .slopeInWords(let formula, let transfer, let words):
      "there is nothing to derive in `\(formula.unicode)`: for \(transfer), it is \(words)"
    case .slopeOfSoftmax(let formula, let unit):
      "softmax has no `\(formula.unicode)`: each output depends on the total input of every unit; derive "
        + "`∂y_\(unit.text)/∂a_\(unit.text)` instead"
    case .isOfSet(let formula):
      "`derive` works for one pattern, not for `\(formula.unicode)`; the sum over the patterns follows term "
        + "by term"
    case .noFormula(let rule):
      "rule \(rule) needs more lines or numbers than Δw = …, so that no single formula gives its Δw"
    case .tooLong(let parts, let limit):
      "this derivation has a line of \(parts) symbols; the limit is \(limit)"
    case .tooManyLines(let limit): "this derivation has more than \(limit) lines"
    case .tooMuch:
      "this derivation grows with every layer, beyond what can be followed; derive a part of it, such as "
        + "∂y by ∂a of one layer, or δ"
    case .lineFails(let equation):
      "the derivation is stopped: the line `\(equation.unicode)` does not hold in a random network; this is "
        + "a mistake of Backprop, please report it"
    case .lineNotChecked(let equation):
      "the derivation is stopped: no random network was found in which both sides of `\(equation.unicode)` "
        + "are numbers"
    }
  }
}
