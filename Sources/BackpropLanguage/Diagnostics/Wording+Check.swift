extension Wording {
  /// Why an equation or inequality does not hold. Only the typed side is evaluated: a check marks the answer
  /// to an exercise, and must not give the right answer away.
  static func sentence(_ refutation: Refutation) -> String {
    let step = refutation.step.map { "step \($0), " } ?? ""
    if refutation.isCoincidence {
      let text =
        step + "`\(refutation.equation.unicode)` holds for the presented numbers, "
        + "\(onlyHere(refutation.neededNumbers)), as a row of a derivation must"
      return text + (refutation.finding.flatMap { clause($0, refutation.hint) }.map { "; \($0)" } ?? "")
    }
    var text = step + "`\(refutation.equation.unicode)` does not hold"
    guard refutation.hint != .verdict else { return text }
    if refutation.isHidden {
      return text + " for these numbers, or rounding errors of its large terms hide that it does"
    }
    let isOrder = refutation.equation.relation.isOrder
    var clauses: [String] = []
    if let typed = refutation.typed {
      let value = isOrder ? number(typed.value) : shown(typed.value)
      clauses.append("`\(typed.formula.unicode)` is \(value)")
    }
    let place = refutation.place.map { "\($0.letter) = \($0.unit ?? 0)" }.joined(separator: ", ")
    if !place.isEmpty || !clauses.isEmpty {
      text += ": " + (place.isEmpty ? "" : "at \(place)")
      text += (place.isEmpty || clauses.isEmpty ? "" : " ") + clauses.joined()
    }
    if refutation.cases > 1 {
      text += " (\(refutation.failures) of \(refutation.cases) cases \(isOrder ? "fail" : "differ"))"
    }
    if let factor = refutation.factor {
      if refutation.isRatioTold {
        text += "; the right side is \(times(factor))" + (refutation.cases > 1 ? " everywhere" : "")
      } else if refutation.finding == nil {
        text += "; the two sides differ by a factor"
      }
      if factor == -1, refutation.finding == nil { text += ": a sign is wrong" }
    }
    if let clause = refutation.finding.flatMap({ clause($0, refutation.hint) }) {
      text += (refutation.isRatioTold ? ": " : "; ") + clause
    }
    if refutation.isEqual { text += "; the two sides are equal \(words(refutation.tolerance))" }
    if refutation.holdsBeforeUpdate {
      text += "; it holds with the weights from before the update, which the pass used"
    }
    if let decay = refutation.leftOutDecay {
      text += "; it would hold without the decay \(number(decay)) in force, which Δw includes"
    }
    if let assumption = refutation.assumption { text += "; " + clause(assumption) }
    if !isOrder { text += "; compared \(words(refutation.tolerance))" }
    return text
  }

  /// What is said of an equation that holds by coincidence.
  static func onlyHere(_ numbers: [String]) -> String {
    numbers.isEmpty
      ? "but not with other weights, inputs or targets"
      : "but not with another \(list(numbers.map { "`\($0)`" }, last: "or"))"
  }

  /// What is said of an equation in which a Σ over the units of a layer may be missing.
  static func onlyWithOneUnit(_ letters: [String]) -> String {
    "it holds only because \(letters.count == 1 ? "layer" : "layers") \(list(letters)) "
      + (letters.count == 1 ? "has one unit" : "have one unit each")
  }

  /// What counts as equal: `to 9 digits`.
  static func words(_ tolerance: Tolerance) -> String {
    switch tolerance {
    case .rounding: "to 9 digits"
    case .besideZero: "to 12 digits after the point"
    case .algebra: "by algebra, although rounding errors of its large terms hide it"
    case .within(let bound): "within \(number(bound))"
    case .digits(let half): "to the digits typed, within \(number(half))"
    }
  }

  /// Enough digits to tell two numbers apart, no more.
  static func shown(_ value: Double) -> String { Numeral(value, digits: 9).text }

  private static func times(_ factor: Double) -> String {
    if factor == -1 { return "minus the left" }
    let typed = number(factor)
    guard typed.utf8.count > 6 else { return "\(typed) times the left" }
    return "\(factor < 0 ? "-" : "")1/\(number((1 / factor.magnitude).rounded())) times the left"
  }
}

extension Wording {
  /// `Both steps hold`
  static func allHold(_ count: Int) -> String {
    switch count {
    case 1: "The step holds"
    case 2: "Both steps hold"
    default: "All \(count) steps hold"
    }
  }

  /// `1 of 3 steps holds.` here: how many hold for the presented numbers only.
  static func hold(_ right: Int, of count: Int, here: Int = 0) -> String {
    if here > 0 {
      if count == 1 { return "The step holds for these numbers only." }
      let rest = right == 0 ? "none of the others holds" : "\(right) \(right == 1 ? "holds" : "hold") for all"
      if here == count { return "The \(count) steps hold for these numbers only." }
      return "\(here) of \(count) steps \(here == 1 ? "holds" : "hold") for these numbers only; \(rest)."
    }
    if right == 0 { return count == 1 ? "The step does not hold." : "None of the \(count) steps holds." }
    return "\(right) of \(plural(count, "step")) \(right == 1 ? "holds" : "hold")."
  }

  /// Of a row that cannot be read.
  static func unread(_ problem: Problem, _ notation: NetworkNotation = .handout) -> String {
    (problem.isOfNoValue ? "has no value: " : "cannot be read: ") + sentence(problem, notation)
  }

  /// The verdict on a step of a derivation.
  static func words(_ verdict: DerivationVerdicts.Verdict) -> String {
    switch verdict {
    case .holds: "holds"
    case .fails: "does not hold"
    case .holdsHere: "holds for these numbers only"
    case .followsWrongLine: "follows from the line above, but not from the beginning"
    case .rightAgain: "does not follow from the line above, but is right again"
    case .failsAgain: "does not hold"
    }
  }
}

extension Refutation {
  /// Whether the ratio of the two sides is told. Of a single value it would give the other one away.
  fileprivate var isRatioTold: Bool { factor.map { $0 == -1 || cases > 1 || hint == .place } ?? false }
}
