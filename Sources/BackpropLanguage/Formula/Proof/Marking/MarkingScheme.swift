import Backprop

/// What a derivation is worth: the lines of a reference, each with its points. Several references are several
/// ways.
struct MarkingScheme: Sendable {
  let subject: SourceFormula
  let ways: [Way]
  /// How many lines may be left out between two that are there.
  var skipped = 1

  struct Way: Sendable {
    /// What it begins with: the subject, perhaps written once more.
    let beginning: SourceFormula
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
  let subject: LineForm
  let letters: [LineFormReader.FreeLetter]
  let ways: [[Line]]

  struct Line {
    let form: LineForm
    /// Points of this line and of those that say the same.
    var points: Double
  }

  /// Throws if a line of the scheme does not follow from the one above, or cannot be read here.
  init(_ scheme: MarkingScheme, _ judge: StepJudge, _ reader: LineFormReader) throws(Diagnostic) {
    func problem(_ problem: ProofProblem, _ place: SourceFormula) -> Diagnostic {
      Diagnostic(.unprovable(problem), at: place.range, example: Command.mark.examples[0])
    }
    guard let subject = try reader.form(of: scheme.subject) else {
      throw problem(.nothingToDerive, scheme.subject)
    }
    var ways: [[Line]] = []
    for way in scheme.ways {
      guard try reader.form(of: way.beginning) == subject else {
        throw problem(.otherReference, way.beginning)
      }
      var lines: [Line] = []
      var above = scheme.subject
      for line in way.lines {
        let step = SourceEquation(above, line.formula)
        guard let form = try reader.form(of: line.formula), try judge.verdict(on: step, .verdict) == .right
        else { throw problem(.referenceDoesNotFollow, line.formula) }
        if form == subject { throw problem(.referenceSaysNothing, line.formula) }
        if let same = lines.firstIndex(where: { $0.form == form }) {
          lines[same].points += line.points
        } else {
          lines.append(Line(form: form, points: line.points))
        }
        above = line.formula
      }
      ways.append(lines)
    }
    self.subject = subject
    letters = reader.letters(of: scheme.subject)
    self.ways = ways
  }
}
