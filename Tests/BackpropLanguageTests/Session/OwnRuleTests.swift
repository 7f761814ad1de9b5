import Backprop
import TestSupport
import Testing

@testable import BackpropLanguage

/// Learning rules typed as formulas, against the built-in rules, which are tested against PyTorch.
@Suite struct OwnRuleTests {
  struct Copy: CustomTestStringConvertible, Sendable {
    /// The definition of the rule `mine`.
    let definition: String
    /// The built-in rule, and the options of both.
    let builtIn: String
    let options: String

    var testDescription: String { builtIn }
  }

  static let copies = [
    Copy(definition: "rule mine: Δw_ij = η δ_j y_i", builtIn: "gradient", options: "η 0.3, α 0"),
    Copy(definition: "rule mine: Δw_ij = -η ∂E/∂w_ij", builtIn: "gradient", options: "η 0.3, α 0"),
    Copy(
      definition: "rule mine: Δw_ij(n) = η δ_j y_i + α Δw_ij(n-1)", builtIn: "gradient",
      options: "η 0.3, α 0.8"),
    // Lines and letters of the lecture, and a velocity that Δw is.
    Copy(
      definition: "rule mine:\n  v_jk = α v_jk(n-1) - η ∂E/∂w_jk\n  Δw_jk = v_jk", builtIn: "gradient",
      options: "η 0.3, α 0.8"),
    Copy(
      definition: "rule mine:\n  v_ij = η δ_j y_i + α v_ij(n-1)\n  Δw_ij = η δ_j y_i + α v_ij",
      builtIn: "nesterov", options: "η 0.2, α 0.7"),
    // Nesterov's rule as Sutskever and Bengio write it.
    Copy(
      definition: "rule mine:\n  v_ij = α v_ij(n-1) - η ∂E/∂w_ij\n  Δw_ij = (1 + α) v_ij - α v_ij(n-1)",
      builtIn: "nesterov", options: "η 0.2, α 0.7"),
    Copy(definition: adam, builtIn: "adam", options: "η 0.02"),
    Copy(definition: adam, builtIn: "adam", options: "η 0.02, β1 0.8, β2 0.95"),
    Copy(definition: rprop, builtIn: "rprop", options: "η 0.1"),
    Copy(definition: rprop, builtIn: "rprop", options: "η 0.1, up 1.3, down 0.4, largest 0.3"),
    Copy(definition: quickprop, builtIn: "quickprop", options: "η 0.1"),
    Copy(definition: quickprop, builtIn: "quickprop", options: "η 0.1, growth 1.5"),
  ]

  static let adam = """
    rule mine:
      m_ij = β1 m_ij(n-1) + (1 - β1) ∂E/∂w_ij
      v_ij = β2 v_ij(n-1) + (1 - β2) (∂E/∂w_ij)^2
      Δw_ij = -η (m_ij / (1 - β1^n)) / (sqrt(v_ij / (1 - β2^n)) + 10^-8)
    """
  static let rprop = """
    rule mine:
      b_ij = [n = 1] η + [n > 1] D_ij(n-1)
      c_ij = -∂E/∂w_ij s_ij(n-1)
      l_ij = [c_ij > 0] min(increase b_ij, largest)
      D_ij = l_ij + [c_ij < 0] max(decrease b_ij, smallest) + [c_ij = 0] b_ij
      s_ij = -[c_ij ≥ 0] ∂E/∂w_ij
      Δw_ij = sign(s_ij) D_ij
    """
  static let quickprop = """
    rule mine:
      s_ij = -∂E/∂w_ij
      u_ij = sign(Δw_ij(n-1))
      f_ij = u_ij growth / (1 + growth) s_ij(n-1)
      p_ij = [u_ij s_ij ≥ f_ij] growth Δw_ij(n-1) + [u_ij s_ij < f_ij] Δw_ij(n-1) s_ij / (s_ij(n-1) - s_ij)
      Δw_ij = p_ij + [u_ij s_ij > 0] η s_ij + [u_ij = 0] η s_ij
    """

  static let networks = [
    "network 2-2-1, bias", "network 2-3-2-1 tanh, bias -1\nconnect i -> k\nfreeze w_i1j, w_j2l1",
    "network 2-40-9-1, bias", "network i 2 - j 4 softplus - k 1 sigmoid, bias, error cross-entropy",
  ]

  private func notebook(_ network: String) -> Notebook {
    let notebook = Notebook()
    notebook.run("\(network)\npatterns xor")
    return notebook
  }

