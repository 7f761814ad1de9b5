import Testing

@testable import BackpropLanguage

extension Notebook {
  /// Every weight of the network in use, projection after projection.
  var weights: [Double] {
    session.snapshot.state.network?.core.projections.flatMap { $0.weights.elements } ?? []
  }
}

/// The greatest difference between numbers of two lists, of which there must be as many, and some.
func distance(_ a: [Double], _ b: [Double]) throws -> Double {
  try #require(a.count == b.count && !a.isEmpty)
  return zip(a, b).map { abs($0 - $1) }.max() ?? 0
}
