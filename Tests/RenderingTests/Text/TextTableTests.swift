import BackpropLanguage
import Testing

@testable import Rendering

/// For any words in a table, layout ends and the lines stay on the page.
@Suite struct TextTableTests {
  private let writer = TextWriter(digits: 6)

  static let lengths = [1, 2, 23, 24, 25, 40, 79, 80, 81, 500, 5000]
  /// Letters, wide ones, combining accents, zero-width joiners, text that cannot be broken at a space.
  static let letters = ["a", "花", "e\u{301}", "n\u{200D}", "x\u{A0}", "🧠", "-"]

  static func word(_ letter: String, _ length: Int) -> String { String(repeating: letter, count: length) }

  private func lines(_ table: Table) -> [String] {
    writer.text(Document([.table(table)])).split(separator: "\n").map { String($0) }
  }

  @Test(arguments: lengths, letters)
  func unbreakableWordsStayOnThePage(_ length: Int, _ letter: String) {
    let word = Self.word(letter, length)
    let name = Inline.text(word)
    let tables = [
      // As in `list`, as a confusion table, as a table of values.
      Table(rows: [
        .init(header: [name], cells: [.inline([name]), .inline([name]), .inline([.text("in use")])]),
        .init(header: [.text("b")], cells: [.inline([.text("network")]), .inline([name]), .empty]),
      ]),
      Table(
        caption: [name], columns: (0..<12).map { _ in [name] },
        rows: (0..<12).map { row in
          .init(header: [name], cells: (0..<12).map { .integer(row * $0) })
        }),
      Table(
        columns: [[name]], rows: [.init(header: [name], cells: [.number(-123_456_789.123456)])], digits: 17),
      Table(columns: [[name], [.text("b")]], rows: [.init(cells: [.inline([.code(word)]), .number(.nan)])]),
    ]
    for table in tables {
      let lines = lines(table)
      #expect(lines.count > 0 && lines.count < 1000)
      #expect(lines.allSatisfy { TextWidth.of($0) <= TextWidth.page })
    }
  }

  @Test(arguments: lengths, letters)
  func proseStaysOnThePage(_ length: Int, _ letter: String) {
    let word = Self.word(letter, length)
    let formula = Formula.name(word)
    let document = Document([
      .heading([.text(word)]), .paragraph([.text("the network "), .text(word)]), .note([.formula(formula)]),
      .list([[.text(word)]]),
      .derivation(
        Derivation(
          step: "2b", subject: formula, chain: [formula, .sum(formula, formula)], uses: [[.text(word)]])),
    ])
    let lines = writer.text(document).split(separator: "\n").map { String($0) }
    #expect(lines.allSatisfy { TextWidth.of($0) <= TextWidth.page })
    // Nothing is lost except the spaces at line breaks.
    let shown = TextWidth.wrapped(word, to: 24).joined().unicodeScalars.filter { $0 != " " }
    #expect(shown.count == word.unicodeScalars.filter { $0 != "\u{A0}" }.count)
  }

  @Test func whatFitsIsNotBroken() {
    #expect(TextWidth.wrapped("abc defg hi", to: 8) == ["abc defg", "hi"])
    #expect(TextWidth.wrapped("ab cdefghijk l", to: 4) == ["ab", "cdef", "ghij", "k l"])
    // A formula breaks at its spaces, not within a symbol.
    #expect(TextWidth.wrapped("(t_k\u{A0}-\u{A0}y_k)\u{A0}b", to: 8) == ["(t_k -", "y_k) b"])
    #expect(TextWidth.wrapped("花花花", to: 5) == ["花花", "花"])
    #expect(TextWidth.wrapped("ae\u{301}e\u{301}", to: 2) == ["ae\u{301}", "e\u{301}"])
    #expect(TextWidth.cut("abcdef", to: 4) == "abc…" && TextWidth.cut("abcd", to: 4) == "abcd")
  }

  /// A table of which only a part was created is shown as if it were complete.
  @Test(arguments: [(3, 3), (199, 5), (200, 64), (201, 65), (1000, 100), (5, 1000)])
  func aLargeTableIsShownAsIfItWereWhole(_ rows: Int, _ columns: Int) {
    let cell = { (row: Int, column: Int) in Table.Cell.number(Double(row * 1000 + column)) }
    let head = { (place: Int) in [Inline.text("h\(place)")] }
    let part = Table.matrix(
      rows: rows, columns: columns, rowHeader: head, columnHeader: head, cell: cell)
    let whole = Table(
      columns: (0..<columns).map { head($0) },
      rows: (0..<rows).map { row in
        .init(header: head(row), cells: (0..<columns).map { cell(row, $0) })
      })
    #expect(part.rows.count <= Table.mostRows)
    let (partly, wholly) = (Document([.table(part)]), Document([.table(whole)]))
    #expect(writer.text(partly) == writer.text(wholly))
    #expect(HTMLWriter(digits: 6).html(partly) == HTMLWriter(digits: 6).html(wholly))
    #expect(LaTeXWriter(digits: 6).latex(partly) == LaTeXWriter(digits: 6).latex(wholly))
  }
}
