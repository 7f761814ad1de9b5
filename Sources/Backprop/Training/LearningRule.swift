/// How an update follows from the gradient.
///
/// In each, s = -∂E/∂w - β w, where β is the weight decay, summed (or averaged) over the patterns of the
/// update.
public enum LearningRule: Equatable, Sendable {
  /// Δw(n) = η s + α Δw(n-1): gradient descent, with momentum where α is not 0.
  case gradient
  /// Nesterov's momentum: v(n) = η s + α v(n-1), Δw(n) = η s + α v(n).
  case nesterov
  /// Each weight has a step of its own, which grows while the sign of s stays and shrinks when it turns, when
  /// the weight also rests once (Igel and Hüsken's iRprop⁻, 2000). The first step is η.
  case rprop(increase: Double = 1.2, decrease: Double = 0.5, smallest: Double = 1e-6, largest: Double = 50)
  /// Fahlman's quickprop (1988): to the bottom of the parabola through the last two slopes, by at most
  /// `growth` times the last change, η s added where the slope has kept its sign.
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
