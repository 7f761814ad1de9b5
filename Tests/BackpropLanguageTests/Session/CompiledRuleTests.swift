import Backprop
import TestSupport
import Testing

@testable import BackpropLanguage

/// Rules typed as formulas that are applied by a compiled rule, against the same formulas carried out step by
/// step: a quantity that is remembered but changes nothing keeps a rule from being compiled.
@Suite struct CompiledRuleTests {
  struct Spelling: CustomTestStringConvertible, Sendable {
    let rule: String
    let lines: [String]
    /// The built-in rule that it is, and its options; nil if it is none.
    let builtIn: String?

    init(_ rule: String, is builtIn: String? = nil, _ lines: String) {
      self.rule = rule
      self.builtIn = builtIn
      self.lines = lines.split(separator: "\n").map(String.init)
    }

    var testDescription: String { "\(rule) \(builtIn ?? ""): \(lines.joined(separator: "; "))" }
  }

  static let means = """
    m_ij = β1 m_ij(n-1) + (1 - β1) ∂E/∂w_ij
    v_ij = β2 v_ij(n-1) + (1 - β2) (∂E/∂w_ij)^2
    """

  static let spellings = [
    // As in Kingma and Ba's algorithm 1, with the corrected means in lines of their own.
    Spelling(
      "adam", is: "adam",
      means + """

        M_ij = m_ij / (1 - β1^n)
        V_ij = v_ij / (1 - β2^n)
        Δw_ij = -η M_ij / (sqrt(V_ij) + ε)
        """),
    // As PyTorch computes it.
    Spelling(
      "adam", is: "adam",
      """
      m_ij = 0.9 m_ij(n-1) + 0.1 ∂E/∂w_ij
      v_ij = 0.999 v_ij(n-1) + 0.001 ∂E/∂w_ij ∂E/∂w_ij
      Δw_ij = -η / (1 - 0.9^n) m_ij / (v_ij^(1/2) / (1 - 0.999^n)^0.5 + 10^-8)
      """),
    // The mean of s instead of the gradient, the other line first, and the factors elsewhere.
    Spelling(
      "adam", is: "adam",
      """
      v_ij = (∂E/∂w_ij)^2 - β2 ((∂E/∂w_ij)^2 - v_ij(n-1))
      m_ij = β1 m_ij(n-1) - (1 - β1) ∂E/∂w_ij
      Δw_ij = m_ij / (ε + (v_ij / (1 - β2^n))^0.5) η / (1 - β1^n)
      """),
    // RMSprop and AdaGrad, with the small number outside and inside of the root.
    Spelling(
      "normalized",
      "v_ij = 0.9 v_ij(n-1) + 0.1 (∂E/∂w_ij)^2\nΔw_ij = -η ∂E/∂w_ij / (sqrt(v_ij) + 10^-8)"),
    Spelling("normalized", "v_ij = v_ij(n-1) + (∂E/∂w_ij)^2\nΔw_ij = η δ_j y_i / sqrt(v_ij + 10^-8)"),
    // Dozat's Nadam: the gradient counts beside the mean.
    Spelling(
      "normalized",
      means + "\nΔw_ij = -η (β1 m_ij + (1 - β1) ∂E/∂w_ij) / (1 - β1^n) / (sqrt(v_ij / (1 - β2^n)) + ε)"),
    Spelling(
      "rprop", is: "rprop",
      """
      c_ij = ∂E/∂w_ij h_ij(n-1)
      D_ij = [n = 1] η + [n > 1] ([c_ij > 0] min(1.2 D_ij(n-1), 50) + [c_ij < 0] max(0.5 D_ij(n-1), 10^-6) \
      + [c_ij = 0] D_ij(n-1))
      h_ij = [c_ij ≥ 0] ∂E/∂w_ij
      Δw_ij = -sign(h_ij) D_ij
      """),
    // Without sign, min and max.
    Spelling(
      "rprop", is: "rprop",
      """
      b_ij = [n < 2] η + [n ≥ 2] D_ij(n-1)
      u_ij = [up b_ij < 50] up b_ij + 50 [50 ≤ up b_ij]
      d_ij = [0.5 b_ij > 0.000001] 0.5 b_ij + 0.000001 [0.5 b_ij ≤ 0.000001]
      s_ij = [δ_j y_i s_ij(n-1) ≥ 0] δ_j y_i
      D_ij = [δ_j y_i s_ij(n-1) > 0] u_ij + [0 > δ_j y_i s_ij(n-1)] d_ij + [δ_j y_i s_ij(n-1) = 0] b_ij
      Δw_ij = [s_ij > 0] D_ij - [s_ij < 0] D_ij
      """),
    Spelling(
      "quickprop", is: "quickprop",
      """
      d_ij = Δw_ij(n-1)
      f_ij = (1.75 / 2.75) ∂E/∂w_ij(n-1)
      q_ij = [d_ij > 0] [-∂E/∂w_ij ≥ -f_ij] + [d_ij < 0] [-∂E/∂w_ij ≤ -f_ij]
      p_ij = [q_ij = 1] 1.75 d_ij + [q_ij = 0] [d_ij^2 > 0] d_ij ∂E/∂w_ij / (∂E/∂w_ij(n-1) - ∂E/∂w_ij)
      Δw_ij = p_ij - [d_ij ∂E/∂w_ij ≤ 0] η ∂E/∂w_ij
      """),
  ]
  private func definition(_ lines: [String], stepByStep: Bool) -> String {
    guard stepByStep else { return (["rule mine:"] + lines).joined(separator: "\n  ") }
    let kept = lines.map { $0.hasPrefix("Δw_ij") ? $0 + " + 0 z_ij(n-1)" : $0 }
    return (["rule mine:"] + kept + ["z_ij = z_ij(n-1) + 1"]).joined(separator: "\n  ")
  }

