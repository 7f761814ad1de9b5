extension Formula {
  /// Whether its form alone shows that it is 0 or more, whatever its quantities are: squares, exponentials,
  /// and sums and products of such.
  func isNeverNegative(_ definitions: Definitions) -> Bool {
    func all(_ formulas: Formula...) -> Bool { formulas.allSatisfy { $0.isNeverNegative(definitions) } }
    return switch self {
    case .number(let value, _): value >= 0
    case .constant, .iverson, .call(.comparison, _): true
    case .name(let name): definitions[name]?.isNeverNegative(definitions) ?? false
    case .negated(let a): a.numericValue.map { $0 <= 0 } ?? false
    case .sum(let a, let b), .quotient(let a, let b): all(a, b)
    case .product(let a, let b, _): a == b || all(a, b)
    case .power(let base, let exponent): exponent.isEven || all(base)
    case .summation(_, let term): all(term)
    case .call(.elementary(let function), let arguments):
      switch function {
      case .exp, .sqrt, .abs, .cosh: true
      case .max: arguments.contains { all($0) }
      case .min, .tanh, .sinh, .sign, .floor: arguments.allSatisfy { all($0) }
      case .log: arguments.allSatisfy { $0.isAtLeastOne(definitions) }
      case .sin, .cos: false
      }
    case .difference, .quantity, .call, .partial, .symbol: false
    }
  }

  /// Whether its form shows that it is greater than 0.
  private func isPositive(_ definitions: Definitions) -> Bool {
    switch self {
    case .number(let value, _): value > 0
    case .constant, .call(.elementary(.exp), _), .call(.elementary(.cosh), _): true
    case .sum(let a, let b):
      a.isPositive(definitions) && b.isNeverNegative(definitions)
        || a.isNeverNegative(definitions) && b.isPositive(definitions)
    case .product(let a, let b, _), .quotient(let a, let b):
      a.isPositive(definitions) && b.isPositive(definitions)
    case .power(let base, _): base.isPositive(definitions)
    case .summation(_, let term): term.isPositive(definitions)
    case .name(let name): definitions[name]?.isPositive(definitions) ?? false
    case .negated, .difference, .quantity, .call, .iverson, .partial, .symbol: false
    }
  }

  /// Whether it may have no value for some weights or patterns: a quotient by 0, the logarithm or the root of
  /// a negative number. What names and functions stand for counts, too.
  func mayLackValue(_ definitions: Definitions, _ functions: [String: Formula]) -> Bool {
    var open: [Formula] = [self]
    var seen: Set<String> = []
    while let formula = open.popLast() {
      if formula.lacksValueItself(definitions) { return true }
      for name in formula.names where seen.insert(name).inserted {
        if let definition = definitions[name] { open.append(definition) }
      }
      for name in formula.functionNames where seen.insert(name + "()").inserted {
        if let body = functions[name] { open.append(body) }
      }
    }
    return false
  }

  private func lacksValueItself(_ definitions: Definitions) -> Bool {
    let lacks =
      switch self {
      case .quotient(_, let below): !below.isPositive(definitions) && (below.numericValue ?? 0) == 0
      case .power(let base, let exponent):
        !base.isPositive(definitions) && exponent.numericValue.map { $0 < 0 || $0 != $0.rounded() } ?? true
      case .call(.elementary(.log), let arguments), .call(.elementary(.sqrt), let arguments):
        !arguments.allSatisfy { $0.isPositive(definitions) }
      default: false
      }
    return lacks || children.contains { $0.lacksValueItself(definitions) }
  }

  /// Whether its form shows that it is 1 or more.
  private func isAtLeastOne(_ definitions: Definitions) -> Bool {
    switch self {
    case .number(let value, _): value >= 1
    case .sum(let a, let b):
      a.isAtLeastOne(definitions) && b.isNeverNegative(definitions)
        || a.isNeverNegative(definitions) && b.isAtLeastOne(definitions)
    case .product(let a, let b, _): a.isAtLeastOne(definitions) && b.isAtLeastOne(definitions)
    case .call(.elementary(.cosh), _): true
    default: false
    }
  }

  private var isEven: Bool {
    guard let value = numericValue else { return false }
    return value.truncatingRemainder(dividingBy: 2) == 0
  }
}
