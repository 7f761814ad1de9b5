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

  /// A rate for each layer. Where the rate of a layer is 0, it is as if its weights were frozen; and the Δw
  /// of each layer is proportional to its rate.
  @Test func aRateForEachLayer() {
    let rule = "rule mine: Δw_ij = η (0.5 [l = 2] + 0.125 [l = 3]) δ_j y_i\n"
    let first = "rule first: Δw_ij = η [l = 2] δ_j y_i\n"
    #expect(
      weights(first + "train 20 epochs, rule first, η 0.5")
        == weights("freeze w_jk\ntrain 20 epochs, η 0.5"))
    #expect(
      weights(first + "train 20 epochs, batch, rule first, η 0.5")
        == weights("freeze w_jk\ntrain 20 epochs, batch, η 0.5"))
    let notebook = Notebook()
    notebook.run(Self.setup + "forward 2\nbackward")
    let plain = notebook.changes
    notebook.run(rule + "rule mine\nforward 2\nbackward")
    #expect(notebook.changes == plain.enumerated().map { $1 * ($0 < 9 ? 0.5 : 0.125) })
    // By hand and by training, pattern after pattern.
    let byHand = weights(rule + "rule mine, η 0.5\nstep 1\nstep 2\nstep 3\nstep 4")
    #expect(byHand == weights(rule + "train 1 epoch, rule mine, η 0.5"))
  }

  /// l is the number that the notation in force gives to the layer.
  @Test func layersAreCountedAsTheNotationDoes() {
    let handout = weights("rule mine: Δw_ij = η / l δ_j y_i\ntrain 5 epochs, rule mine")
    let nielsen = "notation nielsen\nrule mine: Δw^l_jk = -η / l δ^l_j a^{l-1}_k\ntrain 5 epochs, rule mine"
    #expect(weights(nielsen) == handout)
    let ng =
      "notation ng\nrule mine: Δw^{[l]}_jk = -α / (l + 1) δ^{[l]}_j a^{[l-1]}_k\ntrain 5 epochs, rule mine"
    let close = zip(weights(ng), handout).allSatisfy { ($0 - $1).magnitude < 1e-14 }
    #expect(close)
    let notebook = Notebook()
    let rule = "Δw^{[l]}_jk = -α / l δ^{[l]}_j a^{[l-1]}_k"
    let shown = notebook.run(Self.setup + "notation ng\nrule mine: \(rule)")
    #expect(shown.contains(rule), "\(shown)")
    // A number of one's own is what it is.
    #expect(
      weights("let l = 4\nrule mine: Δw_ij = η / l δ_j y_i\ntrain 5 epochs, rule mine, η 2")
        == weights("train 5 epochs, η 0.5"))
  }

  /// The same in networks for which other engines train.
  @Test(arguments: ["", ", batch", ", batch 2"])
  func aRateForEachLayerOfALargeNetwork(_ batch: String) {
    func trained(_ lines: String) -> [Double] {
      let notebook = Notebook()
      let text = notebook.run("network 2-40-9-1, bias\npatterns xor\n" + lines)
      #expect(notebook.weights.count == 499, "\(text)")
      return notebook.weights
    }
    let own = trained(
      "rule mine: Δw_ij = η [l ≥ 3] δ_j y_i + α Δw_ij(n-1)\ntrain 20 epochs, rule mine, α 0.5" + batch)
    let frozen = trained("freeze w_ij\ntrain 20 epochs, α 0.5" + batch)
    let isClose = zip(own, frozen).allSatisfy { ($0 - $1).magnitude < 1e-12 }
    #expect(isClose)
    #expect(own != trained("train 20 epochs, α 0.5" + batch))
  }
}
