import Backprop
import Foundation
import Testing

@testable import BackpropLanguage

/// Numbers that come from rounding on the way. Each is worked out here, in plain arithmetic.
@Suite struct EarlyRoundingTests {
  private typealias Pass = NumberSlipTests.Pass

  private static func rounded(_ value: Double, _ decimals: Int) -> Double {
    let power = Foundation.pow(10, Double(decimals))
    return (value * power).rounded() / power
  }

  /// δ_k as it comes out of y_k in two decimals, of a g' in two decimals, and of both.
  private static func roundedDeltas(_ pass: Pass) -> [Double] {
    let y = rounded(pass.yk, 2)
    return [
      (pass.t - y) * y * (1 - y),
      (pass.t - y) * rounded(y * (1 - y), 2),
      rounded(pass.t - pass.yk, 3) * rounded(pass.slopeOfOutput, 2),
    ]
  }

  @Test func roundingComesBeforeRareSlips() throws {
    var count = 0
    for pass in NumberSlipTests.passes {
      let context = try SlipGenerator.context(pass.cell)
      for wrong in Self.roundedDeltas(pass) where wrong.magnitude >= 0.01 {
        for decimals in [4, 5] {
          let number = Self.rounded(wrong, decimals)
          let half = 0.5 * Foundation.pow(10, -Double(decimals))
          guard (number - pass.deltaOfOutput).magnitude > 1.01 * half, number.magnitude > 100 * half else {
            continue
          }
          let text = "δ_k1 = \(String(format: "%.\(decimals)f", number))"
          #expect(try context.slips(in: text) == [.roundedEarly], "\(text), not \(pass.deltaOfOutput)")
          count += 1
          let turned = "δ_k1 = \(String(format: "%.\(decimals)f", -number))"
          #expect(try context.slips(in: turned)?.first == .sign, "\(turned)")
        }
      }
    }
    #expect(count > 40)
  }

  /// With η = 1/2, a number that is half of the right one is no sign of η in a rule that has none.
  @Test func frequentSlipsKeepTheirPlace() throws {
    for pass in NumberSlipTests.passes.prefix(6) {
      var pass = pass
      pass.rate = 0.5
      let context = try SlipGenerator.context(pass.cell)
      let samples: [(String, Double, Slip)] = [
        ("δ_k1", pass.deltaOfOutput / 2, .half), ("δ_k1", pass.deltaOfOutput * 2, .twice),
        ("δ_k1", pass.t - pass.yk, .missingSlope), ("δ_k1", -pass.deltaOfOutput, .sign),
      ]
      for (asked, wrong, slip) in samples {
        let text = "\(asked) = \(String(format: "%.6f", wrong))"
        #expect(try context.slips(in: text) == [slip], "\(text)")
      }
    }
  }
}
