/// What training makes small, for one pattern; over a set it is summed.
public enum ErrorFunction: Equatable, Sendable {
  /// E = 1/2 Σ_k (t_k - y_k)²
  case squares
  /// With softmax E = -Σ_k t_k log y_k; with sigmoid E = -Σ_k (t_k log y_k + (1 - t_k) log(1 - y_k)).
  case crossEntropy
}
