import Testing

@testable import BackpropLanguage

/// What rows share, what numbers them, and what is said of those that cannot be read.
@Suite struct RowsOfDerivationsTests {
  /// The verdicts on these rows in a network 2-3-2 with biases.
  private func verdicts(_ rows: [String], in notation: String, _ command: String) -> [CheckRecord.Verdict] {
    let notebook = Notebook()
    notebook.run("network 2-3-2, bias\nforward 0.5 2 -> 1 0\nbackward\nnotation \(notation)")
    notebook.run("\(command):\n  " + rows.joined(separator: "\n  "))
    return notebook.checks.map { $0.verdict }
  }

  /// A letter means the same unit in all rows of a chain, whatever the number of its layer: here j is in the
  /// second layer and k in the first, or both in the third.
  @Test(arguments: ["check", "prove"])
  func aLetterKeepsItsLayer(_ command: String) {
    let right: CheckRecord.Verdict = command == "check" ? .holds : .proved
    let chains: [([String], [CheckRecord.Verdict])] = [
      (["∂C/∂w^2_jk = δ^2_j a^1_k", "  = δ^2_k a^1_j"], [right, .unread]),
      (["∂C/∂w^2_jk = δ^2_j a^1_k", "  = a^1_k δ^2_j"], [right, right]),
      (["∂z^3_k/∂z^2_j = w^3_kj σ'(z^2_j)", "  = w^3_jk σ'(z^2_k)"], [right, .unread]),
      (["∂C/∂a^3_j = a^3_j - y_j", "  = a^3_k - y_k"], [right, .wrong]),
      (
        ["δ^3_k a^3_j = (a^3_k - y_k) σ'(z^3_k) a^3_j", "  = a^3_j (a^3_k - y_k) σ'(z^3_k)"], [right, right]
      ),
      (["∂a^3_j/∂w^3_kl = [j = k] σ'(z^3_j) a^2_l", "  = a^2_l σ'(z^3_k) [j = k]"], [right, right]),
      (["∂C/∂a^3_j = a^3_j", "  - y_k"], [.wrong]),
      (["2 a^3_j = a^3_j", "  + a^3_k"], [.wrong]),
      (["a^3_j + a^3_k = a^3_j", "  + a^3_k"], [right]),
      (["∂C/∂a^3_j = a^3_j - y_j \\\\", "  = a^3_k - y_k"], [right, .wrong]),
      (["∂C/∂a^3_j = a^3_j - y_j", "  ⇒ a^3_k - y_k"], [right, .wrong]),
      (["1. ∂C/∂a^3_j = a^3_j - y_j", "2. = a^3_k - y_k"], [right, .wrong]),
      (["a) ∂C/∂a^3_j = a^3_j - y_j", "b) = a^3_j - y_j"], [right, right]),
      (["∂z^3_j/∂z^3_k = [k = j]", "  = [j = k]"], [right, right]),
      // An equation of its own begins anew.
      (["∂C/∂b^2_j = δ^2_j", "∂C/∂b^3_j = δ^3_j"], [right, right]),
    ]
    for (rows, expected) in chains {
      #expect(verdicts(rows, in: "nielsen", command) == expected, "\(rows)")
    }
  }

  /// A lecturer's key, too: k is a unit of the output layer, as j is.
  @Test(arguments: [", 2 points", ", skip 0", ""])
  func aKeyKeepsTheLettersOfItsSubject(_ options: String) {
    let notebook = Notebook()
    notebook.run("network 2-3-2, bias\nnotation nielsen")
    let start = "mark δ^3_k a^3_j\(options):\n  = ∂C/∂a^3_k σ'(z^3_k) a^3_j\n  = "
    if case .failed(let report) = notebook.outcome(of: start + "a^3_j (a^3_k - y_k) σ'(z^3_k)").0 {
      Issue.record("\(report.message)")
    }
    #expect(notebook.failure(start + "a^3_k (a^3_j - y_j) σ'(z^3_j)") != nil)
  }

