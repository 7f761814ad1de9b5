/// Nesterov's momentum: v(n) = η s + α v(n-1), Δw(n) = η s + α v(n).
struct Nesterov: UpdateRule {
  #if !arch(wasm32)
    typealias Updater = FusedUpdater<Self>
  #endif
  static let name = "nesterov"
  static let meaning =
    "momentum, with the gradient taken where the momentum leads: v_ij = -η ∂E/∂w_ij + α v_ij(n-1), Δw_ij = "
    + "-η ∂E/∂w_ij + α v_ij"
  static let usesMomentum = true
  static var memories: Int { 1 }
  let scale: Double
  let momentum: Double

  init(scale: Double, momentum: Double) {
    self.scale = scale
    self.momentum = momentum
  }

  init(_ options: TrainingOptions) {
    self.init(scale: options.learningRate, momentum: options.momentum)
  }

  @inline(__always) func change<N: RuleNumber>(_ s: N, _ v: inout N, _: inout N) -> N {
    v = .multiplyAdd(.number(momentum), v, s)
    return .multiplyAdd(.number(momentum), v, s)
  }
}

extension LearningRule {
  /// Nesterov's momentum: v(n) = η s + α v(n-1), Δw(n) = η s + α v(n).
  public static let nesterov = LearningRule(Nesterov.self)
}
