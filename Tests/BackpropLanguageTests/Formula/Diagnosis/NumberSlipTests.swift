import Backprop
import Foundation
import Testing

@testable import BackpropLanguage

/// Wrong numbers as answers: each is worked out here, in plain arithmetic, from weights that are set.
@Suite struct NumberSlipTests {
  /// A 2-2-1 network of sigmoids without bias units, one pass of it, and slips in its numbers.
  struct Pass {
    var w1: [[Double]]
    var w2: [Double]
    var x: [Double]
    var t: Double
    var rate: Double

    private func g(_ a: Double) -> Double { 1 / (1 + Foundation.exp(-a)) }
    func a(_ j: Int) -> Double { x[0] * w1[0][j] + x[1] * w1[1][j] }
    func y(_ j: Int) -> Double { g(a(j)) }
    var ak: Double { y(0) * w2[0] + y(1) * w2[1] }
    var yk: Double { g(ak) }
    var slopeOfOutput: Double { yk * (1 - yk) }
    func slope(_ j: Int) -> Double { y(j) * (1 - y(j)) }
    var deltaOfOutput: Double { slopeOfOutput * (t - yk) }
    func delta(_ j: Int) -> Double { slope(j) * deltaOfOutput * w2[j] }

    var cell: String {
      """
      network 2-2-1
      η = \(rate)
      w_ij = [\(w1[0][0]) \(w1[0][1]); \(w1[1][0]) \(w1[1][1])]
      w_jk = [\(w2[0]); \(w2[1])]
      patterns mine:
        \(x[0]) \(x[1]) -> \(t)
        \(x[1]) \(x[0]) -> \(t / 2)
      forward 1
      backward
      """
    }

    var other: Pass { Pass(w1: w1, w2: w2, x: [x[1], x[0]], t: t / 2, rate: rate) }

    /// With the weights after the update.
    var updated: Pass {
      var pass = self
      for i in 0..<2 { for j in 0..<2 { pass.w1[i][j] += rate * delta(j) * x[i] } }
      for j in 0..<2 { pass.w2[j] += rate * deltaOfOutput * y(j) }
      return pass
    }
  }

  static let passes: [Pass] = (0..<20).map { number in
    var random = RandomGenerator(seed: UInt64(number + 1))
    func weight() -> Double {
      let sign = random.below(2) == 0 ? 1.0 : -1
      return sign * (random.uniform(0.3, 1.2) * 100).rounded() / 100
    }
    return Pass(
      w1: [[weight(), weight()], [weight(), weight()]], w2: [weight(), weight()],
      x: [0.35, 0.9], t: 0.8, rate: 0.3)
  }

  /// A number in so many significant digits.
  private static func written(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(max(digits - 1 - Int(Foundation.log10(abs(value)).rounded(.down)), 0))f", value)
  }

  private static func samples(_ pass: Pass) -> [(asked: String, wrong: Double, slips: [Slip])] {
    let rounded = { (value: Double) in (value * 100).rounded() / 100 }
    return [
      ("δ_k1", -pass.deltaOfOutput, [.sign]),
      ("δ_k1", pass.t - pass.yk, [.missingSlope]),
      ("δ_j1", pass.deltaOfOutput * pass.w2[0], [.missingSlope]),
      ("δ_j2", -pass.delta(1), [.sign]),
      ("δ_j1", pass.delta(1), [.otherUnit, .wrongLetter]),
      ("y_j1", pass.other.y(0), [.otherPattern]),
      ("δ_k1", pass.other.deltaOfOutput, [.otherPattern]),
      ("δ_j1", pass.slope(0) * pass.deltaOfOutput * pass.updated.w2[0], [.updatedWeights]),
      ("w_j1k1", pass.updated.w2[0], [.afterUpdate]),
      ("Δw_j1k1", pass.deltaOfOutput * pass.y(0), [.missingRate]),
      ("Δw_j1k1", 0.3 * pass.y(0), [.missingFactor]),
      ("E", (pass.t - pass.yk) * (pass.t - pass.yk), [.twice]),
      ("δ_j2", pass.slope(1) * pass.deltaOfOutput * pass.w2[0], [.wrongLetter, .otherUnit, .wrongWeight]),
      ("a_k1", pass.a(0) * pass.w2[0] + pass.a(1) * pass.w2[1], [.wrongQuantity]),
      ("δ_j1", rounded(pass.slope(0)) * rounded(pass.deltaOfOutput) * pass.w2[0], [.roundedEarly]),
    ]
  }

  @Test func slipsAreNamed() throws {
    var named = 0
    var all = 0
    var silent: [String] = []
    var wrong: [String] = []
    for pass in Self.passes {
      let context = try SlipGenerator.context(pass.cell)
      for sample in Self.samples(pass) where sample.wrong != 0 {
        let text = "\(sample.asked) = \(Self.written(sample.wrong, 5))"
        let source = SourceText(text)
        let equation = try #require(
          try FormulaParser.equations(Lexer.tokens(of: source).tokens, in: source).first)
        guard case .refuted(let refutation)? = try IdentityCheck(equation, in: context).refutation()?.problem
        else { continue }
        all += 1
        guard let slip = refutation.finding?.slips.first?.slip else {
          silent.append("\(text) [\(sample.slips[0].rawValue)]")
          continue
        }
        if sample.slips.contains(slip) {
          named += 1
        } else {
          wrong.append("\(text) [\(sample.slips[0].rawValue)]: \(slip.rawValue)")
        }
      }
    }
    let report =
      "\(named) of \(all)\nsilent:\n" + silent.joined(separator: "\n") + "\nwrong:\n"
      + wrong.joined(separator: "\n")
    #expect(all > 250)
    #expect(Double(named) >= 0.95 * Double(all), "\(report)")
    #expect(Double(wrong.count) <= 0.01 * Double(all), "\(report)")
  }
}
