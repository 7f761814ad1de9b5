/// A derivation of what is asked for, each of its lines judged on its own terms.
struct JudgedDerivation {
  let derivation: WrittenDerivation
  let lines: [Line]

  /// Nobody derives anything in more; the others are not looked at.
  static let mostLines = 200

  struct Line {
    /// nil if it is too long to be compared.
    let form: LineForm?
    let state: State
  }

  enum State: Equatable {
    /// It follows from a right line.
    case follows
    case wrong(SlipFinding?)
    /// It follows from a wrong line.
    case followsWrongLine
    /// It does not follow from the line above, but is right.
    case rightAgain
    case undecided
  }

  /// nil if it derives something else.
  init?(
    _ derivation: WrittenDerivation, for scheme: CheckedScheme, _ judge: StepJudge, _ reader: LineFormReader,
    _ hint: Hint
  ) throws(Diagnostic) {
    let letters = reader.letters(of: derivation.beginning)
    guard letters.map({ $0.layer }) == scheme.letters.map({ $0.layer }) else { return nil }
    var renaming: [String: String] = [:]
    for (own, asked) in zip(letters, scheme.letters) { renaming[own.letter] = asked.letter }
    guard try reader.form(of: derivation.beginning, renaming: renaming) == scheme.subject else { return nil }
    let derivation = derivation.shortened(to: Self.mostLines)
    self.derivation = derivation
    var lines: [Line] = []
    /// Whether the line above equals what the derivation begins with.
    var isRight = true
    for (place, line) in derivation.lines.enumerated() {
      let verdict = try judge.verdict(on: derivation.step(to: place), hint)
      var state: State
      if isRight {
        switch verdict {
        case .right: state = .follows
        case .wrong(let finding): state = .wrong(finding)
        case .undecided: state = .undecided
        }
        isRight = state == .follows
      } else {
        let whole = SourceEquation(derivation.beginning, line.formula, relation: line.relation)
        isRight = try judge.verdict(on: whole, .verdict) == .right
        switch verdict {
        case _ where isRight: state = .rightAgain
        case .right: state = .followsWrongLine
        case .wrong(let finding): state = .wrong(finding)
        case .undecided: state = .undecided
        }
      }
      lines.append(Line(form: try reader.form(of: line.formula, renaming: renaming), state: state))
    }
    self.lines = lines
  }
}