  @Test func aWrongChainGetsNoPoints() throws {
    let notebook = Notebook()
    notebook.run("network 2-3-2, bias\nnotation nielsen")
    let rows = ["= ∂C/∂z^2_j ∂z^2_j/∂w^2_jk", "= δ^2_j ∂z^2_j/∂w^2_jk", "= δ^2_k a^1_j"]
    notebook.run("prove:\n  ∂C/∂w^2_jk " + rows.joined(separator: "\n    "))
    let key = rows.dropLast() + ["= δ^2_j a^1_k"]
    notebook.run("mark ∂C/∂w^2_jk:\n  " + key.joined(separator: "\n  "))
    #expect(notebook.checks.last?.points == 2)
  }

  /// `2.` is no factor 2, and `(2)` might be one.
  @Test(arguments: [
    ("2. E = 1/2 Σ_k (t_k - y_k)^2", CheckRecord.Verdict.proved), ("2. E = Σ_k (t_k - y_k)^2", .wrong),
    ("2) y_j = g(a_j)", .proved), ("b) y_j = g(a_j)", .proved), ("y_j = g(a_j) (2)", .unread),
    ("E = 1/4 Σ_k (t_k - y_k)^2 (2)", .unread), ("(2) E = Σ_k (t_k - y_k)^2", .unread),
    ("y_j = g(a_j) \\quad (2)", .proved), ("2 (t_k - y_k) = (t_k - y_k) (2) \\quad (4)", .unread),
    ("(2) = 2", .unread), ("2 y_k = (2) y_k", .proved), ("2.0 y_k = 2 y_k", .proved),
    ("1. - δ_k = -δ_k", .wrong), ("1. - y_k = 1 - y_k", .proved), ("(2) -δ_k = ∂E/∂a_k", .unread),
    ("(2) \\frac{\\partial E}{\\partial w_{jk}} = -δ_k y_j", .unread), ("2 exp(0) = 2 exp (0)", .proved),
    ("δ_k <-δ_k", .unread), ("δ_k <- g'(a_k) (t_k - y_k)", .proved),
  ])
  func aNumberOfARowIsNoFactor(_ row: String, _ expected: CheckRecord.Verdict) {
    #expect(verdicts(["y_k = y_k", row], in: "handout", "prove") == [.proved, expected])
  }

  /// In the table, a row that cannot be read stands as it was typed.
  /// A row of which a side has no number hides no verdict on the others: a logarithm of 0, and δ before
  /// `backward`.
  @Test func aRowWithoutAValueHidesNoOther() {
    let notebook = Notebook()
    notebook.run("network 2 - 3 tanh - 2 softmax, error cross-entropy\nforward 0.3 0.7 -> 0 1")
    notebook.run("check:\n  E = -Σ_k y_k log t_k\n  δ_k = t_k - y_k\n  a_k = Σ_j w_jk y_j\n  = y_k")
    #expect(notebook.checks.map { $0.verdict } == [.unread, .unread, .holds, .wrong])
  }

  /// What stands in a column of its own beside an equation is a reason, and so is what begins with since.
  @Test(arguments: [
    "&& \\text{since } a_k = \\sum_j w_{kj} z_j", "&& \\text{definition of } \\delta_k",
    "& \\text{Kettenregel mit } y_k", "&& \\text{(as } y_k = h(a_k) \\text{)}",
    "&& (a_k = \\sum_j w_{kj} z_j)", "&& \\leftarrow y_k = h(a_k)", "&\\quad \\text{from } E",
    "\\text{since } y_k = h(a_k)", "\\qquad\\checkmark",
  ])
  func aReasonInAColumnIsNotRead(_ reason: String) {
    let notebook = Notebook()
    notebook.run("notation bishop\nnetwork 2-3-2\nforward 0.3 0.7 -> 0 1\nbackward")
    notebook.run(
      "prove:\n\\begin{align*}\n\\delta_j &= \\sum_k \\delta_k w_{kj} h'(a_j) \(reason) \\\\\n"
        + "&= h'(a_j) \\sum_k w_{kj} \\delta_k \(reason)\n\\end{align*}")
    #expect(notebook.checks.map { $0.verdict } == [.proved, .proved])
  }

