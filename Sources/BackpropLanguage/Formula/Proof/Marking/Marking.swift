import Backprop

/// The points for a derivation. A line counts if a reference has it, in any spelling, and if it follows from
/// a right line, or carries on the slip of a wrong one. Lines left out between two that count do too, up to
/// the scheme's number, or to that of the right lines there that are no row. The result counts only below a
/// line that leads to it: anybody can look it up.
struct Marking {
  let scheme: MarkingScheme
  /// The derivation that gives the most points; nil if there is none of what is asked for.
  let best: MarkedAttempt?
  /// Why a person should look at it.
  let concerns: [CheckRecord.Concern]
  /// The letters of the layers.
  let layerLetters: [String]
  /// Whether there is one of the same for a network of other layers.
  let isOfOtherNetwork: Bool

  enum ReferenceState: Equatable { case reached, skipped, missing }

  /// More lines of the attempts at the same are not looked at: the last ones count.
  static let mostLines = 400
  /// A few seconds.
  private static let mostPolls = 40_000
  /// So many slips are undone.
  private static let mostRepairs = 20_000
  /// Of so many wrong lines, the slip is looked for.
  private static let mostFindings = 20

  /// context: without pinned letters. Throws if the scheme is wrong, and when it is interrupted.
  init(
    _ scheme: MarkingScheme, of derivations: [WrittenDerivation], in context: FormulaContext, _ hint: Hint,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.scheme = scheme
    layerLetters = context.layerLetters
    guard let sample = ProofSample(context, seed: 1) else {
      throw Diagnostic(.notFinite("E"), at: scheme.subject.range)
    }
    var read = sample.context
    // Of Δw, only that there is one is needed.
    read.weightChanges = read.network.projections.map { $0.weights }
    let free = WorkLimit(polls: 0, isInterrupted: isInterrupted)
    let reader = LineFormReader(read, isInterrupted: isInterrupted)
    let checked = try CheckedScheme(scheme, StepJudge(context, reader, free), reader)
    let limit = WorkLimit(polls: Self.mostPolls, isInterrupted: isInterrupted)
    let judge = StepJudge(context, reader, limit)
    let repairLimit = WorkLimit(polls: Self.mostRepairs, isInterrupted: isInterrupted)
    let repairs = LineRepairs(read, reader, repairLimit)
    var found: [JudgedDerivation] = []
    var count = 0
    let outline = NetworkOutline(context.network)
    var isOfOtherNetwork = false
    for derivation in derivations.joined.reversed() where count < Self.mostLines {
      if let own = derivation.outline, own != outline {
        let derived = derivation.beginning.formula.formula.withoutSign
        isOfOtherNetwork = isOfOtherNetwork || derived == scheme.subject.formula.withoutSign
        continue
      }
      if isInterrupted() { throw Diagnostic(.interrupted, at: scheme.subject.range) }
      var judged = try JudgedDerivation(derivation, for: checked, judge, reader, repairs)
      if judged == nil, let reversed = derivation.reversed {
        judged = try JudgedDerivation(reversed, for: checked, judge, reader, repairs)
      }
      guard let judged else { continue }
      count += judged.lines.count
      found.append(judged)
    }
    self.isOfOtherNetwork = isOfOtherNetwork
    var best: MarkedAttempt?
    var isOtherWay = false
    for (lines, own) in Self.attempts(found) {
      for way in own.ways.indices {
        let attempt = MarkedAttempt(lines, own, way: way, skipped: scheme.skipped)
        isOtherWay = isOtherWay || attempt.shortcut == .otherWay
        let isBetter =
          best.map {
            attempt.points > $0.points
              || attempt.points == $0.points
                && (attempt.shortcut != nil && $0.shortcut == nil
                  || attempt.units.isEmpty && !$0.units.isEmpty
                  || attempt.isClearer(than: $0))
          } ?? true
        if isBetter { best = attempt }
      }
    }
    let total = scheme.total
    var concerns: [CheckRecord.Concern] = []
    if let best, best.points > 0, !best.units.isEmpty { concerns.append(.oneUnit) }
    if best?.hasOtherSteps ?? false { concerns.append(.otherSteps) }
    if let best, best.points < total {
      if isOtherWay {
        concerns.append(.otherWay)
      } else if best.shortcut == .leftOut {
        concerns.append(.leftOut)
      }
      if limit.isSpent || repairLimit.isSpent {
        concerns.append(.stopped)
      } else if best.lines.contains(where: { $0.judged.state == .undecided }) {
        concerns.append(.undecided)
      }
    }
    self.concerns = concerns
    // Slips are looked for in the derivation that is shown alone.
    var findings = 0
    for place in (best?.lines ?? []).indices where findings < Self.mostFindings {
      guard let line = best?.lines[place], line.judged.state == .wrong else { continue }
      best?.lines[place].finding = try judge.finding(of: line.judged.step, hint)
      findings += 1
    }
    self.best = best
  }

  /// The lines of each derivation, the last ones first, and of those that belong together.
  private static func attempts(_ found: [JudgedDerivation]) -> [([JudgedDerivation.Line], CheckedScheme)] {
    var groups: [[JudgedDerivation]] = []
    for derivation in found.reversed() {
      // Several in one cell, and equations of one line each, may be the parts of one.
      if let last = groups.last?.last, last.scheme.units == derivation.scheme.units,
        last.cell == derivation.cell || last.lines.count == 1 && derivation.lines.count == 1
      {
        groups[groups.count - 1].append(derivation)
      } else {
        groups.append([derivation])
      }
    }
    return found.map { ($0.lines, $0.scheme) }
      + groups.filter { $0.count > 1 }.map { ($0.flatMap { $0.lines }, $0[0].scheme) }
  }

  var points: Double { best?.points ?? 0 }

  /// Whether there is nothing more to get.
  var verdict: CheckRecord.Verdict {
    guard best != nil else { return .missing }
    return points <= 0 ? .none : points >= scheme.total ? .full : .partial
  }
}
