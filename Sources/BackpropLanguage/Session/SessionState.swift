import Backprop

/// Everything that lives between cells, a value: a statement runs on a copy, which is kept if it succeeds.
struct SessionState: Sendable {
  /// In the order in which they were defined.
  var networks: [NetworkState] = []
  var currentNetwork: String?
  var patternSets: [NamedPatterns] = []
  var currentPatterns: String?
  /// η, for `backward` and, unless it says otherwise, `train`.
  var learningRate = 0.5
  /// α, for `train` unless it says otherwise.
  var momentum = 0.0
  /// By `let`.
  var definitions = Definitions()
  /// Units that `let q = 2` has pinned.
  var pins: [String: Int] = [:]
  var functions: [UserFunction] = []
  var digits = 6
  /// The picture formats of figures.
  var figureFormats = Figure.Format.allCases
  /// How many commands have trained, to tell their displays apart.
  var trainings = 0

  var network: NetworkState? { networks.first { $0.name == currentNetwork } }
  var patterns: NamedPatterns? { patternSets.first { $0.name == currentPatterns } }

  /// Puts the network in, in place of one of the same name, and makes it the current one.
  mutating func store(_ network: NetworkState) {
    if let place = networks.firstIndex(where: { $0.name == network.name }) {
      networks[place] = network
    } else {
      networks.append(network)
    }
    currentNetwork = network.name
  }

  mutating func store(_ patterns: NamedPatterns) {
    if let place = patternSets.firstIndex(where: { $0.name == patterns.name }) {
      patternSets[place] = patterns
    } else {
      patternSets.append(patterns)
    }
    currentPatterns = patterns.name
  }
}

/// A pattern set and what it is called.
struct NamedPatterns: Sendable {
  var name: String
  var set: PatternSet
}

/// A function of the user's own: `g(a) = a / (1 + abs(a))`.
struct UserFunction: Sendable {
  var name: String
  var parameter: String
  var formula: Formula
}
