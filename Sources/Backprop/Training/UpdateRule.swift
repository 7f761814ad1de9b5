/// A learning rule. Its mathematics is written once, for any kind of number: the engines compute with eight
/// weights at once, the reference with one.
protocol UpdateRule: Sendable {
  /// The name in the language.
  static var name: String { get }
  /// What it does, in one line.
  static var meaning: String { get }
  static var parameters: [RuleParameter] { get }
  /// Whether it uses the momentum α.
  static var usesMomentum: Bool { get }
  /// How many numbers it remembers per weight: none, one or two. They are 0 before the first update. Rules
  /// compute it, so that compiled loops hold it as a constant.
  static var memories: Int { get }
  /// Whether the first of them is Δw of the last update.
  static var remembersChange: Bool { get }
  /// How engines apply it. `DeferredUpdater` works for any rule. With `FusedUpdater`, an engine is compiled
  /// separately for the rule, which pays off if the rule has only a few operations.
  associatedtype Updater: WeightUpdater = DeferredUpdater

  init(_ options: TrainingOptions)

  /// The factor of s before `change` takes it.
  var scale: Double { get }
  /// Whether Δw is the scaled s itself if there is no decay.
  var isPlain: Bool { get }
  /// The value of the second remembered number before the first update.
  var secondAtFirst: Double { get }
  /// Called before an update; the first is number 1.
  mutating func beginUpdate(_ number: Int)
  /// Δw from the scaled s.
  func change<N: RuleNumber>(_ s: N, _ first: inout N, _ second: inout N) -> N

  func updater(_ options: TrainingOptions) -> Updater
}

extension UpdateRule {
  static var parameters: [RuleParameter] { [] }
  static var usesMomentum: Bool { false }
  static var remembersChange: Bool { false }
  var scale: Double { 1 }
  var isPlain: Bool { false }
  var secondAtFirst: Double { 0 }
  mutating func beginUpdate(_ number: Int) {}

  func isPlain(_ options: TrainingOptions) -> Bool { isPlain && options.decay == 0 }
}

/// What a learning rule computes with in addition to the arithmetic of functions: one number, or eight for as
/// many weights, with comparisons whose results may be used more than once.
protocol RuleNumber: Arithmetic {
  /// The result of a comparison.
  associatedtype Mask
  init(repeating number: Double)
  static func * (a: Double, b: Self) -> Self
  static func least(_ a: Self, _ b: Self) -> Self
  static func greatest(_ a: Self, _ b: Self) -> Self
  func squareRoot() -> Self
  static func .> (a: Self, b: Self) -> Mask
  static func .>= (a: Self, b: Self) -> Mask
  static func .== (a: Self, b: Self) -> Mask
  /// The other number where the comparison holds.
  func replacing(with other: Self, where mask: Mask) -> Self
}

extension Double: RuleNumber {
  init(repeating number: Double) { self = number }
  static func least(_ a: Double, _ b: Double) -> Double { a < b ? a : b }
  static func greatest(_ a: Double, _ b: Double) -> Double { a > b ? a : b }
  static func .> (a: Double, b: Double) -> Bool { a > b }
  static func .>= (a: Double, b: Double) -> Bool { a >= b }
  static func .== (a: Double, b: Double) -> Bool { a == b }
  func replacing(with other: Double, where mask: Bool) -> Double { mask ? other : self }
}
