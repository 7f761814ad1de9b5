/// How an update follows from the gradient.
///
/// In each, s = -∂E/∂w - β w, where β is the weight decay, summed (or averaged) over the patterns of the update.
public enum LearningRule: Equatable, Sendable {
  /// Δw(n) = η s + α Δw(n-1): gradient descent, with momentum where α is not 0.
  case gradient
  /// Nesterov's momentum: v(n) = η s + α v(n-1), Δw(n) = η s + α v(n).
  case nesterov
  /// Each weight has a step of its own, which grows while the sign of s stays and shrinks when it turns, when the
  /// weight also rests once (Igel and Hüsken's iRprop⁻, 2000). The first step is η.
  case rprop(increase: Double = 1.2, decrease: Double = 0.5, smallest: Double = 1e-6, largest: Double = 50)
  /// Fahlman's quickprop (1988): to the bottom of the parabola through the last two slopes, by at most `growth` times
  /// the last change, η s added where the slope has kept its sign.
  case quickprop(growth: Double = 1.75)
  /// Kingma and Ba's Adam (2015), its two means corrected for their start from 0.
  case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

  /// Gradient descent again: it is the momentum α of the options that tells.
  public static let momentum = LearningRule.gradient

  /// The name in the language.
  public var name: String {
    switch self {
    case .gradient: "gradient"
    case .nesterov: "nesterov"
    case .rprop: "rprop"
    case .quickprop: "quickprop"
    case .adam: "adam"
    }
  }
}

/// What a learning rule remembers of a weight: two numbers, whose meaning is the rule's own.
struct LearningMemory: Equatable, Sendable {
  /// Gradient descent and quickprop: Δw(n-1); Nesterov: v; Rprop: s(n-1); Adam: the mean of s.
  var first: Double
  /// Rprop: the step; quickprop: s(n-1); Adam: the mean of s².
  var second: Double

  /// What is remembered before the first update.
  static func beginning(_ options: TrainingOptions) -> LearningMemory {
    if case .rprop = options.rule { return LearningMemory(first: 0, second: options.learningRate) }
    return LearningMemory(first: 0, second: 0)
  }
}

extension TrainingOptions {
  /// Δw of one weight. s: see `LearningRule`; update: which one this is, the first being 1.
  func change(_ s: Double, _ memory: inout LearningMemory, update: Int) -> Double {
    switch rule {
    case .gradient:
      memory.first = learningRate * s + momentum * memory.first
      return memory.first
    case .nesterov:
      memory.first = learningRate * s + momentum * memory.first
      return learningRate * s + momentum * memory.first
    case .rprop(let increase, let decrease, let smallest, let largest):
      let agreement = s * memory.first
      if agreement > 0 { memory.second = min(memory.second * increase, largest) }
      if agreement < 0 { memory.second = max(memory.second * decrease, smallest) }
      memory.first = agreement < 0 ? 0 : s
      return memory.first > 0 ? memory.second : memory.first < 0 ? -memory.second : 0 * memory.first
    case .quickprop(let growth):
      return quickprop(s, &memory, growth: growth)
    case .adam(let beta1, let beta2, let epsilon):
      memory.first = beta1 * memory.first + (1 - beta1) * s
      memory.second = beta2 * memory.second + (1 - beta2) * s * s
      let mean = memory.first / (1 - Elementary.power(beta1, Double(update)))
      let square = memory.second / (1 - Elementary.power(beta2, Double(update)))
      return learningRate * mean / (square.squareRoot() + epsilon)
    }
  }

  private func quickprop(_ s: Double, _ memory: inout LearningMemory, growth: Double) -> Double {
    let last = memory.first
    let direction: Double = last > 0 ? 1 : last < 0 ? -1 : 0
    var change = 0.0
    if direction == 0 || direction * s > 0 { change += learningRate * s }
    if direction != 0 {
      let limit = growth / (1 + growth) * memory.second
      if direction * s >= direction * limit {
        change += growth * last
      } else {
        change += last * s / (memory.second - s)
      }
    }
    memory = LearningMemory(first: change, second: s)
    return change
  }
}
