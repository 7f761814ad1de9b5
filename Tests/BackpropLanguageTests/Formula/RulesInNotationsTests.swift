import BackpropLanguage
import Testing

/// Learning rules by the letters of courses that number layers: each trains as the built-in rule that it is.
@Suite struct RulesInNotationsTests {
  private static let setup = "network 2-3-1, bias\nweights uniform -1 1, seed 3\npatterns xor\n"

  private func weights(_ cell: String) -> [Double] {
    let notebook = Notebook()
    let text = notebook.run(Self.setup + cell)
    let weights = notebook.weights
    #expect(weights.count == 13, "\(text)")
    return weights
  }

  @Test(arguments: [
    ("nielsen", "Δw_{jk}^{[l]} = -η δ_j^{[l]} a_k^{[l-1]}"),
    ("nielsen", "w_{jk}^{(l)} → w_{jk}^{(l)} - η ∂C/∂w_{jk}^{(l)}"),
    ("nielsen", "w^{(l)}_{jk} := w^{(l)}_{jk} - η \\frac{\\partial C}{\\partial w_{jk}^{(l)}}"),
    ("goodfellow", "Δw_{jk}^{(l)} = -ε g_j^{(l)} h_k^{(l-1)}"),
    ("ng", "Δw_{jk}^{[l]} = -α δ_j^{[l]} a_k^{[l-1]}"),
    (
      "ng",
      "\n  w_{jk}^{[l]} := w_{jk}^{[l]} - α ∂J/∂w_{jk}^{[l]}\n  b_j^{[l]} := b_j^{[l]} - α ∂J/∂b_j^{[l]}"
    ),
    ("ng", "\n  v_{jk}^{[l]} = ∂J/∂w_{jk}^{[l]}\n  Δw_{jk}^{[l]} = -α v_{jk}^{[l]}"),
  ])
  func gradientDescentWithLayersInBrackets(_ notation: String, _ rule: String) {
    let definition = "rule mine:" + (rule.hasPrefix("\n") ? "" : " ") + rule
    let own = weights("notation \(notation)\n\(definition)\ntrain 20 epochs, rule mine")
    #expect(own == weights("train 20 epochs"))
  }

  /// Brackets in a schedule: the same as two trainings, one after the other.
  @Test func comparisonsInASchedule() {
    let twice = weights("train 2 epochs, η 0.5\ntrain 3 epochs, η 0.1")
    #expect(weights("train 5 epochs, η 0.5 [n ≤ 2] + 0.1 [n > 2]") == twice)
    #expect(weights("train 5 epochs, η 0.1 + 0.4 [n < 3]") != weights("train 5 epochs, η 0.1"))
    // What stands beside a bracket that is 0 need not have a value.
    #expect(weights("train 5 epochs, η 0.5 [n < 3] + 0.1 [n > 2] sqrt(n - 2) / sqrt(n - 2)") == twice)
  }
}
