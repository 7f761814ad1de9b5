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
    /// The rows right above it, and right below it, that cannot be read.
    var unreadAbove: [Unread] = []
    var unreadBelow: [Unread] = []
    /// Whether it only says what the rows that cannot be read are about.
    var isPlaceholder = false
  }

  /// A row that cannot be read.
  struct Unread: Equatable, Sendable {
    let text: String
    /// In its cell, from 1.
    let number: Int
    let problem: Problem
  }

  /// The same from its last line to its beginning, as one writes `-δ_r y_q = … = ∂E/∂w_qr`; nil if it is no
  /// chain of equations.
  var reversed: WrittenDerivation? {
    guard let last = lines.last, lines.allSatisfy({ $0.relation == .equal }) else { return nil }
    var reversed = self
    reversed.beginning = last
    reversed.lines = lines.dropLast().reversed() + [beginning]
    // What stood between two lines does so again, and what stood below the last one stands above all.
    let above = lines.map { $0.unreadAbove } + [[]]
    let below = [[]] + lines.map { $0.unreadBelow }
    let gaps = zip(below, above).map { Array(($0 + $1).reversed()) }
    for (place, gap) in gaps.dropLast().reversed().enumerated() {
      reversed.lines[place].unreadAbove = (place == 0 ? gaps.last ?? [] : []) + gap
      reversed.lines[place].unreadBelow = []
    }
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
    _ equations: [SourceEquation], unread: [UnreadRow] = [], in source: SourceText,
    of outline: NetworkOutline?
  ) {
    var chains: [[SourceEquation]] = []
    for equation in equations {
      if let last = chains.last?.last, last.right.range == equation.left.range {
        chains[chains.count - 1].append(equation)
      } else {
        chains.append([equation])
      }
    }
    // Each of the rows that cannot be read belongs to the chain that it stands in or below.
    var rest = unread.filter { !$0.isRemark }[...]
    for (place, chain) in chains.enumerated() {
      let next = chains[(place + 1)...].first?.first?.left.range.lowerBound ?? .max
      let own = rest.prefix { $0.range.lowerBound < next }
      add(chain: chain, unread: own, in: source, of: outline)
      rest = rest.dropFirst(own.count)
    }
  }

  private mutating func add(
    chain: [SourceEquation], unread: ArraySlice<UnreadRow>, in source: SourceText,
    of outline: NetworkOutline?
  ) {
    guard let first = chain.first else { return }
    func line(_ relation: Relation, _ side: SourceFormula) -> WrittenDerivation.Line {
      WrittenDerivation.Line(
        relation: relation, formula: side, text: source.string(side.range),
        number: source.position(of: side.range.lowerBound).line)
    }
    var lines = chain.map { line($0.relation, $0.right) }
    for row in unread {
      let start = row.range.lowerBound
      let own = WrittenDerivation.Unread(
        text: row.text, number: source.position(of: start).line, problem: row.diagnostic.problem)
      if let place = chain.firstIndex(where: { $0.right.range.lowerBound > start }) {
        lines[place].unreadAbove.append(own)
      } else {
        let last = lines.count - 1
        lines[last].unreadBelow.append(own)
        // In the place of a row that cannot be read at all stands what it is about.
        lines[last].isPlaceholder =
          last == 0 && own.number == lines[last].number && first.left.formula == first.right.formula
      }
    }
    all.append(
      WrittenDerivation(beginning: line(.equal, first.left), lines: lines, cell: cell, outline: outline))
    lineCount += lines.count
    while lineCount > Self.mostLines, all.count > 1 { lineCount -= all.removeFirst().lines.count }
  }
}
