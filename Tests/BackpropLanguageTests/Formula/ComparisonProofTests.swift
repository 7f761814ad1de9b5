import Backprop
import Testing

@testable import BackpropLanguage

/// Polynomials of comparisons with 0 have one value for each sign of what is compared, which the test counts
/// by itself.
@Suite struct ComparisonProofTests {
  private struct Bracket: Sendable {
    let text: String
    let holds: @Sendable (Int) -> Bool
  }

  private static let brackets = [
    Bracket(text: "[a_j > 0]") { $0 > 0 }, Bracket(text: "[a_j < 0]") { $0 < 0 },
    Bracket(text: "[a_j ≥ 0]") { $0 >= 0 }, Bracket(text: "[0 ≥ a_j]") { $0 <= 0 },
    Bracket(text: "[a_j = 0]") { $0 == 0 }, Bracket(text: "[-2 a_j < 0]") { $0 > 0 },
  ]

  /// A sum of a few products, and its values where a_j is -1, 0 and 1.
  private func polynomial(_ generator: inout RandomGenerator) -> (text: String, values: [Int]) {
    var text = ""
    var values = [0, 0, 0]
    for _ in 0...generator.below(3) {
      let number = generator.below(3) + 1
      let isNegative = generator.below(2) == 0
      let factors = (0..<generator.below(3)).map { _ in
        Self.brackets[generator.below(Self.brackets.count)]
      }
      text += (isNegative ? " - " : " + ") + "\(number)" + factors.map { " " + $0.text }.joined()
      for place in values.indices where factors.allSatisfy({ $0.holds(place - 1) }) {
        values[place] += isNegative ? -number : number
      }
    }
    return ("0" + text, values)
  }

  @Test("what is proved of comparisons holds for every sign, and what is refuted fails for one")
  func polynomials() throws {
    var generator = RandomGenerator(seed: 5)
    let context = try FormulaContext.presented([2, 2, 1], bias: 1)
    var counts = (proved: 0, refuted: 0)
    for _ in 0..<250 {
      let left = polynomial(&generator)
      var right = polynomial(&generator)
      // Random ones are seldom equal: the same values in other brackets.
      if generator.below(2) == 0 {
        right.text = "\(left.values[0]) [a_j < 0] + \(left.values[1]) [a_j = 0] + \(left.values[2]) [a_j > 0]"
        right.values = left.values
      }
      let text = "\(left.text) = \(right.text)"
      let equation = try #require(try equations(text).first)
      let isEqual = left.values == right.values
      switch try IdentityProof(equation, in: context).verdict {
      case .proved:
        counts.proved += 1
        #expect(isEqual, "\(text)")
      case .refuted:
        counts.refuted += 1
        #expect(!isEqual, "\(text)")
      // Total inputs at random are never 0.
      case .undecided: #expect(left.values[1] != right.values[1], "\(text)")
      }
    }
    #expect(counts.proved > 60 && counts.refuted > 60)
  }
}
