/// Moves to the minimum of the parabola through the last two slopes, by at most `growth` times the last
/// change; adds η s if the slope has kept its sign. Source: S. Fahlman, Faster-learning variations on
/// back-propagation (1988).
struct Quickprop: UpdateRule {
  static let name = "quickprop"
  static let meaning =
    "each weight goes to the lowest point of a parabola through its last two gradients"
  static let growth = RuleParameter(
    "growth", standard: 1.75, .above(0), meaning: "a change is at most this many times the last one")
  static let parameters = [growth]
  static var memories: Int { 2 }
  private let learningRate: Double
  private let growth: Double

  init(_ options: TrainingOptions) {
    learningRate = options.learningRate
    growth = options.rule[Self.growth]
  }

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ lastChange: inout N, _ lastSlope: inout N) -> N {
    let zero = N(repeating: 0)
    let direction = zero.replacing(with: N(repeating: 1), where: lastChange .> zero)
      .replacing(with: N(repeating: -1), where: zero .> lastChange)
    let limit = growth / (1 + growth) * lastSlope
    let parabola = lastChange * s / (lastSlope - s)
    let jump = parabola.replacing(with: growth * lastChange, where: direction * s .>= direction * limit)
      .replacing(with: zero, where: direction .== zero)
    let descent = jump + learningRate * s
    let change = jump.replacing(with: descent, where: direction .== zero)
      .replacing(with: descent, where: direction * s .> zero)
    lastChange = change
    lastSlope = s
    return change
  }
}

extension LearningRule {
  /// Fahlman's quickprop.
  public static let quickprop = LearningRule(Quickprop.self)
}