  /// The rule, and the weights after a few epochs in which some gradients are 0 and steps reach their limits;
  /// nil if it cannot be defined.
  private func trained(
    _ lines: [String], stepByStep: Bool = false, training: String = "train 5 epochs, batch 3, η 0.4"
  ) throws -> (rule: LearningRule, weights: [Double])? {
    let notebook = Notebook()
    notebook.run("network 2-3-1, bias\npatterns xor\nweights uniform -1 1, seed 5")
    guard case .finished = notebook.outcome(of: definition(lines, stepByStep: stepByStep)).0,
      let rule = try notebook.session.snapshot.state.ownRule(named: "mine")
    else { return nil }
    notebook.run("\(training), rule mine")
    return (rule, notebook.weights)
  }

  private func start() throws -> [Double] {
    let notebook = Notebook()
    notebook.run("network 2-3-1, bias\nweights uniform -1 1, seed 5")
    return notebook.weights
  }

  @Test(arguments: spellings)
  func aCompiledRuleDoesTheSameAsItsSteps(_ spelling: Spelling) throws {
    for training in ["train 5 epochs, batch 3, η 0.4", "train 4 epochs, η 0.05, decay 0.01"] {
      let compiled = try #require(try trained(spelling.lines, training: training))
      let steps = try #require(try trained(spelling.lines, stepByStep: true, training: training))
      #expect(compiled.rule.compiledRule == spelling.rule)
      #expect(steps.rule.compiledRule == nil)
      #expect(distance(compiled.weights, steps.weights) < 1e-13)
      #expect(distance(compiled.weights, try start()) > 1e-3)
      if let builtIn = spelling.builtIn {
        let notebook = Notebook()
        notebook.run("network 2-3-1, bias\npatterns xor\nweights uniform -1 1, seed 5")
        notebook.run("\(training), rule \(builtIn)")
        #expect(compiled.weights == notebook.weights)
      }
    }
  }

  /// A rate that falls long after the first updates, by a function of n, is not Adam's.
  @Test(arguments: ["1 + exp(n/10 - 100)", "1 + (n/1000)^20"])
  func adamWithARateOfItsOwnIsNotAdam(_ divisor: String) throws {
    let adam = [
      "m_ij = 0.9 m_ij(n-1) + 0.1 ∂E/∂w_ij", "v_ij = 0.999 v_ij(n-1) + 0.001 (∂E/∂w_ij)^2",
      "Δw_ij = -η m_ij/(1 - 0.9^n) / (sqrt(v_ij/(1 - 0.999^n)) + 10^-8)",
    ]
    #expect(try #require(try trained(adam)).rule.compiledRule == "adam")
    let other = [adam[0], adam[1], adam[2].replacing("-η", with: "-η / (\(divisor))")]
    #expect(try #require(try trained(other)).rule.compiledRule != "adam")
  }

  /// Every copy with one thing changed is carried out as it is written.
  @Test(arguments: spellings)
  func aChangedCopyIsNotTakenForTheRule(_ spelling: Spelling) throws {
    let changes = [
      (" + ", " - "), (" - ", " + "), ("≥", ">"), ("> ", "≥ "), ("≤", "<"), ("< ", "≤ "), ("(n-1)", ""),
      ("min", "max"), ("max", "min"), ("sign(", "("), ("= -", "= "), (" η", " η^2"), ("n = 1", "n = 2"),
      ("0.5", "0.6"), ("50", "1"), ("1.2", "1.3"), ("1.75", "1.5"), ("(1 - β1)", "β1"), ("^2", "^3"),
      ("10^-8", "0.1"), (" 0]", " 0.01]"),
    ]
    var count = 0
    // Other numbers of the built-in rule, and comparisons that are the same: D(0) = 0, and 1.75 · 0 = 0.
    let numbers = ["0.5", "50", "1.2", "10^-8"]
    let same = ["[n ≥ 1]", "[d_ij ≥ 0] [", "[d_ij ≤ 0] ["]
    for (number, line) in spelling.lines.enumerated() {
      for (old, new) in changes {
        let parts = line.split(separator: old, omittingEmptySubsequences: false)
        for place in parts.indices.dropFirst() {
          let changed =
            parts[..<place].joined(separator: old) + new + parts[place...].joined(separator: old)
          var lines = spelling.lines
          lines[number] = changed
          guard let whole = try trained(lines), let steps = try trained(lines, stepByStep: true)
          else { continue }
          count += 1
          let difference = distance(whole.weights, steps.weights)
          #expect(difference < 1e-12 || difference.isNaN, "\(lines)")
          let isBuiltIn = whole.rule.compiledRule.map { $0 == spelling.builtIn } ?? false
          let mayBe = numbers.contains(old) || same.contains { changed.contains($0) }
          #expect(!isBuiltIn || mayBe, "\(lines)")
        }
      }
    }
    #expect(count >= 3)
  }
}
