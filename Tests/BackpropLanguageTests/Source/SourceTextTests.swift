import Testing

@testable import BackpropLanguage

struct SourceTextTests {
  /// Lines and columns count code points from 1, as Jupyter counts.
  @Test func positions() {
    let source = SourceText("δ_k\n\n𝛿 é = 1")
    #expect(source.position(of: 0) == SourcePosition(line: 1, column: 1))
    #expect(source.position(of: 3) == SourcePosition(line: 1, column: 4))
    #expect(source.position(of: 4) == SourcePosition(line: 2, column: 1))
    #expect(source.position(of: 7) == SourcePosition(line: 3, column: 3))
    #expect(source.position(of: 99) == SourcePosition(line: 3, column: 8))
    #expect(source.position(of: -1) == SourcePosition(line: 1, column: 1))
  }

  @Test func lines() {
    let source = SourceText("a\n\nb")
    #expect((0...4).map { source.line($0) } == ["", "a", "", "b", ""])
    #expect(source.string(1..<99) == "\n\nb")
    #expect(SourceText("").line(1) == "")
  }
}
