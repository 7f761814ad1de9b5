import BackpropLanguage
import Testing

@Suite struct WorkedExampleTests {
  /// Every worked example is offered as a cell that runs; its numbers are checked in `Programs`.
  @Test(arguments: ["mazur", "macleod", "udacity", "generation5", "ideal-xor", "pdp-xor"])
  func isACellThatRuns(_ name: String) throws {
    let notebook = Notebook()
    notebook.run("example \(name)")
    guard case .document(let document) = notebook.shown.first?.content else {
      Issue.record("no document")
      return
    }
    let cells = document.blocks.compactMap { block in
      if case .code(let cell) = block { cell } else { nil }
    }
    let (outcome, text) = notebook.outcome(of: try #require(cells.first))
    #expect(outcome == .finished, "\(text)")
  }

  @Test func allAreListed() {
    let list = Notebook().run("example")
    for name in ["mazur", "macleod", "udacity", "generation5", "ideal-xor", "pdp-xor"] {
      #expect(list.contains(name))
    }
  }
}
