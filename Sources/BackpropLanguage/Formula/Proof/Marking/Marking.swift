import Backprop

/// The points for a derivation. A line counts if a reference has it, in any spelling, and if it follows from
/// a right line. Lines left out between two that count do too, up to the scheme's number. The result counts
/// only together with another line: anybody can look it up.
struct Marking {
  let scheme: MarkingScheme
  /// The derivation that gives the most points; nil if there is none of what is asked for.
  let best: Attempt?

  struct Attempt {
    let derivation: WrittenDerivation
    let lines: [MarkedLine]
    /// To hundredths.
    let points: Double
    /// For lines that were left out.
    let skippedPoints: Double
    /// What each line of the reference is: of the way that gives the most points.
    let reference: [ReferenceState]
    let way: Int
    /// Whether only the result is right.
    let isResultAlone: Bool
  }

  struct MarkedLine {
    let verdict: CheckRecord.Verdict
    let points: Double
    var finding: SlipFinding?
  }

  enum ReferenceState: Equatable { case reached, skipped, missing }

  /// More lines of the attempts at the same are not looked at: the last ones count.
  static let mostLines = 400

  /// context: without pinned letters. Throws if the scheme is wrong, and when it is interrupted.
  init(
    _ scheme: MarkingScheme, of derivations: [WrittenDerivation], in context: FormulaContext, _ hint: Hint,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    self.scheme = scheme
    guard let sample = ProofSample(context, seed: 1) else {
      throw Diagnostic(.notFinite("E"), at: scheme.subject.range)
    }
    var read = sample.context
    // Of Δw, only that there is one is needed.
    read.weightChanges = read.network.projections.map { $0.weights }
    let reader = LineFormReader(read, isInterrupted: isInterrupted)
    let judge = StepJudge(context, reader, isInterrupted: isInterrupted)
    let checked = try CheckedScheme(scheme, judge, reader)
    var best: Attempt?
    var count = 0
    for derivation in derivations.reversed() where count < Self.mostLines {
      if isInterrupted() { throw Diagnostic(.interrupted, at: scheme.subject.range) }
      guard let judged = try JudgedDerivation(derivation, for: checked, judge, reader, .verdict) else {
        continue
      }
      count += judged.lines.count
      for way in checked.ways.indices {
        let attempt = Attempt(judged, checked, way: way, skipped: scheme.skipped)
        if attempt.points > best?.points ?? -1 { best = attempt }
      }
    }
    // Slips are looked for in the derivation that is shown alone.
    if hint != .verdict, let found = best,
      let judged = try JudgedDerivation(found.derivation, for: checked, judge, reader, hint)
    {
      best = Attempt(judged, checked, way: found.way, skipped: scheme.skipped)
    }
    self.best = best
  }

  var points: Double { best?.points ?? 0 }

  /// Whether there is nothing more to get.
  var verdict: CheckRecord.Verdict {
    guard best != nil else { return .missing }
    return points <= 0 ? .none : points >= scheme.total ? .full : .partial
  }
}

extension Marking.Attempt {
  init(_ judged: JudgedDerivation, _ scheme: CheckedScheme, way: Int, skipped mostSkipped: Int) {
    let reference = scheme.ways[way]
    var states = [Marking.ReferenceState](repeating: .missing, count: reference.count)
    /// Lines that were there, but did not follow from the line above: they do not count when repeated.
    var isSpent = [Bool](repeating: false, count: reference.count)
    /// The line of the reference that right steps have led to: -1 for the beginning, nil after a wrong one.
    var reached: Int? = -1
    var marked: [(verdict: CheckRecord.Verdict, line: Int?)] = []
    var left: [Int] = []
    for (place, line) in judged.lines.enumerated() {
      let number = line.form.flatMap { form in reference.firstIndex { $0.form == form } }
      switch line.state {
      case .follows:
        guard let number, states[number] != .reached, !isSpent[number] else {
          let isRepeated =
            line.form == scheme.subject
            || judged.lines[..<place].contains { $0.form != nil && $0.form == line.form }
          marked.append((isRepeated ? .repeated : .right, nil))
          if let number { reached = number }
          continue
        }
        states[number] = .reached
        if let before = reached, number > before, number - before - 1 <= mostSkipped {
          left += (before + 1)..<number
        }
        reached = number
        marked.append((.reached, number))
      case .rightAgain:
        if let number { isSpent[number] = true }
        reached = number
        marked.append((.rightAgain, nil))
      case .wrong, .followsWrongLine, .undecided:
        reached = nil
        marked.append((line.state == .followsWrongLine ? .followsWrongLine : .wrong, nil))
        if line.state == .undecided { marked[marked.count - 1].verdict = .undecided }
      }
    }
    for number in left where states[number] == .missing && !isSpent[number] { states[number] = .skipped }
    let last = reference.count - 1
    isResultAlone = last > 0 && states.last == .reached && !states[..<last].contains(.reached)
    if isResultAlone { states = states.map { _ in .missing } }
    let isCounted = states.map { $0 == .reached }
    lines = zip(judged.lines, marked).map { line, mark in
      let points = mark.line.map { isCounted[$0] ? reference[$0].points : 0 } ?? 0
      var marked = Marking.MarkedLine(verdict: mark.verdict, points: points)
      if case .wrong(let finding) = line.state { marked.finding = finding }
      return marked
    }
    func sum(_ counted: Marking.ReferenceState) -> Double {
      zip(reference, states).reduce(0) { $1.1 == counted ? $0 + $1.0.points : $0 }
    }
    derivation = judged.derivation
    skippedPoints = MarkingScheme.rounded(sum(.skipped))
    points = MarkingScheme.rounded(sum(.reached) + sum(.skipped))
    self.reference = states
    self.way = way
  }
}