  /// To the last bit, however long it is trained.
  @Test(arguments: networks, copies)
  func aCopyGivesTheWeightsOfTheBuiltInRule(_ network: String, _ copy: Copy) throws {
    for updates in ["batch", "batch 3, mean", "batch, decay 0.01 without bias", "decay 0.001"] {
      let (ours, theirs) = (notebook(network), notebook(network))
      let before = ours.weights
      ours.run(copy.definition)
      ours.run("train 60 epochs, rule mine, \(copy.options), \(updates)")
      theirs.run("train 60 epochs, rule \(copy.builtIn), \(copy.options), \(updates)")
      #expect(ours.weights == theirs.weights)
      #expect(distance(theirs.weights, before) > 1e-3)
    }
  }

  /// A line without subscripts computes one number for all weights: a rate that falls with each update, as a
  /// schedule says it of each epoch, which is one update here; the rate of Kingma and Ba's second form of
  /// Adam; and 1 - 0.9^n as a mean of ones, which starts at 0.
  @Test(arguments: [
    ("η_n = η / (1 + n/10)\nΔw_ij = η_n δ_j y_i", "gradient, η 0.3 / (1 + n/10)"),
    (
      """
      β1 = 0.8
      m_ij = β1 m_ij(n-1) + (1 - β1) ∂E/∂w_ij
      v_ij = β2 v_ij(n-1) + (1 - β2) (∂E/∂w_ij)^2
      root = sqrt(1 - β2^n)
      α_t = η root / (1 - β1^n)
      Δw_ij = -α_t m_ij / (sqrt(v_ij) + 10^-8 root)
      """, "adam, β1 0.8, η 0.3"
    ),
    ("c = 0.9 c(n-1) + 0.1\nΔw_ij = η c / (1 - 0.9^n) δ_j y_i", "gradient, η 0.3"),
  ])
  func aLineMayComputeANumberForAllWeights(_ lines: String, _ builtIn: String) {
    for network in Self.networks {
      let (ours, theirs) = (notebook(network), notebook(network))
      let indented = lines.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n")
      ours.run("rule mine:\n\(indented)\ntrain 30 epochs, rule mine, η 0.3, batch")
      theirs.run("train 30 epochs, rule \(builtIn), batch")
      #expect(distance(ours.weights, theirs.weights) <= 1e-11)
      #expect(distance(ours.weights, notebook(network).weights) > 1e-3)
    }
  }

  /// Books give the weight after the update, with an arrow, whole matrices, and biases in a line of their
  /// own.
  @Test(arguments: [
    ("handout", "rule mine: w_ij ← w_ij + η δ_j y_i"),
    ("handout", "rule mine: w_ij = η δ_j y_i + w_ij"),
    ("handout", "rule mine: w_ij(n) = w_ij(n-1) + η δ_j y_i"),
    ("handout", "rule mine: w_ij = w_ij(n-1) - η ∂E/∂w_ij"),
    ("handout", "rule mine:\n  Δw_ij = η (δ_j y_i - 2 w_ij + 2 w_ij)\n  Δw_i0j = δ_j η y_i0"),
    ("haykin", "rule mine: w_ji(n) = w_ji(n-1) + η δ_j y_i"),
    ("bishop", "rule mine: w_ji := w_ji - η δ_j z_i"),
    ("nielsen", "rule mine: w^l_jk → w^l_jk - η ∂C/∂w^l_jk"),
    ("nielsen", "rule mine:\n  w^l → w^l - η δ^l (a^{l-1})^T\n  b^l → b^l - η δ^l"),
    ("nielsen", "rule mine: w^{l+1} → w^{l+1} - η δ^{l+1} (a^l)^T"),
    ("nielsen", "rule mine:\n  w → w - η ∂C/∂w\n  b → b - η ∂C/∂b"),
    ("handout", "rule mine: w ← w - η ∂E/∂w"),
    ("mitchell", "rule mine:\n  Δw_ji = η δ_j x_ji\n  w_ji ← w_ji + Δw_ji"),
    ("ng", "rule mine:\n  W := W - α dW\n  b := b - α db"),
    ("nielsen", "rule mine:\n  Δw^l_jk = -η δ^l_j a^{l-1}_k\n  Δb^l_j = -η ∂C/∂b^l_j"),
    ("goodfellow", "rule mine: W^{(l)} \\leftarrow W^{(l)} - ε g^{(l)} (h^{(l-1)})^T"),
    ("ng", "rule mine:\n  W^{[l]} := W^{[l]} - α dW^{[l]}\n  b^{[l]} := b^{[l]} - α db^{[l]}"),
  ])
  func aRuleAsBooksHaveItIsTheGradient(_ notation: String, _ definition: String) {
    let (ours, theirs) = (notebook("network 2-3-1, bias"), notebook("network 2-3-1, bias"))
    ours.run("notation \(notation)\n\(definition)\nnotation handout\ntrain 6 epochs, rule mine, η 0.3")
    theirs.run("train 6 epochs, η 0.3, α 0")
    #expect(distance(ours.weights, theirs.weights) <= 1e-14)
    #expect(distance(ours.weights, notebook("network 2-3-1, bias").weights) > 1e-3)
  }

