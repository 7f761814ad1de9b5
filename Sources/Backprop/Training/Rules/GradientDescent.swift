/// Δw(n) = η s + α Δw(n-1): gradient descent, with momentum unless α is 0.
struct GradientDescent: UpdateRule {
  typealias Updater = FusedUpdater<Self>
  static let name = "gradient"
  static let meaning =
    "Δw_ij = -η ∂E/∂w_ij, which is `η δ_j y_i` unless E has weights in it; with momentum if α is set"
  static let usesMomentum = true
  static var memories: Int { 1 }
  static let remembersChange = true
  let scale: Double
  let momentum: Double

  init(scale: Double, momentum: Double) {
    self.scale = scale
    self.momentum = momentum
  }

  init(_ options: TrainingOptions) {
    self.init(scale: options.learningRate, momentum: options.momentum)
  }

  var isPlainWithoutDecay: Bool { momentum == 0 }

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ last: inout N, _: inout N) -> N {
    last = .multiplyAdd(.number(momentum), last, s)
    return last
  }
}

extension LearningRule {
  /// Gradient descent, with the momentum of the options: Δw(n) = η s + α Δw(n-1).
  public static let gradient = LearningRule(GradientDescent.self)
}
