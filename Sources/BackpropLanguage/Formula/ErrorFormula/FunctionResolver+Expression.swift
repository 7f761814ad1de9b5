import Backprop

/// Formulas as expressions of the core.
extension FunctionResolver {
  /// A part of `ErrorParts` with every name and function in it replaced by what it stands for. All of them
  /// are known to have a meaning.
  func expression(of formula: Formula, at range: SourceRange) throws(Diagnostic) -> Expression {
    switch formula {
    case .number(let value, _): return .number(value)
    case .constant(.pi): return .number(Double.pi)
    case .constant(.e): return .number(Elementary.exponential(1))
    case .name(let name):
      if let variable = ErrorParts.variable(name) { return .variable(variable) }
      guard let definition = definitions[name] else { break }
      return try expression(of: definition, at: range)
    case .negated(let a): return .negative(try expression(of: a, at: range))
    case .sum(let a, let b):
      return .sum(try expression(of: a, at: range), try expression(of: b, at: range))
    case .difference(let a, let b):
      return .difference(try expression(of: a, at: range), try expression(of: b, at: range))
    // 0 log 0 is 0, as in cross-entropy.
    case .product(let a, .call(.elementary(.log), let arguments), _):
      guard let argument = arguments.first else { break }
      return .timesLogarithm(try expression(of: a, at: range), try expression(of: argument, at: range))
    case .product(let a, let b, _):
      return .product(try expression(of: a, at: range), try expression(of: b, at: range))
    case .quotient(let a, let b):
      return .quotient(try expression(of: a, at: range), try expression(of: b, at: range))
    case .power(let a, let b):
      return .power(try expression(of: a, at: range), try expression(of: b, at: range))
    case .call(.elementary(let function), let arguments):
      var parts: [Expression] = []
      for argument in arguments { parts.append(try expression(of: argument, at: range)) }
      guard let first = parts.first else { break }
      return function.expression(of: first, parts.dropFirst())
    case .call(.comparison(let relation), let sides):
      guard sides.count == 2 else { break }
      let (a, b) = (try expression(of: sides[0], at: range), try expression(of: sides[1], at: range))
      return relation.choice(a, b)
    case .call(.named(let name), let arguments):
      guard let argument = arguments.first, let body = body(named: name) else { break }
      return try expression(of: body.replacing(name: Self.parameter, by: argument), at: range)
    case .quantity, .summation, .iverson, .partial, .call(.transfer, _), .call(.transferDerivative, _),
      .symbol:
      break
    }
    throw Diagnostic(.errorOf(ErrorParts.written(formula, at: Subscript(unitLetter)).unicode), at: range)
  }

  /// The formula of a function, or of a derivative of it: `f''`.
  private func body(named name: String) -> Formula? {
    if let body = functions[name] { return body }
    guard name.hasSuffix("'"), let body = body(named: String(name.dropLast())) else { return nil }
    return SymbolicDerivative.derivative(of: body, by: Self.parameter)
  }

  /// A formula and those of every name and function in it: everything that its values depend on.
  func definition(ofFormula formula: Formula) -> String {
    let used = formula.names + formula.functionNames
    return ([formula.unicode] + Set(used).sorted().map { definition(of: $0) }).joined(separator: "\n")
  }
}

extension ElementaryFunction {
  /// Applied to the first argument and the others.
  func expression(of first: Expression, _ rest: ArraySlice<Expression>) -> Expression {
    switch self {
    case .exp: .call(.exponential, first)
    case .log: .call(.logarithm, first)
    case .sqrt: .call(.squareRoot, first)
    case .abs: .call(.magnitude, first)
    case .tanh: .call(.hyperbolicTangent, first)
    case .cosh:
      .product(.number(0.5), .sum(.call(.exponential, first), .call(.exponential, .negative(first))))
    case .sinh:
      .product(.call(.hyperbolicTangent, first), Self.cosh.expression(of: first, []))
    case .sin: .call(.sine, first)
    case .cos: .call(.cosine, first)
    case .sign: .call(.sign, first)
    case .floor: .call(.floor, first)
    case .min: rest.reduce(first) { .minimum($0, $1) }
    case .max: rest.reduce(first) { .maximum($0, $1) }
    }
  }
}

extension Relation {
  /// 1 where it holds, else 0.
  fileprivate func choice(_ a: Expression, _ b: Expression) -> Expression {
    let (one, zero) = (Expression.number(1), Expression.number(0))
    return switch self {
    case .greater: .choice(one, if: .greater(a, than: b), else: zero)
    case .atLeast: .choice(one, if: .notLess(a, than: b), else: zero)
    case .less: .choice(one, if: .greater(b, than: a), else: zero)
    case .atMost: .choice(one, if: .notLess(b, than: a), else: zero)
    case .equal, .approximately:
      .choice(.choice(one, if: .notLess(b, than: a), else: zero), if: .notLess(a, than: b), else: zero)
    }
  }
}
