import Testing

/// Cells whose numbers are at the edges of what numbers can be. Each once ended the program, or gave a wrong
/// answer.
struct ExtremeNumbersTests {
  /// The sum of y_i, y_i' and so on: 50¹² cases of its letters.
  private static let twelveLetters = (0..<12).map { "y_i" + String(repeating: "'", count: $0) }
    .joined(separator: " + ")

  @Test(arguments: [
    "prove \(twelveLetters) = 0", "prove sqrt((2^31 * 2^31 - 1) * 2 + 1) = 3",
    "check y_k1 ≈ 0e-9223372036854775808", "check y_k1 = 0e-9223372036854775808",
    "check y_k1 = 0e9223372036854775807",
  ])
  func cellsEndWithAnAnswer(_ cell: String) {
    let notebook = Notebook()
    notebook.run("network 50-1\nforward " + [String](repeating: "0", count: 50).joined(separator: " "))
    #expect(!notebook.run(cell).isEmpty)
    #expect(notebook.run("print 1 + 1").contains("2"))
  }

  /// `0e400` has no last digit that could count as half a unit.
  @Test func aPowerWithoutASizeAllowsNothing() {
    let notebook = Notebook()
    notebook.run("network 1-1\nforward 1")
    #expect(!notebook.run("check y_k1 ≈ 0e400").contains("holds"))
  }

  /// Names whose definitions are repeated many times over are read once each.
  @Test func namesOfNamesOfNames() {
    let notebook = Notebook()
    notebook.run("network 1-1\nlet b0 = 1")
    for number in 1...15 {
      let before = "b\(number - 1)"
      notebook.run("let b\(number) = \(before) + \(before) + \(before) + \(before)")
    }
    #expect(!notebook.run("prove b15 = y_k").contains("holds for every"))
  }

  /// Rounding proves nothing, whether a number is typed in the statement or reached by a name.
  @Test(arguments: [
    ["let c = 2.718281828459045", "prove log(c) = 1"], ["let c = 2.718281828459045", "prove c = e"],
    ["let c = 2.718281828459045", "let d = 2 c", "prove d = 2 e"], ["prove y_k + 1e-400 = y_k"],
    ["prove 5e-324 = 4e-324"], ["h(a) = 3.141592653589793 a", "prove h(y_k) = π y_k"],
    ["h(a) = 3.141592653589793 a", "f(a) = h(a)", "prove f(y_k) = π y_k"],
  ])
  func roundingProvesNothing(_ cells: [String]) {
    let notebook = Notebook()
    notebook.run("network 2-2-1")
    var answer = ""
    for cell in cells { answer = notebook.run(cell) }
    #expect(answer.contains("not decided"), "\(answer)")
  }

  /// What uses no formula of g does not rest on the digits in it.
  @Test func digitsInAFunctionThatIsNotUsed() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\nf(a) = 0.7978845608028654 a + a^3\ntransfer j f")
    #expect(notebook.run("prove ∂E/∂w_pq = -δ_q y_p").contains("holds for every"))
  }

  /// A prime behind a function is that of its derivative, on the right of an arrow, too.
  @Test func derivativesInRulesWithArrows() throws {
    let notebook = Notebook()
    notebook.run("network 2-1\npatterns and\nweights uniform -1 1, seed 1\nforward 3\nbackward")
    notebook.run("rule mine: w_ij → w'_ij = w_ij + η (t_j - y_j) sigmoid'(a_j) y_i\nrule mine")
    let expected = notebook.run("print w_i1k1 + η (t_k1 - y_k1) y_k1 (1 - y_k1) y_i1")
    notebook.run("update")
    let found = notebook.run("print w_i1k1")
    let number = { (text: String) in text.split { " \n".contains($0) }.last { Double($0) != nil } }
    #expect(number(found) != nil && number(found) == number(expected), "\(found) \(expected)")
  }

  /// Frozen weights need no slope.
  @Test func aFrozenWeightWhereEHasNoSlope() {
    let notebook = Notebook()
    notebook.run("network 2-2-1\npatterns xor\nw_i1j1 = 0\nfreeze w_i1j1")
    notebook.run("E = 1/2 Σ_k (t_k - y_k)^2 + 0.01 Σ_ij sqrt(abs(w_ij))")
    #expect(notebook.run("train 2 epochs").contains("2 epochs done"))
    notebook.run("thaw w_i1j1")
    #expect(notebook.run("train 2 epochs").contains("w_i1j1"))
  }

  /// The weights in a sum that leaves biases out, squared: its slope has the same sum.
  @Test func aSumWithoutBiasesKeepsItsBracketInTheSlope() {
    let notebook = Notebook()
    notebook.run("network 2-2-1, bias\nE = 1/2 Σ_k (t_k - y_k)^2 + (Σ_ij (1 - [i = i0]) w_ij^2)^2")
    #expect(notebook.run("prove Δw_ij = -η ∂E/∂w_ij").contains("holds for every weight"))
  }

  /// Outputs of ±1.4e308, whose distance is no number.
  @Test func aBoundaryBetweenHugeOutputs() {
    let notebook = Notebook()
    notebook.run("network n: i 2 - k 1 linear\npatterns and\nw_i1k1 = 1e308\nw_i2k1 = -1e308")
    #expect(notebook.run("plot boundary").contains("boundary"))
  }

  @Test func pixelsFarApart() {
    let notebook = Notebook()
    notebook.files["p.csv"] = Array("a,b,c,d,t\n-1,1e-19,0,0,0\n1e308,-1e308,0,0,1\n".utf8)
    notebook.run("patterns p from \"p.csv\", inputs 1..4, target 5, classes, pictures 2 2")
    notebook.run("network 4-2")
    #expect(notebook.run("plot digits").contains("█"))
  }
}
