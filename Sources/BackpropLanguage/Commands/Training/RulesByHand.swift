/// Learning rules of other courses that are not built in, as the lines that define them here.
enum RulesByHand {
  static let rmsprop = ofSquares("0.9 v_ij(n-1) + 0.1 (∂E/∂w_ij)^2")

  /// By the names that they have elsewhere.
  static let lines = [
    "rmsprop": rmsprop,
    "adagrad": ofSquares("v_ij(n-1) + (∂E/∂w_ij)^2"),
    "adamw": [
      "m_ij = β1 m_ij(n-1) + (1 - β1) ∂E/∂w_ij",
      "v_ij = β2 v_ij(n-1) + (1 - β2) (∂E/∂w_ij)^2",
      "Δw_ij = -η m_ij / (1 - β1^n) / (sqrt(v_ij / (1 - β2^n)) + 10^-8) - 0.01 η w_ij",
    ],
  ]

  /// The definition of a rule with such lines.
  static func definition(_ name: String, _ lines: [String]) -> String {
    "rule \(name):" + lines.map { "\n  " + $0 }.joined()
  }

  private static func ofSquares(_ mean: String) -> [String] {
    ["v_ij = \(mean)", "Δw_ij = -η ∂E/∂w_ij / (sqrt(v_ij) + 10^-8)"]
  }
}
