import Backprop

/// The transfer functions as formulas of a unit's total input `a` and output `y`: what an explanation shows.
extension TransferFunction {
  /// g(a); nil where no formula of this language says it.
  func formula(of a: Formula, functions: [String: Formula]) -> Formula? {
    switch self {
    case .sigmoid: .quotient(.one, .sum(.one, .call(.exp, [.negated(a)])))
    case .identity: a
    case .tanh: .call(.tanh, [a])
    case .relu: .call(.max, [.zero, a])
    case .leakyRelu: .call(.max, [.quotient(a, .number(100, spelling: "100")), a])
    case .softplus: .call(.log, [.sum(.one, .call(.exp, [a]))])
    case .custom(let own): functions[own.name]?.replacing(name: FunctionResolver.parameter, by: a)
    case .step, .softmax: nil
    }
  }

  /// g'(a), by y where that is shorter.
  func derivativeFormula(of a: Formula, output y: Formula, functions: [String: Formula]) -> Formula? {
    switch self {
    case .sigmoid, .softmax: .product(y, .difference(.one, y), sign: .juxtaposed)
    case .identity: .one
    case .tanh: .difference(.one, .power(y, .number(2, spelling: "2")))
    case .softplus: .quotient(.one, .sum(.one, .call(.exp, [.negated(a)])))
    case .custom(let own):
      functions[own.name].map {
        SymbolicDerivative.derivative(of: $0, by: FunctionResolver.parameter)
          .replacing(name: FunctionResolver.parameter, by: a)
      }
    case .relu, .leakyRelu, .step: nil
    }
  }

  /// g' in words, where no formula says it.
  var derivativeWords: String? {
    switch self {
    case .relu: "1 above 0, else 0"
    case .leakyRelu: "1 above 0, else 1/100"
    case .step: "0"
    default: nil
    }
  }
}
