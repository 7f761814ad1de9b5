import Backprop
import Testing

@testable import BackpropLanguage

/// Everything that moves a cursor, breaks a line or reverses text.
private let hidden: [Unicode.Scalar] =
  [0...0x1F, 0x7F...0x9F, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069, 0x61C...0x61C, 0xFEFF...0xFEFF]
  .flatMap { $0.compactMap { Unicode.Scalar($0 as UInt32) } }

private func shows(_ text: String, _ scalar: Unicode.Scalar) -> Bool { text.unicodeScalars.contains(scalar) }

@Suite struct FileTextTests {
  @Test(arguments: hidden) func becomesASpaceAndNothingAtTheEnds(scalar: Unicode.Scalar) {
    #expect(FileText.line("a\(scalar)\(scalar)b") == "a b")
    #expect(FileText.line("\(scalar)ab\(scalar)") == "ab")
    #expect(!shows(FileText.excerpt("a\(scalar)b"), scalar))
    #expect(!shows(FileText.name("a\(scalar)b"), scalar))
  }

  @Test(arguments: ["a  b", "é", "日本", "δ_j", "👨‍👩‍👧", "می‌خواهم", "x\u{A0}y"])
  func staysAsItIs(text: String) {
    #expect(FileText.line(text) == text)
  }

  @Test func longNamesAreCut() {
    let long = String(repeating: "ä", count: 201)
    #expect(FileText.name(long) == String(repeating: "ä", count: 199) + "…")
    #expect(FileText.name(String(long.dropLast())) == String(long.dropLast()))
  }

  /// Such characters in a table's header or words, or in a saved file, are never shown, neither in results
  /// nor in errors.
  @Test(arguments: hidden) func nothingOfAFileReachesTheReader(scalar: Unicode.Scalar) throws {
    let word = "a\(scalar)\(scalar)b"
    let notebook = Notebook()
    notebook.files["t.csv"] = Array("x,\"\(word)\",\"c\(scalar)d\"\n1,2,\"\(word)\"\n3,4,\"e\"\n".utf8)
    notebook.files["w.csv"] = Array("1,\(word),3\n\"2\(scalar)\",4,5\n".utf8)
    let escape =
      scalar.value < 0x20
      ? "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : "\(scalar)"
    notebook.files["t.json"] = Array(
      """
      {"format": "backprop", "version": 1, "patterns": [{"name": "p", "classes": ["a\(escape)b", "c"],
      "inputs": [[1], [2]], "targets": [[1, 0], [0, 1]]}]}
      """.utf8)
    notebook.files["u.json"] = Array("{\"a\(escape)\": 1, \"a\(escape)\": 2}".utf8)
    notebook.files["v.json"] = Array("[\(scalar)".utf8)
    for cell in [
      "patterns t from \"t.csv\"\nprint patterns\nsave \"s.json\"",
      "patterns t from \"t.csv\", target nothing",
      "patterns w from \"w.csv\"", "patterns w from \"w.csv\", inputs 1", "load \"t.json\"\nlist",
      "load \"u.json\"",
      "load \"v.json\"",
    ] {
      let text = notebook.run(cell)
      #expect(!text.isEmpty)
      if scalar != "\n" { #expect(!shows(text, scalar), "\(cell)") }
    }
  }

  /// A line break in quotes is legal; two in a row would end a paragraph of LaTeX.
  @Test func aLineBreakInAWordIsASpace() throws {
    let notebook = Notebook()
    notebook.files["t.csv"] = Array("1,\"two\n\nlines\"\n2,\"one\"\n".utf8)
    #expect(notebook.run("patterns t from \"t.csv\"").contains("(one and two lines)"))
  }

  @Test func longWordsAreNoClasses() {
    let notebook = Notebook()
    notebook.files["t.csv"] = Array("1,a\n2,\(String(repeating: "b", count: 201))\n".utf8)
    let text = notebook.run("patterns t from \"t.csv\"").split(whereSeparator: \.isWhitespace).joined(
      separator: " ")
    #expect(text.contains("line 2, column 2: expected the name of a class, found more than 200 characters"))
  }
}
