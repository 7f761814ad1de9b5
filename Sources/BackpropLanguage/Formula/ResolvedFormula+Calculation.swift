import Backprop

extension ResolvedFormula {
  /// The steps that compute the value of a function's body, given its argument.
  func value(in steps: inout Calculation, at argument: Calculation.Value) -> Calculation.Value {
    switch self {
    case .number(let value): return steps.number(value)
    case .parameter: return argument
    case .named(_, let a): return a.value(in: &steps, at: argument)
    case .negated(let a):
      return steps.negative(a.value(in: &steps, at: argument))
    case .sum(let a, let b):
      return steps.sum(a.value(in: &steps, at: argument), b.value(in: &steps, at: argument))
    case .difference(let a, let b):
      return steps.difference(a.value(in: &steps, at: argument), b.value(in: &steps, at: argument))
    case .product(let a, let b):
      return steps.product(a.value(in: &steps, at: argument), b.value(in: &steps, at: argument))
    case .quotient(let a, let b):
      return steps.quotient(a.value(in: &steps, at: argument), b.value(in: &steps, at: argument))
    case .power(let a, let b):
      return steps.power(a.value(in: &steps, at: argument), b.value(in: &steps, at: argument))
    case .call(let function, let arguments):
      return steps.call(function, arguments.map { $0.value(in: &steps, at: argument) })
    case .apply(let body, let inner, let isDerivative):
      let inner = inner.value(in: &steps, at: argument)
      return isDerivative
        ? steps.derivative(at: inner) { body.value(in: &$0, at: $1) } : body.value(in: &steps, at: inner)
    // No function's body has these: `FunctionResolver` refuses them.
    case .weight, .weightChange, .previousWeightChange, .remembered, .totalInput, .output, .delta, .target,
      .error, .totalError, .meanError, .accuracy, .epochs, .transfer, .softmax, .summation, .iverson,
      .partial:
      return steps.number(.nan)
    }
  }
}

extension Calculation {
  /// One of the elementary functions.
  mutating func call(_ function: ElementaryFunction, _ arguments: [Value]) -> Value {
    guard !arguments.isEmpty else { return number(.nan) }
    let places = arguments.indices.map { Expression.variable(.sum($0)) }
    return value(function.expression(of: places[0], places.dropFirst())) { variable in
      if case .sum(let place) = variable { arguments[place] } else { arguments[0] }
    }
  }
}
