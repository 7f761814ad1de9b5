/// What is said about a derivation that is marked.
extension Wording {
  /// `1.5 points`.
  static func points(_ points: Double) -> String {
    let rounded = MarkingScheme.rounded(points)
    return "\(number(rounded)) point\(rounded == 1 ? "" : "s")"
  }

  static func noDerivation(isOfOtherNetwork: Bool) -> String {
    isOfOtherNetwork
      ? "A derivation of it has been checked in this session, but in a network of other layers."
      : "No derivation of it has been checked in this session."
  }

  static func resultWithoutWay(_ skipped: Int) -> String {
    let most = max(skipped, 1)
    return "the result counts only below a line that leads to it, with at most \(plural(most, "row")) of the "
      + "reference left out between them; a definition does not lead to it"
  }

  static func words(_ concern: CheckRecord.Concern) -> String {
    switch concern {
    case .otherWay: "to be looked at: all lines of a derivation are right and reach the result, another way"
    case .otherSteps:
      "to be looked at: right lines that the reference does not have stand for some that are left out"
    case .leftOut:
      "to be looked at: all lines of a derivation are right and reach the result, but more is left out "
        + "between them than counts"
    case .oneUnit:
      "to be looked at: it is derived for the units with these numbers alone, not for all of them"
    case .undecided: "to be looked at: a line could not be decided"
    case .stopped: "to be looked at: stopped, because the lines take too much work to be decided"
    }
  }

  /// isFirst: whether there is no line above it.
  static func words(
    _ line: MarkedAttempt.Line, _ hint: Hint, isFirst: Bool, _ layerLetters: [String]
  ) -> String {
    let counts = line.points > 0
    switch line.verdict {
    case .reached:
      let letters = line.narrow.compactMap { layerLetters.indices.contains($0) ? layerLetters[$0] : nil }
      return letters.isEmpty ? "right" : "right; \(onlyWithOneUnit(letters))"
    case .right: return "right, but no line that counts"
    case .standsForRow: return "right, in place of a line that counts"
    case .repeated: return "right, but it says the same as a line above"
    case .followsWrongLine:
      return words(DerivationVerdicts.Verdict.followsWrongLine) + (counts ? ", and counts" : "")
    case .rightAgain: return words(DerivationVerdicts.Verdict.rightAgain) + (counts ? ", and counts" : "")
    case .undecided:
      switch line.judged.problem {
      case .notConnected(let from, let to, _):
        return "cannot be decided: no weights lead from layer \(from) to layer \(to) in this network"
      case .some(let problem): return "cannot be decided: " + sentence(problem)
      case nil: return "cannot be decided"
      }
    case .unread: return line.judged.problem.map { unread($0) } ?? "cannot be read"
    case .wrong, .holdsHere, .holds, .proved, .full, .partial, .none, .missing:
      let slip = line.finding.flatMap { clause($0, hint) }
      let verdict = isFirst ? "does not equal the left side" : "does not follow from the line above"
      return verdict + (slip.map { ": " + $0 } ?? "")
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
