import BackpropLanguage
import Rendering
import Testing

/// Verdicts on the steps of a derivation.
@Suite struct DerivationCheckTests {
  private static let setup = "network 2-3-2, bias\nforward 0.3 0.8 -> 0.2 0.9\nbackward"

  private func said(_ cell: String) -> (shown: String, report: DiagnosticReport?) {
    let notebook = Notebook()
    notebook.run(Self.setup)
    let (outcome, text) = notebook.outcome(of: cell)
    if case .failed(let report) = outcome { return (text, report) }
    return (text, nil)
  }

  /// After the first wrong line each step is judged by the line above it, and by the beginning.
  @Test func afterAWrongLine() throws {
    let said = said(
      """
      check:
        ∂E/∂w_qr = -(t_r - y_r) g'(a_r) y_q
                 = (t_r - y_r) g'(a_r) y_q
                 = δ_r y_q
                 = 2 δ_r y_q
                 = -δ_r y_q
        y_k = g(a_k)
        a_k = y_k
      """)
    let rows = said.shown.split(separator: "\n").map(String.init)
    let verdicts = (1...7).compactMap { number in rows.first { $0.hasPrefix("\(number) ") } }
    try #require(verdicts.count == 7)
    #expect(verdicts[0].hasSuffix("holds"))
    #expect(verdicts[1].hasSuffix("does not hold"))
    #expect(verdicts[2].contains("follows from the line above"))
    #expect(verdicts[3].hasSuffix("does not hold"))
    #expect(verdicts[4].contains("does not follow"))
    #expect(verdicts[5].hasSuffix("holds"))
    #expect(verdicts[6].hasSuffix("does not hold"))
    #expect(said.shown.contains("3 of 7 steps hold."))
    let report = try #require(said.report)
    #expect(report.name == "CheckFailed")
    #expect(report.entries.first?.position.line == 3)
    #expect(report.message.contains("step 2, ") && report.message.contains("a sign is wrong"))
  }

  /// A step never shows the value of a quantity that the line above it asks for.
  @Test func valuesStayHidden() throws {
    let notebook = Notebook()
    notebook.run(Self.setup)
    let value = try #require(notebook.run("δ_k1").split(separator: " ").last)
    let said = said("check:\n  -2 ∂E/∂a_k = -∂E/∂a_k\n  = δ_k\n  = 3 δ_k")
    #expect(!said.shown.contains(value))
    #expect(said.report.map { !$0.text.contains(value) } == true)
  }

  @Test(arguments: [
    "check:\n  δ_k = y_k", "check:\n  ∂E/∂w_qr = δ_r y_q\n           = -δ_r y_q",
  ])
  func everyFormatShowsTheVerdicts(_ cell: String) throws {
    let notebook = Notebook()
    notebook.run(Self.setup)
    _ = notebook.outcome(of: cell)
    let shown = try #require(notebook.shown.first)
    let rendition = Renderer().rendition(of: shown)
    for type in ["text/plain", "text/html", "text/latex"] {
      #expect(try #require(rendition[type]).contains("does not hold"))
    }
  }
}
