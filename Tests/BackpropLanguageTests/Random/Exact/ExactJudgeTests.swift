import Backprop
import Testing

@testable import BackpropLanguage

/// The exact judge of random identities is right about those that are known, and sees what doubles do not.
@Suite struct ExactJudgeTests {
  private func holds(_ text: String, bias: Double? = 1) throws -> Bool? {
    try ExactJudge(try #require(try equations(text).first), bias: bias).holds
  }

  @Test("every line of the handout holds exactly", arguments: IdentityProofTests.handout)
  func handout(_ line: String) throws {
    #expect(try holds(line) == true)
    #expect(try holds(line, bias: nil) == true)
  }

  @Test(
    "each of the network's definitions",
    arguments: [
      "a_j = Σ_i w_ij y_i", "y_k = g(a_k)", "E = 1/2 Σ_k (t_k - y_k)^2", "δ_k = -∂E/∂a_k", "δ_j = -∂E/∂a_j",
      "Δw_jk = η δ_k y_j", "∂w_jk/∂w_qr = [j = q] [k = r]", "∂y_j/∂a_q = [j = q] g'(a_j)", "Σ_j [j = q] = 1",
      "0.25 y_j = 1/4 y_j", "∂δ_k/∂w_qr = -∂(∂E/∂a_k)/∂w_qr", "∂E/∂y_j = -Σ_k δ_k w_jk",
    ])
  func definitions(_ text: String) throws { #expect(try holds(text) == true) }

  @Test(
    "slips differ exactly, also those too small for doubles",
    arguments: [
      "∂E/∂w_qr = δ_r y_q", "∂E/∂w_qr = -δ_r y_r", "δ_j = g'(a_j) Σ_k δ_k", "Δw_jk = -η δ_k y_j",
      "E = Σ_k (t_k - y_k)^2", "∂E/∂w_pq = -y_p g'(a_q) δ_k w_qk", "a_j = 1.0000000000000001 Σ_i w_ij y_i",
      "g'(a_k) = y_k (1 - y_k)", "y_j = y_q",
    ])
  func slips(_ text: String) throws { #expect(try holds(text) == false) }

  @Test(
    "a wrong identity that is called proved is caught, and a right one that is called refuted",
    arguments: [
      ("∂E/∂w_pq = -y_p g'(a_q) Σ_k δ_k w_qk", true), ("∂E/∂w_pq = -y_p g'(a_q) Σ_k δ_k w_qk + 0 y_q", true),
      ("∂E/∂w_pq = -y_p g'(y_q) Σ_k δ_k w_qk", false), ("∂E/∂w_pq = -y_p Σ_k δ_k w_qk", false),
    ])
  func caught(_ text: String, _ isRight: Bool) throws {
    let judge = try ExactJudge(try #require(try equations(text).first), bias: 1)
    #expect(judge.contradicts(proved: true) == !isRight)
    #expect(judge.contradicts(proved: false) == isRight)
  }

  @Test("what has irrational values is not judged")
  func irrational() throws { #expect(try holds("tanh(a_j) = tanh(a_j)") == nil) }

  @Test("too large numbers are thrown, never wrapped")
  func overflow() throws {
    let large = try Fraction(.max, over: 1)
    #expect(throws: Fraction.Problem.overflow) { try large + .one }
    #expect(throws: Fraction.Problem.overflow) { try large * Fraction(2) }
    #expect(throws: Fraction.Problem.divisionByZero) { try Fraction.one / .zero }
    #expect(try Fraction(-6, over: -4) == Fraction(3, over: 2))
    #expect(try Fraction(1, over: 3) + Fraction(1, over: 6) == Fraction(1, over: 2))
    #expect(try Fraction(typed: "0.1") + Fraction(typed: "0.2") == Fraction(typed: "0.3"))
  }

  /// On the same numbers, by two programs that share no code.
  @Test("fractions and doubles agree on random formulas")
  func agreesWithDoubles() throws {
    var compared = 0
    for seed in 1...200 as ClosedRange<UInt64> {
      let isRelu = seed % 2 == 0
      let bias: Double? = seed % 3 == 0 ? nil : 1
      let exact = try ExactNetwork(
        [2, 3, 2], bias: bias == nil ? nil : .one, transfer: isRelu ? .relu : .identity, seed: seed)
      var random = RandomIdentity(seed: seed)
      let formula = random.formula()
      let context = try FormulaContext.presented(exact, isRelu ? .relu : .identity)
      let zero = Formula.number(0, spelling: "0")
      var evaluator = ExactEvaluator(exact, letters: ExactJudge.letters, rate: try Fraction(1, over: 2))
      guard let fractions = try? evaluator.differences(formula, zero),
        let table = try? FormulaEvaluator(context).values(
          of: [SourceFormula(formula, range: 0..<1)], measuresSize: true)
      else { continue }
      compared += 1
      #expect(fractions.count == table.columns[0].count, "\(formula.unicode)")
      // The letters may come in another order.
      for (fraction, double) in zip(fractions.map { $0.double }.sorted(), table.columns[0].sorted()) {
        #expect(abs(fraction - double) <= 1e-10 * max(1, table.size), "seed \(seed): \(formula.unicode)")
      }
    }
    #expect(compared > 100)
  }
}

extension FormulaContext {
  /// The network of the language with the numbers of another.
  fileprivate static func presented(
    _ exact: ExactNetwork, _ transfer: TransferFunction
  ) throws -> FormulaContext {
    var context = try presented(
      exact.units, transfer: [.identity, transfer, transfer], bias: exact.bias?.double)
    var network = context.network
    for (place, rows) in exact.weights.enumerated() {
      let numbers = rows.joined().map { $0.double }
      try network.setWeights(
        Matrix(rows: rows.count, columns: numbers.count / rows.count, elements: numbers), ofProjection: place)
    }
    let (input, target) = (exact.input.map { $0.double }, exact.target.map { $0.double })
    let pass = try network.forward(input)
    context.network = network
    let backward = try network.backward(pass, target: target)
    context.presentation = Presentation(
      input: input, target: target, network: network, forward: pass, backward: backward)
    context.weightChanges = backward.negativeGradients.map { gradient in
      Matrix(rows: gradient.rows, columns: gradient.columns, elements: gradient.elements.map { 0.5 * $0 })
    }
    return context
  }
}
