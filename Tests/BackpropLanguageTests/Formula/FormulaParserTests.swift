import Testing

@testable import BackpropLanguage

/// The three spellings of the language and the handout, and their meaning.
struct FormulaParserTests {
  @Test(arguments: [
    ["δ_k", "delta_k", "\\delta_k", "\\delta_{k}", "$\\delta_k$", "δₖ", "𝛿_𝑘"],
    ["w_ij", "w_{ij}", "w_{i j}", "wᵢⱼ"],
    ["w_i1j2", "w_{i1j2}", "w_{i_1 j_2}", "w_{i_{1}j_{2}}", "w_{i1,j2}"],
    ["Δw_i1j1", "Delta_w_i1j1", "Delta w_i1j1", "\\Delta_w_i1j1", "\\Delta w_{i_1 j_1}"],
    ["∂(Σ_k y_k)/∂a_j1", "∂Σ_k y_k/∂a_j1", "partial sum_k y_k / partial a_j1", "∂Σ_k y_k/da_j1"],
    ["exp(-a_j1)", "exp -a_j1", "\\exp -a_j1"],
    ["abs(a_j1) abs(a_j2)", "|a_j1| |a_j2|", "|a_j1||a_j2|", "\\left|a_j1\\right| \\left|a_j2\\right|"],
    ["abs(a_j1 (abs(a_j2) abs(a_j1)))", "|a_j1 (|a_j2| |a_j1|)|"],
    ["Δw_jk", "Delta w_jk", "\\Delta w_{jk}", "∆w_jk"],
    [
      "∂E/∂w_qr", "partial E / partial w_qr", "\\frac{\\partial E}{\\partial w_{qr}}", "dE/dw_qr",
      "∂/∂w_qr E",
    ],
    [
      "∂y_k/∂w_qr", "dy_k/dw_qr", "\\frac{\\partial y_k}{\\partial w_{qr}}",
      "\\dfrac{\\partial}{\\partial w_{qr}} y_k",
    ],
    [
      "Σ_k δ_k w_jk", "sum_k delta_k w_jk", "\\sum_k \\delta_k w_{jk}", "\\sum_{k}\\delta_kw_{jk}",
      "∑_k δ_k w_jk",
    ],
    [
      "1/2 Σ_k (t_k - y_k)^2", "\\frac{1}{2} \\sum_k (t_k - y_k)^2",
      "\\frac12 \\sum_k \\left(t_k-y_k\\right)^{2}",
      "1/2 sum_k (t_k - y_k)**2", "1/2 Σ_k (t_k − y_k)²",
    ],
    ["g'(a_q)", "g'(a_{q})", "g^{\\prime}(a_q)", "g′(a_q)", "g'\\left( a_q \\right)"],
    [
      "-η δ_k y_j", "-eta delta_k y_j", "-\\eta\\delta_k y_j", "-ηδ_k y_j",
      "$ - \\eta \\, \\delta_k \\; y_j $",
    ],
    ["π", "pi", "\\pi"],
    ["abs(a_j)", "|a_j|", "\\left|a_j\\right|"],
    ["log(y_k)", "\\log y_k", "ln(y_k)"],
    ["sqrt(a_j)", "\\sqrt{a_j}", "√a_j"],
    ["a_j · y_k", "a_j * y_k", "a_j \\cdot y_k"],
    ["a_j × y_k", "a_j \\times y_k"],
    ["total E", "\\text{total }E"],
  ])
  func spellings(_ spellings: [String]) throws {
    let first = try Formula(try #require(spellings.first))
    for spelling in spellings.dropFirst() { #expect(try Formula(spelling) == first, "\(spelling)") }
  }

  @Test(arguments: [
    ("a_j + a_k - y_j", "(a_j + a_k) - y_j"),
    ("-a_j y_j + E", "(-(a_j y_j)) + E"),
    ("1/2 Σ_k y_k a_k + E", "((1/2) (Σ_k (y_k a_k))) + E"),
    ("Σ_k y_k × a_k / 2", "Σ_k ((y_k × a_k) / 2)"),
    ("Σ_i Σ_j w_ij y_i", "Σ_i (Σ_j (w_ij y_i))"),
    ("-y_k^2", "-(y_k^2)"),
    ("2^3^2", "2^(3^2)"),
    ("2^-y_k", "2^(-y_k)"),
    ("a_j / y_j g(a_j)", "(a_j / y_j) g(a_j)"),
    ("-(t_r - y_r) g'(a_r) y_q", "-(((t_r - y_r) g'(a_r)) y_q)"),
    ("a_j-y_j", "a_j - y_j"),
    ("Σ_k -δ_k w_jk", "Σ_k (-(δ_k w_jk))"),
  ])
  func precedence(_ text: String, _ meaning: String) throws {
    #expect(try Formula(text) == Formula(meaning))
  }

  /// The rest of the handout's typesetting has no meaning: prose, alignment, equation numbers.
  @Test func equationsAsTheHandoutPrintsThem() throws {
    let one = try equations("\\text{Hidden layer} \\quad a_j = \\sum_i w_{ij} y_i \\quad (1)")
    #expect(one.map(\.equation) == [Equation(try Formula("a_j"), try Formula("Σ_i w_ij y_i"))])
    let several = try equations(
      """
      $$\\begin{aligned}
      \\frac{\\partial E}{\\partial w_{pq}} &= - y_p g'(a_q) \\sum_k \\delta_k w_{qk} \\\\
      &= -\\delta_q y_p \\quad (\\text{"partial trick"}) \\\\
      E &= E
      \\end{aligned}$$
      """)
    let left = try Formula("∂E/∂w_pq")
    let middle = try Formula("-y_p g'(a_q) Σ_k δ_k w_qk")
    #expect(
      several.map(\.equation) == [
        Equation(left, middle), Equation(middle, try Formula("-δ_q y_p")),
        Equation(.quantity(.error, []), .quantity(.error, [])),
      ])
  }

  @Test func aParameterStandsForItself() throws {
    #expect(
      try Formula("a / (1 + abs(a))", parameter: "a")
        == .quotient(
          .name("a"), .sum(.number(1, spelling: "1"), .elementary(.abs, .name("a")))))
  }

