/// Operations, simplified where the result stays the same but for its last digit.
extension Calculation {
  package mutating func negative(_ a: Value) -> Value { apply(.negative, [a]) }
  package mutating func sum(_ a: Value, _ b: Value) -> Value { apply(.sum, [a, b]) }
  package mutating func difference(_ a: Value, _ b: Value) -> Value { apply(.difference, [a, b]) }
  package mutating func product(_ a: Value, _ b: Value) -> Value { apply(.product, [a, b]) }
  package mutating func quotient(_ a: Value, _ b: Value) -> Value { apply(.quotient, [a, b]) }
  package mutating func power(_ a: Value, _ b: Value) -> Value { apply(.power, [a, b]) }
  /// The same, to the last bit of the power function unless multiplications replace it.
  package mutating func exactPower(_ a: Value, _ b: Value) -> Value {
    number(b) == nil ? step(.power, [a, b]) : power(a, b)
  }
  /// The larger one; not a number if either is not.
  package mutating func maximum(_ a: Value, _ b: Value) -> Value { apply(.larger, [a, b]) }
  package mutating func minimum(_ a: Value, _ b: Value) -> Value { apply(.smaller, [a, b]) }
  /// a if x > y, else b; no comparison with what is not a number holds.
  package mutating func choose(_ a: Value, if x: Value, isGreaterThan y: Value, else b: Value) -> Value {
    apply(.whereGreater, [x, y, a, b])
  }
  /// a if x ≥ y, else b.
  package mutating func choose(_ a: Value, if x: Value, isNotLessThan y: Value, else b: Value) -> Value {
    apply(.whereNotLess, [x, y, a, b])
  }
  package mutating func call(_ function: Expression.Function, _ x: Value) -> Value {
    apply(function.operation, [x])
  }

  mutating func apply(_ operation: Operation, _ operands: [Value]) -> Value {
    let numbers = operands.compactMap { number($0) }
    if numbers.count == operands.count { return number(operation.result(numbers)) }
    let (a, b) = (operands[0], operands.count > 1 ? operands[1] : operands[0])
    switch operation {
    case .negative: return negated(a) ?? step(.negative, [a])
    case .sum: return added(a, b)
    case .difference: return subtracted(a, b)
    case .product: return multiplied(a, b)
    case .quotient: return divided(a, b)
    case .power: return raised(a, b)
    case .larger, .smaller: return a == b ? a : step(operation, operands)
    case .whereGreater, .whereNotLess, .slopeOfLarger:
      return operands[2] == operands[3] ? operands[2] : step(operation, operands)
    case .number, .input, .exponential, .logarithm, .hyperbolicTangent, .sigmoid, .softplus, .squareRoot,
      .sine, .cosine, .magnitude, .sign, .floor, .timesLogarithm, .multiplyAdd:
      return step(operation, operands)
    }
  }

  /// -a, if that takes no further step.
  private mutating func negated(_ a: Value) -> Value? {
    switch operation(a) {
    case .number: return number(a).map { number(-$0) }
    case .negative: return operands(a)[0]
    case .difference: return difference(operands(a)[1], operands(a)[0])
    default: return nil
    }
  }

  /// What a value is the negative of.
  private func negatedOperand(_ value: Value) -> Value? {
    operation(value) == .negative ? operands(value)[0] : nil
  }

  private mutating func added(_ a: Value, _ b: Value) -> Value {
    if number(a) == 0 { return b }
    if number(b) == 0 { return a }
    if let b = negatedOperand(b) { return difference(a, b) }
    if let a = negatedOperand(a) { return difference(b, a) }
    return step(.sum, inOrder(a, b))
  }

  private mutating func subtracted(_ a: Value, _ b: Value) -> Value {
    if number(b) == 0 { return a }
    if number(a) == 0 { return negative(b) }
    if let b = negatedOperand(b) { return sum(a, b) }
    return step(.difference, [a, b])
  }

  private mutating func multiplied(_ a: Value, _ b: Value) -> Value {
    if number(a) == 1 { return b }
    if number(b) == 1 { return a }
    if number(a) == -1 { return negative(b) }
    if number(b) == -1 { return negative(a) }
    if let a = negatedOperand(a) { return negative(product(a, b)) }
    if let b = negatedOperand(b) { return negative(product(a, b)) }
    // Of the slope of log(1 + eˣ): sigmoid(-x) eˣ is sigmoid(x).
    for (s, power) in [(a, b), (b, a)]
    where operation(s) == .sigmoid && operation(power) == .exponential
      && operands(s)[0] == negative(operands(power)[0])
    {
      return apply(.sigmoid, operands(power))
    }
    return step(.product, inOrder(a, b))
  }

  private mutating func divided(_ a: Value, _ b: Value) -> Value {
    if let divisor = number(b) {
      if divisor == 1 { return a }
      if divisor == -1 { return negative(a) }
      if divisor.significand == 1, (1 / divisor).isNormal { return product(number(1 / divisor), a) }
    }
    if let a = negatedOperand(a) { return negative(quotient(a, b)) }
    if let b = negatedOperand(b) { return negative(quotient(a, b)) }
    // c / (1 + eˣ) is a multiple of the sigmoid.
    if number(a) != nil, operation(b) == .sum {
      let terms = operands(b)
      for (one, power) in [(terms[0], terms[1]), (terms[1], terms[0])]
      where number(one) == 1 && operation(power) == .exponential {
        let argument = negative(operands(power)[0])
        return product(a, apply(.sigmoid, [argument]))
      }
    }
    return step(.quotient, [a, b])
  }

  /// The largest exponent for which multiplications replace a power.
  private static let mostFactors = 16

  private mutating func raised(_ a: Value, _ b: Value) -> Value {
    if let exponent = number(b), let whole = Int(exactly: exponent), whole.magnitude <= Self.mostFactors {
      let power = repeated(a, Int(whole.magnitude))
      return whole < 0 ? quotient(number(1), power) : power
    }
    if number(a) == 1 { return a }
    if let base = number(a), base > 0 {
      return apply(.exponential, [product(number(Elementary.logarithm(base)), b)])
    }
    return step(.power, [a, b])
  }

  private mutating func repeated(_ a: Value, _ count: Int) -> Value {
    if count == 0 { return number(1) }
    if count == 1 { return a }
    let half = repeated(a, count / 2)
    let even = product(half, half)
    return count.isMultiple(of: 2) ? even : product(even, a)
  }

  /// The order of the operands of a sum or product does not matter: equal ones must be one step.
  private func inOrder(_ a: Value, _ b: Value) -> [Value] { a.place <= b.place ? [a, b] : [b, a] }
}

extension Expression.Function {
  var operation: Operation {
    switch self {
    case .exponential: .exponential
    case .logarithm: .logarithm
    case .hyperbolicTangent: .hyperbolicTangent
    case .sigmoid: .sigmoid
    case .softplus: .softplus
    case .squareRoot: .squareRoot
    case .sine: .sine
    case .cosine: .cosine
    case .magnitude: .magnitude
    case .sign: .sign
    case .floor: .floor
    }
  }
}
