/// Moves to the minimum of the parabola through the last two gradients, by at most `growth` times the last
/// change; adds η s if the gradient has kept its sign. Source: S. Fahlman, Faster-learning variations on
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

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ lastChange: inout N, _ lastS: inout N) -> N {
    let zero = N.number(0)
    let direction = N.sign(lastChange)
    // 1, or 0 if the weight did not move.
    let hasMoved = direction * direction
    // From here on, the parabola's minimum is farther away than `growth` times the last change, or behind.
    let limit = growth / (1 + growth) * lastS
    let parabola = lastChange * s / (lastS - s)
    let nearest = N.choose(
      growth * lastChange, if: direction * s, isNotLessThan: direction * limit, else: parabola)
    let jump = N.choose(nearest, if: hasMoved, isGreaterThan: zero, else: zero)
    let descent = jump + learningRate * s
    let next = N.choose(descent, if: direction * s, isGreaterThan: zero, else: jump)
    let change = N.choose(next, if: hasMoved, isGreaterThan: zero, else: descent)
    lastChange = change
    lastS = s
    return change
  }
}

extension LearningRule {
  /// Fahlman's quickprop.
  public static let quickprop = LearningRule(Quickprop.self)
}
