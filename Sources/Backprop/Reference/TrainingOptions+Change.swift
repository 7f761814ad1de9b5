/// What a learning rule remembers of a weight: two numbers, whose meaning is the rule's own.
struct WeightMemory: Equatable, Sendable {
  /// Gradient descent and quickprop: Δw(n-1); Nesterov: v; Rprop: s(n-1); Adam: the mean of s.
  var first: Double
  /// Rprop: the step; quickprop: s(n-1); Adam: the mean of s².
  var second: Double

  /// What is remembered before the first update.
  static func beginning(_ options: TrainingOptions) -> WeightMemory {
    if case .rprop = options.rule { return WeightMemory(first: 0, second: options.learningRate) }
    return WeightMemory(first: 0, second: 0)
  }
}

extension TrainingOptions {
  /// Δw of one weight. s: see `LearningRule`; update: which one this is, the first being 1.
  func change(_ s: Double, _ memory: inout WeightMemory, update: Int) -> Double {
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

  private func quickprop(_ s: Double, _ memory: inout WeightMemory, growth: Double) -> Double {
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
    memory = WeightMemory(first: change, second: s)
    return change
  }
}
