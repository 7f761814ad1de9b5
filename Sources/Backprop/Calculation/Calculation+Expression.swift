extension Calculation {
  /// The value of an expression, given the value of each variable.
  package mutating func value(
    _ expression: Expression, _ variable: (Expression.Variable) -> Value
  ) -> Value {
    switch expression {
    case .number(let value): return number(value)
    case .variable(let name): return variable(name)
    case .negative(let a): return apply(.negative, [a], variable)
    case .sum(let a, let b): return apply(.sum, [a, b], variable)
    case .difference(let a, let b): return apply(.difference, [a, b], variable)
    case .product(let a, let b): return apply(.product, [a, b], variable)
    case .quotient(let a, let b): return apply(.quotient, [a, b], variable)
    case .power(let a, let b): return apply(.power, [a, b], variable)
    case .call(let function, let x): return apply(function.operation, [x], variable)
    case .maximum(let a, let b): return apply(.larger, [a, b], variable)
    case .minimum(let a, let b): return apply(.smaller, [a, b], variable)
    case .timesLogarithm(let a, let b): return apply(.timesLogarithm, [a, b], variable)
    case .choice(let a, .greater(let x, let y), let b): return apply(.whereGreater, [x, y, a, b], variable)
    case .choice(let a, .notLess(let x, let y), let b): return apply(.whereNotLess, [x, y, a, b], variable)
    }
  }

  private mutating func apply(
    _ operation: Operation, _ expressions: [Expression], _ variable: (Expression.Variable) -> Value
  ) -> Value {
    apply(operation, expressions.map { value($0, variable) })
  }
}