  /// Lines for biases leave them out of the decay, as books print it; the built-in rule has an option for it.
  @Test(arguments: [
    ("handout", "rule mine:\n  w_ij ← (1 - η λ) w_ij - η ∂E/∂w_ij\n  w_i0j ← w_i0j - η ∂E/∂w_i0j"),
    ("handout", "rule mine:\n  w_ij ← w_ij + η δ_j y_i - η λ w_ij\n  w_i0j ← w_i0j + η δ_j"),
    ("nielsen", "rule mine:\n  w^l → (1 - η λ) w^l - η ∂C/∂w^l\n  b^l → b^l - η ∂C/∂b^l"),
    ("ng", "rule mine:\n  W^{[l]} := W^{[l]} - α (dW^{[l]} + λ W^{[l]})\n  b^{[l]} := b^{[l]} - α db^{[l]}"),
    (
      "handout",
      """
      rule mine:
        v_ij = -η ∂E/∂w_ij - η λ w_ij
        v_i0j = -η ∂E/∂w_i0j
        w_ij ← w_ij + v_ij
        w_i0j ← w_i0j + v_i0j
      """
    ),
  ])
  func aRuleMayLeaveBiasesOutOfItsDecay(_ notation: String, _ definition: String) {
    for options in ["", ", batch", ", batch 2, mean", ", shuffle, seed 5"] {
      let (ours, theirs) = (notebook("network 2-3-1, bias"), notebook("network 2-3-1, bias"))
      ours.run("let λ = 0.1\nnotation \(notation)\n\(definition)\nnotation handout")
      ours.run("train 6 epochs, rule mine, η 0.3\(options)")
      theirs.run("train 6 epochs, η 0.3, α 0, decay 0.1 without bias\(options)")
      #expect(distance(ours.weights, theirs.weights) <= 1e-14)
      let all = notebook("network 2-3-1, bias")
      all.run("train 6 epochs, η 0.3, α 0, decay 0.1\(options)")
      #expect(distance(ours.weights, all.weights) > 1e-3)
    }
  }

  /// Descent with decay and momentum in a rule's own lines, in networks of several sizes, is the built-in
  /// rule with these options. Another decay among the options is added to it, where only bias weights differ.
  @Test(arguments: ["network 2-3-1, bias", "network 2-40-9-1, bias", "network 2-3-2-1 tanh, bias -1"])
  func aRuleMayHaveADecayOfItsOwn(_ network: String) {
    let line = "w_ij ← w_ij + η δ_j y_i - 0.1 η w_ij + α Δw_ij(n-1)"
    let ofBias = "w_i0j ← w_i0j - η ∂E/∂w_i0j + α Δw_i0j(n-1)"
    let pairs = [
      ("rule mine: \(line)", "", "decay 0.1"),
      ("rule mine:\n  \(line)\n  \(ofBias)", "", "decay 0.1 without bias"),
      ("rule mine:\n  \(line)\n  \(ofBias)", ", decay 0.2 without bias", "decay 0.3 without bias"),
      ("rule mine: \(line)", ", decay 0.2", "decay 0.3"),
    ]
    for (rule, options, decay) in pairs {
      for updates in ["", ", batch", ", batch 3, mean"] {
        let (ours, theirs) = (notebook(network), notebook(network))
        ours.run("\(rule)\ntrain 3 epochs, rule mine, η 0.3, α 0.6\(options)\(updates)")
        ours.run("train 3 epochs, rule mine, η 0.3, α 0.6\(options)\(updates)")
        theirs.run("train 6 epochs, η 0.3, α 0.6, \(decay)\(updates)")
        #expect(distance(ours.weights, theirs.weights) <= 1e-13)
      }
    }
    // What a decay without an option leaves to the bias weights: nothing.
    let (ours, theirs) = (notebook(network), notebook(network))
    ours.run("rule mine:\n  \(line)\n  \(ofBias)\ntrain 3 epochs, rule mine, η 0.3, α 0, decay 0.2")
    theirs.run(
      "rule all:\n  w_ij ← w_ij + η δ_j y_i - 0.3 η w_ij\n  w_i0j ← w_i0j - η ∂E/∂w_i0j - 0.2 η w_i0j\n"
        + "train 3 epochs, rule all, η 0.3, α 0")
    #expect(distance(ours.weights, theirs.weights) <= 1e-13)
  }

