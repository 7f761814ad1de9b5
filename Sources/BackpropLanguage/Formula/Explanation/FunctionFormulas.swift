import Backprop

/// Transfer and error functions as formulas of this language, for `explain` and `help`.
extension TransferFunction {
  /// g(a); nil if no formula of this language expresses it.
  func formula(of a: Formula, functions: [String: Formula]) -> Formula? {
    guard definition == nil else {
      return functions[name]?.replacing(name: FunctionResolver.parameter, by: a)
    }
    return expressions?.value.formula(FormulaVariables(totalInput: a))
  }

  /// g'(a), in terms of y if that is shorter.
  func derivativeFormula(of a: Formula, output y: Formula, functions: [String: Formula]) -> Formula? {
    guard definition == nil else {
      return functions[name].map {
        SymbolicDerivative.derivative(of: $0, by: FunctionResolver.parameter)
          .replacing(name: FunctionResolver.parameter, by: a)
      }
    }
    return expressions?.derivative.formula(FormulaVariables(totalInput: a, output: y))
  }

  /// g' in words, if no formula expresses it.
  var derivativeWords: String? { expressions?.derivative.words }
}

extension ErrorTerms {
  /// A built-in E = factor Σ_k value(t_k, y_k); E itself if no formula of this language expresses it.
  func error(over letter: String, target t: Formula, output y: Formula) -> Formula {
    let value = sums.terms.first?.formula(FormulaVariables(output: y, target: t))
    guard let value, sums.terms.count == 1 else { return .quantity(.error, []) }
    let sum = Formula.summation(letter, value)
    switch sums.total {
    case .variable(.sum(0)): return sum
    case .product(.number(-1), .variable(.sum(0))): return .negated(sum)
    case .product(.number(let factor), .variable(.sum(0))):
      return .product(Expression.plainFormula(factor), sum, sign: .juxtaposed)
    default: return .quantity(.error, [])
    }
  }

  /// -∂E/∂y_k of a built-in E.
  func descent(target t: Formula, output y: Formula) -> Formula {
    sums.descent.formula(FormulaVariables(output: y, target: t))
      ?? .negated(.partial(.quantity(.error, []), y))
  }
}

extension ErrorFunction {
  /// E for any transfer function of the last layer, as text; nil if it depends on that function.
  var formula: String? {
    if definition != nil { return name }
    return requiresMatch ? nil : Self.text(terms)
  }

  /// The formula of E: `E = 1/2 Σ_k (t_k - y_k)^2`, or one formula for each transfer function that it is
  /// designed for.
  var meaning: String {
    guard formula == nil else { return "E = " + Self.text(terms) }
    return matches.map { "E = \(Self.text($0.terms)) with \($0.transfer.name)" }.joined(separator: ", ")
  }

  /// Its entry in a list of all: `squares, E = …`, or the transfer functions that it is designed for.
  var summary: String {
    "\(name), "
      + (formula.map { "E = \($0)" } ?? "with " + Wording.list(matches.map { $0.transfer.name }, last: "or"))
  }

  private static func text(_ terms: ErrorTerms) -> String {
    let k = Subscript("k")
    return terms.error(over: "k", target: .quantity(.target, [k]), output: .quantity(.output, [k])).unicode
  }
}

/// What the variables of an expression stand for.
private struct FormulaVariables {
  var totalInput = Formula.name("a")
  var output = Formula.name("y")
  var target = Formula.name("t")

  subscript(variable: Expression.Variable) -> Formula? {
    switch variable {
    case .totalInput: totalInput
    case .output: output
    case .target: target
    case .logarithmOfSum, .sum, .isUnit, .weight: nil
    }
  }
}

extension Expression {
  /// With these formulas for its variables; nil if no formula of this language expresses it.
  func formula(totalInput: Formula, output: Formula, target: Formula) -> Formula? {
    formula(FormulaVariables(totalInput: totalInput, output: output, target: target))
  }

  /// nil if no formula of this language expresses it.
  fileprivate func formula(_ variables: FormulaVariables) -> Formula? {
    switch self {
    case .number(let value): Self.plainFormula(value)
    case .variable(let name): variables[name]
    case .negative(let a): a.formula(variables).map { .negated($0) }
    case .sum(let a, let b): Self.both(a, b, variables) { .sum($0, $1) }
    case .difference(let a, let b): Self.both(a, b, variables) { .difference($0, $1) }
    case .product(.number(let factor), let a) where Self.divisor(factor) != nil:
      Self.both(.number(1 / factor), a, variables) { .quotient($1, $0) }
    case .product(let a, let b) where a == b: a.formula(variables).map { .power($0, .two) }
    case .product(let a, let b): Self.both(a, b, variables) { .product($0, $1, sign: .juxtaposed) }
    case .quotient(let a, let b): Self.both(a, b, variables) { .quotient($0, $1) }
    case .power(let a, let b): Self.both(a, b, variables) { .power($0, $1) }
    case .maximum(let a, let b): Self.both(a, b, variables) { .elementary(.max, $0, $1) }
    case .minimum(let a, let b): Self.both(a, b, variables) { .elementary(.min, $0, $1) }
    case .timesLogarithm(let a, let b):
      Self.both(a, b, variables) { .product($0, .elementary(.log, $1), sign: .juxtaposed) }
    case .call(let function, let x): x.formula(variables).map { function.formula(of: $0) }
    case .choice: nil
    }
  }

  private static func both(
    _ a: Expression, _ b: Expression, _ variables: FormulaVariables, _ join: (Formula, Formula) -> Formula
  ) -> Formula? {
    guard let a = a.formula(variables), let b = b.formula(variables) else { return nil }
    return join(a, b)
  }

  /// A number in its usual form: 0.01 is 1/100.
  fileprivate static func plainFormula(_ value: Double) -> Formula {
    if let divisor = divisor(value) {
      return .quotient(.one, .number(divisor, spelling: "\(Int(divisor))"))
    }
    return .of(value)
  }

  /// The whole number n for a number 1/n.
  private static func divisor(_ value: Double) -> Double? {
    let divisor = (1 / value).rounded()
    return value > 0 && value < 1 && divisor <= 1000 && 1 / divisor == value ? divisor : nil
  }

  /// A choice by the total input: `1 above 0, else 1/100`.
  fileprivate var words: String? {
    guard case .choice(let a, let comparison, let b) = self else { return nil }
    let condition: String
    switch comparison {
    case .greater(.variable(.totalInput), let bound): condition = "above \(bound.text)"
    case .notLess(.variable(.totalInput), let bound): condition = "from \(bound.text) on"
    case .greater, .notLess: return nil
    }
    return "\(a.text) \(condition), else \(b.words ?? b.text)"
  }

  private var text: String { formula(FormulaVariables())?.unicode ?? "…" }
}

extension Expression.Function {
  fileprivate func formula(of x: Formula) -> Formula {
    switch self {
    case .exponential: .elementary(.exp, x)
    case .logarithm: .elementary(.log, x)
    case .hyperbolicTangent: .elementary(.tanh, x)
    case .sigmoid: .quotient(.one, .sum(.one, .elementary(.exp, .negated(x))))
    case .softplus: .elementary(.log, .sum(.one, .elementary(.exp, x)))
    case .squareRoot: .elementary(.sqrt, x)
    case .sine: .elementary(.sin, x)
    case .cosine: .elementary(.cos, x)
    case .magnitude: .elementary(.abs, x)
    case .sign: .elementary(.sign, x)
    case .floor: .elementary(.floor, x)
    }
  }
}
