/// The mean of s divided by the root of the mean of s², both corrected for starting at 0. Source: D. Kingma
/// and J. Ba, Adam: a method for stochastic optimization (2015).
struct Adam: UpdateRule {
  static let name = "adam"
  static let meaning = "running means of the gradient and of its square; η about 0.01"
  static let beta1 = RuleParameter(
    "β1", synonyms: ["beta1"], standard: 0.9, .from(0, below: 1),
    meaning: "how much is kept of the mean of s = -∂E/∂w")
  static let beta2 = RuleParameter(
    "β2", synonyms: ["beta2"], standard: 0.999, .from(0, below: 1),
    meaning: "how much is kept of the mean of s²")
  static let epsilon = RuleParameter(
    "ε", synonyms: ["epsilon"], standard: 1e-8, .above(0),
    meaning: "a small number that keeps the divisor from being 0")
  static let parameters = [beta1, beta2, epsilon]
  static var memories: Int { 2 }
  private let learningRate: Double
  private let beta1: Double
  private let beta2: Double
  private let epsilon: Double
  private var meanCorrection = 1.0
  private var squareCorrection = 1.0

  init(_ options: TrainingOptions) {
    learningRate = options.learningRate
    beta1 = options.rule[Self.beta1]
    beta2 = options.rule[Self.beta2]
    epsilon = options.rule[Self.epsilon]
  }

  mutating func beginUpdate(_ number: Int64) {
    meanCorrection = 1 / (1 - Elementary.power(beta1, Double(number)))
    squareCorrection = 1 / (1 - Elementary.power(beta2, Double(number)))
  }

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ mean: inout N, _ square: inout N) -> N {
    mean = beta1 * mean + (1 - beta1) * s
    square = beta2 * square + (1 - beta2) * s * s
    let root = (squareCorrection * square).squareRoot()
    return learningRate * meanCorrection * mean / (root + .number(epsilon))
  }
}

extension LearningRule {
  /// Adam, by Kingma and Ba.
  public static let adam = LearningRule(Adam.self)
}
