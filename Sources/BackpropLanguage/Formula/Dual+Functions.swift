import Backprop

/// Transfer and error functions for numbers that carry derivatives.
extension Dual {
  /// g(a) for built-in transfer functions; if the function couples a layer's units, its value for a layer of
  /// one unit.
  static func transfer(_ g: TransferFunction, _ a: Dual) -> Dual {
    a.through({ transfer(g, $0) }, { transferDerivative(g, $0) }, real: { g.value($0) })
  }

  /// g'(a)
  static func transferDerivative(_ g: TransferFunction, _ a: Dual) -> Dual {
    guard !a.isReal, let derivative = g.expressions?.derivative else {
      return .real(g.derivative(a.value, output: g.value(a.value)))
    }
    var output: Dual?
    return derivative.value { variable in
      switch variable {
      case .totalInput: return a
      case .output:
        let y = output ?? transfer(g, a)
        output = y
        return y
      case .target, .logarithmOfSum, .sum, .isUnit, .weight: return .real(.nan)
      }
    }
  }

  /// The outputs of a softmax layer.
  static func softmax(_ a: [Dual]) -> [Dual] {
    guard !a.allSatisfy({ $0.isReal }) else {
      return TransferFunction.softmax.values(a.map({ $0.value })).map { .real($0) }
    }
    let largest = a.map({ $0.value }).max() ?? 0
    let powers = a.map { exp($0 - .real(largest)) }
    let sum = powers.reduce(.real(0), +)
    return powers.map { $0 / sum }
  }

  /// log Σ_l e^a_l
  static func logarithmOfSum(_ a: [Dual]) -> Dual {
    let largest = Dual.real(a.map({ $0.value }).max() ?? 0)
    return largest + log(a.map { exp($0 - largest) }.reduce(.real(0), +))
  }
}

extension Expression {
  /// The value, given the value of each variable.
  func value(_ variable: (Variable) -> Dual) -> Dual {
    switch self {
    case .number(let value): return .real(value)
    case .variable(let name): return variable(name)
    case .negative(let a): return -a.value(variable)
    case .sum(let a, let b): return a.value(variable) + b.value(variable)
    case .difference(let a, let b): return a.value(variable) - b.value(variable)
    case .product(let a, let b): return a.value(variable) * b.value(variable)
    case .quotient(let a, let b): return a.value(variable) / b.value(variable)
    case .power(let a, let b): return .power(a.value(variable), b.value(variable))
    case .maximum(let a, let b): return .max(a.value(variable), b.value(variable))
    case .minimum(let a, let b): return .min(a.value(variable), b.value(variable))
    case .timesLogarithm(let a, let b):
      let (factor, argument) = (a.value(variable), b.value(variable))
      if case .real(0) = factor, argument.value >= 0 { return factor }
      return factor * .log(argument)
    case .call(let function, let x): return function.value(x.value(variable))
    case .choice(let a, let comparison, let b):
      let holds =
        switch comparison {
        case .greater(let x, let bound): x.value(variable).value > bound.value(variable).value
        case .notLess(let x, let bound): x.value(variable).value >= bound.value(variable).value
        }
      return holds ? a.value(variable) : b.value(variable)
    }
  }
}

extension Expression.Function {
  fileprivate func value(_ x: Dual) -> Dual {
    switch self {
    case .exponential: .exp(x)
    case .logarithm: .log(x)
    case .hyperbolicTangent: .tanh(x)
    case .sigmoid: .transfer(.sigmoid, x)
    case .softplus: .transfer(.softplus, x)
    case .squareRoot: .sqrt(x)
    case .sine: .sin(x)
    case .cosine: .cos(x)
    case .magnitude: .abs(x)
    case .sign: .sign(x)
    case .floor: .floor(x)
    }
  }
}
