/// The output of a statement: blocks of prose, tables, formulas and figures as values. Rendering draws all of
/// it without adding any words, so a new command needs no new renderer.
public struct Document: Equatable, Sendable {
  public var blocks: [Block]
  public init(_ blocks: [Block]) { self.blocks = blocks }
}

public indirect enum Block: Equatable, Sendable {
  case heading([Inline])
  case paragraph([Inline])
  /// A short line about defaults or events, less prominent than a paragraph.
  case note([Inline])
  case table(Table)
  /// Chains of equalities, aligned at their equals signs.
  case derivation(Derivation)
  /// A derivation of formulas, line by line with reasons.
  case board(Board)
  /// Cells to run: source of this language, shown as code.
  case code(String)
  case list([[Inline]])
  /// Blocks below a line that opens them, such as an answer; where nothing can be opened, a line in their
  /// place.
  case folded(summary: String, [Block], otherwise: [Inline])
}

public enum Inline: Equatable, Sendable {
  case text(String)
  case strong(String)
  case code(String)
  case formula(Formula)
  case equation(Equation)
  /// A line that continues the one above: the relation and the right side alone. The left side is what the
  /// chain begins with, whose sign in a course's notation decides about that of the line.
  case continuation(Equation)
  case number(Double)

  /// A sentence; backticks enclose code.
  static func prose(_ sentence: String) -> [Inline] {
    sentence.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap { place, part in
      part.isEmpty ? nil : place.isMultiple(of: 2) ? .text(String(part)) : .code(String(part))
    }
  }
}

/// A table with an optional caption; cells are aligned by kind (numbers at the decimal point).
public struct Table: Equatable, Sendable {
  public var caption: [Inline]
  /// One header per column; empty for a table without a header line.
  public var columns: [[Inline]]
  /// The rows: each has a header (empty if the table has none) and cells.
  public var rows: [Row]
  /// Digits after the decimal point for its numbers; nil: the session's `digits`.
  public var digits: Int?
  /// The size of the complete table if `rows` and `columns` are only the first and the last few; nil if they
  /// are all.
  public var extent: Extent?
  /// The line that opens it where a page can fold it; nil if it is always open.
  public var summary: String?
  /// For the values of a formula, units by units.
  var letters: Letters?

  /// The letters of rows and columns.
  struct Letters: Equatable, Sendable {
    var rows: String
    var columns: String
    /// Whether the formula says which are the rows; otherwise the notation does.
    var areGiven = false
  }

  public struct Extent: Equatable, Sendable {
    public let rows: Int
    public let columns: Int

    public init(rows: Int, columns: Int) {
      self.rows = rows
      self.columns = columns
    }
  }

  public struct Row: Equatable, Sendable {
    public var header: [Inline]
    public var cells: [Cell]
    public init(header: [Inline] = [], cells: [Cell]) {
      self.header = header
      self.cells = cells
    }
  }

  public enum Cell: Equatable, Sendable {
    case number(Double)
    case integer(Int)
    case inline([Inline])
    case empty
  }

  public init(
    caption: [Inline] = [], columns: [[Inline]] = [], rows: [Row], digits: Int? = nil, extent: Extent? = nil,
    summary: String? = nil
  ) {
    self.summary = summary
    self.caption = caption
    self.columns = columns
    self.rows = rows
    self.digits = digits
    self.extent = extent
  }

  /// The maximum number of rows and columns shown of a table. What is left out comes just before the last
  /// two.
  public static let mostRows = 200
  public static let mostColumns = 64

  /// A table of possibly millions of numbers: only the part that can be shown is created.
  public static func matrix(
    caption: [Inline] = [], corner: [Inline]? = nil, rows: Int, columns: Int, digits: Int? = nil,
    rowHeader: (Int) -> [Inline], columnHeader: (Int) -> [Inline], cell: (_ row: Int, _ column: Int) -> Cell
  ) -> Table {
    let rowPlaces = shown(rows, most: mostRows)
    let columnPlaces = shown(columns, most: mostColumns)
    return Table(
      caption: caption, columns: (corner.map { [$0] } ?? []) + columnPlaces.map { columnHeader($0) },
      rows: rowPlaces.map { row in
        Row(header: rowHeader(row), cells: columnPlaces.map { cell(row, $0) })
      }, digits: digits, extent: Extent(rows: rows, columns: columns))
  }

  /// The indices that are shown for the given count: the first ones and the last two.
  private static func shown(_ count: Int, most: Int) -> [Int] {
    count <= most ? Array(0..<count) : Array(0..<most - 2) + [count - 2, count - 1]
  }
}

/// The derivation of one quantity: the quantity, a chain of right-hand sides, and the origin of the numbers.
public struct Derivation: Equatable, Sendable {
  /// The handout's step: `1a`, `2b`, …; nil for a user's formula.
  public var step: String?
  public var subject: Formula
  /// Expressions that all equal each other: first symbols, then numbers in their place, then the value.
  public var chain: [Formula]
  /// The origin of each number: `a_j1 = -2 (1a)`.
  public var uses: [[Inline]]
  /// What each term of its Σ is about, in the line where they are written out.
  public var terms: [NetworkPart?]

  public init(
    step: String?, subject: Formula, chain: [Formula], uses: [[Inline]], terms: [NetworkPart?] = []
  ) {
    self.step = step
    self.subject = subject
    self.chain = chain
    self.uses = uses
    self.terms = terms
  }
}
