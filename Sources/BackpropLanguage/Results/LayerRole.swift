import Backprop

/// What a layer is by its place in the network. The raw value is the word for it.
public enum LayerRole: String, Sendable { case input, hidden, output }

extension Network {
  /// The first layer is the input layer, the last one the output layer; all others are hidden.
  public func role(ofLayer layer: Int) -> LayerRole {
    layer == 0 ? .input : layer == layers.count - 1 ? .output : .hidden
  }
}
