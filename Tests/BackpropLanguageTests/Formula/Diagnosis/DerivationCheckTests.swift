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

  /// With the inputs 0 and 1 and the target 1, a square is no different, and a term may be 0.
  @Test(arguments: [
    ("∂E/∂w_pq = -δ_q y_p^2", "a square too many"), ("δ_k = g'(a_k) (t_k^2 - y_k)", "a square too many"),
    ("E = 1/2 Σ_k (t_k - y_k)^2 t_k", "a factor too many"), ("∂a_q/∂w_pq = y_p^3", nil),
    ("E = 1/2 Σ_k (1 - y_k)^2", nil), ("g'(a_k) = y_k (t_k - y_k)", nil),
  ])
  func rightForTheseNumbersOnly(_ line: String, _ slip: String?) throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1\nforward 0 1 -> 1\nbackward")
    for rows in ["  \(line)", "  a_k = Σ_j w_jk y_j\n  \(line)"] {
      let (outcome, text) = notebook.outcome(of: "check:\n" + rows)
      #expect(text.contains("holds for these numbers only"))
      guard case .failed(let report) = outcome else {
        Issue.record("accepted: \(line)")
        return
      }
      #expect(report.message.contains("but not with other weights, inputs or targets"))
      if let slip { #expect(report.message.contains(slip)) }
    }
    // A check of one line holds, and says so.
    let (single, text) = notebook.outcome(of: "check " + line)
    if case .failed = single { Issue.record("refused: \(line)") }
    #expect(text.split(separator: "\n").joined(separator: " ").contains("but not with other weights"))
  }

  /// What follows such a line is judged like what follows any wrong line.
  @Test func afterALineThatHoldsHere() throws {
    let notebook = Notebook()
    notebook.run("network 2-2-1\nforward 0 1 -> 1\nbackward")
    let (_, text) = notebook.outcome(
      of: "check:\n  ∂E/∂w_pq = -δ_q y_p^2\n  = -g'(a_q) y_p^2 Σ_k δ_k w_qk\n  = -g'(a_q) y_p Σ_k δ_k w_qk")
    let rows = text.split(separator: "\n").map(String.init)
    let verdicts = (1...3).compactMap { number in rows.first { $0.hasPrefix("\(number) ") } }
    try #require(verdicts.count == 3)
    #expect(verdicts[0].hasSuffix("holds for these numbers only"))
    #expect(verdicts[1].contains("follows from the line above"))
    #expect(verdicts[2].contains("does not follow from the line above"))
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

  /// The same derivation, proved: the verdicts are those of random networks, whatever is presented.
  @Test func proofsOfSteps() throws {
    let notebook = Notebook()
    notebook.run("network 2-3-2, bias")
    let (outcome, text) = notebook.outcome(
      of: """
        prove:
          ∂E/∂w_qr = -(t_r - y_r) g'(a_r) y_q
                   = (t_r - y_r) g'(a_r) y_q
                   = δ_r y_q
                   = 2 δ_r y_q
                   = -δ_r y_q
          y_k = g(a_k)
          a_k = y_k
        """)
    let rows = text.split(separator: "\n").map(String.init)
    let verdicts = (1...7).compactMap { number in rows.first { $0.hasPrefix("\(number) ") } }
    try #require(verdicts.count == 7)
    #expect(verdicts[0].hasSuffix("holds"))
    #expect(verdicts[1].hasSuffix("does not hold"))
    #expect(verdicts[2].contains("follows from the line above"))
    #expect(verdicts[3].hasSuffix("does not hold"))
    #expect(verdicts[4].contains("does not follow"))
    #expect(verdicts[5].hasSuffix("holds"))
    #expect(verdicts[6].hasSuffix("does not hold"))
    #expect(text.contains("3 of 7 steps hold."))
    #expect(text.contains("A counter-example to step 2:"))
    guard case .failed(let report) = outcome else {
      Issue.record("accepted")
      return
    }
    #expect(report.message.contains("step 2, ") && report.message.contains("a sign is wrong"))
    #expect(report.entries.first?.position.line == 3)
  }
}
