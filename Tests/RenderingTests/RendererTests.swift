import BackpropLanguage
import Rendering
import Testing

@Suite struct RendererTests {
  @Test func everyResultHasTextHTMLAndLaTeX() {
    let bundle = Renderer().rendition(of: CellResult(.document(Document([.paragraph([.text("ready")])]))))
    #expect(bundle.entries.map { $0.type } == ["text/plain", "text/html", "text/latex"])
    #expect(bundle["text/plain"] == "ready")
  }

  @Test func roundsAsTheSessionSays() {
    let document = Document([.table(Table(rows: [.init(cells: [.number(1.0 / 3)])]))])
    #expect(Renderer().text(for: CellResult(.document(document), digits: 3)) == "0.333")
  }
}
