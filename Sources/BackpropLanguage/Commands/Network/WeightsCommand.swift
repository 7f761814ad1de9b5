import Backprop

/// `weights uniform -0.5 0.5, seed 1`
extension Command {
  static let weights = Command(
    name: "weights", family: .network,
    synopsis: ["weights uniform LOW HIGH", "weights normal MEAN DEVIATION", "weights xavier|he|zero"],
    meaning: "draw new weights for the network; a seed gives the same weights on every machine",
    arguments: [.words(WeightScheme.allCases.map { $0.rawValue })],
    continuation: { words in
      switch words {
      case ["uniform"]: [.words(["-0.5 0.5"])]
      case ["normal"]: [.words(["0 0.1"])]
      default: []
      }
    },
    options: [
      CommandOption(
        name: "seed", value: .integer(least: 0), defaultValue: "1", meaning: "the seed of the generator")
    ],
    assignment: (left: "w", example: "w_ij = 0.1"),
    examples: ["weights uniform -0.5 0.5, seed 1", "weights normal 0 0.1", "weights xavier", "weights zero"],
    parse: parseWeights)

  @Sendable private static func parseWeights(_ parser: inout StatementParser) throws(Diagnostic)
    -> Action
  {
    let schemes = WeightScheme.allCases.map { $0.rawValue }
    guard let name = parser.cursor.word.flatMap({ WeightScheme(rawValue: $0) }) else {
      throw parser.unknownWord(Wording.list(schemes, last: "or"), among: schemes)
    }
    parser.cursor.advance()
    let scheme: WeightInitialization
    switch name {
    case .uniform:
      let low = try parser.cursor.number("the lowest weight, a number")
      let high = try parser.cursor.number("the highest weight, a number")
      guard low.value <= high.value else {
        throw Diagnostic(
          .outOfRange(
            "the highest weight", value: high.value, allowed: "\(Wording.number(low.value)) or more"),
          at: high.range)
      }
      scheme = .uniform(low.value, high.value)
    case .normal:
      let mean = try parser.cursor.number("the mean of the weights, a number")
      let deviation = try parser.cursor.number("their standard deviation, a number")
      guard deviation.value >= 0 else {
        throw Diagnostic(
          .outOfRange("the standard deviation", value: deviation.value, allowed: "0 or more"),
          at: deviation.range)
      }
      scheme = .normal(mean.value, deviation.value)
    case .xavier: scheme = .xavier
    case .he: scheme = .he
    case .zero: scheme = .zero
    }
    let options = try parser.options()
    let seed = options.integer("seed")
    return Action { (execution) throws(Diagnostic) in try execution.initializeWeights(scheme, seed: seed) }
  }
}

/// The distributions for drawing weights.
private enum WeightScheme: String, CaseIterable { case uniform, normal, xavier, he, zero }

extension Execution {
  fileprivate mutating func initializeWeights(_ scheme: WeightInitialization, seed: Int64?) throws(Diagnostic)
  {
    var network = try currentNetwork()
    try require(8 * Double(network.core.weightCount), for: "`weights`")
    network.core.initializeWeights(scheme, seed: UInt64(seed ?? 1))
    guard network.core.projections.allSatisfy({ $0.weights.elements.allSatisfy { $0.isFinite } }) else {
      throw problem(.notFinite("a weight that is drawn like this"), example: "weights uniform -0.5 0.5")
    }
    network.scheme = scheme
    network.weightOrigin = NetworkWords.origin(scheme, seed: seed ?? 1)
    network.weightsWereSet()
    state.store(network)
    note("weights of \(network.name.asTyped): \(network.weightOrigin)")
  }
}
