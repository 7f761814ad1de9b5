import Backprop
import Testing

@testable import BackpropLanguage

/// E as a formula: δ from the symbolic derivative against forward-mode differentiation of E itself, and
/// against central differences, for generated formulas.
@Suite struct ErrorFormulaTests {
  /// A random formula of one unit's t and y, or of the whole layer.
  struct Generator {
    var numbers: RandomGenerator

    mutating func pick<Item>(_ items: [Item]) -> Item { items[numbers.below(items.count)] }

    mutating func part(_ letter: String, _ depth: Int) -> String {
      if depth == 0 {
        return pick(["y_\(letter)", "(t_\(letter) - y_\(letter))", "(y_\(letter) + 1/2)", "2", "y_k2"])
      }
      let a = part(letter, depth - 1)
      switch numbers.below(13) {
      case 0: return "(\(a) + \(part(letter, depth - 1)))"
      case 1: return "(\(a) - \(part(letter, depth - 1)))"
      case 2: return "\(a) \(part(letter, depth - 1))"
      case 3: return "\(a)^2"
      case 4: return "exp(-\(a))"
      case 5: return "tanh(\(a))"
      case 6: return "log(1 + \(a)^2)"
      case 7: return "sqrt(1/10 + \(a)^2)"
      case 8: return "\(a)/(2 + \(a)^2)"
      case 10: return "cosh(\(a)/4)"
      case 11: return "sinh(\(a)/4)"
      case 9: return "sin(\(a)) cos(\(a))"
      default: return "(\(a) + middle)"
      }
    }

    mutating func error() -> String {
      let sum = "Σ_k \(part("k", 1 + numbers.below(3)))"
      switch numbers.below(5) {
      case 0: return "sqrt(1 + (\(sum))^2)"
      case 1: return "\(sum) + 1/2 Σ_k (t_k - y_k)^2"
      case 2: return "(\(sum)) (1 + Σ_r y_r^2)"
      case 3: return "log(1 + exp(\(sum)))"
      default: return sum
      }
    }
  }

  @Test(arguments: 0..<12, ["sigmoid", "tanh", "softmax"])
  func deltaIsTheDerivative(_ seed: Int, _ transfer: String) throws {
    let notebook = Notebook()
    notebook.run("network 2 - 3 tanh - 3 \(transfer), bias\nweights uniform -1 1, seed \(seed + 1)")
    notebook.run("let middle = 1/3 Σ_r y_r")
    func succeeds(_ cell: String) -> Bool {
      if case .finished = notebook.outcome(of: cell).0 { true } else { false }
    }
    var generator = Generator(numbers: RandomGenerator(seed: UInt64(seed)))
    // The outputs of softmax add up to 1: without this, E might not depend on the weights.
    let squares = transfer == "softmax" ? " + 1/2 Σ_k (t_k - y_k)^2" : ""
    var checked = 0
    for _ in 0..<8 {
      let formula = generator.error() + squares
      // Some do not depend on the outputs, or fall without end.
      guard succeeds("E = \(formula)\nforward 0.3 -0.7 -> 0.2 0.9 0.4") else { continue }
      #expect(succeeds("backward\ncheck gradient\ncheck ∂E/∂w_qr = -δ_r y_q"), "E = \(formula)")
      checked += 1
    }
    #expect(checked >= 4)
  }
}
