import Backprop
import Foundation
import TestSupport
import Testing

@testable import BackpropLanguage

/// Random equations, true ones and false ones: what the algebra decides, the evaluator confirms, and also
/// another one in fractions, without rounding, wherever the values are rational.
@Suite struct RandomProofTests {
  /// What the evaluator says of an equation on random networks: it decides independently of the algebra.
  private func isTrue(
    _ equation: SourceEquation, _ bias: Double?, _ transfer: TransferFunction
  ) throws -> Bool? {
    var agree = 0
    for seed in 101...104 as ClosedRange<UInt64> {
      let context = try FormulaContext.presented(
        [2, 3, 2], transfer: [.identity, transfer, transfer], bias: bias, seed: seed)
      guard
        let table = try? FormulaEvaluator(context).values(
          of: [equation.left, equation.right], measuresSize: true)
      else { return nil }
      var isEqual = true
      for (a, b) in try pairs(table.columns[0], table.columns[1]) {
        let difference = (a - b).magnitude
        if difference > 1e-6 * max(a.magnitude, b.magnitude), difference > 1e-8 * table.size { return false }
        if difference > 1e-11 * max(table.size, 1) { isEqual = false }
      }
      if isEqual { agree += 1 }
    }
    return agree == 4 ? true : nil
  }

  /// The transfer function of a trial in the language, and in fractions if it is rational.
  private static func transfer(_ seed: UInt64) -> (language: TransferFunction, exact: ExactTransfer?) {
    switch seed % 10 {
    case 3, 4: (.identity, .identity)
    case 7, 8: (.relu, .relu)
    default: (.sigmoid, nil)
    }
  }

  /// With `Tests/random`, 5,000.
  @Test("random identities: what is proved holds, what is refuted does not")
  func randomIdentities() throws {
    let count = ProcessInfo.processInfo.environment["RANDOM_SECONDS"] == nil ? 300 : 5000
    var judged = 0
    var undecided = 0
    var (proofs, refutations) = (0, 0)
    var (exactProofs, exactRefutations, exactExamples) = (0, 0, 0)
    for seed in 1...UInt64(count) {
      var random = RandomIdentity(seed: seed)
      let left = random.formula()
      var right = random.rewritten(left)
      if seed % 2 == 0 { right = random.withSlip(right) }
      let equation = SourceEquation(
        SourceFormula(left, range: 0..<1), SourceFormula(right, range: 1..<2))
      let bias: Double? = seed % 3 == 0 ? nil : 1
      let transfer = Self.transfer(seed)
      let context = try FormulaContext.presented(
        [2, 3, 2], transfer: [.identity, transfer.language, transfer.language], bias: bias)
      guard let holds = try isTrue(equation, bias, transfer.language) else { continue }
      judged += 1
      switch try IdentityProof(equation, in: context).verdict {
      case .proved(let proved):
        proofs += 1
        #expect(holds, "seed \(seed): \(equation.equation.unicode) by \(proved.laws)")
        let needsNoOwnFunction = proved.laws.isEmpty || proved.laws == [.biasOutput]
        if needsNoOwnFunction || transfer.exact != nil {
          let exact = try ExactJudge(
            equation, bias: bias, transfer: transfer.exact, ofAnySize: needsNoOwnFunction)
          #expect(
            !exact.contradicts(proved: true), "seed \(seed): \(equation.equation.unicode) differs exactly")
          if exact.holds == true { exactProofs += 1 }
        }
        // No rewriting uses what a transfer function is.
        if seed % 2 == 1 {
          #expect(
            proved.laws.isEmpty || proved.laws == [.biasOutput],
            "seed \(seed): \(equation.equation.unicode) by \(proved.laws)")
        }
      case .refuted(let example):
        refutations += 1
        #expect(!holds, "seed \(seed): \(equation.equation.unicode)")
        let exact = try ExactJudge(equation, bias: bias, transfer: transfer.exact)
        #expect(!exact.contradicts(proved: false), "seed \(seed): \(equation.equation.unicode) holds exactly")
        if exact.holds == false { exactRefutations += 1 }
        if let network = ExactNetwork(example.network, input: example.input, target: example.target) {
          let shown = ExactJudge(equation, on: network)
          #expect(
            shown.networks == shown.differing,
            "seed \(seed): \(equation.equation.unicode) holds exactly on the network that is shown")
          exactExamples += shown.differing
        }
      case .undecided(let obstacle):
        undecided += 1
        if undecided < 12 { print("undecided \(seed): \(equation.equation.unicode): \(obstacle)") }
      }
    }
    print("\(judged) judged, \(proofs) proved, \(refutations) refuted, \(undecided) not decided")
    print("exactly: \(exactProofs) proved, \(exactRefutations) refuted, \(exactExamples) on networks shown")
    #expect(judged > count * 8 / 10)
    #expect(undecided * 100 <= judged * 2)
    // The others have irrational functions in them, or numbers too large.
    #expect(exactProofs > proofs * 7 / 10 && exactRefutations > refutations * 7 / 10)
    #expect(exactExamples > refutations / 5)
    #expect(proofs > judged / 3 && refutations > judged / 4)
  }
}
