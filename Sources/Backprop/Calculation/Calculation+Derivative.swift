/// Derivatives, step by step in the order of the calculation.
extension Calculation {
  /// d value / d input. Where it jumps, it is the mean of both sides: 0 for |x| at 0.
  package mutating func derivative(of value: Value, by input: Value) -> Value {
    /// Of each step; those that do not depend on the input have none.
    var slopes: [Int: Value] = [input.place: number(1)]
    for place in needed(for: [value]) where place != input.place {
      let step = Value(place: place)
      let operands = operands(step)
      let own = operands.map { slopes[$0.place] }
      guard own.contains(where: { $0 != nil }) else { continue }
      slopes[place] = slope(of: step, operands, own)
    }
    return slopes[value.place] ?? number(0)
  }

  /// The derivative of a function of one variable at a value that the variable may depend on.
  package mutating func derivative(
    at argument: Value, of function: (inout Calculation, Value) -> Value
  ) -> Value {
    let variable = placeholder()
    let value = function(&self, variable)
    let slope = derivative(of: value, by: variable)
    return replacing(variable, by: argument, in: slope)
  }

  /// x: the operands. d: their derivatives, at least one of which is not nil.
  private mutating func slope(of y: Value, _ x: [Value], _ d: [Value?]) -> Value? {
    let operation = operation(y)
    switch operation {
    case .number, .input, .sign, .floor: return nil
    case .negative: return d[0].map { negative($0) }
    case .sum, .difference:
      guard let second = d[1] else { return d[0] }
      guard let first = d[0] else { return operation == .sum ? second : negative(second) }
      return apply(operation, [first, second])
    case .product:
      let first = d[0].map { product($0, x[1]) }
      let second = d[1].map { product(x[0], $0) }
      return total(second, first)
    case .quotient:
      guard let below = d[1] else { return d[0].map { quotient($0, x[1]) } }
      let share = product(y, below)
      return quotient(d[0].map { difference($0, share) } ?? negative(share), x[1])
    case .power: return slopeOfPower(y, x, d)
    case .larger, .smaller:
      let zero = number(0)
      let order = operation == .larger ? x : [x[1], x[0]]
      return apply(.slopeOfLarger, order + [d[0] ?? zero, d[1] ?? zero])
    case .timesLogarithm:
      let first = d[0].map { apply(.timesLogarithm, [$0, x[1]]) }
      let second = d[1].map { product(quotient(x[0], x[1]), $0) }
      return total(first, second)
    case .multiplyAdd:
      let first = d[0].map { product($0, x[1]) }
      let second = d[1].map { product(x[0], $0) }
      return total(total(second, first), d[2])
    case .whereGreater, .whereNotLess, .slopeOfLarger:
      let zero = number(0)
      return apply(operation, [x[0], x[1], d[2] ?? zero, d[3] ?? zero])
    case .exponential, .logarithm, .hyperbolicTangent, .sigmoid, .softplus, .squareRoot, .sine, .cosine,
      .magnitude:
      return d[0].map { product(slopeOfFunction(operation, y, x[0]), $0) }
    }
  }

  private mutating func total(_ first: Value?, _ second: Value?) -> Value? {
    guard let first, let second else { return first ?? second }
    return sum(first, second)
  }

  private mutating func slopeOfPower(_ y: Value, _ x: [Value], _ d: [Value?]) -> Value? {
    let base = d[0].map { slope in
      let factor = product(x[1], power(x[0], difference(x[1], number(1))))
      return product(factor, slope)
    }
    let exponent = d[1].map { product(product(y, apply(.logarithm, [x[0]])), $0) }
    return total(base, exponent)
  }

  /// The derivative of a function of x whose value is y.
  private mutating func slopeOfFunction(_ function: Operation, _ y: Value, _ x: Value) -> Value {
    switch function {
    case .exponential: return y
    case .logarithm: return quotient(number(1), x)
    case .hyperbolicTangent: return difference(number(1), product(y, y))
    case .sigmoid: return product(y, difference(number(1), y))
    case .softplus: return apply(.sigmoid, [x])
    case .squareRoot: return quotient(number(0.5), y)
    case .sine: return apply(.cosine, [x])
    case .cosine: return negative(apply(.sine, [x]))
    case .magnitude: return apply(.sign, [x])
    case .number, .input, .negative, .sum, .difference, .product, .quotient, .power, .sign, .floor, .larger,
      .smaller, .timesLogarithm, .multiplyAdd, .whereGreater, .whereNotLess, .slopeOfLarger:
      return number(.nan)
    }
  }
}
