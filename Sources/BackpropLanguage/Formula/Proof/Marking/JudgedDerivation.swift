/// A derivation of what is asked for, each of its lines judged on its own terms.
struct JudgedDerivation {
  /// In which it was written.
  let cell: Int
  let lines: [Line]
  /// What it is judged by: for the units that it is about, if it is not about all of them.
  let scheme: CheckedScheme

  /// Nobody derives anything in more; the others are not looked at.
  static let mostLines = 200

  struct Line {
    let written: WrittenDerivation.Line
    /// What is derived.
    let beginning: SourceFormula
    /// Both sides as the student has written them: for all units, where it is judged for some.
    let shown: (left: Formula, right: Formula)
    /// Whether it is the first of a chain.
    let beginsAnew: Bool
    /// What it claims of the line that it is judged by.
    let step: SourceEquation
    /// nil if it is too long to be compared, or names something unknown.
    let form: LineForm?
    let state: State
    /// Of a line that is wrong, or follows from such a one: what it says without its slips.
    let undone: [UndoneSlip]
    /// Whether slips are seen in it that are in no line above.
    let showsSlips: Bool
    /// Whether it is right, and says nothing that could as well be left out.
    let isStep: Bool
    /// Why it cannot be read, if that is why it is undecided.
    let problem: Problem?
  }

  enum State {
    /// It follows from a right line.
    case follows
    case wrong
    /// It follows from a wrong line.
    case followsWrongLine
    /// It does not follow from the line above, but is right.
    case rightAgain
    /// The next line is judged by the one above.
    case undecided
  }

  /// nil if it derives something else. Of -∂E/∂w instead of ∂E/∂w, the forms have the other sign.
  init?(
    _ derivation: WrittenDerivation, for whole: CheckedScheme, _ judge: StepJudge, _ reader: LineFormReader,
    _ repairs: LineRepairs
  ) throws(Diagnostic) {
    let written = derivation
    let derivation = whole.instance(of: written)
    guard let scheme = try whole.instance(for: derivation.beginning.formula, reader) else { return nil }
    let letters = reader.letters(of: derivation.beginning.formula)
    guard letters.map({ $0.layer }) == scheme.letters.map({ $0.layer }) else { return nil }
    self.scheme = scheme
    var renaming: [String: String] = [:]
    for (own, asked) in zip(letters, scheme.letters) { renaming[own.letter] = asked.letter }
    guard let beginning = try reader.form(of: derivation.beginning.formula, renaming: renaming) else {
      return nil
    }
    let isNegative = beginning.byDefinition == scheme.subject.byDefinition.negated
    guard isNegative || beginning.byDefinition == scheme.subject.byDefinition else { return nil }
    cell = derivation.cell
    var lines: [Line] = []
    var above = derivation.beginning.formula
    /// Whether the line above equals what the derivation begins with.
    var isRight = true
    /// The usual slips that the last wrong line may have.
    var slips: [[Slip]] = []
    let values = scheme.ways.joined().map {
      isNegative ? $0.form.byFunctions.negated : $0.form.byFunctions
    }
    for (place, line) in derivation.lines.prefix(Self.mostLines).enumerated() {
      let step = SourceEquation(above, line.formula, relation: line.relation)
      let verdict = try judge.verdict(on: step)
      let state: State
      let isRightAbove = isRight
      if isRight {
        state =
          switch verdict {
          case .right: .follows
          case .wrong: .wrong
          case .undecided: .undecided
          }
        isRight = state != .wrong
      } else {
        let whole = SourceEquation(derivation.beginning.formula, line.formula, relation: line.relation)
        isRight = try judge.verdict(on: whole) == .right
        state =
          switch verdict {
          case _ where isRight: .rightAgain
          case .right: .followsWrongLine
          case .wrong: .wrong
          case .undecided: .undecided
          }
      }
      if state != .undecided { above = line.formula }
      let form = try reader.form(of: line.formula, renaming: renaming)
      var undone: [UndoneSlip] = []
      // Below a wrong line that is none of the rows, the slip may be seen where one of them is reached.
      let showsSlips = state == .wrong || state == .followsWrongLine && slips.isEmpty
      if state == .wrong || state == .followsWrongLine, form != nil {
        let search: LineRepairs.Search =
          switch state {
          case .wrong where isRightAbove: .anySlip
          case .wrong: .another(besides: slips)
          case _ where slips.isEmpty: .anySlip
          default: .these(slips)
          }
        undone = try repairs.undone(
          line.formula, of: derivation.beginning.formula, search, renaming: renaming, to: values)
      }
      if showsSlips {
        slips = undone.reduce(into: []) { if !$0.contains($1.slips) { $0.append($1.slips) } }
      }
      lines.append(
        Line(
          written: line, beginning: derivation.beginning.formula,
          shown: (written.beginning.formula.formula, written.lines[place].formula.formula),
          beginsAnew: place == 0, step: step,
          form: isNegative ? form?.negated : form, state: state,
          undone: isNegative
            ? undone.map { UndoneSlip(slips: $0.slips, value: $0.value.negated) } : undone,
          showsSlips: showsSlips,
          isStep: state == .follows && form != nil
            ? try !repairs.hasIdlePart(line.formula, of: derivation.beginning.formula) : false,
          problem: state == .undecided ? reader.problem(with: line.formula)?.problem : nil))
    }
    self.lines = lines
  }
}