  /// With another output of the bias unit than 1, δ_j alone and ∂E/∂w_i0j differ by it: -∂E/∂w = δ y.
  @Test(arguments: [
    ("Δw_i0j = -η δ_j", true), ("Δw_i0j = -η ∂E/∂w_i0j", true), ("Δw_i0j = η δ_j y_i0", true),
    ("Δw_i0j = η δ_j", false),
  ])
  func theOutputOfTheBiasUnitCounts(_ line: String, _ isGradient: Bool) {
    let (ours, theirs) = (notebook("network 2-3-1, bias -1"), notebook("network 2-3-1, bias -1"))
    ours.run("rule mine:\n  Δw_ij = η δ_j y_i\n  \(line)\ntrain 6 epochs, rule mine, η 0.3")
    theirs.run("train 6 epochs, η 0.3, α 0")
    #expect((distance(ours.weights, theirs.weights) <= 1e-14) == isGradient)
  }

  /// A bias learns at its own rate: Δw of one pattern by δ and y.
  @Test func aBiasHasItsOwnFormula() {
    let notebook = notebook("network 2-3-1, bias -1")
    notebook.run("rule mine:\n  Δw_ij = η δ_j y_i\n  Δw_i0j = 0.3 δ_j + 0.2 w_i0j\nrule mine, η 0.5")
    let said = notebook.run(
      """
      forward 2
      backward
      check Δw_i0j1 = 0.3 δ_j1 + 0.2 w_i0j1
      check Δw_j0k1 = 0.3 δ_k1 + 0.2 w_j0k1
      check Δw_ij = 0.5 δ_j y_i
      """)
    #expect(said.contains("0.3 δ_j1 + 0.2 w_i0j1"))
    // The check of every weight fails, as biases change otherwise.
    #expect(said.contains("does not hold"))
  }