  @Test(arguments: [
    ("Σ δ_k", "expected(\"the letter that the sum runs over, as in `Σ_k`\", found: \"`δ`\")", 2),
    ("y_j 2", "expected(\"`·` in front of a number that is multiplied by\", found: \"`2`\")", 4),
    ("(a_j + 1", "expected(\"`)` for the `(` at line 1, column 1\", found: \"the end of the line\")", 8),
    (
      "w_j", "expected(\"two subscripts: `w` leads from one unit to another, as in w_jk\", found: \"`w_j`\")",
      0
    ),
    ("δ", "expected(\"one subscript: `δ` belongs to a unit, as in δ_j\", found: \"`δ`\")", 0),
    (
      "∂E/∂δ_k",
      "expected(\"a weight, an output or a total input, such as w_qr, y_q or a_j\", found: \"`δ_k`\")", 4
    ),
    ("∂E w_qr", "expected(\"`/∂` and what to differentiate by\", found: \"`w`\")", 3),
    ("a_j +", "expected(\"a number, a symbol or a bracket\", found: \"the end of the line\")", 5),
    ("g a_j", "expected(\"`(` after g\", found: \"`a`\")", 2),
  ])
  func mistakes(_ text: String, _ problem: String, _ place: Int) throws {
    let diagnostic = try #require(throws: Diagnostic.self) { try Formula(text) }
    // What is quoted of the cell is marked.
    let told = "\(diagnostic.problem)".replacing("\\u{02}", with: "").replacing("\\u{03}", with: "")
    #expect(told == problem)
    #expect(diagnostic.range.lowerBound == place)
  }

  @Test func nestingIsCapped() throws {
    for (open, close) in [
      ("(", ")"), ("-(", ")"), ("Σ_k ", ""), ("log ", ""), ("2^", ""), ("g(", ")"), ("|", "|"),
    ] {
      let count = 10_000
      let text = String(repeating: open, count: count) + "E" + String(repeating: close, count: count)
      let diagnostic = try #require(throws: Diagnostic.self, "\(open)") { try Formula(text) }
      #expect(diagnostic.problem == .nestedTooDeeply(limit: FormulaParser.deepestNesting))
    }
    let chain = [String](repeating: "E", count: 10_000).joined(separator: " + ")
    let tooLong = try #require(throws: Diagnostic.self) { try Formula(chain) }
    #expect(tooLong.problem == .formulaTooLong(limit: FormulaParser.largestHeight))
    _ = try Formula([String](repeating: "E", count: 300).joined(separator: " "))
  }
}
