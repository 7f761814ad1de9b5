import Backprop
import TestSupport
import Testing

@testable import BackpropLanguage

/// Derivations of formulas. `derivations.bp` has whole ones as text.
@Suite struct DerivationTests {
  /// Every line of a derivation equals its left side in networks that the derivation itself did not use: of
  /// other sizes and weights, ∂ by forward-mode differentiation.
  @Test(arguments: 0..<48) func everyLineHolds(number: Int) throws {
    var generator = RandomGenerator(seed: UInt64(number) + 77)
    let context = try Self.randomContext(&generator, seed: UInt64(number) + 1)
    let subjects = Self.subjects(of: context)
    #expect(!subjects.isEmpty)
    for subject in subjects {
      let board = try context.board(
        of: SourceFormula(subject, range: 0..<0), withTransfers: generator.below(2) == 0)
      #expect(board.lines.count > 0)
      var left = subject
      for line in board.lines {
        left = line.left ?? left
        let table = try FormulaEvaluator(context).values(
          of: [SourceFormula(left, range: 0..<0), SourceFormula(line.right, range: 0..<0)],
          measuresSize: true)
        for (a, b) in try pairs(table.columns[0], table.columns[1]) {
          #expect(
            abs(a - b) <= 1e-9 * max(abs(a), abs(b), table.size, 1e-3),
            "\(subject.unicode): \(left.unicode) = \(line.right.unicode)")
        }
      }
    }
  }

  /// The last line about the subject has neither ∂ nor quantities that are not explained.
  @Test func endsWithoutDerivatives() throws {
    let context = try FormulaContext.presented([2, 3, 2, 2])
    for subject in Self.subjects(of: context) {
      let board = try context.board(of: SourceFormula(subject, range: 0..<0), withTransfers: false)
      var left = subject
      var last: Formula?
      for line in board.lines {
        left = line.left ?? left
        if left == subject { last = line.right }
      }
      let result = try #require(last)
      #expect(result.partials.isEmpty, "\(subject.unicode) = \(result.unicode)")
    }
  }

  /// A line that is wrong is not shown.
  @Test func refusesAWrongLine() throws {
    let context = try FormulaContext.presented([2, 3, 2])
    let delta = Formula.quantity(.delta, [Subscript("k")])
    let target = Formula.quantity(.target, [Subscript("k")])
    let check = try DerivationCheck(context, of: delta, at: 0..<0) { false }
    #expect(throws: Diagnostic.self) { try check.check(Equation(delta, target), at: 0..<0) }
  }

  @Test func canBeInterrupted() throws {
    let context = try FormulaContext.presented([2, 3, 2])
    let subject = SourceFormula(.quantity(.delta, [Subscript("j")]), range: 0..<0)
    do throws(Diagnostic) {
      _ = try context.board(of: subject, withTransfers: false) { true }
      Issue.record("it was not interrupted")
    } catch {
      #expect(error.problem == .interrupted)
    }
  }

  /// A network in which every layer leads to every later one has more paths than a board has room for.
  @Test func stopsFormulasThatExplode() throws {
    let count = 14
    let skips = (0..<count).flatMap { source in
      (0..<count).filter { $0 > source + 1 }.map { (source, $0) }
    }
    var context = try FormulaContext.presented([2, 2, 2])
    let names = ["i", "b", "c", "d", "f", "h", "l", "m", "n", "o", "s", "u", "v", "k"]
    var network = try Network(layers: names.map { Layer(name: $0, units: 2) })
    for (source, target) in skips { try network.connect(source, target) }
    context.network = network
    context.layerLetters = names
    context.particularLetters = [:]
    context.presentation = nil
    let subject = Formula.partial(
      .quantity(.output, [Subscript("k")]), .quantity(.weight, [Subscript("i"), Subscript("b")]))
    #expect(throws: Diagnostic.self) {
      try context.board(of: SourceFormula(subject, range: 0..<0), withTransfers: false)
    }
    // By δ it stays short.
    let error = Formula.partial(
      .quantity(.error, []), .quantity(.weight, [Subscript("i"), Subscript("b")]))
    let board = try context.board(of: SourceFormula(error, range: 0..<0), withTransfers: false)
    #expect(board.lines.count < 80)
  }

  // MARK: - Random networks

  /// 2 to 5 layers with all kinds of transfer functions and E, with skip projections and biases or without.
  private static func randomContext(
    _ generator: inout RandomGenerator, seed: UInt64
  ) throws -> FormulaContext {
    let count = 2 + generator.below(4)
    let units = (0..<count).map { _ in 2 + generator.below(2) }
    let smooth: [TransferFunction] = [.sigmoid, .tanh, .identity, .softplus]
    var transfers = (0..<count).map { _ in smooth[generator.below(smooth.count)] }
    var error = ErrorFunction.squares
    switch generator.below(5) {
    case 0:
      transfers[count - 1] = .softmax
      error = .crossEntropy
    case 1: transfers[count - 1] = .softmax
    case 2:
      transfers[count - 1] = .sigmoid
      error = .crossEntropy
    default: break
    }
    var skips: [(Int, Int)] = []
    for source in 0..<count {
      for target in 0..<count where target > source + 1 && generator.below(3) == 0 {
        skips.append((source, target))
      }
    }
    var target = (0..<units[count - 1]).map { _ in 0.1 + 0.8 * generator.uniform() }
    if transfers[count - 1].isSoftmax {
      let sum = target.reduce(0, +)
      target = target.map { $0 / sum }
    }
    var context = try FormulaContext.presented(
      units, transfer: transfers, bias: generator.below(2) == 0 ? 1 : nil, error: error, skips: skips,
      target: target, seed: seed)
    if error == .squares, !transfers[count - 1].isSoftmax, generator.below(2) == 0 {
      try setOwnError(of: &context, generator.below(4))
    }
    return context
  }

  private static let errors = [
    "Σ_k (t_k - y_k)^2", "Σ_k log(cosh(y_k - t_k))", "sqrt(Σ_k (t_k - y_k)^2)",
    "Σ_k (t_k - y_k)^4 + 0.3 Σ_k y_k^2",
  ]

  private static func setOwnError(of context: inout FormulaContext, _ number: Int) throws {
    let source = SourceText(errors[number])
    let (tokens, _) = Lexer.tokens(of: source)
    let definition = try ErrorDefinition(try FormulaParser.formula(tokens, in: source), context)
    try context.network.setErrorFunction(definition.function)
    context.ownError = definition.own
    let presentation = try #require(context.presentation)
    let target = try #require(presentation.target)
    let backward = try context.network.backward(presentation.forward, target: target)
    context.presentation = Presentation(
      input: presentation.input, target: target, network: context.network, forward: presentation.forward,
      backward: backward)
    context.weightChanges = backward.negativeGradients.map { gradient in
      Matrix(rows: gradient.rows, columns: gradient.columns, elements: gradient.elements.map { 0.5 * $0 })
    }
  }

  /// ∂E by the weights of every projection and by every a and y, δ, Δw, and ∂y_k by weights.
  private static func subjects(of context: FormulaContext) -> [Formula] {
    let letters = context.layerLetters.map { Subscript($0) }
    let error = Formula.quantity(.error, [])
    var subjects: [Formula] = []
    for projection in context.network.projections {
      let places = [letters[projection.source], letters[projection.target]]
      let weight = Formula.quantity(.weight, places)
      subjects.append(.partial(error, weight))
      subjects.append(.quantity(.weightChange, places))
      if let k = letters.last { subjects.append(.partial(.quantity(.output, [k]), weight)) }
    }
    for (layer, letter) in letters.enumerated() {
      subjects.append(.partial(error, .quantity(.output, [letter])))
      guard layer > 0 else { continue }
      subjects.append(.partial(error, .quantity(.totalInput, [letter])))
      subjects.append(.quantity(.delta, [letter]))
    }
    return subjects
  }
}
