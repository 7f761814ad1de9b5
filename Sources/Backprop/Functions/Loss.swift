/// An error function, which `ErrorFunction` makes into a value.
protocol Loss: LossTerms {
  /// The name in the language.
  static var name: String { get }
  /// The targets that it is meant for.
  static var targets: ClosedRange<Double> { get }
}

/// The mathematics of an error function, written once: E = factor · Σ_k value(t_k, y_k).
protocol LossTerms: SendableMetatype {
  /// The factor in front of the sum.
  static var factor: Double { get }
  /// An output's share of E, without the factor.
  static func value<N: Arithmetic>(target t: N, output y: N) -> N
  /// -∂E/∂y
  static func descent<N: Arithmetic>(target t: N, output y: N) -> N
  /// Whether this is E = 1/2 Σ_k (t_k - y_k)².
  static var isSquares: Bool { get }
  /// sum + value(t, y), which some error functions compute in one step fewer.
  static func adding<N: Arithmetic>(to sum: N, target t: N, output y: N) -> N
}

extension Loss {
  static var targets: ClosedRange<Double> { -.infinity ... .infinity }
}

extension LossTerms {
  static var factor: Double { 1 }
  static var isSquares: Bool { false }

  @inline(__always) static func adding<N: Arithmetic>(to sum: N, target t: N, output y: N) -> N {
    sum + value(target: t, output: y)
  }
}

/// An error function and a transfer function of the last layer that match: g' cancels in δ_k = t_k - y_k, and
/// E is computed from a_k, so that an output of 0 or 1 loses no digits. For softmax, δ_k = t_k - y_k Σ_l t_l.
protocol MatchedLoss: LossTerms {
  /// sum + an output's share of E, including the factor. logarithmOfSum: log Σ_l e^a_l for softmax, else 0.
  static func addingStable<N: Arithmetic>(
    to sum: N, target t: N, totalInput a: N, logarithmOfSum: N
  ) -> N
}
