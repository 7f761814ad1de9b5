import Backprop

/// The steps of the handout. The raw value is its number there.
enum HandoutStep: String {
  case hiddenActivations = "1a"
  case outputActivations = "1b"
  case comparison = "1c"
  case outputDelta = "2a"
  case hiddenDelta = "2b"
  case hiddenChanges = "2c"

  /// The step that works out a and y of a layer.
  static func activations(ofLayer layer: Int, in network: Network) -> HandoutStep {
    isLast(layer, in: network) ? .outputActivations : .hiddenActivations
  }

  /// The step that works out δ of a layer.
  static func delta(ofLayer layer: Int, in network: Network) -> HandoutStep {
    isLast(layer, in: network) ? .outputDelta : .hiddenDelta
  }

  /// The step that works out Δw of the weights into a layer.
  static func changes(intoLayer layer: Int, in network: Network) -> HandoutStep {
    isLast(layer, in: network) ? .outputDelta : .hiddenChanges
  }

  private static func isLast(_ layer: Int, in network: Network) -> Bool {
    network.role(ofLayer: layer) == .output
  }

  /// What it does, in a line.
  func meaning(in network: Network) -> String {
    switch self {
    case .hiddenActivations: "input to hidden"
    case .outputActivations: network.layers.count > 2 ? "hidden to output" : "input to output"
    case .comparison: "compare with the target"
    case .outputDelta: "δ of the output layer, and the weights that lead to it"
    case .hiddenDelta: "δ of the hidden layers"
    case .hiddenChanges: "the weights that lead to hidden units"
    }
  }
}
