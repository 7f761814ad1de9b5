import Backprop
import Testing

@testable import BackpropLanguage

/// Every line of Eglen's "Derivation of the back propagation rule" as its LaTeX prints it, on a random 2-3-2
/// network.
struct HandoutDerivationTests {
  static let lines = [
    "\\text{Hidden layer} \\quad a_j = \\sum_i w_{ij} y_i \\quad (1)",
    "y_j = g(a_j) \\quad (2)",
    "\\text{Output layer} \\quad a_k = \\sum_j w_{jk} y_j \\quad (3)",
    "y_k = g(a_k) \\quad (4)",
    "\\text{Error function} \\quad E = \\frac{1}{2} \\sum_k (t_k - y_k)^2 \\quad (5)",
    "\\Delta w_{ij} = -\\eta \\frac{\\partial E}{\\partial w_{ij}}",
    "\\frac{\\partial E}{\\partial w_{qr}} = - \\sum_k (t_k - y_k) \\frac{\\partial y_k}{\\partial w_{qr}}",
    "\\frac{\\partial y_k}{\\partial w_{qr}} = [k = r] g'(a_r) y_q",
    "\\frac{\\partial E}{\\partial w_{qr}} = -(t_r - y_r) \\frac{\\partial y_r}{\\partial w_{qr}}",
    "$y_r = g(a_r)$",
    "$a_r = \\sum_j w_{jr} y_j$",
    "\\frac{\\partial y_r}{\\partial w_{qr}} = g'(a_r) \\frac{\\partial a_r}{\\partial w_{qr}}",
    "\\frac{\\partial a_r}{\\partial w_{qr}} = y_q \\quad (\\text{\"partial trick\"})",
    "\\frac{\\partial E}{\\partial w_{qr}} = -(t_r - y_r) g'(a_r) y_q",
    "\\text{Let } \\delta_k = g'(a_k)(t_k - y_k)",
    "\\text{So } \\frac{\\partial E}{\\partial w_{qr}} = -\\delta_r y_q",
    "\\frac{\\partial E}{\\partial w_{pq}} = - \\sum_k (t_k - y_k) \\frac{\\partial y_k}{\\partial w_{pq}}",
    """
    $$\\begin{aligned}
    \\frac{\\partial y_k}{\\partial w_{pq}} &= \\frac{\\partial y_k}{\\partial y_q} \\frac{\\partial \
    y_q}{\\partial w_{pq}} \\\\
    \\frac{\\partial y_k}{\\partial y_q} &= g'(a_k) \\frac{\\partial a_k}{\\partial y_q} = g'(a_k) w_{qk} \
    \\quad \\text{from 3, 4 and "partial trick"} \\\\
    \\frac{\\partial y_q}{\\partial w_{pq}} &= g'(a_q) \\frac{\\partial a_q}{\\partial w_{pq}} = g'(a_q) \
    y_p \\quad \\text{from 1, 2}
    \\end{aligned}$$
    """,
    """
    $$\\begin{aligned}
    \\frac{\\partial E}{\\partial w_{pq}} &= - \\sum_k (t_k - y_k) \\times g'(a_k) w_{qk} \\times g'(a_q) \
    y_p \\\\
    &= - y_p g'(a_q) \\sum_k (t_k - y_k) g'(a_k) w_{qk} \\\\
    &= - y_p g'(a_q) \\sum_k \\delta_k w_{qk}
    \\end{aligned}$$
    """,
    "\\text{Let } \\delta_q = g'(a_q) \\sum_k \\delta_k w_{qk}",
    "\\frac{\\partial E}{\\partial w_{pq}} = - \\delta_q y_p",
  ]

