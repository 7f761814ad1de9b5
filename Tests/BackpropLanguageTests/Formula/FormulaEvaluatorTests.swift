import Backprop
import Testing

@testable import BackpropLanguage

struct FormulaEvaluatorTests {
  /// The units that an index runs over: unit 0 is included only if it is the source of a weight and nothing
  /// forbids it.
  @Test func indices() throws {
    let context = try FormulaContext.presented([2, 3, 2], bias: 1)
    func units(_ text: String) throws -> [String] {
      try context.value(text).indices.map {
        "\($0.letter) \($0.units.lowerBound)...\($0.units.upperBound - 1)"
      }
    }
    #expect(try units("w_ij") == ["i 0...2", "j 1...3"])
    #expect(try units("y_j") == ["j 1...3"])
    #expect(try units("δ_k w_jk") == ["k 1...2", "j 0...3"])
    #expect(try units("δ_j w_jk") == ["j 1...3", "k 1...2"])
    #expect(try units("Σ_k δ_k w_jk") == ["j 0...3"])
    #expect(try units("Σ_i w_ij y_i") == ["j 1...3"])
    #expect(try units("∂E/∂w_pq") == ["p 0...2", "q 1...3"])
    #expect(try units("w_i0j2") == [])
    #expect(try units("[k = r]") == ["k 1...2", "r 1...2"])
    #expect(try context.value("Σ_i w_ij y_i").values == context.value("a_j").values)
    #expect(try context.value("y_j0 + y_i0").values == [2])
  }

  @Test func pins() throws {
    var context = try FormulaContext.presented([2, 3, 2])
    context.pins = ["q": 2]
    let all = try context.value("y_j").values
    #expect(try context.value("y_q") == IndexedValue(indices: [], values: [all[1]]))
    #expect(try context.value("w_qr").indices.map(\.letter) == ["r"])
  }

  @Test func definitions() throws {
    var context = try FormulaContext.presented([2, 3, 2])
    context.definitions["net"] = try Formula("Σ_i w_ij y_i")
    context.definitions["loop"] = try Formula("1 + loop2")
    context.definitions["loop2"] = try Formula("loop")
    context.functions["half"] = try Formula("a / 2 + 1", parameter: "a")
    #expect(
      try context.difference("net = a_j; half(E) = E / 2 + 1; half'(E) = 1/2; ∂half(E)/∂w_ij = 1/2 ∂E/∂w_ij")
        < 1e-14)
    let problem = try #require(throws: Diagnostic.self) { try context.value("2 loop") }.problem
    #expect(problem == .circularDefinition("loop"))
  }

  /// The transfer functions by name take any number.
  @Test func transferFunctionsByName() throws {
    let context = try FormulaContext.presented([2, 3, 2])
    #expect(try context.difference("sigmoid(a_j) = y_j; σ(a_j) = y_j; sigmoid'(a_j) = g'(a_j)") < 1e-15)
    #expect(try context.difference("relu(a_j) = max(0, a_j); softplus'(a_j) = sigmoid(a_j)") < 1e-15)
    #expect(
      try context.difference("logistic(a_j) = y_j; logistic'(a_j) = g'(a_j); linear(a_j) = a_j") < 1e-15)
    #expect(try context.difference("leaky(-3 y_j) = -3/100 y_j; leaky(y_j) = identity(y_j)") < 1e-15)
    #expect(try context.difference("Σ_jk w_jk = Σ_j Σ_k w_jk; sigmoid'(a_j) = ∂sigmoid(a_j)/∂a_j") < 1e-15)
  }

  /// Missing quantities: the message says which units exist, or which command computes the quantity.
  @Test(arguments: [
    ("w_i9j1", Problem.noSuchUnit(letter: "i", unit: 9, units: 1...2)),
    ("w_i0j1", .noBiasUnit(letter: "i")),
    ("y_z", .unknownLayer("z", known: ["i", "j", "k"], others: ["p (of i)", "q (of j)", "r (of k)"])),
    ("w_ik", .notConnected(from: "i", to: "k", mayConnect: true)),
    ("w_ji", .notConnected(from: "j", to: "i", mayConnect: false)),
    ("log(-y_j)", .notFinite("log(-y_j1)")),
    ("1 / Σ_k (y_k - y_k)", .notFinite("1 / (Σ_k y_k - y_k)")),
    ("speed + 1", .unknownName("speed", kind: "quantity or name", known: ["η"])),
    ("Σ_p E", .sumOfError("p")), ("Σ_n 1/2 E", .sumOfError("n")),
    ("Σ_k y_j", .idleSum(letter: "k", body: "y_j", units: 2)),
    ("Σ_i Σ_i y_i", .idleSum(letter: "i", body: "Σ_i y_i", units: 2)),
    ("\\sum_{j=1}^{2} y_j", .partialSum(letter: "j", layer: "j", units: 1...3)),
    ("\\sum_{j=2}^{3} y_j", .partialSum(letter: "j", layer: "j", units: 1...3)),
    (
      "foo(y_j)", .unknownFunction("foo")
    ),
    (
      "softmax(y_j)",
      .expected(
        "`g(a_k)`: softmax is the transfer function of a whole layer, which `transfer` gives it",
        found: "`softmax`")
    ),
  ])
  func mistakes(_ text: String, _ problem: Problem) throws {
    let context = try FormulaContext.presented([2, 3, 2])
    let found = try #require(throws: Diagnostic.self) { try context.value(text) }.problem
    if case .notFinite = problem, case .notFinite = found { return }
    #expect(found == problem)
  }

  @Test func diagnosticsPointAtTheSymbol() throws {
    let context = try FormulaContext.presented([2, 3, 2])
    let diagnostic = try #require(throws: Diagnostic.self) { try context.value("Σ_k δ_k w_jk + w_i9j1") }
    #expect(diagnostic.range == 15..<21)
    let inSum = try #require(throws: Diagnostic.self) { try context.value("g(a_j) [k = j] δ_k") }
    #expect(inSum.range == 7..<14)
    let variable = try #require(throws: Diagnostic.self) { try context.value("∂/∂w_ik E") }
    #expect(variable.range == 3..<7)
  }

  @Test func beforeThereIsAnything() throws {
    var context = try FormulaContext.presented([2, 3, 2])
    context.weightChanges = nil
    context.presentation?.backward = nil
    #expect(try problem("δ_j") == .nothingYet("δ_j", command: "backward"))
    #expect(try problem("Δw_jk") == .nothingYet("Δw_jk", command: "backward"))
    #expect(try context.value("∂E/∂w_jk").values.count == 6)
    context.presentation = nil
    #expect(try problem("y_j") == .nothingYet("y_j", command: "forward"))
    #expect(try context.value("w_jk").values.count == 6)
    func problem(_ text: String) throws -> Problem {
      try #require(throws: Diagnostic.self) { try context.value(text) }.problem
    }
  }

  @Test func stopsWhenAsked() throws {
    let context = try FormulaContext.presented([20, 30, 20])
    let evaluator = FormulaEvaluator(context, isInterrupted: { true })
    let formula = try Formula("∂E/∂w_ij")
    let problem = try #require(throws: Diagnostic.self) {
      try evaluator.value(of: SourceFormula(formula, range: 0..<0))
    }.problem
    #expect(problem == .interrupted)
  }
}
