/// A learning rule that is built in: what an engine applies, with a name and parameters.
protocol UpdateRule: WeightRule {
  /// The name in the language.
  static var name: String { get }
  /// What it does, in one line.
  static var meaning: String { get }
  /// The parameters that it takes in addition to η and α.
  static var parameters: [RuleParameter] { get }
  /// Whether it uses the momentum α.
  static var usesMomentum: Bool { get }
  /// Whether the first remembered number is Δw of the last update.
  static var remembersChange: Bool { get }

  /// The rule with the learning rate, the momentum and the parameters of the options.
  init(_ options: TrainingOptions)
}

extension UpdateRule {
  static var parameters: [RuleParameter] { [] }
  static var usesMomentum: Bool { false }
  static var remembersChange: Bool { false }
}

/// How an engine changes the weights. The mathematics is written once, for any kind of number: the engines
/// compute with eight weights at once, the reference with one.
protocol WeightRule: Sendable {
  /// How many numbers it remembers per weight: none, one or two. They are 0 before the first update. Rules
  /// compute it, so that compiled loops hold it as a constant.
  static var memories: Int { get }
  /// How engines apply it. `DeferredUpdater` works for any rule. With `FusedUpdater`, an engine is compiled
  /// separately for the rule, which pays off if the rule has only a few operations.
  associatedtype Updater: WeightUpdater = DeferredUpdater

  /// The factor of s before `change` takes it.
  var scale: Double { get }
  /// Whether Δw is the scaled s itself, except for the weight decay.
  var isPlainWithoutDecay: Bool { get }
  /// The value of the second remembered number before the first update.
  var secondAtFirst: Double { get }
  /// Called before an update; the first is number 1.
  mutating func beginUpdate(_ number: Int64)
  /// Δw from the scaled s; updates the remembered numbers.
  func change<N: RuleNumber>(_ s: N, _ first: inout N, _ second: inout N) -> N

  /// What applies the rule in an engine.
  func updater(_ options: TrainingOptions) -> Updater
}

extension WeightRule {
  var scale: Double { 1 }
  var isPlainWithoutDecay: Bool { false }
  var secondAtFirst: Double { 0 }
  mutating func beginUpdate(_ number: Int64) {}

  /// Whether Δw is the scaled s itself.
  func isPlain(_ options: TrainingOptions) -> Bool {
    isPlainWithoutDecay && options.decay == 0 && options.schedules.momentum == nil
      && options.schedules.decay == nil
  }
}

/// What a learning rule computes with: one number, eight for as many weights, or an expression, by which
/// rules are compared.
protocol RuleNumber: Arithmetic {
  func squareRoot() -> Self
}

extension Double: RuleNumber {}

extension Expression: RuleNumber {
  func squareRoot() -> Expression { .squareRoot(self) }
}
