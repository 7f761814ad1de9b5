import BackpropLanguage
import FoundationXML
import Testing

@testable import Rendering

@Suite struct HTMLWriterTests {
  let writer = HTMLWriter(digits: 6)

  /// Well-formed, as Foundation's XML parser sees it.
  static func isWellFormed(_ text: String) -> Bool {
    (try? XMLDocument(xmlString: text, options: [])) != nil
  }

  @Test func escapesEverythingThatPeopleWrite() {
    let nasty = "<script>alert('x & y')</script>\u{0}\"&amp;"
    let document = Document([
      .heading([.text(nasty)]), .paragraph([.strong(nasty), .code(nasty)]), .note([.text(nasty)]),
      .table(
        Table(
          caption: [.text(nasty)], columns: [[.text(nasty)]],
          rows: [.init(header: [.text(nasty)], cells: [.inline([.text(nasty)])])])),
      .derivation(
        Derivation(step: nasty, subject: .name(nasty), chain: [.name(nasty)], uses: [[.text(nasty)]])),
      .code(nasty), .list([[.text(nasty)]]),
    ])
    let html = writer.html(document)
    #expect(!html.contains("<script"))
    #expect(Self.isWellFormed(html))
  }

  @Test func setsSubscriptsLow() {
    #expect(HTMLFormula(unicode: "w_i1j2").html == "<i>w</i><sub><i>i</i>1<i>j</i>2</sub>")
    #expect(HTMLFormula(unicode: "Δw_jk").html == "Δ<i>w</i><sub><i>j</i><i>k</i></sub>")
    #expect(HTMLFormula(unicode: "g'(a_j)").html == "<i>g</i>′(<i>a</i><sub><i>j</i></sub>)")
    #expect(
      HTMLFormula(unicode: "Σ_k δ_k^2").html == "Σ<sub><i>k</i></sub> <i>δ</i><sub><i>k</i></sub><sup>2</sup>"
    )
    #expect(HTMLFormula(unicode: "exp(-a)").html == "exp(−<i>a</i>)")
    #expect(HTMLFormula(unicode: "a < b_").html == "<i>a</i> &lt; <i>b</i>_")
  }

  /// Whatever the printer leaves without parentheses after `^` is high as a whole.
  @Test(arguments: [
    ("y_j^2 y_k", "<i>y</i><sub><i>j</i></sub><sup>2</sup> <i>y</i><sub><i>k</i></sub>"),
    ("abs(a)^1.5", "abs(<i>a</i>)<sup>1.5</sup>"),
    ("e^(-abs(a)) + 1", "<i>e</i><sup>−abs(<i>a</i>)</sup> + 1"),
    ("2^a_j1 b", "2<sup><i>a</i><sub><i>j</i>1</sub></sup> <i>b</i>"),
    ("2^g'(a_j) b", "2<sup><i>g</i>′(<i>a</i><sub><i>j</i></sub>)</sup> <i>b</i>"),
    ("10^-6", "10<sup>−6</sup>"), ("w^T", "<i>w</i><sup><i>T</i></sup>"),
    ("4.1e-7 e", "4.1 × 10<sup>−7</sup> <i>e</i>"), ("2^(a^(b))", "2<sup><i>a</i><sup><i>b</i></sup></sup>"),
    ("a^", "<i>a</i>^"), ("a^(b", "<i>a</i>^(<i>b</i>"), ("a_(b", "<i>a</i>_(<i>b</i>"),
  ])
  func setsPowersHigh(_ unicode: String, _ html: String) {
    #expect(HTMLFormula(unicode: unicode).html == html)
  }

  @Test func showsNumbersAsPeopleWriteThem() {
    #expect(HTMLWriter.number(Numeral(-0.5, digits: 2)) == "−0.50")
    #expect(HTMLWriter.number(Numeral(-4.1e-12, digits: 6)) == "−4.1 × 10<sup>−12</sup>")
    #expect(HTMLWriter.number(Numeral(-.infinity, digits: 6)) == "−∞")
  }

  @Test func headsRowsAndColumns() {
    let html = writer.html(Document([.table(Samples.weights(rows: 2, columns: 2))]))
    #expect(html.contains("<th scope=\"row\">i2</th>"))
    #expect(html.contains("<th scope=\"col\" class=\"bp-r\">j2</th>"))
    #expect(html.contains("<td class=\"bp-r\">1.125000</td>"))
    #expect(Self.isWellFormed(html))
  }

  @Test func staysSmallForBigTables() {
    #expect(writer.html(Document([.table(Samples.weights(rows: 5000, columns: 300))])).utf8.count < 700_000)
  }

  /// Twelve columns of numbers do not fit on a page; four do.
  @Test func wideTablesAreFolded() {
    let writer = HTMLWriter(digits: 6)
    func html(_ columns: Int) -> String {
      writer.html(Document([.table(Samples.weights(rows: 13, columns: columns))]))
    }
    #expect(html(12).contains("a table of 12 columns</summary>") && !html(4).contains("<details"))
  }

  /// What scrolls shows it; what does not is no larger for that.
  @Test func whatScrollsShowsIt() {
    let table = HTMLWriter(digits: 6).html(Document([.table(Samples.weights(rows: 2, columns: 4))]))
    let words = HTMLWriter(digits: 6).html(Document([.paragraph([.text("no table")])]))
    #expect(table.contains(ScrollBox.rules) && !words.contains("bp-edge"))
    #expect(FigureHTML.html(FigureSamples.transfer().drawing).contains(ScrollBox.rules))
  }
}
