/// Which rows of a reference the lines of a derivation are, so that they give the most points.
///
/// The rows count in the order of the reference. A right line that is none of them stands for one that is
/// left out, as it leads to the next row by a step of its own. What follows from a slip counts if it carries
/// the slip on: if it is a row of the reference times the factor by which the wrong line differs from one
/// above it, or if it is a row once the same slip is undone in it. A slip in a line that says again what has
/// counted costs the first row that carries it on: no wrong result is worth all points.
struct RowAlignment {
  /// For each line, the row that it counts for.
  private(set) var rows: [Int?]
  /// What each row of the reference is.
  private(set) var states: [Marking.ReferenceState]
  private(set) var points = 0.0
  private(set) var skippedPoints = 0.0
  /// Whether the result is there, but does not count.
  private(set) var lacksWayToResult = false
  /// The lines that are no row, and stand for rows that are left out.
  private(set) var standIns: [Int] = []

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
    var skipped: [Int]
    /// Lines between the two that stand for some of these.
    var standIns: [Int] = []
    /// Whether a row that is more than a definition is among them.
    var leads: Bool
    /// Whether the row itself does not count, as it pays for the slip that it carries on.
    var pays = false

    static func < (a: Ending, b: Ending) -> Bool {
      (MarkingScheme.rounded(a.points), a.lines) < (MarkingScheme.rounded(b.points), b.lines)
    }
  }

  /// subject: what is derived. skipped: the most rows that may be left out between two.
  init(
    _ lines: [JudgedDerivation.Line], of subject: LineForm, _ reference: [CheckedScheme.Line],
    skipped mostSkipped: Int
  ) {
    rows = lines.map { _ in nil }
    states = reference.map { _ in .missing }
    let (candidates, isSpent) = Self.candidates(lines, reference)
    let steps = Self.otherSteps(lines, of: subject, reference)
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
        let doubts = candidate.doubts - (place?.doubts ?? 0)
        // Only as many steps as rows say as much as these do.
        var own = doubts > 0 ? [] : steps.filter { $0 > place?.line ?? -1 && $0 < candidate.line }
        if own.count < (above + 1..<candidate.row).filter({ !reference[$0].isResult }).count { own = [] }
        // A row with a slip leads on as the row itself does.
        let leads =
          earlier?.leads ?? false || !own.isEmpty
          || candidate.slip.map { $0 > above && reference[$0].leadsOn } ?? false
        if row.isResult {
          let isFar =
            reference[(above + 1)..<candidate.row].filter { !$0.isResult }.count
            > max(mostSkipped, 1, own.count) + (candidate.slip.map { $0 > above ? 1 : 0 } ?? 0)
          if !leads || isFar { return }
        }
        var ending = Ending(
          points: (earlier?.points ?? 0) + row.points, lines: (earlier?.lines ?? 0) + 1, before: before,
          skipped: [], leads: leads || row.leadsOn)
        if let slip = candidate.slip, slip <= above, doubts > 0 {
          ending.points -= row.points
          ending.lines -= 1
          ending.pays = true
        }
        // The row of the slip is there; those beside it may be left out, too.
        let isBesideSlip = candidate.slip.map { $0 > above && doubts == 1 } ?? false
        if leftOut > 0, leftOut <= max(mostSkipped, own.count), doubts == 0 || isBesideSlip {
          ending.skipped = (above + 1..<candidate.row).filter { !isSpent[$0] && $0 != candidate.slip }
          ending.points += ending.skipped.reduce(0) { $0 + reference[$1].points }
        }
        if leftOut > mostSkipped && !ending.skipped.isEmpty || row.isResult && earlier?.leads != true {
          ending.standIns = own
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
    lacksWayToResult = candidates.contains { reference[$0.row].isResult }
    var candidateOf: [Int: Candidate] = [:]
    for (candidate, numbers) in zip(candidates, own) {
      for number in numbers { candidateOf[number] = candidate }
    }
    var next = endings.indices.max { endings[$0] < endings[$1] }
    while let number = next, let candidate = candidateOf[number] {
      if !endings[number].pays {
        rows[candidate.line] = candidate.row
        states[candidate.row] = .reached
      }
      for row in endings[number].skipped { states[row] = .skipped }
      standIns += endings[number].standIns
      next = endings[number].before
    }
    if zip(reference, states).contains(where: { $0.isResult && $1 == .reached }) { lacksWayToResult = false }
    for (row, state) in zip(reference, states) {
      if state != .missing { points += row.points }
      if state == .skipped { skippedPoints += row.points }
    }
  }

  /// The lines that are right and follow, of which nothing can be left out, and which are neither a row nor
  /// what is derived by its definition, each said once.
  private static func otherSteps(
    _ lines: [JudgedDerivation.Line], of subject: LineForm, _ reference: [CheckedScheme.Line]
  ) -> [Int] {
    var steps: [Int] = []
    var said: [LineForm] = [subject]
    for (place, line) in lines.enumerated() {
      guard let form = line.form else { continue }
      let isNew = !said.contains { $0 == form || $0.byFunctions == form.byFunctions }
      said.append(form)
      guard line.state == .follows, line.isStep, isNew, form.byDefinition != subject.byDefinition,
        reference.rows(of: form).isEmpty
      else { continue }
      steps.append(place)
    }
    return steps
  }

  /// isSpent: rows that were right again after a wrong line, and do not count when they are repeated.
  private static func candidates(
    _ lines: [JudgedDerivation.Line], _ reference: [CheckedScheme.Line]
  ) -> (candidates: [Candidate], isSpent: [Bool]) {
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
      let rows = reference.rows(of: form, below: lines[..<place].compactMap { $0.form })
      func add(_ row: Int, slip: Int? = nil) {
        guard !hasEnded || reference[row].isResult, !isSpent[row] else { return }
        candidates.append(Candidate(line: place, row: row, slip: slip, doubts: doubts))
      }
      if line.showsSlips {
        slips = reference.indices.compactMap { row in
          guard form.value != .zero, let inverse = reference[row].form.value.inverse else { return nil }
          return (row, .factor(form.value * inverse))
        }
        for undone in line.undone {
          slips += reference.rows(withValue: undone.value).map { ($0, .usual(undone.slips)) }
        }
      }
      var reached: [Int] = []
      switch line.state {
      case .follows:
        for row in rows { add(row) }
        reached = rows
      case .rightAgain:
        // What is lost and found again.
        for row in rows {
          if let slip = slips.first(where: { $0.row < row && $0.slip.isLikely }) {
            // A result that does not carry the slip is no nearer for the wrong line.
            add(row, slip: reference[row].isResult ? nil : slip.row)
          } else {
            isSpent[row] = true
          }
        }
        reached = rows
      case .wrong: continue
      case .followsWrongLine:
        for slip in slips {
          let after =
            switch slip.slip {
            case .factor(let factor):
              reference.indices.first { row in
                row > slip.row && form.value == factor * reference[row].form.value
              }
            case .usual(let kinds):
              line.undone.filter { $0.slips == kinds }.flatMap { reference.rows(withValue: $0.value) }
                .first { $0 > slip.row }
            }
          guard let after else { continue }
          add(after, slip: slip.row)
          reached.append(after)
        }
      case .undecided: continue
      }
      if !reached.isEmpty, reached.allSatisfy({ reference[$0].isResult }) { hasEnded = true }
    }
    return (candidates, isSpent)
  }
}

