import TestSupport
import Testing

@testable import BackpropLanguage

/// Formulas that double with every level of nesting.
@Suite struct NestedFormulaTests {
  private func nested(_ levels: Int) -> String {
    var formula = "y_k"
    for _ in 0..<levels { formula = "tanh(\(formula) + sin(\(formula)))" }
    return formula
  }

  private func proof(levels: Int) -> String {
    let notebook = Notebook()
    _ = notebook.outcome(of: "network 2-3-2, bias")
    let derivative = "∂(\(nested(levels)))/∂w_pq"
    return notebook.outcome(of: "prove \(derivative) = \(derivative)").1
  }

  @Test func shallowOnesAreProved() {
    for levels in 1...3 { #expect(proof(levels: levels).contains("holds for")) }
  }

  /// The answer is a sentence, and does not repeat the formula.
  @Test(arguments: [8, 12]) func deepOnesAreStopped(levels: Int) {
    let text = proof(levels: levels)
    #expect(text.contains("The equation is not decided."))
    #expect(text.utf8.count < 200)
  }
}
