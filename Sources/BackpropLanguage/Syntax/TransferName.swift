import Backprop

/// The name of a transfer function: the built-in ones, or the user's own.
enum TransferName: Sendable, Equatable {
  case builtIn(TransferFunction)
  case named(String)
}

/// The names of the built-in transfer functions.
enum TransferWords {
  static let builtIn = ["sigmoid", "identity", "tanh", "relu", "leaky relu", "softplus", "step", "softmax"]
}

extension TokenCursor {
  /// `sigmoid`, `leaky relu`, or a name of the user's own.
  mutating func takeTransfer() -> Located<TransferName>? {
    guard let word else { return nil }
    let start = range.lowerBound
    advance()
    if word == "leaky" {
      _ = take(word: "relu")
      return Located(.builtIn(.leakyRelu), range(from: start))
    }
    let builtIn: TransferFunction? =
      switch word {
      case "sigmoid", "logistic": .sigmoid
      case "identity", "linear": .identity
      case "tanh": .tanh
      case "relu": .relu
      case "softplus": .softplus
      case "step": .step
      case "softmax": .softmax
      default: nil
      }
    return Located(builtIn.map { .builtIn($0) } ?? .named(word), range(from: start))
  }
}
