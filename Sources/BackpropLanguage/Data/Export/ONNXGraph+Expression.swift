import Backprop

extension ONNXGraph {
  /// A built-in function of the total input `a`, operation by operation.
  mutating func add(_ expression: Expression, of a: String) -> String {
    switch expression {
    case .number(let value): return constant(value)
    case .variable: return a
    case .negative(let x): return add("Neg", [x], of: a)
    case .sum(let x, let y): return add("Add", [x, y], of: a)
    case .difference(let x, let y): return add("Sub", [x, y], of: a)
    case .product(let x, let y): return add("Mul", [x, y], of: a)
    case .quotient(let x, let y): return add("Div", [x, y], of: a)
    case .maximum(let x, let y): return add("Max", [x, y], of: a)
    case .minimum(let x, let y): return add("Min", [x, y], of: a)
    case .timesLogarithm(let x, let y): return add("Mul", [x, .call(.logarithm, y)], of: a)
    case .choice(let x, .greater(let first, let second), let y):
      let condition = add("Greater", [first, second], of: a)
      return add("Where", [condition, add(x, of: a), add(y, of: a)])
    case .choice(let x, .notLess(let first, let second), let y):
      let condition = add("GreaterOrEqual", [first, second], of: a)
      return add("Where", [condition, add(x, of: a), add(y, of: a)])
    case .call(let function, let x): return add(function, add(x, of: a))
    }
  }

  private mutating func add(_ operation: String, _ arguments: [Expression], of a: String) -> String {
    var inputs: [String] = []
    for argument in arguments { inputs.append(add(argument, of: a)) }
    return add(operation, inputs)
  }

  private mutating func add(_ function: Expression.Function, _ x: String) -> String {
    switch function {
    case .exponential: return add("Exp", [x])
    case .logarithm: return add("Log", [x])
    case .hyperbolicTangent: return add("Tanh", [x])
    case .sigmoid: return add("Sigmoid", [x])
    case .magnitude: return add("Abs", [x])
    case .sign: return add("Sign", [x])
    case .softplus:
      // Runtimes do not implement it for doubles.
      let power = add("Exp", [add("Neg", [add("Abs", [x])])])
      return add("Add", [add("Relu", [x]), add("Log", [add("Add", [constant(1), power])])])
    }
  }
}
