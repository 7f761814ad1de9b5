import Testing

@testable import BackpropLanguage

/// What is rare in LaTeX, but is read.
@Suite struct PastedLaTeXTests {
  @Test(arguments: [
    #"prove {\partial E \over \partial w_{jk}} = -\delta_k y_j"#,
    #"prove \delta_k = -\frac{\partial E}{\partial y_k} g^\prime(a_k)"#,
    #"prove t_k - y_k = -(y_k - t_k) \iff y_k = t_k - (t_k - y_k)"#,
    #"prove {t_k - y_k \over 2} \cdot 2 = t_k - y_k"#,
    #"prove \partial_{w_{jk}} E = -\delta_k y_j"#,
    #"prove -\partial_{a_k}E = \delta_k"#,
    #"prove ∂_{a_k} (y_k^2) = 2 y_k \partial_{a_k} y_k"#,
    #"prove \partial _{a_k} y_k^2 = 2 y_k g'(a_k)"#,
    #"prove \partial_{a_k} \sum_r (t_r - y_r)^2 = -2 (t_k - y_k) g'(a_k)"#,
    #"prove \boxed{\partial E \over \partial a_k} = -\delta_k"#,
    #"prove \underbrace{\cancel{2} \over 4}_{\text{half}} + \frac{\boxed{1 \over 2}}{2} = 0.75"#,
  ])
  func isProved(_ cell: String) {
    let notebook = Notebook()
    notebook.run("network 2-3-2 tanh")
    #expect(notebook.run(cell).contains("holds"))
  }

  /// A prime set above the subscripts, as Haykin prints it.
  @Test func aPrimeMayStandBehindSubscripts() {
    let notebook = Notebook()
    notebook.run("notation haykin\nnetwork 2-3-2")
    let cell = #"prove \delta_j = \varphi_j^{\prime}(v_j) \sum_k \delta_k w_{kj}"#
    #expect(notebook.run(cell).contains("holds"))
  }

  /// Words of several letters, in any upright type.
  @Test(arguments: ["text", "textit", "textrm", "mathrm", "mathit", "mbox"])
  func aNameMayBeText(_ type: String) {
    let notebook = Notebook()
    notebook.run("notation mitchell\nnetwork 2-3-2")
    let net = #"\TYPE{net}_j"#.replacing("TYPE", with: type)
    #expect(notebook.run(#"prove \delta_j = -\frac{\partial E}{\partial \#(net)}"#).contains("holds"))
    #expect(notebook.run(#"prove \#(net) = \sum_i w_{ji} x_{ji}"#).contains("holds"))
  }

  /// The weight after an update and before it, and a derivative by what stands below its sign.
  @Test(arguments: [
    (#"w_{ij}^{\text{new}} = w_{ij}^{\text{old}} + \eta \delta_j y_i"#, "Δw_ij = η δ_j y_i"),
    (
      #"\Delta w_{ij}^{\text{new}} = \eta \delta_j y_i + \alpha \Delta w_{ij}^{\text{old}}"#,
      "Δw_ij = η δ_j y_i + α Δw_ij(n-1)"
    ),
    (#"w^{\text{new}} = w^{\text{old}} - \eta \partial_w E"#, "Δw_ij = -η ∂E/∂w_ij"),
  ])
  func isARule(_ formula: String, _ read: String) {
    #expect(Notebook().run("rule a: \(formula)").contains(read))
  }

  @Test(arguments: [#"\text{new}} = w_{jk}^{\text{old}"#, #"\mathrm{new}} = w_{jk}^{\mathrm{old}"#])
  func isAnUpdate(_ names: String) {
    let notebook = Notebook()
    notebook.run("network 2-3-2\nw_jk = 1\nw_{jk}^{\(names)} + 1")
    #expect(notebook.run("print w_j1k1").contains("= 2"))
  }

  /// A vector below ∂, where layers are numbered.
  @Test(arguments: [
    ("check δ^L = ∂_{a^L} C ⊙ σ'(z^L)", "δ^L = ∂_{a^L} C ⊙ σ'(z^L) holds for all 2 cases of k"),
    (#"prove \partial C / \partial b^\ell = \delta^\ell"#, "∂C/∂b^2_j = δ^2_j holds"),
    ("prove ∂_{b^l} C = δ^l", "∂C/∂b^2_j = δ^2_j holds"),
    ("prove ∂_{a^L_j} C = a^L_j - y_j", "∂C/∂a^3_k = a^3_k - y_k holds"),
    ("prove ∂_{w^l_jk} C = a^{l-1}_k δ^l_j", "∂C/∂w^2_ji = a^1_i δ^2_j holds"),
  ])
  func isADerivativeByALayer(_ cell: String, _ shown: String) {
    let notebook = Notebook()
    notebook.run("notation nielsen\nnetwork 2-3-2, bias\nforward 0.3 0.8 -> 1 0\nbackward")
    #expect(notebook.run(cell).contains(shown))
  }

  @Test func anArrowIsAnEquation() {
    let notebook = Notebook()
    notebook.run("network 2-3-2\nforward 0.5 2 -> 1 0\nbackward")
    #expect(notebook.run(#"check \delta_k \gets (t_k - y_k) g'(a_k)"#).contains("holds"))
    #expect(notebook.failure(#"check \delta_k1 \gets 0.5"#) != nil)
  }
}
