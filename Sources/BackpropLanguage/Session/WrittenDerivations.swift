/// A derivation that a cell has checked: what it derives, and its lines below that.
struct WrittenDerivation: Equatable, Sendable {
  let beginning: SourceFormula
  let lines: [Line]
  /// The number of the cell.
  let cell: Int
  /// Of the network that was in use; nil if there was none, or if it is not known.
  let outline: NetworkOutline?

  struct Line: Equatable, Sendable {
    let relation: Relation
    let formula: SourceFormula
    /// As it was typed.
    let text: String
    /// In its cell, from 1.
    let number: Int
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
    let lines = chain.map { equation in
      WrittenDerivation.Line(
        relation: equation.relation, formula: equation.right, text: source.string(equation.right.range),
        number: source.position(of: equation.right.range.lowerBound).line)
    }
    all.append(WrittenDerivation(beginning: first.left, lines: lines, cell: cell, outline: outline))
    lineCount += lines.count
    while lineCount > Self.mostLines, all.count > 1 { lineCount -= all.removeFirst().lines.count }
  }
}
