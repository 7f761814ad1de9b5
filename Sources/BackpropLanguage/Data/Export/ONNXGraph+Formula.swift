extension ONNXGraph {
  /// A user-defined function, operation by operation.
  mutating func addFunction(
    _ name: String, of a: String, _ resolver: FunctionResolver
  ) throws(ExportProblem) -> String {
    let body: ResolvedFormula
    do throws(Diagnostic) {
      body = try resolver.body(of: name, at: 0..<0).body
    } catch {
      throw .noOperation(name, function: name)
    }
    return try add(body, of: a, function: name)
  }

  /// `formula` with `a` as its argument.
  private mutating func add(
    _ formula: ResolvedFormula, of a: String, function: String
  ) throws(ExportProblem) -> String {
    switch formula {
    case .number(let value): return constant(value)
    case .parameter: return a
    case .named(_, let inner): return try add(inner, of: a, function: function)
    case .negated(let x): return add("Neg", [try add(x, of: a, function: function)])
    case .sum(let x, let y): return try add("Add", [x, y], of: a, function: function)
    case .difference(let x, let y): return try add("Sub", [x, y], of: a, function: function)
    case .product(let x, let y): return try add("Mul", [x, y], of: a, function: function)
    case .quotient(let x, let y): return try add("Div", [x, y], of: a, function: function)
    case .power(let x, let y): return try add("Pow", [x, y], of: a, function: function)
    case .call(.max, let arguments) where arguments.count == 2 && arguments.count(where: { $0.isZero }) == 1:
      return try add("Relu", arguments.filter { !$0.isZero }, of: a, function: function)
    case .call(let called, let arguments):
      return try add(Self.operation(called), arguments, of: a, function: function)
    case .apply(let body, let argument, isDerivative: false):
      return try add(body, of: try add(argument, of: a, function: function), function: function)
    case .apply: throw .noOperation("a derivative", function: function)
    case .weight, .weightChange, .previousWeightChange, .remembered, .totalInput, .output, .delta, .target,
      .error, .totalError, .meanError, .accuracy, .epochs, .transfer, .softmax, .summation, .iverson,
      .partial:
      throw .noOperation("a quantity of the network", function: function)
    }
  }

  private mutating func add(
    _ operation: String, _ arguments: [ResolvedFormula], of a: String, function: String
  ) throws(ExportProblem) -> String {
    var inputs: [String] = []
    for argument in arguments { inputs.append(try add(argument, of: a, function: function)) }
    return add(operation, inputs)
  }

  private static func operation(_ function: ElementaryFunction) -> String {
    switch function {
    case .exp: "Exp"
    case .log: "Log"
    case .sqrt: "Sqrt"
    case .abs: "Abs"
    case .tanh: "Tanh"
    case .cosh: "Cosh"
    case .sinh: "Sinh"
    case .sin: "Sin"
    case .cos: "Cos"
    case .min: "Min"
    case .max: "Max"
    case .sign: "Sign"
    case .floor: "Floor"
    }
  }
}

extension ResolvedFormula {
  fileprivate var isZero: Bool { if case .number(0) = self { true } else { false } }
}
