import Backprop
import TestSupport

@testable import BackpropLanguage

extension FormulaContext {
  /// A network with random weights (uniform within ±1) to which a random pattern has been presented, forward
  /// and backward, with η = 0.5. Letters are those of the language.
  static func presented(
    _ units: [Int], transfer: [TransferFunction]? = nil, bias: Double? = nil, error: ErrorFunction = .squares,
    skips: [(Int, Int)] = [], target: [Double]? = nil, seed: UInt64 = 1
  ) throws -> FormulaContext {
    let letters =
      units.count == 2 ? ["i", "k"] : ["i", "j"] + ["l", "m", "n", "o"].prefix(units.count - 3) + ["k"]
    let layers = units.indices.map { place in
      Layer(name: letters[place], units: units[place], transfer: transfer?[place] ?? .sigmoid)
    }
    var network = try Network(layers: layers, bias: bias, errorFunction: error)
    for (source, target) in skips { try network.connect(source, target) }
    network.initializeWeights(.uniform(-1, 1), seed: seed)
    // The pattern comes from a weight matrix of a network of the same width, so that it is random by the same
    // generator.
    var source = try Network(layers: [
      Layer(name: "i", units: units[0]), Layer(name: "k", units: units[units.count - 1] + 1),
    ])
    source.initializeWeights(.uniform(-1, 1), seed: seed + 1000)
    let input = (0..<units[0]).map { source.projections[0].weights[$0, 0] }
    let target = target ?? (0..<units[units.count - 1]).map { abs(source.projections[0].weights[0, $0 + 1]) }
    let pass = try network.forward(input)
    let backward = try network.backward(pass, target: target)
    let changes = backward.negativeGradients.map { gradient in
      Matrix(rows: gradient.rows, columns: gradient.columns, elements: gradient.elements.map { 0.5 * $0 })
    }
    return FormulaContext(
      network: network, layerLetters: letters,
      particularLetters: units.count == 2 ? ["p": 0, "r": 1] : ["p": 0, "q": 1, "r": units.count - 1],
      presentation: Presentation(
        input: input, target: target, network: network, forward: pass, backward: backward),
      patterns: try PatternSet([
        Pattern(input: input, target: target), Pattern(input: input.map { -$0 }, target: target),
      ]),
      definitions: ["η": .number(0.5, spelling: "0.5")], weightChanges: changes)
  }

  /// The value of a formula as in a cell.
  func value(_ text: String) throws -> IndexedValue {
    let source = SourceText(text)
    let (tokens, diagnostics) = Lexer.tokens(of: source)
    if let first = diagnostics.first { throw first }
    return try FormulaEvaluator(self).value(of: try FormulaParser.formula(tokens, in: source))
  }

  /// The largest difference between the sides of the equations in `text`, over all their free indices.
  func difference(_ text: String) throws -> Double {
    var largest = 0.0
    for equation in try some(equations(text)) {
      let table = try FormulaEvaluator(self).values(of: [equation.left, equation.right])
      for (left, right) in try pairs(table.columns[0], table.columns[1]) {
        largest = max(largest, abs(left - right))
      }
    }
    return largest
  }
}