  @Test(arguments: lines)
  func holds(_ line: String) throws {
    let context = try FormulaContext.presented([2, 3, 2])
    #expect(try context.difference(line) < 1e-13)
    // Each also holds with bias units: they are inputs that receive nothing.
    #expect(try FormulaContext.presented([2, 3, 2], bias: -1, seed: 7).difference(line) < 1e-13)
    #expect(
      try FormulaContext.presented([2, 3, 2], transfer: [.identity, .tanh, .softplus], bias: 1, seed: 8)
        .difference(line) < 1e-13)
  }

  /// Deeper networks and skip projections: δ_j sums over every projection that leaves the layer.
  @Test func deeper() throws {
    let context = try FormulaContext.presented([3, 4, 3, 2], bias: 1, skips: [(1, 3), (0, 3)])
    #expect(try context.difference("δ_j = g'(a_j) (Σ_l δ_l w_jl + Σ_k δ_k w_jk)") < 1e-13)
    #expect(try context.difference("δ_j = -∂E/∂a_j; ∂E/∂w_ij = -δ_j y_i; ∂E/∂w_ik = -δ_k y_i") < 1e-13)
    #expect(try context.difference("a_k = Σ_l w_lk y_l + Σ_j w_jk y_j + Σ_i w_ik y_i") < 1e-13)
    #expect(try context.difference("δ_j = g'(a_j) Σ_l δ_l w_jl") > 1e-3)
    // Differentiation by an output includes every path that leaves it.
    #expect(try context.difference("∂y_k/∂y_j = g'(a_k) (w_jk + Σ_l w_lk g'(a_l) w_jl)") < 1e-13)
  }

  @Test(arguments: [
    "∂E/∂w_qr = δ_r y_q", "∂E/∂w_qr = -δ_r y_r", "δ_j = Σ_k δ_k w_jk", "Δw_ij = η δ_j y_j",
    "δ_k = g'(a_k) (y_k - t_k)",
    "∂y_k/∂w_qr = g'(a_r) y_q", "a_k = Σ_j w_jk a_j", "E = Σ_k (t_k - y_k)^2", "∂a_r/∂w_qr = y_r",
  ])
  func wrongOnesAreRefuted(_ equation: String) throws {
    #expect(try FormulaContext.presented([2, 2, 2]).difference(equation) > 1e-4)
  }

  /// The classic mistake: δ_j from the weights after the update.
  @Test func updatedWeightsAreRefuted() throws {
    var context = try FormulaContext.presented([2, 3, 2])
    let rule = "δ_j = g'(a_j) Σ_k δ_k w_jk"
    #expect(try context.difference(rule) < 1e-13)
    context.network.apply(try #require(context.weightChanges))
    #expect(try context.difference(rule) > 1e-5)
    // Equations that only concern the pass still hold.
    #expect(try context.difference("∂E/∂w_qr = -δ_r y_q") < 1e-13)
  }

  @Test func softmaxAndCrossEntropy() throws {
    let context = try FormulaContext.presented(
      [3, 4, 3], transfer: [.identity, .tanh, .softmax], bias: 1, error: .crossEntropy, target: [0, 1, 0])
    #expect(
      try context.difference(
        "E = -Σ_k t_k log y_k; δ_k = t_k - y_k; δ_k = -∂E/∂a_k; ∂E/∂w_ij = -δ_j y_i; ∂E/∂w_jk = -δ_k y_j")
        < 1e-13)
    #expect(
      try context.difference("y_k = g(a_k); y_k = exp(a_k) / Σ_r exp(a_r); ∂y_k/∂a_r = y_k ([k = r] - y_r)")
        < 1e-13)
    let sigmoid = try FormulaContext.presented([3, 4, 3], error: .crossEntropy)
    #expect(
      try sigmoid.difference(
        "E = -Σ_k (t_k log y_k + (1 - t_k) log(1 - y_k)); δ_k = t_k - y_k; ∂E/∂w_ij = -δ_j y_i") < 1e-13)
    // Softmax under the squared error needs the whole Jacobian.
    let squares = try FormulaContext.presented([3, 4, 3], transfer: [.identity, .sigmoid, .softmax])
    #expect(try squares.difference("δ_k = -∂E/∂a_k; δ_k = Σ_r (t_r - y_r) y_r ([k = r] - y_k)") < 1e-13)
  }

  @Test func derivativesWithinDerivatives() throws {
    let context = try FormulaContext.presented([2, 3, 2], transfer: [.identity, .sigmoid, .identity])
    // ∂²E/∂w² of an identity output unit is y².
    #expect(try context.difference("∂(∂E/∂w_qr)/∂w_qr = y_q^2") < 1e-13)
    // δ under ∂ is -∂E/∂a.
    #expect(try context.difference("∂δ_k/∂a_r = -[k = r]") < 1e-13)
    #expect(try context.difference("∂g'(a_j)/∂a_j = g'(a_j) (1 - 2 * y_j)") < 1e-13)
    #expect(try context.difference("∂(total E)/∂w_qr = 2 * ∂(mean E)/∂w_qr") < 1e-13)
  }
}
