/// What is said about a derivation that is marked.
extension Wording {
  /// `1.5 points`.
  static func points(_ points: Double) -> String {
    let rounded = MarkingScheme.rounded(points)
    return "\(number(rounded)) point\(rounded == 1 ? "" : "s")"
  }

  static func words(_ line: Marking.MarkedLine, _ hint: Hint) -> String {
    switch line.verdict {
    case .reached: return "right"
    case .right: return "right, but no line that counts"
    case .repeated: return "right, but it says the same as a line above"
    case .followsWrongLine: return words(DerivationVerdicts.Verdict.followsWrongLine)
    case .rightAgain: return words(DerivationVerdicts.Verdict.rightAgain)
    case .undecided: return "cannot be decided"
    case .wrong, .holdsHere, .holds, .proved, .full, .partial, .none, .missing:
      let slip = line.finding.flatMap { clause($0, hint) }
      return "does not follow from the line above" + (slip.map { ": " + $0 } ?? "")
    }
  }

  static func word(_ state: Marking.ReferenceState) -> String {
    switch state {
    case .reached: "reached"
    case .skipped: "left out, and counted"
    case .missing: "missing"
    }
  }
}
