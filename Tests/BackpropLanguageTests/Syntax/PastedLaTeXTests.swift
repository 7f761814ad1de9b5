import Testing

@testable import BackpropLanguage

/// What is rare in LaTeX, but is read.
@Suite struct PastedLaTeXTests {
  @Test(arguments: [
    #"prove {\partial E \over \partial w_{jk}} = -\delta_k y_j"#,
    #"prove \delta_k = -\frac{\partial E}{\partial y_k} g^\prime(a_k)"#,
    #"prove t_k - y_k = -(y_k - t_k) \iff y_k = t_k - (t_k - y_k)"#,
    #"prove {t_k - y_k \over 2} \cdot 2 = t_k - y_k"#,
  ])
  func isProved(_ cell: String) {
    let notebook = Notebook()
    notebook.run("network 2-3-2 tanh")
    #expect(notebook.run(cell).contains("holds"))
  }
}
