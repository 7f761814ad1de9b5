import Backprop
import Testing
import _Differentiation

@testable import BackpropLanguage

struct SymbolicDerivativeTests {
  @Test(arguments: [
    ("a / (1 + abs(a))", "1 / (1 + abs(a))^2"),
    ("a^2", "2 a"),
    ("a^3 / 3", "a^2"),
    ("1 / (1 + exp(-a))", "exp(-a) / (1 + exp(-a))^2"),
    ("tanh(a)", "1 - tanh(a)^2"),
    ("max(0, a)", "(1 + sign(a)) / 2"),
    ("sin(2 a)", "2 cos(2 a)"),
    ("3", "0"),
    ("log(1 + exp(a))", "exp(a) / (1 + exp(a))"),
    ("sqrt(a)", "1 / (2 sqrt(a))"),
    ("e^a", "e^a"),
  ])
  func isShownSimply(_ formula: String, _ derivative: String) throws {
    let found = SymbolicDerivative.derivative(of: try Formula(formula, parameter: "a"), by: "a")
    #expect(found.unicode == derivative)
  }

  static let formulas = [
    "a / (1 + abs(a))", "a^3 - 2 a + 1", "1 / (1 + exp(-a))", "exp(-a^2)", "tanh(a) log(2 + a^2)",
    "sin(a) cos(3 a)",
    "sqrt(1 + a^2)", "max(0, a)", "max(a/100, a)", "min(max(a, -1), 1)", "abs(a)^1.5", "2^a", "(1 + a^2)^a",
    "a exp(-abs(a))",
    "a / (1 + exp(-1.702 a))", "log(1 + exp(a))", "max(a, a^2, 1/4)", "-(a - -a) / (3 - 2 a^2)^2",
  ]

  /// The symbolic derivative, forward-mode and central differences of the same formula.
  @Test(arguments: formulas)
  func agreesWithOtherMeans(_ text: String) throws {
    let formula = try Formula(text, parameter: "a")
    let resolver = FunctionResolver(definitions: [:], functions: [:])
    let value = try resolver.resolve(formula, at: 0..<0)
    let derivative = try resolver.resolve(SymbolicDerivative.derivative(of: formula, by: "a"), at: 0..<0)
    let simplified = try resolver.resolve(formula.simplified, at: 0..<0)
    var generator = RandomGenerator(seed: 7)
    for _ in 0..<50 {
      let a = generator.uniform(-2.5, 2.5)
      let symbolic = derivative.value(at: .real(a)).value
      let forward = value.applied(to: .real(a), isDerivative: true, level: 0).value
      let h = 1e-6
      let central = (value.value(at: .real(a + h)).value - value.value(at: .real(a - h)).value) / (2 * h)
      let scale = max(1, abs(symbolic))
      #expect(abs(symbolic - forward) < 1e-11 * scale, "\(a)")
      #expect(abs(symbolic - central) < 1e-4 * scale, "\(a)")
      #expect(abs(simplified.value(at: .real(a)).value - value.value(at: .real(a)).value) < 1e-12 * scale)
    }
  }

  /// Where a function has a corner, the slope is the mean of both sides; of several arguments, the first two
  /// are compared first.
  @Test(arguments: [
    ("abs(a)", 0), ("max(0, a)", 0.5), ("min(a, 2 a)", 1.5), ("max(a, 2 a, 3 a)", 2.25),
    ("min(a, 2 a, 3 a, 4 a)", 3.125),
  ])
  func takesTheMeanAtACorner(_ text: String, _ slope: Double) throws {
    let formula = try Formula(text, parameter: "a")
    let resolver = FunctionResolver(definitions: [:], functions: [:])
    let derivative = try resolver.resolve(SymbolicDerivative.derivative(of: formula, by: "a"), at: 0..<0)
    let forward = try resolver.resolve(formula, at: 0..<0)
    #expect(derivative.value(at: .real(0)).value == slope)
    #expect(forward.applied(to: .real(0), isDerivative: true, level: 0).value == slope)
  }

  @differentiable(reverse)
  private static func fraction(_ a: Double) -> Double { a / (1 + a * a) }

  @differentiable(reverse)
  private static func cubic(_ a: Double) -> Double {
    let cube = a * a * a
    return cube - 2 * a + 1
  }

  @differentiable(reverse)
  private static func rational(_ a: Double) -> Double {
    let above = (a - 1) * (a + 2)
    return above / (3 + a * a)
  }

  /// The compiler's own differentiation of the same functions written in Swift.
  @Test func agreesWithTheStandardLibrary() throws {
    let pairs: [(String, @differentiable(reverse) (Double) -> Double)] = [
      ("a / (1 + a^2)", Self.fraction), ("a^3 - 2 a + 1", Self.cubic),
      ("(a - 1) (a + 2) / (3 + a^2)", Self.rational),
    ]
    for (text, function) in pairs {
      let symbolic = SymbolicDerivative.derivative(of: try Formula(text, parameter: "a"), by: "a")
      let body = try FunctionResolver(definitions: [:], functions: [:]).resolve(symbolic, at: 0..<0)
      for x in stride(from: -2.0, through: 2.0, by: 0.23) {
        #expect(
          abs(body.value(at: .real(x)).value - gradient(at: x, of: function)) < 1e-12, "\(text) at \(x)")
      }
    }
  }

  /// A user's g is differentiated exactly, also twice, in any layer of a network.
  @Test func ofTheUsersOwnTransferFunction() throws {
    let formula = try Formula("a / (1 + abs(a))", parameter: "a")
    let body = try FunctionResolver(definitions: [:], functions: [:]).resolve(formula, at: 0..<0)
    let softsign = TransferFunction(
      name: "softsign", definition: formula.unicode, value: { body.value(at: .real($0)).value },
      derivative: { body.applied(to: .real($0), isDerivative: true, level: 0).value })
    var context = try FormulaContext.presented([2, 3, 2], transfer: [.identity, softsign, softsign])
    context.functions["softsign"] = formula
    #expect(
      try context.difference("∂E/∂w_ij = -δ_j y_i; g'(a_j) = 1 / (1 + abs(a_j))^2; g(a_j) = y_j") < 1e-13)
    #expect(try context.difference("∂g'(a_j)/∂a_j = -2 * sign(a_j) / (1 + abs(a_j))^3") < 1e-13)
  }
}
