import Backprop

/// What a derivation is worth: the lines of a reference, each with its points. Several references are several
/// ways.
struct MarkingScheme: Sendable {
  let subject: SourceFormula
  let ways: [Way]
  /// How many lines may be left out between two that are there.
  var skipped = 1

  struct Way: Sendable {
    /// What its rows begin with: the subject, perhaps written once more.
    let beginnings: [SourceFormula]
    var lines: [Line]
  }

  struct Line: Sendable {
    let formula: SourceFormula
    var points: Double
  }

  /// The most points that there are to get.
  var total: Double { ways.map { Self.rounded($0.lines.reduce(0) { $0 + $1.points }) }.max() ?? 0 }

  /// To hundredths.
  static func rounded(_ points: Double) -> Double { (points * 100).rounded() / 100 }
}

/// A scheme whose lines have been found right, and what each of them says.
struct CheckedScheme {
  private let scheme: MarkingScheme
  let subject: LineForm
  let letters: [LineFormReader.FreeLetter]
  let ways: [[Line]]
  /// Which line each line of a way of the scheme is; those that are spelt the same are one.
  let places: [[Int]]
  /// The units that letters of the scheme stand for, if it is for these alone.
  private(set) var units: [Subscript] = []

  struct Line {
    var form: LineForm
    /// Points of this line and of those that are spelt the same.
    var points: Double
    /// Whether it only says what is to be derived by its definition: -∂E/∂a_j for δ_j.
    let isDefinition: Bool
    /// Whether it is the result, simplified or not yet.
    var isResult = false
    /// Whether there is no ∂ in it.
    let isWorkedOut: Bool
  }

  private init(
    scheme: MarkingScheme, subject: LineForm, letters: [LineFormReader.FreeLetter], ways: [[Line]],
    places: [[Int]], units: [Subscript]
  ) {
    self.scheme = scheme
    self.subject = subject
    self.letters = letters
    self.ways = ways
    self.places = places
    self.units = units
  }

  /// Throws if a line of the scheme does not follow from the one above, or cannot be read here, and if a
  /// result that was looked up would get everything.
  init(_ scheme: MarkingScheme, _ judge: StepJudge, _ reader: LineFormReader) throws(Diagnostic) {
    func problem(_ problem: ProofProblem, _ place: SourceFormula) -> Diagnostic {
      Diagnostic(.unprovable(problem), at: place.range, example: Command.mark.examples[0])
    }
    guard let subject = try reader.form(of: scheme.subject) else {
      throw problem(.nothingToDerive, scheme.subject)
    }
    var ways: [[Line]] = []
    var places: [[Int]] = []
    for way in scheme.ways {
      for beginning in way.beginnings where try reader.form(of: beginning) != subject {
        throw reader.problem(with: beginning) ?? problem(.otherReference, beginning)
      }
      var lines: [Line] = []
      var own: [Int] = []
      var above = scheme.subject
      for line in way.lines {
        if let problem = reader.problem(with: line.formula) { throw problem }
        let step = SourceEquation(above, line.formula)
        guard let form = try reader.form(of: line.formula), try judge.verdict(on: step) == .right else {
          throw problem(.referenceDoesNotFollow, line.formula)
        }
        if form == subject { throw problem(.referenceSaysNothing, line.formula) }
        if let same = lines.firstIndex(where: { $0.form == form && $0.form.shape == form.shape }) {
          lines[same].points += line.points
          own.append(same)
        } else {
          let isDefinition = form.byDefinition == subject.byDefinition
          own.append(lines.count)
          lines.append(
            Line(
              form: form, points: line.points, isDefinition: isDefinition,
              isWorkedOut: !line.formula.formula.containsPartial))
        }
        above = line.formula
      }
      let result = lines.last?.form
      for place in lines.indices { lines[place].isResult = lines[place].form == result }
      if !lines.contains(where: { !$0.isDefinition && !$0.isResult }) {
        throw problem(.referenceHasNoWay, way.lines.last?.formula ?? scheme.subject)
      }
      ways.append(lines)
      places.append(own)
    }
    self.scheme = scheme
    self.subject = subject
    letters = reader.letters(of: scheme.subject)
    self.ways = ways
    self.places = places
  }

  /// The same for the units that are numbered in what is derived: of ∂E/∂w_qr for ∂E/∂w_j1k1; itself if no
  /// unit is. nil if something else is derived.
  func instance(for derived: SourceFormula, _ reader: LineFormReader) throws(Diagnostic) -> CheckedScheme? {
    let asked = scheme.subject.formula.freeSubscripts
    let own = derived.formula.freeSubscripts
    let particular = zip(asked, own).filter { $0.unit == nil && $1.unit != nil }
    guard asked.count == own.count, !particular.isEmpty else { return self }
    // A bias is no case of all weights: its derivation never comes to y_i.
    guard !particular.contains(where: { $1.unit == 0 }) else { return nil }
    let subject = scheme.subject.replacing(particular)
    guard let form = try reader.form(of: subject) else { return nil }
    var ways: [[Line]] = []
    for (number, way) in self.ways.enumerated() {
      var lines = way
      for (place, row) in zip(places[number], scheme.ways[number].lines) {
        guard let form = try reader.form(of: row.formula.replacing(particular)) else { return nil }
        lines[place].form = form
      }
      ways.append(lines)
    }
    return CheckedScheme(
      scheme: scheme, subject: form, letters: reader.letters(of: subject), ways: ways, places: places,
      units: particular.map { $1 })
  }

  /// A derivation for all units as one for those that the scheme numbers: of ∂E/∂w_qr where ∂E/∂w_j1k1 is
  /// asked for.
  func instance(of derivation: WrittenDerivation) -> WrittenDerivation {
    let asked = scheme.subject.formula.freeSubscripts
    let own = derivation.beginning.formula.formula.freeSubscripts
    let particular = zip(own, asked).filter { $0.unit == nil && $1.unit != nil }
    guard asked.count == own.count, !particular.isEmpty else { return derivation }
    var instance = derivation
    instance.beginning.formula = derivation.beginning.formula.replacing(particular)
    for place in instance.lines.indices {
      instance.lines[place].formula = derivation.lines[place].formula.replacing(particular)
    }
    return instance
  }
}
