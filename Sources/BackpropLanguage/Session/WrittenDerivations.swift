/// A derivation that a cell has checked: what it derives, and its lines below that.
struct WrittenDerivation: Equatable, Sendable {
  var beginning: Line
  var lines: [Line]
  /// The number of the cell.
  var cell: Int
  /// Of the network that was in use; nil if there was none, or if it is not known.
  let outline: NetworkOutline?

  struct Line: Equatable, Sendable {
    /// To the line above.
    var relation: Relation
    var formula: SourceFormula
    /// As it was typed.
    let text: String
    /// In its cell, from 1.
    let number: Int
  }

  /// The same from its last line to its beginning, as one writes `-δ_r y_q = … = ∂E/∂w_qr`; nil if it is no
  /// chain of equations.
  var reversed: WrittenDerivation? {
    guard let last = lines.last, lines.allSatisfy({ $0.relation == .equal }) else { return nil }
    var reversed = self
    reversed.beginning = last
    reversed.lines = lines.dropLast().reversed() + [beginning]
    return reversed
  }
}

extension [WrittenDerivation] {
  /// Those that take up where the one before ends, `A = B` and then `B = C`, also as one.
  var joined: [WrittenDerivation] {
    var all: [WrittenDerivation] = []
    /// The last ones as one, and how many they are.
    var run: (whole: WrittenDerivation, parts: Int)?
    for derivation in self {
      if let (whole, parts) = run, whole.lines.last?.formula.formula == derivation.beginning.formula.formula,
        whole.outline == derivation.outline,
        whole.lines.count + derivation.lines.count <= JudgedDerivation.mostLines
      {
        var longer = whole
        longer.lines += derivation.lines
        longer.cell = derivation.cell
        run = (longer, parts + 1)
      } else {
        if let run, run.parts > 1 { all.append(run.whole) }
        run = (derivation, 1)
      }
      all.append(derivation)
    }
    if let run, run.parts > 1 { all.append(run.whole) }
    return all
  }
}

/// The derivations that a session has checked, whether or not they were right. `mark` looks for them by what
/// they derive.
struct WrittenDerivations: Sendable {
  private(set) var all: [WrittenDerivation] = []
  private var lineCount = 0
  private var cell = 0

  /// More lines than anybody derives; the oldest are forgotten.
  static let mostLines = 5_000

  /// What comes next is in another cell.
  mutating func beginCell() { cell += 1 }

  /// Remembers each chain of the equations: those that continue one another.
  mutating func add(
    _ equations: [SourceEquation], in source: SourceText, of outline: NetworkOutline?
  ) {
    var chain: [SourceEquation] = []
    for equation in equations {
      if let last = chain.last, last.right.range != equation.left.range {
        add(chain: chain, in: source, of: outline)
        chain = []
      }
      chain.append(equation)
    }
    add(chain: chain, in: source, of: outline)
  }

  private mutating func add(
    chain: [SourceEquation], in source: SourceText, of outline: NetworkOutline?
  ) {
    guard let first = chain.first else { return }
    func line(_ relation: Relation, _ side: SourceFormula) -> WrittenDerivation.Line {
      WrittenDerivation.Line(
        relation: relation, formula: side, text: source.string(side.range),
        number: source.position(of: side.range.lowerBound).line)
    }
    let lines = chain.map { line($0.relation, $0.right) }
    all.append(
      WrittenDerivation(beginning: line(.equal, first.left), lines: lines, cell: cell, outline: outline))
    lineCount += lines.count
    while lineCount > Self.mostLines, all.count > 1 { lineCount -= all.removeFirst().lines.count }
  }
}
