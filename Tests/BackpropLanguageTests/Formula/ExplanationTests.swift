import Backprop
import Testing

@testable import BackpropLanguage

struct ExplanationTests {
  /// Networks of every kind that the rules cover.
  static func contexts() throws -> [FormulaContext] {
    let softmax: [TransferFunction] = [.identity, .tanh, .softmax]
    return [
      try .presented([2, 2, 1]), try .presented([3, 2]), try .presented([2, 3, 2], bias: -1),
      try .presented([3, 4, 3, 2], bias: 1, skips: [(1, 3), (0, 2), (0, 3)]),
      try .presented([2, 3, 3], transfer: softmax, error: .crossEntropy, target: [0, 0, 1]),
      try .presented([2, 3, 3], transfer: softmax, bias: 1, error: .crossEntropy, target: [0.5, 0.5, 1]),
      try .presented([2, 3, 3], transfer: softmax), try .presented([2, 3, 2], error: .crossEntropy),
      try .presented([2, 3, 4, 3, 2], transfer: [.identity, .relu, .leakyRelu, .softplus, .sigmoid]),
    ]
  }

  /// The rules that explanations are derived from hold in each network, and none is missing.
  @Test func rulesHold() throws {
    for context in try Self.contexts() {
      let rules = DerivationRules(context).rules
      let layers = context.network.layers.count - 1
      #expect(rules.count == 3 * layers + 1 + 2 * context.network.projections.count)
      for rule in rules {
        let equation = SourceEquation(
          SourceFormula(rule.left, range: 0..<0), SourceFormula(rule.right, range: 0..<0))
        let check = try IdentityCheck(equation, in: context)
        #expect(check.holds, "\(rule.step) \(rule.left.unicode) = \(rule.right.unicode)")
      }
    }
  }

  /// Each term that is written out names the weight that it contains: with that weight of the network and
  /// the output, or δ, at its other end it has the value that is printed.
  @Test func termsNameTheirWeights() throws {
    var count = 0
    for context in try Self.contexts() {
      let explanation = Explanation(context, digits: 12)
      let pass = try #require(context.presentation)
      let deltas = try #require(pass.backward).deltas
      for (layer, units) in context.network.layers.enumerated().dropFirst() {
        for unit in 0..<units.units {
          let blocks = try explanation.blocks(about: .unit(layer: layer, unit: unit), at: 0..<0)
          for case .derivation(let derivation) in blocks where derivation.terms.count > 1 {
            let isDelta = derivation.subject.unicode.hasPrefix("δ")
            let line = try #require(derivation.chain.dropFirst().first)
            let separated = line.separatingTerms(derivation.terms.count) { "term\($0)" }
            let terms = try #require(separated, "\(line.unicode)").terms
            for (term, part) in zip(terms, derivation.terms) {
              guard case .weight(let place, let row, let column)? = part else { continue }
              let projection = context.network.projections[place]
              let bias = projection.hasBias ? 1 : 0
              let other =
                isDelta
                ? deltas[projection.target][column]
                : row < bias ? context.network.bias ?? 0 : pass.forward.outputs[projection.source][row - bias]
              #expect((isDelta ? row - bias : column) == unit)
              let value = try FunctionResolver(definitions: [:], functions: [:]).resolve(term, at: 0..<0)
                .value(at: .real(0)).value
              #expect((value - projection.weights[row, column] * other).magnitude < 1e-9, "\(term.unicode)")
              count += 1
            }
          }
        }
      }
    }
    #expect(count > 150)
  }

  /// The last number of every derivation of a step equals the core's to the last digit shown.
  @Test func endsWithTheCoresNumber() throws {
    for context in try Self.contexts() {
      let blocks = try Explanation(context, digits: 12).step(at: 0..<0)
      var count = 0
      for case .derivation(let derivation) in blocks {
        let last = try #require(derivation.chain.last)
        let core = try #require(Self.core(derivation.subject, context), "\(derivation.subject.unicode)")
        #expect(last.unicode == Numeral(core, digits: 12).text, "\(derivation.subject.unicode)")
        count += 1
      }
      #expect(count > 8)
    }
  }

  /// A quantity straight from the core's results.
  private static func core(_ formula: Formula, _ context: FormulaContext) -> Double? {
    guard let presentation = context.presentation, let backward = presentation.backward else { return nil }
    func layer(_ place: Subscript) -> Int { context.layerLetters.firstIndex(of: place.letter) ?? 0 }
    func gradient(_ places: [Subscript]) -> Double? {
      guard let projection = context.network.projection(from: layer(places[0]), to: layer(places[1])) else {
        return nil
      }
      let firstUnit = context.network.projections[projection].hasBias ? 0 : 1
      return backward.negativeGradients[projection][
        (places[0].unit ?? 0) - firstUnit, (places[1].unit ?? 0) - 1]
    }
    switch formula {
    case .quantity(.totalInput, let places):
      return presentation.forward.totalInputs[layer(places[0])][(places[0].unit ?? 0) - 1]
    case .quantity(.output, let places):
      return presentation.forward.outputs[layer(places[0])][(places[0].unit ?? 0) - 1]
    case .quantity(.delta, let places): return backward.deltas[layer(places[0])][(places[0].unit ?? 0) - 1]
    case .quantity(.error, _):
      return try? presentation.network.error(presentation.forward, target: presentation.target ?? [])
    case .quantity(.weightChange, let places): return gradient(places).map { 0.5 * $0 }
    case .partial(_, .quantity(.weight, let places)): return gradient(places).map { -$0 }
    default: return nil
    }
  }

  /// A chain's expressions are all equal, as far as the digits shown allow.
  @Test func everyLinkIsEqual() throws {
    for context in try Self.contexts() {
      for case .derivation(let derivation) in try Explanation(context, digits: 15).step(at: 0..<0) {
        let values = try derivation.chain.map {
          try #require(FormulaEvaluator(context).value(of: SourceFormula($0, range: 0..<0)).values.first)
        }
        for value in values { #expect(abs(value - values[0]) < 1e-12, "\(derivation.subject.unicode)") }
      }
    }
  }

  /// The form that the handout shows.
  @Test func asTheLanguageShowsIt() throws {
    let context = try FormulaContext.presented([2, 2, 1])
    let blocks = try Explanation(context, digits: 6).blocks(
      of: SourceFormula(try Formula("δ_j1"), range: 0..<0))
    guard case .derivation(let derivation)? = blocks.first else { return #expect(Bool(false)) }
    #expect(derivation.step == "2b")
    #expect(derivation.chain.first?.unicode == "g'(a_j1) Σ_k δ_k w_j1k")
    #expect(derivation.chain.count == 3)
  }

  /// After an update, the derivation of δ still uses the weights from before it.
  @Test func weightsBeforeTheUpdate() throws {
    var context = try FormulaContext.presented([2, 3, 2])
    let before = try Explanation(context, digits: 6).step(at: 0..<0)
    context.network.apply(try #require(context.weightChanges))
    let after = Explanation(context, digits: 6)
    let chains = { (blocks: [Block]) in
      blocks.compactMap { block in
        if case .derivation(let derivation) = block { derivation.chain } else { nil }
      }
    }
    #expect(try chains(after.step(at: 0..<0)) == chains(before))
    let weight = try after.blocks(of: SourceFormula(try Formula("w_j1k1"), range: 0..<0))
    guard case .derivation(let derivation)? = weight.first else { return #expect(Bool(false)) }
    #expect(derivation.step == "update")
    #expect(derivation.chain.count == 2)
  }
}
