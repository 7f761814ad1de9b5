import Backprop

/// Which layers of a network lead to which, whatever their sizes are: what a derivation is about.
struct NetworkOutline: Equatable, Sendable {
  private let layers: Int
  private let sources: [Int]
  private let targets: [Int]

  init(_ network: Network) {
    layers = network.layers.count
    sources = network.projections.map { $0.source }
    targets = network.projections.map { $0.target }
  }
}
