import Backprop

/// Networks, pattern sets and the user's own definitions, as `save` writes them and `load` reads them: JSON
/// whose doubles come back to the last bit.
struct NetworkFile: Equatable, Sendable {
  var networks: [Named<Network>] = []
  var patternSets: [Named<PatternSet>] = []
  /// `let` lines and functions, as cells have them: `g(a) = c a / (1 + abs(a))`.
  var definitions: [String] = []

  /// The rule in force and its settings; nil if they are the usual ones. Older programs skip them.
  var settings: Settings?
  /// Notations of the session's own, as cells define them. Older programs skip them.
  var notations: [String] = []

  /// How `update` and `train` change the weights unless something else is said.
  struct Settings: Equatable, Sendable {
    var rule: String
    var parameters: [Named<Double>]
    var learningRate: Double
    var momentum: Double
    var decay: Double
    var decaysBias: Bool
    /// Settings that are formulas of n, the number of the epoch: `η`, `0.5 / (1 + n / 100)`. Older programs
    /// skip them.
    var schedules: [Named<String>] = []
  }

  struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
    var name: String
    var value: Value
  }

  static let format = "backprop"
  /// Increased when older programs can no longer read new files; a file that they can read has version 1.
  static let version = 2

  /// What the definitions of a file make available to its networks.
  struct Defined {
    /// The transfer function of this name.
    var transfer: (String) -> TransferFunction?
    /// The error function of this formula, for a network that has the standard one.
    var error: (String, Network) -> ErrorFunction?
  }
}
