import TestSupport
import Testing

@testable import BackpropLanguage

/// What is wrong only because of the bias units says so.
@Suite struct BiasAssumptionTests {
  private func text(_ cell: String, on network: String = "network 2-3-2, bias") -> String {
    let notebook = Notebook()
    _ = notebook.outcome(of: network)
    // Without line breaks.
    return notebook.outcome(of: cell).1.split(whereSeparator: { $0 == " " || $0 == "\n" })
      .joined(separator: " ")
  }

  /// Σ_j takes the bias unit in where a weight from it is a factor: the sides differ by 1, or by its output.
  @Test(arguments: [
    "prove Σ_j (w_jk + 1) = Σ_j w_jk + Σ_j 1", "prove:\n  Σ_j (w_jk + y_j) = Σ_j w_jk + Σ_j y_j",
  ])
  func unlikeSums(_ cell: String) {
    let text = text(cell)
    #expect(text.contains("does not hold"))
    #expect(
      text.contains(
        "It holds in networks without bias units: here, Σ_j counts the bias unit where a weight from it is "
          + "in what is summed, and only there."))
  }

  @Test func aForgottenBias() {
    let text = text("prove a_j = Σ_i w_ij x_i")
    #expect(text.contains("It holds in networks without bias units."))
    #expect(!text.contains("here, Σ"))
  }

  @Test(arguments: [
    "prove Σ_j (w_jk + 1) = Σ_j w_jk + 2 Σ_j 1", "prove Σ_j w_jk y_j = Σ_j y_j",
    "prove, hint 0: Σ_j (w_jk + 1) = Σ_j w_jk + Σ_j 1", "prove w_j0k1 = 0",
  ])
  func nothingIsSaid(_ cell: String) {
    #expect(!text(cell).contains("without bias units"))
  }

  @Test func withoutBiasItIsProved() {
    let cell = "prove Σ_j (w_jk + 1) = Σ_j w_jk + Σ_j 1"
    #expect(text(cell, on: "network 2-3-2").contains("holds for every weight"))
  }
}
