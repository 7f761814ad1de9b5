import Testing

@testable import BackpropLanguage

/// A line of a course with numbered layers whose letters or vectors do not fit is told why, and also which
/// slip it probably is. Each line has one slip in an equation of the course.
@Suite struct NumberedLayerSlipsTests {
  private func said(_ notation: String, _ check: String, _ network: String = "2-3-2, bias") -> String {
    let notebook = Notebook()
    notebook.run("network \(network)\nnotation \(notation)")
    return notebook.failure(check)?.entries.first?.message ?? ""
  }

  /// BP1 to BP4 of Nielsen's chapter 2, and his equations 23 and 25.
  @Test(arguments: [
    ("δ^2_j = σ'(z^2_j) Σ_k w^3_jk δ^3_k", "a w is read the other way round"),
    ("δ^2_j = σ'(z^2_j) Σ_k w^3_kj δ^2_k", "`δ` is of the wrong layer"),
    ("δ^2_j = σ'(z^3_j) Σ_k w^3_kj δ^3_k", "`z` is of the wrong layer"),
    ("δ^3_j = σ'(z^2_j) Σ_k w^3_kj δ^3_k", "`δ` is of the wrong layer"),
    ("δ^l_j = σ'(z^l_j) Σ_k w^{l+1}_jk δ^{l+1}_k", "a w is read the other way round"),
    ("δ^l_j = σ'(z^l_j) Σ_k w^l_kj δ^{l+1}_k", "a w is that of other units"),
    ("z^2_j = Σ_k w^2_kj a^1_k + b^2_j", "a w is read the other way round"),
    ("z^2_j = Σ_k w^2_jk a^2_k + b^2_j", "`a` is of the wrong layer"),
    ("z^l_j = Σ_k w^l_jk a^l_k + b^l_j", "`a` is of the wrong layer"),
    ("z^2 = w^2 a^2 + b^2", "`a` is of the wrong layer"),
    ("δ^2 = w^3 δ^3 ⊙ σ'(z^2)", "a w is read the other way round"),
    ("δ^2 = ((w^3)^T δ^2) ⊙ σ'(z^2)", "`δ` is of the wrong layer"),
    ("z^2 = (w^2)^T a^1 + b^2", "a w is read the other way round"),
    ("∂C/∂w^2_jk = δ^2_j a^2_k", "`a` is of the wrong layer"),
    ("∂C/∂w^2_jk = δ^2_k a^1_j", "two letters are exchanged"),
    ("∂C/∂w^2 = a^1 (δ^2)^T", "two letters are exchanged"),
    ("∂C/∂w^l_jk = δ^{l+1}_j a^{l-1}_k", "`δ` is of the wrong layer"),
    ("∂C/∂b^2 = δ^3", "`δ` is of the wrong layer"),
    ("∂C/∂b^l_j = δ^{l+1}_j", "`δ` is of the wrong layer"),
    (
      #"\delta^{2}_{j} = \sigma'(z^{2}_{j}) \sum_k w^{3}_{jk} \delta^{3}_{k}"#,
      "a w is read the other way round"
    ),
  ])
  func ofNielsen(_ line: String, _ slip: String) {
    for cell in ["check \(line)", "prove \(line)", "check:\n  \(line)"] {
      let said = said("nielsen", cell)
      #expect(said.hasSuffix("; " + slip), "\(cell): \(said)")
    }
  }

  /// The same where all layers are as wide.
  @Test func widthsDoNotMatter() {
    let said = said("nielsen", "check δ^2 = w^3 δ^3 ⊙ σ'(z^2)", "3-3-3")
    #expect(said.hasSuffix("; a w is read the other way round"), "\(said)")
  }

  /// Ng's and Goodfellow's lines, whose layers have brackets.
  @Test(arguments: [
    ("ng", "dz^{[1]} = (w^{[2]})^T dz^{[1]} ⊙ g'(z^{[1]})", "`δ` is of the wrong layer"),
    ("ng", "z^{[2]} = w^{[2]} a^{[2]} + b^{[2]}", "`a` is of the wrong layer"),
    ("ng", "z^{[1]}_j = Σ_i w^{[1]}_ij x_i + b^{[1]}_j", "a w is read the other way round"),
    ("ng", "dw^{[2]} = a^{[1]} (dz^{[2]})^T", "two letters are exchanged"),
    (
      "goodfellow", "a^{(1)}_j = b^{(1)}_j + Σ_i W^{(1)}_ji h^{(1)}_i", "`h` is of the wrong layer"
    ),
    ("goodfellow", "a^{(l)} = b^{(l)} + W^{(l)} h^{(l)}", "`h` is of the wrong layer"),
  ])
  func ofOthers(_ notation: String, _ line: String, _ slip: String) {
    let said = said(notation, "check \(line)")
    #expect(said.hasSuffix("; " + slip), "\(said)")
  }

  /// `hint` says how much is told.
  @Test func hints() {
    let line = "check δ^2_j = σ'(z^2_j) Σ_k w^3_jk δ^3_k"
    #expect(!said("nielsen", line + ", hint 0").contains("other way round"))
    #expect(
      said("nielsen", line + ", hint 2").hasSuffix("; it holds with `w^3_{kj}` in the place of `w^3_jk`"))
  }

  /// With two slips none is named.
  @Test(arguments: ["δ^2_j = a^1_j Σ_k w^3_jk δ^2_k", "δ^2 = w^3 δ^2", "z^2_j = Σ_k w^2_kj a^2_k"])
  func twoSlipsAreNotNamed(_ line: String) {
    let said = said("nielsen", "check \(line)")
    #expect(!said.isEmpty && !said.contains("wrong") && !said.contains("other way round"), "\(said)")
  }

  /// The network may be that of a line above.
  @Test func inOneCell() {
    let cell = "network 2-3-2\nnotation nielsen\ncheck z^2_j = Σ_k w^2_jk a^2_k"
    let said = Notebook().failure(cell)?.entries.first?.message ?? ""
    #expect(said.hasSuffix("; `a` is of the wrong layer"), "\(said)")
  }
}
