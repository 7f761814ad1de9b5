@testable import BackpropLanguage

extension Notebook {
  /// Every weight of the network in use, projection after projection.
  var weights: [Double] {
    session.snapshot.state.network?.core.projections.flatMap { $0.weights.elements } ?? []
  }

  /// Every Δw of the last `backward`, in the same order.
  var changes: [Double] {
    session.snapshot.state.network?.weightChanges?.flatMap { $0.elements } ?? []
  }
}