  /// Momentum as books print it. Polyak's α (w(n) - w(n-1)) is α Δw(n-1): before the first update, the weight
  /// was what it is. A running mean of the gradient, v = β v + (1 - β) ∂E/∂w, is momentum β at the rate
  /// η (1 - β).
  @Test(arguments: [
    ("handout", "w_ij ← w_ij + η δ_j y_i + α (w_ij - w_ij(n-1))", 0.3),
    ("handout", "w_ij(n+1) = w_ij(n) + η δ_j y_i + α (w_ij(n) - w_ij(n-1))", 0.3),
    ("handout", "w_ij(t) = w_ij(t-1) + η δ_j y_i + α (w_ij(t-1) - w_ij(t-2))", 0.3),
    ("handout", "Δw_ij(t+1) = η δ_j y_i + α Δw_ij(t)", 0.3),
    ("handout", "Δw_ij(t) = -η ∂E/∂w_ij + α Δw_ij(t-1)\n  w_ij(t+1) = w_ij(t) + Δw_ij(t)", 0.3),
    ("handout", "v_ij ← α v_ij + η δ_j y_i\n  w_ij ← w_ij + v_ij\n  w_i0j ← w_i0j + v_i0j", 0.3),
    ("rumelhart", "Δw_ji(n+1) = η (δ_pj o_pi) + α Δw_ji(n)", 0.3),
    ("bishop", "w_ji^{(τ+1)} = w_ji^{(τ)} - η ∂E_n/∂w_ji + α (w_ji^{(τ)} - w_ji^{(τ-1)})", 0.3),
    ("haykin", "Δw_ji(n) = α Δw_ji(n-1) + η δ_j(n) y_i(n)", 0.3),
    (
      "haykin",
      "Δw_ji(n) = α Δw_ji(n-1) + η δ_j(n) y_i(n)\n  Δw_j0(n) = α Δw_j0(n-1) + η δ_j(n)", 0.3
    ),
    (
      "bishop",
      "Δw_ji(n) = -η ∂E_n/∂w_ji + α Δw_ji(n-1)\n  Δw_j0(n) = -η ∂E_n/∂w_j0 + α Δw_j0(n-1)", 0.3
    ),
    ("handout", "w_ij(t+1) = w_ij(t) + η δ_j y_i + α Δw_ij(t-1)", 0.3),
    ("handout", "w_ij(t+1) = w_ij(t) + η δ_j y_i + α Δw_ij(t)", 0.3),
    (
      "handout",
      "v_ij(t) = α v_ij(t-1) + η ∂E/∂w_ij(t)\n  w_ij(t+1) = w_ij(t) - v_ij(t)", 0.3
    ),
    (
      "handout",
      "v_ij(n) = α v_ij(n-1) + η ∂E/∂w_ij(n)\n  w_ij(n+1) = w_ij(n) - v_ij(n)", 0.3
    ),
    (
      "handout",
      "v_ij(t+1) = α v_ij(t) + η ∂E/∂w_ij(t)\n  w_ij(t+1) = w_ij(t) - v_ij(t+1)", 0.3
    ),
    (
      "handout",
      "v_ij = α v_ij(t-1) + η ∂E/∂w_ij\n  w_ij(t+1) = w_ij(t) - v_ij(t)", 0.3
    ),
    (
      "handout",
      "v_ij^{(t)} = α v_ij^{(t-1)} + η ∂E/∂w_ij^{(t)}\n  w_ij^{(t+1)} = w_ij^{(t)} - v_ij^{(t)}", 0.3
    ),
    (
      "handout",
      "v_ij^{(n)} = α v_ij^{(n-1)} + η ∂E/∂w_ij^{(n)}\n  w_ij^{(n+1)} = w_ij^{(n)} - v_ij^{(n)}", 0.3
    ),
    // A rule's letters are for any layers, also where the network's are others.
    ("mitchell", "v_qh ← α v_qh + η ∂E/∂w_qh\n  w_qh ← w_qh - v_qh", 0.3),
    ("haykin", "u_qh(n) = α u_qh(n-1) - η ∂ℰ/∂w_qh(n)\n  w_qh(n+1) = w_qh(n) + u_qh(n)", 0.3),
    ("rumelhart", "v_qh = α v_qh(n-1) - η ∂E/∂w_qh\n  Δw_qh = v_qh", 0.3),
    ("bishop", "v_qh = α v_qh(n-1) - η ∂E/∂w_qh\n  u_qh = v_qh\n  Δw_qh = u_qh", 0.3),
    ("handout", "v ← α v - η ∇E\n  u = v\n  w ← w + u", 0.3),
    ("nielsen", "v^l = α v^l(n-1) - η ∂C/∂w^l\n  w^l → w^l + v^l", 0.3),
    (
      "nielsen",
      "v^l → α v^l - η ∂C/∂w^l\n  w^l → w^l + v^l\n  u^l → α u^l - η ∂C/∂b^l\n  b^l → b^l + u^l", 0.3
    ),
    ("goodfellow", "v^{(l)} ← α v^{(l)} - ε ∂J/∂W^{(l)}\n  W^{(l)} ← W^{(l)} + v^{(l)}", 0.3),
    (
      "ng",
      "v_dW = β v_dW + (1-β) dW\n  v_db = β v_db + (1-β) db\n  W := W - α v_dW\n  b := b - α v_db", 1.0
    ),
  ])
  func momentumAsPrinted(_ notation: String, _ lines: String, _ rate: Double) {
    for options in ["", ", batch"] {
      let (ours, theirs) = (notebook("network 2-3-1, bias"), notebook("network 2-3-1, bias"))
      ours.run("notation \(notation)\nrule mine:\n  \(lines)\nnotation handout")
      ours.run("train 6 epochs, rule mine, η \(rate), α 0.7\(options)")
      theirs.run("train 6 epochs, η 0.3, α 0.7\(options)")
      #expect(distance(ours.weights, theirs.weights) <= 1e-13)
      #expect(distance(ours.weights, notebook("network 2-3-1, bias").weights) > 1e-3)
    }
  }

  /// A rule that treats biases apart is the same by hand, in a batch of one, from a file, and when shown.
  @Test(arguments: ["network 2-3-1, bias", "network 2-3-2-1 tanh, bias -1", "network 2-40-9-1, bias"])
  func aRuleWithBiasesApartAgreesWithItself(_ network: String) {
    let rule =
      "rule mine:\n  m_ij = 0.9 m_ij(n-1) + ∂E/∂w_ij\n  w_ij ← 0.99 w_ij - η m_ij\n"
      + "  w_i0j ← w_i0j + 0.2 δ_j + α Δw_i0j(n-1)\nrule mine, η 0.3, α 0.6"
    let (byHand, trained, saved) = (notebook(network), notebook(network), Notebook())
    for notebook in [byHand, trained] { notebook.run(rule) }
    trained.run("save \"net.json\"")
    saved.files = trained.files
    saved.run("load \"net.json\"")
    for _ in 1...3 { byHand.run("step 1\nstep 2\nforward 3\nbackward\nupdate\nstep 4") }
    trained.run("train 3 epochs")
    saved.run("patterns xor\ntrain 3 epochs, rule mine, η 0.3, α 0.6")
    #expect(byHand.weights == trained.weights)
    #expect(saved.weights == trained.weights)
    byHand.run("forward 2\nbackward")
    let (before, changes) = (byHand.weights, byHand.changes)
    byHand.run("update")
    #expect(distance(zip(byHand.weights, before).map { $0 - $1 }, changes) < 1e-14)
    #expect(distance(byHand.weights, before) > 1e-6)
  }

