import BackpropLanguage

extension TextTable {
  /// One column: its head and cells as lines of text.
  struct Column {
    var head: [String]
    var cells: [[String]]
    var isNumeric: Bool
    var width: Int

    /// The row headers.
    static func stub(_ grid: TableGrid, _ writer: TextWriter) -> Column {
      Column(
        head: writer.breakable(grid.corner), cells: grid.rows.map { writer.breakable($0.header) },
        isNumeric: false)
    }

    init(_ grid: TableGrid, _ place: Int, digits: Int, _ writer: TextWriter) {
      let isNumeric = grid.isNumeric(place)
      var texts = grid.rows.map { row in
        switch row.cells[place] {
        case .number(let value): Numeral(value, digits: digits).text
        case .integer(let value): String(value)
        case .inline(let inline): writer.breakable(inline)
        case .empty: ""
        }
      }
      if isNumeric { texts = Self.aligned(texts) }
      self.init(
        head: grid.heads.isEmpty ? "" : writer.breakable(grid.heads[place]), cells: texts,
        isNumeric: isNumeric)
    }

    private init(head: String, cells: [String], isNumeric: Bool) {
      self.isNumeric = isNumeric
      self.head = [head]
      self.cells = cells.map { [$0] }
      width = ([head] + cells).map { TextWidth.of($0) }.max() ?? 0
      narrow(to: width)
    }

    /// Wraps head and cells so that they fit in `limit` columns, where they have spaces to break at.
    mutating func narrow(to limit: Int) {
      let least = head + cells.flatMap { $0 }
      let longest = least.flatMap { $0.split(separator: " ") }.map { TextWidth.of(String($0)) }.max() ?? 0
      width = isNumeric ? max(limit, 1) : max(limit, longest)
      guard !isNumeric else { return }
      head = TextWidth.wrapped(head.joined(separator: " "), to: width)
      cells = cells.map { TextWidth.wrapped($0.joined(separator: " "), to: width) }
    }

    /// Pads on the right what has less after its units digit than others have.
    private static func aligned(_ texts: [String]) -> [String] {
      let tails = texts.map { tail(Array($0.unicodeScalars)) }
      let longest = tails.compactMap { $0 }.max() ?? 0
      return zip(texts, tails).map { text, tail in tail.map { text + TextWidth.spaces(longest - $0) } ?? text
      }
    }

    /// The length of what follows the units digit of a number; nil for what is no number.
    private static func tail(_ text: [Unicode.Scalar]) -> Int? {
      guard let digit = text.first(where: { $0 != "-" }), ("0"..."9").contains(digit) else { return nil }
      return text.count - (text.firstIndex { $0 == "." || $0 == "e" } ?? text.count)
    }
  }
}
