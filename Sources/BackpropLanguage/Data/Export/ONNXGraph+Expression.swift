import Backprop

extension ONNXGraph {
  /// A built-in function of the total input `a`, operation by operation.
  mutating func add(
    _ expression: Expression, of a: String, function: String
  ) throws(ExportProblem) -> String {
    switch expression {
    case .number(let value): return constant(value)
    case .variable(.totalInput): return a
    case .variable(.output): throw .noOperation("an output", function: function)
    case .variable(.target): throw .noOperation("a target", function: function)
    case .variable(.logarithmOfSum), .variable(.sum), .variable(.isUnit), .variable(.weight):
      throw .noOperation("a sum over the layer", function: function)
    case .negative(let x): return try add("Neg", [x], of: a, function: function)
    case .sum(let x, let y): return try add("Add", [x, y], of: a, function: function)
    case .difference(let x, let y): return try add("Sub", [x, y], of: a, function: function)
    case .product(let x, let y): return try add("Mul", [x, y], of: a, function: function)
    case .quotient(let x, let y): return try add("Div", [x, y], of: a, function: function)
    case .power(let x, let y): return try add("Pow", [x, y], of: a, function: function)
    // The usual name of it, which readers look for. `LeakyRelu` has its slope in single precision only.
    case .maximum(.number(0), let x), .maximum(let x, .number(0)):
      return try add("Relu", [x], of: a, function: function)
    case .maximum(let x, let y): return try add("Max", [x, y], of: a, function: function)
    case .minimum(let x, let y): return try add("Min", [x, y], of: a, function: function)
    case .timesLogarithm(let x, let y):
      return try add("Mul", [x, .call(.logarithm, y)], of: a, function: function)
    case .choice(let x, .greater(let first, let second), let y):
      return try addChoice("Greater", first, second, x, y, of: a, function: function)
    case .choice(let x, .notLess(let first, let second), let y):
      return try addChoice("GreaterOrEqual", first, second, x, y, of: a, function: function)
    case .call(let called, let x): return add(called, try add(x, of: a, function: function))
    }
  }

  private mutating func add(
    _ operation: String, _ arguments: [Expression], of a: String, function: String
  ) throws(ExportProblem) -> String {
    var inputs: [String] = []
    for argument in arguments { inputs.append(try add(argument, of: a, function: function)) }
    return add(operation, inputs)
  }

  /// `x` where the comparison of two values holds, otherwise `y`.
  private mutating func addChoice(
    _ comparison: String, _ first: Expression, _ second: Expression, _ x: Expression, _ y: Expression,
    of a: String, function: String
  ) throws(ExportProblem) -> String {
    let condition = try add(comparison, [first, second], of: a, function: function)
    let values = [try add(x, of: a, function: function), try add(y, of: a, function: function)]
    return add("Where", [condition] + values)
  }

  private mutating func add(_ function: Expression.Function, _ x: String) -> String {
    switch function {
    case .exponential: return add("Exp", [x])
    case .logarithm: return add("Log", [x])
    case .hyperbolicTangent: return add("Tanh", [x])
    case .sigmoid: return add("Sigmoid", [x])
    case .squareRoot: return add("Sqrt", [x])
    case .sine: return add("Sin", [x])
    case .cosine: return add("Cos", [x])
    case .magnitude: return add("Abs", [x])
    case .sign: return add("Sign", [x])
    case .floor: return add("Floor", [x])
    case .softplus:
      // Runtimes do not implement it for doubles.
      let power = add("Exp", [add("Neg", [add("Abs", [x])])])
      return add("Add", [add("Relu", [x]), add("Log", [add("Add", [constant(1), power])])])
    }
  }
}
