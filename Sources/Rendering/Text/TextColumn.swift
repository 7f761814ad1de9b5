import BackpropLanguage

extension TextTable {
  /// One column: its head and cells as lines of text.
  struct Column {
    let isNumeric: Bool
    /// It never becomes narrower than this: numbers do not break, and prose would be hard to read.
    let least: Int
    private(set) var head: [String]
    private(set) var cells: [[String]]
    private(set) var width: Int
    /// The head and cells before they were broken into lines.
    private let headText: String
    private let cellTexts: [String]

    /// A column of prose does not become narrower than this.
    private static let leastProse = 24
    /// Anything longer is neither a name nor a sentence, and would push everything else out of sight.
    private static let mostColumns = 240

    /// The row headers.
    static func stub(_ grid: TableGrid, _ writer: TextWriter) -> Column {
      Column(
        head: writer.breakable(grid.corner),
        cells: grid.rows.map { (text: writer.breakable($0.header), isNumber: false) },
        isNumeric: false)
    }

    init(_ grid: TableGrid, _ place: Int, digits: Int, _ writer: TextWriter) {
      let isNumeric = grid.isNumeric(place)
      let isNumber = grid.rows.map { row in
        switch row.cells[place] {
        case .number, .integer: true
        case .inline(let inline): if case .number? = inline.first { inline.count == 1 } else { false }
        case .empty: false
        }
      }
      var texts = grid.rows.map { row in
        switch row.cells[place] {
        case .number(let value): Numeral(value, digits: digits).text
        case .integer(let value): String(value)
        case .inline(let inline):
          // A number with a word behind it is aligned as the others are.
          if isNumeric, inline.count == 2, case .number(let value) = inline[0] {
            Numeral(value, digits: digits).text + writer.breakable([inline[1]])
          } else {
            writer.breakable(inline)
          }
        case .empty: ""
        }
      }
      if isNumeric { texts = Self.aligned(texts) }
      self.init(
        head: grid.heads.isEmpty ? "" : writer.breakable(grid.heads[place]),
        cells: zip(texts, isNumber).map { (text: $0, isNumber: $1) }, isNumeric: isNumeric)
    }

    private init(head: String, cells: [(text: String, isNumber: Bool)], isNumeric: Bool) {
      self.isNumeric = isNumeric
      headText = TextWidth.cut(head, to: Self.mostColumns)
      cellTexts = cells.map { TextWidth.cut($0.text, to: Self.mostColumns) }
      let widest = ([headText] + cellTexts).map { TextWidth.of($0) }.max() ?? 0
      let numbers = zip(cellTexts, cells).filter { $1.isNumber }.map { TextWidth.of($0.0) }
      least = max(min(widest, Self.leastProse), numbers.max() ?? 0)
      self.head = [TextWidth.replacing(TextWidth.unbreakable, by: " ", in: headText)]
      self.cells = cellTexts.map { [TextWidth.replacing(TextWidth.unbreakable, by: " ", in: $0)] }
      width = widest
    }

    /// Breaks the head and cells to fit into `limit` columns, or into the smallest width that is possible.
    mutating func narrow(to limit: Int) {
      width = min(width, max(limit, least))
      head = lines(headText)
      cells = cellTexts.map { lines($0) }
    }

    /// Text that fits is unchanged: the spaces after a number keep it aligned.
    private func lines(_ text: String) -> [String] {
      TextWidth.of(text) <= width
        ? [TextWidth.replacing(TextWidth.unbreakable, by: " ", in: text)] : TextWidth.wrapped(text, to: width)
    }

    /// Pads texts on the right that have fewer characters after the units digit than others.
    private static func aligned(_ texts: [String]) -> [String] {
      let tails = texts.map { tail(Array($0.unicodeScalars)) }
      let longest = tails.compactMap { $0 }.max() ?? 0
      return zip(texts, tails).map { text, tail in tail.map { text + TextWidth.spaces(longest - $0) } ?? text
      }
    }

    /// The number of characters after the units digit of a number; nil if the text is not a number.
    private static func tail(_ text: [Unicode.Scalar]) -> Int? {
      guard let digit = text.first(where: { $0 != "-" }), ("0"..."9").contains(digit) else { return nil }
      return text.count - (text.firstIndex { $0 == "." || $0 == "e" } ?? text.count)
    }
  }
}
