import Backprop

/// Networks, pattern sets and the functions of the user's own that the networks need, as `save` writes them and
/// `load` reads them: JSON whose doubles come back to the last bit.
struct NetworkFile: Equatable, Sendable {
  var networks: [Named<Network>] = []
  var patternSets: [Named<PatternSet>] = []
  var functions: [Function] = []

  struct Named<Value: Equatable & Sendable>: Equatable, Sendable {
    var name: String
    var value: Value
  }

  /// `name(parameter) = formula`, the formula in its Unicode spelling.
  struct Function: Equatable, Sendable {
    var name: String
    var parameter: String
    var formula: String
  }

  static let format = "backprop"
  /// Raised when older programs can no longer read what is written.
  static let version = 1

  static let transfers: [TransferFunction] = [
    .sigmoid, .identity, .tanh, .relu, .leakyRelu, .softplus, .step, .softmax,
  ]
  static let errorFunctions: [(name: String, function: ErrorFunction)] = [
    ("squares", .squares), ("cross-entropy", .crossEntropy),
  ]
}
