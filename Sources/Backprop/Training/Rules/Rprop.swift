/// Each weight has its own step size, which grows while the sign of s stays the same and shrinks when it
/// changes; the weight then also skips one update. The first step size is η. Source: C. Igel and M. Hüsken,
/// Improving the Rprop learning algorithm (2000), where it is called iRprop⁻.
struct Rprop: UpdateRule {
  static let name = "rprop"
  static let meaning =
    "each weight has a step of its own, which grows while the sign of its gradient stays; the first is η"
  static let increase = RuleParameter(
    "increase", synonyms: ["up"], standard: 1.2, .atLeast(1), meaning: "the factor by which a step grows")
  static let decrease = RuleParameter(
    "decrease", synonyms: ["down"], standard: 0.5, .between(0, 1),
    meaning: "the factor by which a step shrinks")
  static let smallest = RuleParameter(
    "smallest", standard: 1e-6, .atLeast(0), meaning: "the smallest step")
  static let largest = RuleParameter(
    "largest", standard: 50, .atLeast(0), atLeast: smallest, meaning: "the largest step")
  static let parameters = [increase, decrease, smallest, largest]
  static var memories: Int { 2 }
  private let first: Double
  private let increase: Double
  private let decrease: Double
  private let smallest: Double
  private let largest: Double

  init(_ options: TrainingOptions) {
    first = options.learningRate
    increase = options.rule[Self.increase]
    decrease = options.rule[Self.decrease]
    smallest = options.rule[Self.smallest]
    largest = options.rule[Self.largest]
  }

  var secondAtFirst: Double { first }

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ last: inout N, _ step: inout N) -> N {
    let zero = N.number(0)
    let agreement = s * last
    let longer = N.minimum(increase * step, .number(largest))
    let shorter = N.maximum(decrease * step, .number(smallest))
    step = .choose(
      longer, if: agreement, isGreaterThan: zero,
      else: .choose(shorter, if: zero, isGreaterThan: agreement, else: step))
    last = .choose(zero, if: zero, isGreaterThan: agreement, else: s)
    return .sign(last) * step
  }
}

extension LearningRule {
  /// Rprop without weight backtracking: each weight has its own step size.
  public static let rprop = LearningRule(Rprop.self)
}
