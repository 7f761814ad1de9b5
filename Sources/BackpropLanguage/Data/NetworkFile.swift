import Backprop

/// Networks, pattern sets and the definitions of the user's own, as `save` writes them and
/// `load` reads them: JSON whose doubles come back to the last bit.
struct NetworkFile: Equatable, Sendable {
  var networks: [Named<Network>] = []
  var patternSets: [Named<PatternSet>] = []
  /// `let` lines and functions, as cells have them: `g(a) = c a / (1 + abs(a))`.
  var definitions: [String] = []

  struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
    var name: String
    var value: Value
  }

  static let format = "backprop"
  /// Raised when older programs can no longer read what is written.
  static let version = 1
}
