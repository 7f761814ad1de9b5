import Backprop

/// A value, and how far from it the exact one may be.
struct RoundedValue {
  var value: Double
  var error: Double

  init(_ value: Double, error: Double) {
    self.value = value
    self.error = error
  }

  /// The result of one operation whose operands leave this much open.
  fileprivate init(_ value: Double, from error: Double) {
    self.value = value
    self.error = error + value.magnitude * 2e-16
  }

  /// A slope such as y (1 - y) loses its digits where y is nearly 1: what comes to 0 there may be more.
  fileprivate func ofSlope(_ isSlope: Bool) -> RoundedValue {
    isSlope ? RoundedValue(value, error: max(error, 2.3e-16)) : self
  }
}

/// A running error analysis: a bound on what rounding does to a value. A jump that is nearer than that, as in
/// `sign(0.1 + 0.2 - 0.3)`, leaves both of its sides open.
extension FormulaEvaluation {
  /// Calls itself for every level of nesting, so what takes room on the stack is in functions of its own.
  mutating func rounded(_ formula: ResolvedFormula) -> RoundedValue {
    switch formula {
    case .number(let value):
      return RoundedValue(value, error: value == value.rounded() ? 0 : value.magnitude * 2e-16)
    case .named(_, let a): return rounded(a)
    case .negated(let a):
      let a = rounded(a)
      return RoundedValue(-a.value, error: a.error)
    case .sum(let a, let b):
      let (a, b) = (rounded(a), rounded(b))
      return RoundedValue(a.value + b.value, from: a.error + b.error)
    case .difference(let a, let b):
      let (a, b) = (rounded(a), rounded(b))
      return RoundedValue(a.value - b.value, from: a.error + b.error)
    case .product(let a, let b): return product(a, b)
    case .quotient(let a, let b):
      let (a, b) = (rounded(a), rounded(b))
      let quotient = a.value / b.value
      guard b.value.magnitude > b.error else { return RoundedValue(quotient, error: .infinity) }
      return RoundedValue(
        quotient, from: (a.error + quotient.magnitude * b.error) / (b.value.magnitude - b.error))
    case .power(let a, let b):
      return through([rounded(a), rounded(b)]) { _, numbers in
        Dual.power(.real(numbers[0]), .real(numbers[1])).value
      }
    case .call(let function, let arguments): return call(function, arguments)
    case .apply(let body, let argument, let isDerivative):
      return through([rounded(argument)]) { _, numbers in
        body.applied(to: .real(numbers[0]), isDerivative: isDerivative, level: 0).value
      }.ofSlope(isDerivative)
    case .transfer(let layer, let argument, let isDerivative):
      let g = context.network.layers[layer].transfer
      return through([rounded(argument)]) { evaluation, numbers in
        evaluation.transfer(g, .real(numbers[0]), isDerivative: isDerivative).value
      }.ofSlope(isDerivative)
    case .summation(let slot, let range, let body): return sum(slot, range, body)
    case .partial(let numerator, _):
      let value = value(of: formula).value
      return RoundedValue(value, error: 1e-13 * (value.magnitude + size(of: numerator)))
    // What was presented is exact.
    case .weight, .previousWeightChange, .target, .iverson, .accuracy, .epochs:
      return RoundedValue(value(of: formula).value, error: 0)
    case .parameter, .softmax, .weightChange, .remembered, .totalInput, .output, .delta, .error, .totalError,
      .meanError:
      let value = value(of: formula).value
      return RoundedValue(value, error: 1e-14 * value.magnitude + 1e-15)
    }
  }

  private mutating func product(_ a: ResolvedFormula, _ b: ResolvedFormula) -> RoundedValue {
    if let bracket = a.leadingBracket, value(of: bracket).value == 0 { return RoundedValue(0, error: 0) }
    let (a, b) = (rounded(a), rounded(b))
    let error = a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error
    return RoundedValue(a.value * b.value, from: error)
  }

  private mutating func sum(_ slot: Int, _ range: Range<Int>, _ body: ResolvedFormula) -> RoundedValue {
    var sum = RoundedValue(0, error: 0)
    for unit in range {
      units[slot] = unit
      let term = rounded(body)
      sum = RoundedValue(sum.value + term.value, from: sum.error + term.error)
    }
    return sum
  }

  private mutating func call(_ function: ElementaryFunction, _ arguments: [ResolvedFormula]) -> RoundedValue {
    var numbers: [RoundedValue] = []
    for argument in arguments { numbers.append(rounded(argument)) }
    var result = through(numbers) { _, numbers in
      Dual.call(function, numbers.map { .real($0) }).value
    }
    // A number that is too small to be held is not 0.
    if function == .exp, result.value == 0 { result.error += .leastNonzeroMagnitude }
    // Within a period, it may be anything.
    if function == .sin || function == .cos, let error = numbers.first?.error, error > 0.5 {
      result.error = max(result.error, 2)
    }
    return result
  }

  /// A function, with what comes of moving each of its arguments as far as it may be wrong.
  private func through(
    _ arguments: [RoundedValue], _ function: (FormulaEvaluation, [Double]) -> Double
  ) -> RoundedValue {
    let numbers = arguments.map { $0.value }
    let value = function(self, numbers)
    var error = 2 * value.magnitude * 2e-16
    for (place, argument) in arguments.enumerated() where argument.error > 0 {
      var largest = 0.0
      for sign in [-1.0, 1] {
        var moved = numbers
        moved[place] += sign * argument.error
        let difference = (function(self, moved) - value).magnitude
        // Beyond the edge of where it has values, the other side counts.
        if difference > largest { largest = difference }
      }
      error += largest
    }
    return RoundedValue(value, error: error)
  }
}