  /// Another α makes no other training where the rule has none: what it remembers is kept.
  @Test(arguments: ["rule mine:\n  m_ij = 0.9 m_ij(n-1) + ∂E/∂w_ij\n  Δw_ij = -η m_ij", "rule adam"])
  func anUnusedMomentumChangesNothing(_ rule: String) {
    let (ours, theirs) = (notebook("network 2-3-1, bias"), notebook("network 2-3-1, bias"))
    let name = rule.hasPrefix("rule mine") ? "mine" : "adam"
    for notebook in [ours, theirs] { notebook.run(rule) }
    ours.run("train 3 epochs, rule \(name), η 0.1, α 0.9")
    let said = ours.run("α = 0.3\ntrain 3 epochs, rule \(name), η 0.1, α 0.5 / n")
    theirs.run("train 6 epochs, rule \(name), η 0.1, α 0")
    #expect(ours.weights == theirs.weights)
    #expect(said.contains("continues at epoch 4"))
  }

  /// Adam as courses type it, in their symbols, with their rates.
  @Test(arguments: [
    (
      "nielsen",
      "m_jk = β_1 m_jk(n-1) + (1 - β_1) ∂C/∂w_jk\n"
        + "  v_jk = β_2 v_jk(n-1) + (1 - β_2) (∂C/∂w_jk)^2\n"
        + "  w_jk ← w_jk - η m_jk / (1 - β_1^n) / (sqrt(v_jk / (1 - β_2^n)) + 10^-8)"
    ),
    (
      "bishop",
      "m_ji = 0.9 m_ji(n-1) + 0.1 ∂E/∂w_ji\n"
        + "  r_ji = 0.999 r_ji(n-1) + 0.001 (∂E/∂w_ji)^2\n"
        + "  Δw_ji = -0.05 (m_ji / (1 - 0.9^n)) / (sqrt(r_ji / (1 - 0.999^n)) + 10^-8)"
    ),
    (
      "handout",
      "m ← β1 m + (1 - β1) ∇E\n  v ← β2 v + (1 - β2) ∇E ⊙ ∇E\n  m̂ = m/(1 - β_1^n)\n"
        + "  v̂ = v/(1 - β_2^n)\n  w ← w - η m̂ / (√v̂ + 10^-8)"
    ),
    (
      "handout",
      "m = β1 m(n-1) + (1 - β1) ∇E\n  v = β2 v(n-1) + (1 - β2) (∇E)^2\n"
        + "  w ← w - η m/(1 - β1^n) / (√(v/(1 - β2^n)) + 10^-8)"
    ),
    (
      "mitchell",
      "m_qh ← β_1 m_qh + (1 - β_1) ∂E/∂w_qh\n  v_qh ← β_2 v_qh + (1 - β_2) (∂E/∂w_qh)^2\n"
        + "  w_qh ← w_qh - η m_qh/(1 - β_1^n) / (√(v_qh/(1 - β_2^n)) + 10^-8)"
    ),
  ])
  func adamInOtherWords(_ notation: String, _ lines: String) {
    let (ours, theirs) = (notebook("network 2-3-1, bias"), notebook("network 2-3-1, bias"))
    ours.run("notation \(notation)\nrule mine:\n  \(lines)\nrule mine, η 0.05\ntrain 600 epochs")
    theirs.run("rule adam, η 0.05\ntrain 600 epochs")
    #expect(ours.weights == theirs.weights)
  }

  @Test(arguments: copies)
  func stepsByHandAreTraining(_ copy: Copy) throws {
    let (byHand, trained) = (notebook("network 2-3-1, bias"), notebook("network 2-3-1, bias"))
    for notebook in [byHand, trained] { notebook.run("\(copy.definition)\nrule mine, \(copy.options)") }
    for _ in 1...2 { byHand.run("step 1\nstep 2\nforward 3\nbackward\nupdate\nstep 4") }
    trained.run("train 2 epochs")
    #expect(byHand.weights == trained.weights)
    byHand.run("train 2 epochs\nstep 1\nstep 2\nstep 3\nstep 4")
    trained.run("train 3 epochs")
    #expect(byHand.weights == trained.weights)
  }

