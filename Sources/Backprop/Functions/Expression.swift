/// A function's mathematics as a tree, built by computing with expressions instead of numbers.
package indirect enum Expression: Equatable, Sendable {
  case number(Double)
  case variable(Variable)
  case negative(Expression)
  case sum(Expression, Expression)
  case difference(Expression, Expression)
  case product(Expression, Expression)
  case quotient(Expression, Expression)
  case power(Expression, Expression)
  case call(Function, Expression)
  case maximum(Expression, Expression)
  case minimum(Expression, Expression)
  /// The first times the logarithm of the second; 0 if the first is 0.
  case timesLogarithm(Expression, Expression)
  case choice(Expression, if: Comparison, else: Expression)

  /// A comparison of two numbers.
  package enum Comparison: Equatable, Sendable {
    case greater(Expression, than: Expression)
    case notLess(Expression, than: Expression)
  }

  package enum Variable: Equatable, Sendable {
    /// a
    case totalInput
    /// y
    case output
    /// t
    case target
    /// log Σeᵃ over the units of a softmax layer.
    case logarithmOfSum
    /// w
    case weight
    /// A sum over the output units, by its place in `ErrorSums`, or over weights, by its place in
    /// `WeightPenalty`.
    case sum(Int)
    /// 1 for the output unit of this number, counted from 1, else 0.
    case isUnit(Int)
  }

  package enum Function: Sendable {
    case exponential, logarithm, hyperbolicTangent, sigmoid, softplus, squareRoot, sine, cosine,
      magnitude, sign, floor
  }
}

extension Expression: Arithmetic {
  static func + (a: Expression, b: Expression) -> Expression { .sum(a, b) }
  static func - (a: Expression, b: Expression) -> Expression { .difference(a, b) }
  static func * (a: Expression, b: Expression) -> Expression { .product(a, b) }
  static func / (a: Expression, b: Expression) -> Expression { .quotient(a, b) }
  static prefix func - (a: Expression) -> Expression { .negative(a) }

  static func multiplyAdd(_ a: Expression, _ b: Expression, _ c: Expression) -> Expression {
    if case .number(0) = c { return .product(a, b) }
    if case .negative(let a) = a { return .difference(c, .product(a, b)) }
    return .sum(.product(a, b), c)
  }

  static func squareRoot(_ x: Expression) -> Expression { .call(.squareRoot, x) }
  static func sine(_ x: Expression) -> Expression { .call(.sine, x) }
  static func cosine(_ x: Expression) -> Expression { .call(.cosine, x) }
  static func exponential(_ x: Expression) -> Expression { .call(.exponential, x) }
  static func logarithm(_ x: Expression) -> Expression { .call(.logarithm, x) }
  static func hyperbolicTangent(_ x: Expression) -> Expression { .call(.hyperbolicTangent, x) }
  static func sigmoid(_ x: Expression) -> Expression { .call(.sigmoid, x) }
  static func softplus(_ x: Expression) -> Expression { .call(.softplus, x) }
  static func magnitude(_ x: Expression) -> Expression { .call(.magnitude, x) }
  static func sign(_ x: Expression) -> Expression { .call(.sign, x) }
  static func floor(_ x: Expression) -> Expression { .call(.floor, x) }
  func times(logarithmOf y: Expression) -> Expression { .timesLogarithm(self, y) }

  static func choose(
    _ a: Expression, if x: Expression, isGreaterThan bound: Expression, else b: Expression
  ) -> Expression {
    .choice(a, if: .greater(x, than: bound), else: b)
  }

  static func choose(
    _ a: Expression, if x: Expression, isNotLessThan bound: Expression, else b: Expression
  ) -> Expression {
    .choice(a, if: .notLess(x, than: bound), else: b)
  }
}