extension CheckedScheme.Line {
  /// Whether it is more than a definition and less than the result.
  fileprivate var leadsOn: Bool { !isDefinition && !isResult }
}

extension [CheckedScheme.Line] {
  /// How many parts a line that stands for a row with a link may have beyond those of the row: a sum or a
  /// sign and two factors. With more, it says more than the row, such as a link that is worked out.
  private static let mostPartsBeyond = 4

  /// The rows that say the same, if need be with the links of chains worked out, by what the network's
  /// functions say, or written out.
  func rows(of form: LineForm) -> [Int] {
    let same = indices.filter { self[$0].form == form }
    if !same.isEmpty { return same }
    // The result is not there as long as a link is still to be worked out, and a longer line says more.
    let linked = indices.first {
      !self[$0].isResult && self[$0].form.byLinks == form.byLinks
        && form.size <= self[$0].form.size + Self.mostPartsBeyond
    }
    if let linked { return [linked] }
    let byFunctions = rows(withValue: form.byFunctions)
    return byFunctions.isEmpty ? indices.filter { self[$0].form.writtenOut == form.writtenOut } : byFunctions
  }

  /// Those that a line may count for. above: the lines above it.
  ///
  /// Of rows of which one simplifies another, a line is the one that is spelt like it. If none is, it is the
  /// first, or one that is no simpler than the line; but what is said twice is no simplification.
  fileprivate func rows(of form: LineForm, below above: [LineForm]) -> [Int] {
    let all = rows(of: form)
    guard let first = all.first, all.count > 1 else { return all }
    let spelt = all.filter { self[$0].form == form && self[$0].form.shape == form.shape }
    if !spelt.isEmpty { return spelt }
    if above.contains(where: { $0 == form && $0.shape == form.shape }) { return [first] }
    return all.filter { $0 == first || self[$0].form != form || self[$0].form.size >= form.size }
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