  /// The Δw that `backward` announces is the one that `update` adds.
  @Test(arguments: copies)
  func theChangeThatIsShownIsMade(_ copy: Copy) throws {
    let notebook = notebook("network 2-3-1, bias")
    notebook.run("\(copy.definition)\nrule mine, \(copy.options)\nstep 1\nstep 2\nforward 3\nbackward")
    let before = notebook.weights
    let changes = notebook.changes
    notebook.run("update")
    #expect(distance(zip(notebook.weights, before).map { $0 - $1 }, changes) < 1e-14)
    #expect(changes.contains { $0 != 0 })
  }

  /// A saved session trains on as before.
  @Test(arguments: copies)
  func aSavedRuleIsTheSame(_ copy: Copy) throws {
    let (first, second) = (notebook("network 2-3-1, bias"), Notebook())
    first.run(copy.definition)
    first.run("save \"net.json\"")
    second.files = first.files
    second.run("load \"net.json\"")
    for notebook in [first, second] { notebook.run("train 3 epochs, rule mine, \(copy.options)") }
    #expect(first.weights == second.weights)
    #expect(!second.weights.isEmpty)
  }

  /// The rule in force comes back with its settings, so that steps by hand are as before; a notation of one's
  /// own is known again.
  @Test(arguments: [
    "rule adam, η 0.01, β1 0.8", "rule momentum, α 0.7, decay 0.01 without bias", "η = 0.125",
    "η = 0.5/n", "α = 0.9 [n > 1]", "rule momentum, η 0.5 / (1 + n/4), decay 0.1/n without bias",
    "rule mine: Δw_ij = -β1 η ∂E/∂w_ij\nrule mine, β1 0.25, η 2",
  ])
  func whatIsInForceIsSaved(_ setting: String) {
    let (first, second) = (notebook("network 2-3-1, bias"), Notebook())
    first.run(setting)
    first.run("notation course:\n  y -> o\n  t -> d")
    first.run("save \"net.json\"")
    second.files = first.files
    let said = second.run("load \"net.json\"")
    #expect(said.contains("in force: "))
    #expect(said.contains("known again: `notation course`"))
    #expect(second.run("notation course").contains("o_j"))
    for notebook in [first, second] {
      notebook.run("step 1\nstep 2\nstep 1\npatterns xor\ntrain 3 epochs")
    }
    #expect(first.weights == second.weights)
    #expect(!second.weights.isEmpty)
  }

  /// A file without settings, as before, changes none, and says how to put its rule in force.
  @Test func anOlderFileChangesNoSetting() {
    let (first, second) = (notebook("network 2-3-1, bias"), Notebook())
    first.run("rule mine: Δw_ij = η δ_j y_i\nsave \"net.json\"")
    second.files = first.files
    second.run("η = 0.25")
    let said = second.run("load \"net.json\"")
    #expect(!said.contains("in force:"))
    #expect(said.contains("`rule mine` puts the rule in force"))
    #expect(second.run("η").contains("0.25"))
  }

  /// One linear weight, E = 1/2 (1 - w)² from w = 0: the numbers follow from the formulas by hand.
  @Test(arguments: [
    // s = 1, then 0.5: n is the number of the update.
    ("rule mine: Δw_ij = -0.5 n ∂E/∂w_ij", [0.5, 1.0]),
    // Δw = 0.1 (s + w): 0.1, then 0.1 (0.9 + 0.1).
    ("rule mine: Δw_ij = 0.1 (δ_j y_i + w_ij)", [0.1, 0.2]),
    // w(0) stands for 0: 0.5, and then 0.5 + 0.25 + (0.5 - 0).
    ("rule mine: Δw_ij = 0.5 δ_j y_i + w_ij - w_ij(n-1)", [0.5, 1.25]),
    // The gradient before is -1: 0.1 + 0, then 0.1 · 0.9 + 0.2 · 1.
    ("rule mine: Δw_ij = 0.1 δ_j y_i - 0.2 ∂E/∂w_ij(n-1)", [0.1, 0.39]),
    // What is remembered in a circle: c(n) = b(n-1), b(n) = 1 + c(n-1), so b = 1, 1, 2, 2, …
    (
      "rule mine:\n  c_ij = b_ij(n-1)\n  b_ij = 1 + c_ij(n-1)\n  Δw_ij = b_ij", [1.0, 2.0, 4.0, 6.0, 9.0]
    ),
    // Sign descent, and functions of one's own.
    ("f(a) = 2 a\nrule mine: Δw_ij = f(0.2) sign(δ_j y_i)", [0.4, 0.8, 1.2, 0.8]),
    ("let c = 0.2\nrule mine: Δw_ij = c max(δ_j y_i, 0)", [0.2, 0.36]),
  ])
  func byHand(_ definition: String, _ weights: [Double]) throws {
    for updates in ["", ", batch"] {
      let notebook = Notebook()
      notebook.run("network 1 - 1 identity\nweights zero\npatterns one:\n  1 -> 1")
      notebook.run(definition)
      for weight in weights {
        notebook.run("train 1 epochs, rule mine\(updates)")
        #expect(abs((notebook.weights.first ?? .nan) - weight) < 1e-12)
      }
    }
  }

