import Backprop
import Foundation
import Testing

@testable import BackpropLanguage

/// Random formulas against NumPy: the values come from Fixtures/generate-formula-values.py.
struct FormulaNumPyTests {
  static let lines: [[String]] = {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "Fixtures/formula-values.tsv")
    let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }()

  static func numbers(_ text: String) -> [Double] { text.split(separator: " ").compactMap { Double($0) } }

  /// The network of the script, after forward and backward.
  static func context() throws -> FormulaContext {
    var given: [String: [Double]] = [:]
    for line in lines.prefix(4) { given[line[0]] = numbers(line[1]) }
    var network = try Network(layers: [
      Layer(name: "i", units: 2), Layer(name: "j", units: 3), Layer(name: "k", units: 2),
    ])
    for (place, name) in ["w_ij", "w_jk"].enumerated() {
      let weights = network.projections[place].weights
      try network.setWeights(
        Matrix(rows: weights.rows, columns: weights.columns, elements: #require(given[name])),
        ofProjection: place)
    }
    let (input, target) = (try #require(given["x"]), try #require(given["t"]))
    let pass = try network.forward(input)
    return FormulaContext(
      network: network, layerLetters: ["i", "j", "k"], particularLetters: ["p": 0, "q": 1, "r": 2],
      presentation: Presentation(
        input: input, target: target, network: network, forward: pass,
        backward: try network.backward(pass, target: target)),
      definitions: ["η": .number(0.5, spelling: "0.5")])
  }

  @Test func values() throws {
    let context = try Self.context()
    let formulas = Self.lines.dropFirst(4)
    #expect(formulas.count == 250)
    for line in formulas {
      let (text, letters, expected) = (line[0], line[1].map(String.init), Self.numbers(line[2]))
      let value = try context.value(text)
      var place = 0
      try visit(letters, value, [:]) { units in
        // A letter over which all values are equal has been dropped by NumPy's broadcasting.
        let found = try #require(value.value(at: units), "\(text) \(units)")
        let right = expected[place]
        #expect(abs(found - right) <= 1e-12 * max(1, abs(right)), "\(text) at \(units)")
        place += 1
      }
      #expect(place == expected.count, "\(text)")
    }
  }

  /// Visits all units of the letters, in order.
  private func visit(
    _ letters: [String], _ value: IndexedValue, _ units: [String: Int], _ body: ([String: Int]) throws -> Void
  ) throws {
    guard let first = letters.first else { return try body(units) }
    let index = try #require(value.indices.first { $0.letter == first })
    for unit in index.units {
      var more = units
      more[first] = unit
      try visit(Array(letters.dropFirst()), value, more, body)
    }
  }
}
