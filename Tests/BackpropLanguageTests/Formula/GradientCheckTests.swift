import Backprop
import Testing

@testable import BackpropLanguage

struct GradientCheckTests {
  @Test func threeWaysAgree() throws {
    for context in try ExplanationTests.contexts() {
      let check = try GradientCheck(context, at: 0..<0)
      #expect(check.rows.count == context.network.weightCount)
      #expect(check.largestDifference < 1e-14)
      #expect(check.refutation == nil)
      let best = GradientCheck.steps.indices.compactMap { check.largestDifference(atStep: $0) }.min()
      #expect(try #require(best) < 1e-8)
    }
  }

  /// A transfer function whose stated derivative is wrong by a tenth is detected.
  @Test func aWrongDerivativeIsFound() throws {
    let wrong = TransferFunction(
      name: "wrong", definition: "a^2", value: { $0 * $0 }, derivative: { 2.2 * $0 })
    var context = try FormulaContext.presented([2, 3, 2], transfer: [.identity, wrong, .identity])
    context.functions["wrong"] = try Formula("a^2", parameter: "a")
    let refutation = try #require(GradientCheck(context, at: 0..<0).refutation)
    guard case .gradientsDiffer(let weight, let byDelta, let exact) = refutation.problem else {
      return #expect(Bool(false))
    }
    #expect(weight == "w_i1j1")
    #expect(abs(byDelta / exact - 1.1) < 1e-9)
  }

  /// It asks before each step h, which takes two passes, so that it stops soon in a large network too.
  @Test func asksBetweenSteps() throws {
    let context = try FormulaContext.presented([2, 30, 2])
    var questions = 0
    let check = try GradientCheck(context, at: 0..<0) {
      questions += 1
      return false
    }
    #expect(questions >= check.rows.count * GradientCheck.steps.count)
    for last in 1...2 * GradientCheck.steps.count {
      questions = 0
      #expect(throws: Diagnostic(.interrupted, at: 0..<0)) {
        try GradientCheck(context, at: 0..<0) {
          questions += 1
          return questions >= last
        }
      }
      #expect(questions == last)
    }
  }

  /// A pass with derivatives by a weight of the first layer multiplies by every weight of the next one.
  @Test func aPassWithDerivativesAsks() throws {
    let context = try FormulaContext.presented([1, 300, 400, 1])
    let base = try #require(context.presentation?.forward)
    var questions = 0
    _ = DualPass(
      context.network, base: base, variables: [.weight(projection: 0, row: 0, column: 0)],
      isInterrupted: {
        questions += 1
        return false
      })
    #expect(questions == 0)
    _ = DualPass(
      context.network, base: base, variables: [.totalInput(layer: 0, unit: 1)],
      isInterrupted: {
        questions += 1
        return false
      })
    #expect(questions == 300 * 400 / 50_000)
  }
}