  /// Rosenblatt's rule on AND with a threshold unit, η = 1 and all weights 0 at first, patterns in order: the
  /// updates are worked out by hand, w ← w + (t - y) x with x = (1, x1, x2), y = 1 where a ≥ 0.
  @Test func perceptronLearnsAnd() throws {
    for rule in ["perceptron", "mine"] {
      let notebook = Notebook()
      notebook.run("network 2 - 1 step, bias\nweights zero\npatterns and\nη = 1")
      notebook.run("rule mine: Δw_ij = η (t_j - y_j) y_i")
      var w = [0.0, 0.0, 0.0]
      let isOneAtZero = notebook.run("forward 1\ny_k1").contains("1.000000")
      for _ in 1...10 {
        for (x, t) in [([1.0, 0, 0], 0.0), ([1, 0, 1], 0), ([1, 1, 0], 0), ([1, 1, 1], 1)] {
          let a = zip(w, x).reduce(0) { $0 + $1.0 * $1.1 }
          let y: Double = a > 0 || a == 0 && isOneAtZero ? 1 : 0
          w = zip(w, x).map { $0 + (t - y) * $1 }
        }
        notebook.run("train 1 epochs, rule \(rule)")
        #expect(notebook.weights == w)
      }
      #expect(notebook.run("test").contains("4 of 4"))
    }
  }

  @Test func aRuleHasAtMostAThousandLines() throws {
    let lines = (1...1000).map { "  m\($0)_ij = m\($0)_ij(n-1) + 1\n" }.joined()
    let report = notebook("network 2-2-1").failure("rule mine:\n\(lines)  Δw_ij = η δ_j y_i")
    #expect(report?.text.contains("lines of a rule: 1001, but 1000 at most") == true)
  }

  /// Widrow and Hoff's rule takes the total input, before the threshold.
  @Test func deltaRule() throws {
    for rule in ["delta", "mine"] {
      let notebook = Notebook()
      notebook.run("network 2 - 1 step, bias\nweights zero\npatterns or")
      notebook.run("rule mine: Δw_jk = η (t_k - a_k) y_j")
      var w = [0.0, 0.0, 0.0]
      for _ in 1...20 {
        for (x, t) in [([1.0, 0, 0], 0.0), ([1, 0, 1], 1), ([1, 1, 0], 1), ([1, 1, 1], 1)] {
          let a = zip(w, x).reduce(0) { $0 + $1.0 * $1.1 }
          w = zip(w, x).map { $0 + 0.1 * (t - a) * $1 }
        }
      }
      notebook.run("train 20 epochs, η 0.1, rule \(rule)")
      #expect(distance(notebook.weights, w) < 1e-13)
      #expect(w[1] > 0.1)
    }
  }

  /// Such a rule leaves the weights into hidden layers as they are, and its batches are sums over patterns.
  @Test func targetsAreOnlyAtOutputs() throws {
    let notebook = notebook("network 2-3-1, bias")
    let before = notebook.weights
    notebook.run("rule mine: Δw_ij = η (t_j - y_j) y_i")
    notebook.run("forward 2\nbackward")
    let changes = try sumOfChanges("rule mine, η 0.1")
    notebook.run("train 1 epochs, rule mine, η 0.1, batch")
    let moved = zip(notebook.weights, before).map { $0 - $1 }
    #expect(moved.prefix(9).allSatisfy { $0 == 0 })
    #expect(moved.suffix(4).allSatisfy { $0 != 0 })
    #expect(distance(moved, changes) < 1e-14)
  }

  /// Σ of the Δw that `backward` shows for each pattern.
  private func sumOfChanges(_ rule: String) throws -> [Double] {
    let notebook = notebook("network 2-3-1, bias")
    notebook.run("rule mine: Δw_ij = η (t_j - y_j) y_i\n\(rule)")
    var sum: [Double] = []
    for pattern in 1...4 {
      notebook.run("forward \(pattern)\nbackward")
      sum = sum.isEmpty ? notebook.changes : zip(sum, notebook.changes).map { $0 + $1 }
    }
    try #require(sum.count == 13)
    return sum
  }
}
