/// The mathematics of a transfer function g, written once, and what it means for learning.
protocol Transfer: SendableMetatype {
  static var name: String { get }
  /// Other names that it goes by.
  static var synonyms: [String] { get }
  /// The least and the greatest that an output can come near.
  static var outputRange: ClosedRange<Double> { get }
  static var slope: SlopeShape { get }
  /// Whether an output depends on the total inputs of the whole layer.
  static var couplesLayer: Bool { get }
  /// What it is in words; nil where its formula says it.
  static var meaning: String? { get }
  /// y = g(a)
  static func value<N: Arithmetic>(_ a: N) -> N
  /// g'(a), given y = g(a) as well, by which some derivatives are shorter.
  static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N
}

extension Transfer {
  static var synonyms: [String] { [] }
  static var couplesLayer: Bool { false }
  static var meaning: String? { nil }
}

/// Where the slope g'(a) is next to nothing, so that hardly any δ passes a unit.
package enum SlopeShape: Equatable, Sendable {
  /// Far from where it is greatest: a unit there is saturated.
  case vanishes(greatest: Double)
  /// Wherever the total input is negative: a unit that stays there is dead.
  case isZeroBelow
  case neverVanishes
  /// Everywhere: nothing is learnt through it.
  case isZero
}
