import TestSupport
import Testing

@testable import BackpropLanguage

/// A penalty in E and learning rules: ∂E/∂w_ij has its share, δ_j y_i is the product alone.
///
/// With E = E0 + λ/2 Σ w², ∂E/∂w = -δ y + λ w, so that different rules must give the same weights.
@Suite struct RulePenaltyTests {
  /// Each is gradient descent with this penalty of all weights from i to j and from j to k.
  static let rules = [
    "rule mine: Δw_ij = η δ_j y_i - η λ w_ij",
    "rule mine: w_ij ← (1 - η λ) w_ij + η δ_j y_i",
    "rule mine: Δw_ij = -η ∂E/∂w_ij",
    // Both at once: half of each.
    "rule mine: Δw_ij = 0.5 η δ_j y_i - 0.5 η λ w_ij - 0.5 η ∂E/∂w_ij",
    // -∂E/∂w - δ y is the share of the penalty alone.
    "rule mine:\n  p_ij = ∂E/∂w_ij + δ_j y_i\n  Δw_ij = η δ_j y_i - η p_ij",
    "rule mine:\n  Δw_ij = -η ∂E/∂w_ij\n  Δw_i0j = η δ_j y_i0 - η λ w_i0j",
    "rule mine:\n  Δw_ij = η δ_j y_i - η λ w_ij\n  Δw_i0j = -η ∂E/∂w_i0j",
  ]
  static let networks = [
    "network 2-2-1, bias", "network 2-3-2, bias -1", "network 2-40-2, bias",
  ]
  private static let penalty = "let λ = 0.05\nE = 1/2 Σ_k (t_k - y_k)^2 + λ/2 (Σ_ij w_ij^2 + Σ_jk w_jk^2)"

  private func notebook(_ network: String) -> Notebook {
    let notebook = Notebook()
    notebook.run("\(network)\npatterns mine:\n  0 0.5 -> 1 0\n  1 0 -> 0 1\n  0.3 1 -> 1 1".with(network))
    notebook.run(Self.penalty)
    return notebook
  }

  /// E of each pattern has the penalty, so that a sum over a batch has it as often as there are patterns.
  @Test(arguments: networks, rules)
  func theProductHasNoShareOfThePenalty(_ network: String, _ rule: String) {
    for updates in ["", ", batch", ", batch 2, mean", ", shuffle, seed 3"] {
      let (ours, theirs) = (notebook(network), notebook(network))
      ours.run(updates == ", batch" ? rule.replacing("λ", with: "(3 λ)") : rule)
      ours.run("train 5 epochs, rule mine, η 0.3\(updates)")
      theirs.run("train 5 epochs, η 0.3, α 0\(updates)")
      #expect(distance(ours.weights, theirs.weights) <= 1e-13)
      // And the penalty matters.
      let plain = notebook(network)
      plain.run("rule plain: Δw_ij = η δ_j y_i\ntrain 5 epochs, rule plain, η 0.3\(updates)")
      #expect(distance(plain.weights, theirs.weights) > 1e-3)
      let without = notebook(network)
      without.run("error squares\ntrain 5 epochs, η 0.3, α 0\(updates)")
      #expect(distance(plain.weights, without.weights) <= 1e-13)
    }
  }

  /// By hand, `backward` and `update` do what `train` does, and what is shown holds.
  @Test(arguments: networks, rules)
  func stepsByHandAreTraining(_ network: String, _ rule: String) {
    let (byHand, trained) = (notebook(network), notebook(network))
    for notebook in [byHand, trained] { notebook.run("\(rule)\nrule mine, η 0.3") }
    byHand.run("step 1\nforward 2\nbackward\nupdate\nstep 3")
    trained.run("train 1 epoch")
    #expect(byHand.weights == trained.weights)
    byHand.run("forward 2\nbackward")
    let (before, changes) = (byHand.weights, byHand.changes)
    #expect(!byHand.run("check Δw_ij = η δ_j y_i - η λ w_ij").contains("does not hold"))
    #expect(!byHand.run("check Δw_jk = -η ∂E/∂w_jk").contains("does not hold"))
    byHand.run("update")
    #expect(distance(zip(byHand.weights, before).map { $0 - $1 }, changes) < 1e-14)
  }

  /// A rule of a file knows it, too.
  @Test func savedRulesKeepTheDifference() {
    let (ours, loaded) = (notebook(Self.networks[0]), notebook(Self.networks[0]))
    ours.run("\(Self.rules[3])\nrule mine, η 0.3\nsave \"net.json\"")
    loaded.files = ours.files
    loaded.run("load \"net.json\"\nlet λ = 0.05")
    for notebook in [ours, loaded] { notebook.run("train 5 epochs, rule mine, η 0.3, α 0") }
    #expect(ours.weights == loaded.weights)
  }
}

extension String {
  /// Rows with as many targets as the network has outputs.
  fileprivate func with(_ network: String) -> String {
    network.contains("-1, bias")
      ? split(separator: "\n").map { $0.contains("->") ? String($0.dropLast(2)) : String($0) }
        .joined(separator: "\n") : self
  }
}
