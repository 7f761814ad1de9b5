/// Targets that the outputs cannot come near, whatever the weights are.
public struct UnreachableTargets: Equatable, Sendable {
  /// The number of patterns that have such a target.
  public let patterns: Int
  /// The first such pattern.
  public let target: Double
  /// The range of the last layer's outputs.
  public let range: ClosedRange<Double>
}

extension Network {
  /// The targets of a set that lie outside the range of the last layer's transfer function; nil if there are
  /// none.
  public func unreachableTargets(in patterns: PatternSet) -> UnreachableTargets? {
    let range = outputTransfer.outputRange
    let width = patterns.targets.columns
    guard range.lowerBound.isFinite || range.upperBound.isFinite, width > 0 else { return nil }
    var count = 0
    var first: Double?
    var last = -1
    for (place, target) in patterns.targets.elements.enumerated() where !range.contains(target) {
      first = first ?? target
      if place / width != last { count += 1 }
      last = place / width
    }
    return first.map { UnreachableTargets(patterns: count, target: $0, range: range) }
  }
}
