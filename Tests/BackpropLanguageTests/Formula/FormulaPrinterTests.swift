import Testing

@testable import BackpropLanguage

struct FormulaPrinterTests {
  /// Printed formulas are parsed back to the same tree, in each spelling.
  @Test func readsBackAsItself() throws {
    var random = RandomFormula(seed: 4)
    for number in 0..<1000 {
      let formula = random.tree(1 + number % 6)
      #expect(try Formula(formula.unicode) == formula, "\(formula.unicode)")
      #expect(try Formula(formula.latex) == formula, "\(formula.latex)")
      #expect(try Formula(formula.ascii) == formula.withOneSign, "\(formula.ascii)")
      #expect(formula.ascii.utf8.allSatisfy { $0 < 0x80 })
    }
  }

  @Test(arguments: [
    ("∂E/∂w_qr", "partial E / partial w_qr", "\\frac{\\partial E}{\\partial w_{qr}}"),
    ("g'(a_j1) Σ_k δ_k w_j1k", "g'(a_j1) sum_k delta_k w_j1k", "g'(a_{j_1}) \\sum_k \\delta_k w_{j_1 k}"),
    ("1/2 Σ_k (t_k - y_k)^2", "1/2 sum_k (t_k - y_k)^2", "\\frac{1}{2} \\sum_k \\left(t_k - y_k\\right)^{2}"),
    ("-(t_r - y_r) g'(a_r) y_q", "-(t_r - y_r) g'(a_r) y_q", "-\\left(t_r - y_r\\right) g'(a_r) y_q"),
    ("a_j × -2", "a_j * -2", "a_j \\times -2"),
    ("total E / abs(a_j)", "total E / abs(a_j)", "\\frac{\\text{total }E}{\\left|a_j\\right|}"),
  ])
  func asTheHandoutWritesThem(_ unicode: String, _ ascii: String, _ latex: String) throws {
    let formula = try Formula(unicode)
    #expect(formula.unicode == unicode)
    #expect(formula.ascii == ascii)
    #expect(formula.latex == latex)
  }

  /// What TeX sets as a letter with a subscript.
  @Test(arguments: [
    ("m_ij", "m_{ij}"), ("v_i0j", "v_{i_0 j}"), ("b_1", "b_1"), ("β1", "\\beta_1"), ("λ2", "\\lambda2"),
    ("my_rate", "\\mathrm{my\\_rate}"),
  ])
  func names(_ name: String, _ latex: String) { #expect(Formula.name(name).latex == latex) }

  /// Numbers substituted by the kernel.
  @Test func numbers() {
    let small = Formula.number(-4.1e-7, spelling: "-4.1e-7")
    #expect(Formula.product(.two, small, sign: .cross).unicode == "2 × (-4.1e-7)")
    let latex = "2 \\times \\left(-4.1 \\times 10^{-7}\\right)"
    #expect(Formula.product(.two, small, sign: .cross).latex == latex)
    #expect(Formula.difference(.two, small).unicode == "2 - (-4.1e-7)")
    #expect(Formula.power(small, .two).unicode == "(-4.1e-7)^2")
  }
}
