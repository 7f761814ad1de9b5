import Testing

@testable import BackpropLanguage

/// What would silently give wrong results is refused with a message, and the session stays unchanged.
@Suite struct RefusalTests {
  private func notebook(_ cells: String...) -> Notebook {
    let notebook = Notebook()
    for cell in cells { notebook.run(cell) }
    return notebook
  }

  @Test(arguments: ["weights normal 0 1e308", "weights uniform -1e308 1e308"])
  func weightsThatAreNoNumbersAreNotDrawn(_ cell: String) {
    let notebook = notebook("network 8-8-1")
    let before = notebook.weights
    #expect(notebook.failure(cell)?.name == "DivergenceError")
    #expect(notebook.weights == before && before.allSatisfy { $0.isFinite })
  }

  /// A number divided by 0 is not a number, in any context.
  @Test(arguments: [
    "1/(1/0)", "exp(-1/0)", "min(1/0, 3)", "tanh(1/0)", "g(a) = a/(1 + 1/0)", "let c = 2\nc + 0*(1/0)",
    "η = 1/(3 + 1/0)",
  ])
  func nothingIsDividedByZero(_ cell: String) {
    let notebook = notebook("network 2-2-1\npatterns xor\nforward 2")
    #expect(notebook.failure(cell)?.entries[0].message.contains("infinite or not a number") == true)
  }

  @Test(arguments: ["freeze w_ij", "thaw w_ij"])
  func manyWeightsAreFrozenAtOnceOrNotAtAll(_ command: String) {
    let notebook = notebook("network 784-512-10\nfreeze w_ij1")
    #expect(notebook.run("freeze w_ij\nthaw w_i1j1").contains("401407 of 406528 weights frozen"))
    #expect(notebook.outcome(of: command, interruptedAfter: 1).0 == .interrupted)
  }

  /// δ is propagated back through six layers of small weights, so the values of δ in the first are about
  /// 1e-18.
  @Test(arguments: [
    ("δ_h = -δ_h", false), ("δ_h = 3 δ_h", false), ("δ_h = 2 δ_h / 2", true), ("1e-300 = 2e-300", false),
    ("δ_h = g'(a_h) Σ_j δ_j w_hj", true), ("δ_h - g'(a_h) Σ_j δ_j w_hj = 0", true),
    ("∂E/∂w_ih = -δ_h y_i", true), ("∂E/∂w_ih = δ_h y_i", false),
  ])
  func tinyNumbersAreComparedByTheirOwnSize(_ equation: String, _ holds: Bool) {
    let notebook = notebook(
      "network d: i 2 - h 3 - j 3 - l 3 - m 3 - n 3 - o 3 - k 1, bias\nweights uniform -0.01 0.01",
      "patterns xor\nforward 2\nbackward")
    let text = notebook.run("check \(equation)")
    #expect(text.contains("does not hold") == !holds, "\(text)")
    #expect(text.contains("holds") == holds, "\(text)")
  }

  @Test func besideATypedZeroTheToleranceIsSaid() {
    let notebook = notebook("network 1 - 1 identity\nw_ik = 0.1\nforward 3 -> 0.3\nbackward")
    #expect(notebook.run("check δ_k = 0").contains("holds for the one k to 12 digits after the point"))
  }

  @Test(arguments: ["forward 1 1 -> 5", "train 5", "test", "diagnose"])
  func crossEntropyTakesProbabilities(_ command: String) {
    let notebook = notebook("network 2-1 sigmoid, error cross-entropy\npatterns p:\n  1 1 -> 5\n  0 1 -> -3")
    let report = notebook.failure(command)
    #expect(report?.entries[0].message.contains("cross-entropy needs targets between 0 and 1, not 5") == true)
  }

  @Test func wordsInLaTeXAreNoCommand() {
    let notebook = notebook("network 2-2-1\npatterns xor")
    for line in [#"\text{w_i1j1 = 7}"#, #"  $\mbox{forward 2}$"#] {
      #expect(
        notebook.failure(line)?.entries[0].message.contains("whose words are left out") == true, "\(line)")
    }
    let equation = #"check a_j = \sum_i w_{ij} y_i \quad \text{(the total input)}"#
    #expect(notebook.run("forward 2\n\(equation)").contains("holds"))
  }

  @Test func theTrueReasonComesFirst() {
    let notebook = notebook("network 2-1")
    #expect(notebook.failure("explain δ_j1")?.entries[0].message.contains("no layer `j`") == true)
    #expect(notebook.failure("²")?.entries[0].message.contains("found `²`") == true)
    #expect(notebook.failure("train")?.entries[0].example == "patterns xor")
    let wide = self.notebook("network 3-2")
    let rows = "patterns mine:\n  0 1 0 -> 1 1\n  1 0 1 -> 0 0"
    #expect(wide.failure("train")?.entries[0].example == rows)
    #expect(wide.run("\(rows)\ntrain 1").contains("1 epoch done"))
  }
}
