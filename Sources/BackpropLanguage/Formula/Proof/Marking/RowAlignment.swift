/// Which rows of a reference the lines of a derivation are, so that they give the most points.
///
/// The rows count in the order of the reference. What follows from a slip counts if it carries the slip on:
/// if it is a row of the reference times the factor by which the wrong line differs from one above it, or if
/// it is a row once the same slip is undone in it.
struct RowAlignment {
  /// For each line, the row that it counts for.
  private(set) var rows: [Int?]
  /// What each row of the reference is.
  private(set) var states: [Marking.ReferenceState]
  private(set) var points = 0.0
  private(set) var skippedPoints = 0.0
  /// Whether the result is there, but does not count.
  private(set) var lacksWayToResult = false

  /// A line that may count for a row.
  private struct Candidate {
    let line: Int
    let row: Int
    /// The row that a wrong line above it was meant to be.
    var slip: Int?
    /// Lines up to it that are wrong or cannot be decided: nothing is left out beside one.
    let doubts: Int
  }

  /// The best that ends with a candidate.
  private struct Ending {
    var points: Double
    /// The lines that count; of equal points, more lines are better than rows left out.
    var lines: Int
    /// The candidate before it; nil for the first.
    var before: Int?
    /// Rows that are left out between the two, and count.
    var skipped: Range<Int>
    /// Whether a row that is more than a definition is among them.
    var leads: Bool

    static func < (a: Ending, b: Ending) -> Bool {
      (MarkingScheme.rounded(a.points), a.lines) < (MarkingScheme.rounded(b.points), b.lines)
    }
  }

  /// skipped: the most rows that may be left out between two.
  init(_ lines: [JudgedDerivation.Line], _ reference: [CheckedScheme.Line], skipped mostSkipped: Int) {
    rows = lines.map { _ in nil }
    states = reference.map { _ in .missing }
    let (candidates, isSpent) = Self.candidates(lines, reference)
    let last = reference.count - 1
    // For each candidate, the best ending without a row that leads on, and with one.
    var endings: [Ending] = []
    /// Those of a candidate, by number.
    var own: [[Int]] = []
    for candidate in candidates {
      let row = reference[candidate.row]
      var best: [Ending?] = [nil, nil]
      func consider(after before: Int?, _ place: Candidate?) {
        let above = place?.row ?? -1
        guard above < candidate.row else { return }
        var leftOut = candidate.row - above - 1
        if let slip = candidate.slip, slip > above { leftOut -= 1 }
        let earlier = before.map { endings[$0] }
        if candidate.row == last, !(earlier?.leads ?? false) || leftOut > max(mostSkipped, 1) { return }
        var ending = Ending(
          points: (earlier?.points ?? 0) + row.points, lines: (earlier?.lines ?? 0) + 1, before: before,
          skipped: 0..<0,
          leads: (earlier?.leads ?? false) || !row.isDefinition)
        if leftOut > 0, leftOut <= mostSkipped, candidate.doubts == place?.doubts ?? 0 {
          ending.skipped = above + 1..<candidate.row
          ending.points += ending.skipped.reduce(0) { $0 + (isSpent[$1] ? 0 : reference[$1].points) }
        }
        let kind = ending.leads ? 1 : 0
        if best[kind].map({ $0 < ending }) ?? true { best[kind] = ending }
      }
      consider(after: nil, nil)
      for (number, place) in candidates[..<own.count].enumerated() where place.line < candidate.line {
        for before in own[number] { consider(after: before, place) }
      }
      own.append([])
      for ending in best.compactMap({ $0 }) {
        own[own.count - 1].append(endings.count)
        endings.append(ending)
      }
    }
    lacksWayToResult = candidates.contains { $0.row == last }
    var candidateOf: [Int: Candidate] = [:]
    for (candidate, numbers) in zip(candidates, own) {
      for number in numbers { candidateOf[number] = candidate }
    }
    var next = endings.indices.max { endings[$0] < endings[$1] }
    while let number = next, let candidate = candidateOf[number] {
      rows[candidate.line] = candidate.row
      states[candidate.row] = .reached
      for row in endings[number].skipped where !isSpent[row] { states[row] = .skipped }
      next = endings[number].before
    }
    if states.last == .reached { lacksWayToResult = false }
    for (row, state) in zip(reference, states) {
      if state != .missing { points += row.points }
      if state == .skipped { skippedPoints += row.points }
    }
  }

  /// isSpent: rows that were right again after a wrong line, and do not count when they are repeated.
  private static func candidates(
    _ lines: [JudgedDerivation.Line], _ reference: [CheckedScheme.Line]
  ) -> (candidates: [Candidate], isSpent: [Bool]) {
    let last = reference.count - 1
    var candidates: [Candidate] = []
    var isSpent = reference.map { _ in false }
    /// What the last wrong line may have been meant to be, and how it differs.
    var slips: [(row: Int, slip: RowSlip)] = []
    var doubts = 0
    /// Below the result of a chain, nothing is derived.
    var hasEnded = false
    for (place, line) in lines.enumerated() {
      if line.beginsAnew { (slips, hasEnded) = ([], false) }
      if line.state == .wrong || line.state == .undecided { doubts += 1 }
      guard let form = line.form else {
        if line.state == .wrong { slips = [] }
        continue
      }
      let row = reference.row(of: form)
      func add(_ row: Int, slip: Int? = nil) {
        guard !hasEnded, !isSpent[row] else { return }
        candidates.append(Candidate(line: place, row: row, slip: slip, doubts: doubts))
        if row == last { hasEnded = true }
      }
      switch line.state {
      case .follows: if let row { add(row) }
      case .rightAgain:
        guard let row else { continue }
        // What is lost and found again.
        if let slip = slips.first(where: { $0.row < row && $0.slip.isLikely }) {
          add(row, slip: slip.row)
        } else {
          isSpent[row] = true
          if row == last { hasEnded = true }
        }
      case .wrong:
        slips = reference.indices.compactMap { row in
          guard form.value != .zero, let inverse = reference[row].form.value.inverse else { return nil }
          return (row, .factor(form.value * inverse))
        }
        for undone in line.undone {
          slips += reference.rows(withValue: undone.value).map { ($0, .usual(undone.slip)) }
        }
      case .followsWrongLine:
        for slip in slips {
          let after =
            switch slip.slip {
            case .factor(let factor):
              reference.indices.first { row in
                row > slip.row && form.value == factor * reference[row].form.value
              }
            case .usual(let kind):
              line.undone.filter { $0.slip == kind }.flatMap { reference.rows(withValue: $0.value) }
                .first { $0 > slip.row }
            }
          if let after { add(after, slip: slip.row) }
        }
      case .undecided: continue
      }
    }
    return (candidates, isSpent)
  }
}

extension [CheckedScheme.Line] {
  /// The row that says the same, if need be by what the network's functions say.
  func row(of form: LineForm) -> Int? {
    firstIndex { $0.form == form } ?? firstIndex { $0.form.byFunctions == form.byFunctions }
      ?? firstIndex { $0.form.byUnits == form.byUnits }
  }

  /// The rows that say this by what the network's functions say.
  fileprivate func rows(withValue value: ModularNumber) -> [Int] {
    indices.filter { self[$0].form.byFunctions == value }
  }
}

extension ModularNumber {
  /// Whether it is -1, 2, 1/2 or one of the last two with the other sign.
  var isSignOrHalf: Bool {
    let two = ModularNumber(UInt64(2))
    return [ModularNumber.one.negated, two, two.negated, .half, ModularNumber.half.negated].contains(self)
  }
}
