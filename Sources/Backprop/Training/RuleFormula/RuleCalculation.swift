/// A learning rule as a calculation: Δw of a weight from its s, from the weight, and from what is remembered
/// about it.
package struct RuleCalculation: Sendable {
  /// What the calculation may use.
  package enum Input: Hashable, Sendable {
    /// η and α.
    case learningRate, momentum
    /// The number of the update; the first is number 1.
    case update
    /// A parameter of the rule, by its place in the list.
    case parameter(Int)
    /// s = -∂E/∂w - β w, summed (or averaged) over the patterns of the update.
    case descent
    /// δ_j y_i - β w: s without what a penalty in E adds.
    case product
    /// w before the update.
    case weight
    /// A remembered number, by its place in `remembered`: 0 at the first update.
    case remembered(Int)
    /// The output of the bias unit that the weight leads from; 0 for a weight from any other unit.
    case biasOutput
    /// The number of the layer that the weight leads to; the input layer is number 1.
    case layer

    /// Whether it is the same for all weights.
    var isShared: Bool {
      switch self {
      case .learningRate, .momentum, .update, .parameter: true
      case .descent, .product, .weight, .remembered, .biasOutput, .layer: false
      }
    }
  }

  package var steps = Calculation()
  private(set) var inputs: [Input] = []
  /// Δw.
  package var change: Calculation.Value
  /// What is remembered for the next update.
  package var remembered: [Calculation.Value] = []
  /// Whether the first of them is Δw.
  package var remembersChange = false

  /// How many parameters the rule has.
  let parameterCount: Int

  package init(parameters: Int = 0) {
    parameterCount = parameters
    change = steps.number(0)
  }

  package mutating func input(_ input: Input) -> Calculation.Value {
    if let number = inputs.firstIndex(of: input) { return steps.input(number) }
    inputs.append(input)
    return steps.input(inputs.count - 1)
  }

  func uses(_ input: Input) -> Bool { inputs.contains(input) }

  /// Whether it asks for more about a weight than its gradient and its value, as compiled rules do not.
  var tellsWeightsApart: Bool { uses(.biasOutput) || uses(.product) || uses(.layer) }
}
