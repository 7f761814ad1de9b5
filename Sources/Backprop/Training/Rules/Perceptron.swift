extension LearningRule {
  /// Δw_ij = η (t_j - y_j) y_i. Source: F. Rosenblatt, Principles of neurodynamics (1962), with y_j the
  /// output of a threshold unit.
  public static let perceptron = LearningRule(
    name: "perceptron", meaning: "Δw_ij = η (t_j - y_j) y_i, for the weights into the output layer",
    .target - .output)

  /// Δw_ij = η (t_j - a_j) y_i. Source: B. Widrow and M. Hoff, Adaptive switching circuits (1960): the
  /// error is that of the total input, before a threshold is applied.
  public static let delta = LearningRule(
    name: "delta",
    meaning: "Widrow and Hoff's Δw_ij = η (t_j - a_j) y_i, for the weights into the output layer",
    .target - .totalInput)

  /// Δw_ij = η d_j y_i.
  private init(name: String, meaning: String, _ d: Expression) {
    var calculation = RuleCalculation()
    let (rate, s) = (calculation.input(.learningRate), calculation.input(.descent))
    calculation.change = calculation.steps.product(rate, s)
    self.init(name: name, meaning: meaning, calculation, outputDelta: OutputDelta(d))
  }
}

extension Expression {
  fileprivate static var target: Expression { .variable(.target) }
  fileprivate static var output: Expression { .variable(.output) }
  fileprivate static var totalInput: Expression { .variable(.totalInput) }
}