  /// Vectors below a colon, in a display of one line, and as what is marked.
  @Test func vectorsStandBelowAColon() {
    let notebook = Notebook()
    notebook.run("notation nielsen\nnetwork 2-3-2\nforward 0.3 0.7 -> 0 1\nbackward")
    notebook.run(
      "check:\n  \\begin{aligned} δ^3 &= (a^3 - y) ⊙ σ'(z^3) \\\\ &= ∇_a C ⊙ σ'(z^3) \\end{aligned}")
    #expect(notebook.checks.map { $0.verdict } == [.holds, .holds])
    notebook.run("mark δ^3:\n  = ∇_a C ⊙ σ'(z^3)\n  = (a^3 - y) ⊙ σ'(z^3)")
    #expect(notebook.checks.last?.kind == .mark)
  }

  /// Two equations in one row, and a sum whose subscript is a word.
  @Test func twoColumnsOfEquationsAreRead() {
    let notebook = Notebook()
    notebook.run("network 2-3-2\nforward 0.3 0.7 -> 0 1\nbackward")
    notebook.run(
      "check:\n\\begin{align*}\ny_k &= g(a_k) && \\text{and} & y_j &= g(a_k) \\\\\n"
        + "a_k &= \\sum_j w_{jk} y_j && a_j = \\sum_i w_{ij} y_i\n\\end{align*}")
    #expect(notebook.checks.map { $0.verdict } == [.holds, .wrong, .holds, .holds])
  }

  @Test func anUnreadRowIsQuoted() {
    let notebook = Notebook()
    notebook.run("network 2-3-2\nnotation haykin")
    let (_, shown) = notebook.outcome(of: "prove:\n  δ_j = -∂ℰ/∂v_j\n    = φ'(v_j) Σ_k δ_k w_jk")
    #expect(shown.contains("φ'(v_j) Σ_k δ_k w_jk`"))
    #expect(shown.contains("receiving") && !shown.contains("sending"))
  }

  /// A power of a parameter of a rule is no number of an update: this is Adam's first update, 1 - 0.9 = 0.1.
  @Test func aPowerOfAParameterStays() {
    let notebook = Notebook()
    notebook.run("network 2-3-2")
    let shown = notebook.run("rule mine:\n  Δw_ij^{t+1} = η δ_j y_i / (1 - β_1^{t+1})")
    #expect(!shown.contains("1 - β_1)"))
  }

  /// No hint but the last one names the right unit.
  @Test(arguments: [
    "check δ_j = g'(a_j) Σ_k δ_k w_kj", "prove δ_j = g'(a_j) Σ_k (t_j - y_j) w_jk",
    "check δⱼ = g'(aⱼ) Σₖ δₖ wₖⱼ",
    "notation bishop\ncheck a_j = Σ_i w_ij z_i", "notation nielsen\ncheck ∂C/∂w^2 = a^1 (δ^2)^T",
  ])
  func aSuggestionIsNoAnswer(_ cell: String) {
    for hint in [", hint 0", ", hint 1", ""] {
      let notebook = Notebook()
      notebook.run("network 2-3-2\nforward 0.5 2 -> 1 0\nbackward")
      #expect(notebook.failure(cell + hint)?.entries.first.map { $0.suggestion == nil } == true)
    }
    let notebook = Notebook()
    notebook.run("network 2-3-2\nforward 0.5 2 -> 1 0\nbackward")
    #expect(notebook.failure(cell + ", hint 2")?.entries.first?.suggestion != nil)
  }

  @Test func aBlankLineChangesNoHint() {
    let notebook = Notebook()
    notebook.run("network 2-3-2\nforward 0.5 2 -> 1 0\nbackward")
    for (hint, isAnswered) in [(0, false), (1, false), (2, true)] {
      let failure = notebook.failure("check, hint \(hint):\n\n  δ_j = g'(a_j) Σ_k δ_k w_kj")
      #expect((failure?.entries.first?.suggestion != nil) == isAnswered)
    }
  }

  /// A name that is misspelt is no answer.
  @Test func aMisspeltNameIsNamed() {
    let notebook = Notebook()
    notebook.run("network 2-3-2\nforward 0.5 2 -> 1 0\nlet alpha1 = 2")
    #expect(notebook.failure("check a_k = alpa1, hint 0")?.entries.first?.suggestion == "alpha1")
  }
}
