/// A rule that the algebra applies, with a name and an equation of the notation that shows it.
public struct AlgebraRule: Hashable, Sendable {
  public let name: String
  /// For a network i, j, k whose j is sigmoid: what holds by this rule alone.
  public let examples: [String]
  /// Whether a proof names it; others go without saying.
  public let isTold: Bool

  public static func == (a: AlgebraRule, b: AlgebraRule) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension AlgebraRule {
  public static let collapse = AlgebraRule(
    name: "sums of which one term is left", examples: ["Σ_j [j = q] y_j = y_q", "Σ_k [k = r] = 1"],
    isTold: true)
  public static let equals = AlgebraRule(
    name: "beside [j = q], j is q", examples: ["[j = q] a_j = [j = q] a_q", "[j = q]^2 = [j = q]"],
    isTold: false)
  public static let productRule = AlgebraRule(
    name: "product rule",
    examples: ["∂(y_j^2)/∂y_q = 2 [j = q] y_j", "∂(y_j a_k)/∂y_q = [j = q] a_k + y_j w_qk"],
    isTold: false)
  public static let weightByWeight = AlgebraRule(
    name: "the partial trick", examples: ["∂w_jk/∂w_qr = [j = q] [k = r]"],
    isTold: true)
  public static let outputByOutput = AlgebraRule(
    name: "an output by an output", examples: ["∂y_j/∂y_q = [j = q]"], isTold: false)
  public static let totalByTotal = AlgebraRule(
    name: "a total input by a total input", examples: ["∂a_j/∂a_q = [j = q]"], isTold: false)
  public static let outputByTotalInput = AlgebraRule(
    name: "the chain rule", examples: ["∂y_j/∂a_q = [j = q] g'(a_j)", "∂y_k/∂w_qr = g'(a_k) ∂a_k/∂w_qr"],
    isTold: true)
  public static let functionChain = AlgebraRule(
    name: "derivatives of functions",
    examples: [
      "∂exp(y_j)/∂y_q = [j = q] exp(y_j)", "∂log(2 + y_j^2)/∂y_q = 2 [j = q] y_j / (2 + y_j^2)",
      "∂sqrt(2 + y_j)/∂y_q = [j = q] / (2 sqrt(2 + y_j))", "∂tanh(y_j)/∂y_q = [j = q] (1 - tanh(y_j)^2)",
      "∂sin(y_j)/∂y_q = [j = q] cos(y_j)", "∂cos(y_j)/∂y_q = -[j = q] sin(y_j)",
      "∂cosh(y_j)/∂y_q = [j = q] sinh(y_j)", "∂sinh(y_j)/∂y_q = [j = q] cosh(y_j)",
      "∂abs(y_j)/∂y_q = [j = q] sign(y_j)",
    ], isTold: true)
  public static let elementary = AlgebraRule(
    name: "exponentials and logarithms",
    examples: [
      "log(exp(a_j)) = a_j", "log(y_j exp(a_j)) = a_j + log(y_j)", "log(y_j^3) = 3 log(y_j)",
      "log(1 / y_j) = -log(y_j)", "exp(a_j + a_q) = exp(a_j) exp(a_q)", "exp(log(2 + y_j^2)) = 2 + y_j^2",
    ],
    isTold: true)
  public static let positiveFactors = AlgebraRule(
    name: "what is positive leaves a sign as it is",
    examples: [
      "abs(a_j / (1 + abs(a_j))) = abs(a_j) / (1 + abs(a_j))", "sign(a_j / (2 + a_j^2)) = sign(a_j)",
    ], isTold: false)
  public static let rootOfSquare = AlgebraRule(
    name: "the root of a square",
    examples: ["sqrt(a_j^2) = abs(a_j)", "sqrt(a_j^2 - 2 a_j a_q + a_q^2) = abs(a_j - a_q)"], isTold: true)
  public static let totalInput = AlgebraRule(
    name: "total inputs (1, 3)", examples: ["a_j = Σ_i w_ij y_i", "∂a_k/∂w_qr = [k = r] y_q"],
    isTold: true)
  public static let output = AlgebraRule(
    name: "outputs (2, 4)", examples: ["y_j = g(a_j)", "y_k = g(Σ_j w_jk y_j)"], isTold: true)
  public static let error = AlgebraRule(
    name: "E (5)", examples: ["E = 1/2 Σ_k (t_k - y_k)^2"], isTold: true)
  public static let outputDelta = AlgebraRule(
    name: "δ of an output unit (2a)", examples: ["δ_k = g'(a_k) (t_k - y_k)", "δ_k = -∂E/∂a_k"],
    isTold: true)
  public static let hiddenDelta = AlgebraRule(
    name: "δ of a hidden unit (2b)", examples: ["δ_j = g'(a_j) Σ_k δ_k w_jk", "δ_j = -∂E/∂a_j"],
    isTold: true)
  /// Shown by networks whose last layer is softmax.
  public static let softmaxSlope = AlgebraRule(
    name: "the slope of softmax", examples: [], isTold: true)

  /// Shown by what holds for each sign of a number, and not without them.
  public static let cases = AlgebraRule(name: "a case distinction by signs", examples: [], isTold: true)

  /// All of them.
  public static let all: [AlgebraRule] = [
    .totalInput, .output, .error, .outputDelta, .hiddenDelta, .softmaxSlope, .outputByTotalInput,
    .weightByWeight, .outputByOutput, .totalByTotal, .productRule, .functionChain, .collapse, .equals,
    .elementary, .positiveFactors, .rootOfSquare, .cases,
  ]
}
