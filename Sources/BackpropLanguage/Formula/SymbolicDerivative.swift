/// The derivative of a formula by one of its names, as a formula; shown for a user's own transfer function.
public enum SymbolicDerivative {
  /// d formula / d name, simplified. abs' is sign; min and max take the slope of the selected argument, or
  /// the mean of both slopes if the arguments are equal; sign' is 0.
  public static func derivative(of formula: Formula, by name: String) -> Formula {
    differentiate(formula, name).simplified
  }

  private static func differentiate(_ formula: Formula, _ name: String) -> Formula {
    switch formula {
    case .name(let other): return other == name ? .one : .zero
    case .negated(let a): return Algebra.negated(differentiate(a, name))
    case .sum(let a, let b): return Algebra.sum(differentiate(a, name), differentiate(b, name))
    case .difference(let a, let b): return Algebra.difference(differentiate(a, name), differentiate(b, name))
    case .product(let a, let b, _):
      return Algebra.sum(
        Algebra.product(differentiate(a, name), b), Algebra.product(a, differentiate(b, name)))
    case .quotient(let a, let b):
      let (above, below) = (differentiate(a, name), differentiate(b, name))
      if below.isZero { return Algebra.quotient(above, b) }
      return Algebra.quotient(
        Algebra.difference(Algebra.product(above, b), Algebra.product(a, below)), Algebra.power(b, .two))
    case .power(let a, let b): return differentiatePower(a, b, name)
    case .call(let function, let arguments): return differentiateCall(function, arguments, name)
    case .number, .constant, .quantity, .summation, .iverson, .partial, .symbol: return .zero
    }
  }

  private static func differentiatePower(_ a: Formula, _ b: Formula, _ name: String) -> Formula {
    let (base, exponent) = (differentiate(a, name), differentiate(b, name))
    if exponent.isZero {
      return Algebra.product(Algebra.product(b, Algebra.power(a, Algebra.difference(b, .one))), base)
    }
    let whole = Formula.power(a, b)
    if a == .constant(.e) { return Algebra.product(whole, exponent) }
    let byExponent = Algebra.product(Algebra.product(whole, exponent), .elementary(.log, a))
    if base.isZero { return byExponent }
    return Algebra.sum(
      byExponent, Algebra.product(Algebra.product(b, Algebra.power(a, Algebra.difference(b, .one))), base))
  }

  private static func differentiateCall(_ function: Function, _ arguments: [Formula], _ name: String)
    -> Formula
  {
    // Of several arguments the last stands alone, as it does where numbers are compared one after another.
    guard let last = arguments.last else { return .zero }
    let u = arguments.count > 2 ? .call(function, Array(arguments.dropLast())) : arguments[0]
    let slope = differentiate(u, name)
    switch function {
    case .elementary(.exp): return Algebra.product(.elementary(.exp, u), slope)
    case .elementary(.log): return Algebra.quotient(slope, u)
    case .elementary(.sqrt): return Algebra.quotient(slope, Algebra.product(.two, .elementary(.sqrt, u)))
    case .elementary(.abs): return Algebra.product(.elementary(.sign, u), slope)
    case .elementary(.tanh):
      return Algebra.product(Algebra.difference(.one, Algebra.power(.elementary(.tanh, u), .two)), slope)
    case .elementary(.cosh): return Algebra.product(.elementary(.sinh, u), slope)
    case .elementary(.sinh): return Algebra.product(.elementary(.cosh, u), slope)
    case .elementary(.sin): return Algebra.product(.elementary(.cos, u), slope)
    case .elementary(.cos): return Algebra.negated(Algebra.product(.elementary(.sin, u), slope))
    case .elementary(.sign), .elementary(.floor): return .zero
    case .elementary(.min), .elementary(.max):
      guard arguments.count > 1 else { return slope }
      let other = differentiate(last, name)
      let side = Formula.elementary(.sign, Algebra.difference(u, last))
      let lean = Algebra.product(side, Algebra.difference(slope, other))
      let both = Algebra.sum(slope, other)
      return Algebra.quotient(
        function == .elementary(.max) ? Algebra.sum(both, lean) : Algebra.difference(both, lean), .two)
    case .named(let inner): return Algebra.product(.call(.named(inner + "'"), [u]), slope)
    case .transfer: return Algebra.product(.call(.transferDerivative, [u]), slope)
    case .transferDerivative, .comparison: return .zero
    }
  }
}
