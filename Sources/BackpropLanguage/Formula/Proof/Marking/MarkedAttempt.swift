/// A derivation with its points by one way of a reference.
struct MarkedAttempt {
  var lines: [Line]
  /// To hundredths.
  let points: Double
  /// For lines that were left out.
  let skippedPoints: Double
  /// What each row of the reference is.
  let reference: [Marking.ReferenceState]
  let way: Int
  /// Whether the result is there, but not what leads to it.
  let lacksWayToResult: Bool
  /// What a person should know if all of its lines are right and reach the result, and rows are missing.
  let shortcut: CheckRecord.Concern?

  struct Line {
    let judged: JudgedDerivation.Line
    let verdict: CheckRecord.Verdict
    let points: Double
    /// The layers that must have one unit for it to be the row that it counts for.
    let narrow: [Int]
    var finding: SlipFinding?
  }

  /// Whether lines that are no row stand for rows that are left out.
  let hasOtherSteps: Bool
  /// The units that it is about alone.
  let units: [Subscript]

  /// Whether a person has less to look at, although the points are the same: no right line is one that the
  /// way does not have.
  func isClearer(than other: MarkedAttempt) -> Bool {
    shortcut == other.shortcut && units == other.units && !hasOtherSteps && other.hasOtherSteps
  }

  init(_ lines: [JudgedDerivation.Line], _ scheme: CheckedScheme, way: Int, skipped: Int) {
    let reference = scheme.ways[way]
    units = scheme.units
    let alignment = RowAlignment(lines, of: scheme.subject, reference, skipped: skipped)
    var marked: [Line] = []
    var leadsElsewhere = false
    for (place, line) in lines.enumerated() {
      let row = alignment.rows[place]
      let verdict: CheckRecord.Verdict
      switch line.state {
      case .follows:
        let isRepeated =
          line.form == scheme.subject
          || lines[..<place].contains { $0.form != nil && $0.form == line.form }
        let isStep = alignment.standIns.contains(place)
        verdict = row != nil ? .reached : isStep ? .standsForRow : isRepeated ? .repeated : .right
        if let form = line.form, !isRepeated, reference.rows(of: form).isEmpty,
          form.byDefinition != scheme.subject.byDefinition
        {
          leadsElsewhere = true
        }
      case .rightAgain: verdict = .rightAgain
      case .followsWrongLine: verdict = .followsWrongLine
      case .wrong: verdict = .wrong
      case .undecided: verdict = line.problem.map { $0.isOfNetwork ? .undecided : .unread } ?? .undecided
      }
      var narrow: [Int] = []
      if let form = line.form, let row, line.state == .follows,
        form.byFunctions != reference[row].form.byFunctions
      {
        narrow = form.layersOfOneUnit(besides: reference[row].form)
      }
      marked.append(
        Line(
          judged: line, verdict: verdict, points: row.map { reference[$0].points } ?? 0, narrow: narrow))
    }
    self.lines = marked
    points = MarkingScheme.rounded(alignment.points)
    skippedPoints = MarkingScheme.rounded(alignment.skippedPoints)
    self.reference = scheme.places[way].map { alignment.states[$0] }
    self.way = way
    lacksWayToResult = alignment.lacksWayToResult
    hasOtherSteps = !alignment.standIns.isEmpty
    // What is no row on the way and has no ∂ left is the result, too, if the reference has none left in it.
    let isWorkedOut =
      lines.count > 1 && reference.last?.isWorkedOut ?? false
      && lines.last.map { line in
        guard let form = line.form, form.byDefinition != scheme.subject.byDefinition else { return false }
        return reference.rows(of: form).isEmpty && !line.written.formula.formula.containsPartial
      } ?? false
    let reachesResult =
      isWorkedOut
      || lines.contains { line in
        line.form.map { reference.rows(of: $0).contains { reference[$0].isResult } } ?? false
      }
    let isRight = reachesResult && lines.allSatisfy { $0.state == .follows }
    // A definition and the result may be all that somebody writes down who sees the rest.
    let leadsOn = lines.contains { line in
      guard let form = line.form, form != scheme.subject else { return false }
      return form.byDefinition == scheme.subject.byDefinition
        || reference.rows(of: form).contains { !reference[$0].isResult }
    }
    let isShort = isRight && alignment.states.contains { $0 == .missing }
    shortcut = !isShort ? nil : leadsElsewhere ? .otherWay : leadsOn ? .leftOut : nil
  }
}

extension Problem {
  /// Whether what is written can be read, but the network lacks what it names.
  fileprivate var isOfNetwork: Bool {
    switch self {
    case .noSuchUnit, .noBiasUnit, .notConnected: true
    default: false
    }
  }
}

extension LineForm {
  /// The layers of one unit over which one of two lines sums more often than the other.
  fileprivate func layersOfOneUnit(besides other: LineForm) -> [Int] {
    let layers = Set(narrowSums + other.narrowSums).sorted()
    return layers.filter { layer in
      narrowSums.filter { $0 == layer }.count != other.narrowSums.filter { $0 == layer }.count
    }
  }
}
