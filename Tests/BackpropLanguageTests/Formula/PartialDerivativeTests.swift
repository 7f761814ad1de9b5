import Backprop
import Testing

@testable import BackpropLanguage

/// ∂ against central differences: the weight is moved and the pattern presented again.
struct PartialDerivativeTests {
  static let numerators = [
    "E", "y_k1", "a_k1 y_k2", "Σ_k y_k g'(a_k)", "Σ_j exp(-a_j^2) y_j", "Σ_k (t_k - y_k)^2 / (1 + E)",
    "Σ_k log(y_k + 2)",
    "max(y_k1, y_k2) - min(a_j1, a_j2)", "δ_j1", "Σ_k δ_k w_j1k",
  ]

  @Test(arguments: numerators)
  func agreesWithCentralDifferences(_ numerator: String) throws {
    for (seed, transfer) in [TransferFunction.sigmoid, .tanh, .softplus].enumerated() {
      let context = try FormulaContext.presented(
        [2, 3, 2], transfer: [.identity, transfer, .sigmoid], bias: 1, skips: [(0, 2)],
        seed: UInt64(seed + 20))
      for (variable, projection, row, column) in [
        ("w_i1j1", 0, 1, 0), ("w_i0j1", 0, 0, 0), ("w_j2k2", 1, 2, 1), ("w_i2k1", 2, 1, 0),
      ] {
        let exact = try #require(context.value("∂(\(numerator))/∂\(variable)").values.first)
        let h = 1e-5
        var values: [Double] = []
        for step in [h, -h] {
          var moved = context
          let weight = context.network.projections[projection].weights[row, column]
          try moved.network.setWeight(weight + step, projection: projection, row: row, column: column)
          let old = try #require(context.presentation)
          let pass = try moved.network.forward(old.input)
          let target = try #require(old.target)
          moved.presentation = Presentation(
            input: old.input, target: target, network: moved.network, forward: pass,
            backward: try moved.network.backward(pass, target: target))
          values.append(try #require(moved.value(numerator).values.first))
        }
        let central = (values[0] - values[1]) / (2 * h)
        #expect(abs(exact - central) < 1e-8, "∂(\(numerator))/∂\(variable)")
      }
    }
  }

  /// By an output itself: the derivatives of -Σ t log(y) and -Σ (t log(y) + (1 - t) log(1 - y)), computed by
  /// hand.
  @Test(arguments: [
    ("3-4-2 softmax", "1 1 1 -> 1 0", "-t_k/y_k"), ("3-4-2 softmax", "1 1 1 -> 0.25 0.75", "-t_k/y_k"),
    ("3-4-2", "1 1 1 -> 1 0", "(y_k - t_k)/(y_k (1 - y_k))"),
    ("3-4-2", "1 1 1 -> 0.25 0.75", "(y_k - t_k)/(y_k (1 - y_k))"),
  ])
  func crossEntropyByAnOutput(_ network: String, _ pattern: String, _ byHand: String) {
    let notebook = Notebook()
    let before = "network \(network), bias, error cross-entropy\nforward \(pattern)\nbackward\n"
    for equation in [
      "∂E/∂y_k = \(byHand)", "∂E/∂y_j = Σ_k ∂E/∂y_k ∂y_k/∂y_j", "∂E/∂a_j = Σ_k ∂E/∂y_k ∂y_k/∂a_j",
      "-δ_r = Σ_k ∂E/∂y_k ∂y_k/∂a_r",
    ] {
      #expect(notebook.run(before + "check " + equation).contains("holds for"))
    }
  }
}
