/// The mathematics of a transfer function g, written once, and its properties in learning.
protocol Transfer: SendableMetatype {
  static var name: String { get }
  /// Other names for it.
  static var synonyms: [String] { get }
  /// The bounds of its output.
  static var outputRange: ClosedRange<Double> { get }
  /// Where g' is close to 0.
  static var slope: SlopeShape { get }
  /// A description in words; nil if its formula suffices.
  static var meaning: String? { get }
  /// y = g(a)
  static func value<N: Arithmetic>(_ a: N) -> N
  /// g'(a). y = g(a) is given too, because it makes some derivatives shorter.
  static func derivative<N: Arithmetic>(_ a: N, output y: N) -> N
}

extension Transfer {
  static var synonyms: [String] { [] }
  static var meaning: String? { nil }
}

/// Where the slope g'(a) is close to 0, so that hardly any δ passes through a unit.
package enum SlopeShape: Equatable, Sendable {
  /// Far from where it is largest, which is `greatest`: a unit there is saturated.
  case vanishes(greatest: Double)
  /// At every negative total input: a unit that stays there is dead.
  case isZeroBelow
  /// Nowhere.
  case neverVanishes
  /// Everywhere: nothing is learnt through it.
  case isZero
  /// Nothing is known about it.
  case unknown
}
