import Backprop

/// Parts that have no value whatever the network is.
extension FunctionResolver {
  /// The innermost part that is infinite or not a number wherever it stands: `1/0`, `log(-1)`, or `y_k / 0`;
  /// nil if there is none. Letters that stand for changing numbers are no definitions here.
  func partWithoutValue(in formula: Formula, changing: Set<String> = []) -> Formula? {
    for child in formula.children {
      if let part = partWithoutValue(in: child, changing: changing) { return part }
    }
    switch formula {
    // A power of 0 may be 1, and what is 0 times anything is 0.
    case .quotient(_, let divisor): return constant(divisor, changing) == 0 ? formula : nil
    case .call(.elementary(.log), let arguments), .call(.elementary(.sqrt), let arguments):
      guard let argument = arguments.first, constant(argument, changing) != nil,
        let value = constant(formula, changing), !value.isFinite
      else { return nil }
      return formula
    default: return nil
    }
  }

  /// The value of a formula of numbers and of names that `let` defines; nil for others.
  private func constant(_ formula: Formula, _ changing: Set<String>) -> Double? {
    guard isConstant(formula, changing), let resolved = try? resolve(formula, at: 0..<0) else { return nil }
    return resolved.value(at: .real(.nan)).value
  }

  private func isConstant(_ formula: Formula, _ changing: Set<String>) -> Bool {
    switch formula {
    case .number, .constant: true
    case .name(let name):
      !changing.contains(name) && definitions[name].map { isConstant($0, changing) } ?? false
    case .negated, .sum, .difference, .product, .quotient, .power, .call(.elementary, _):
      formula.children.allSatisfy { isConstant($0, changing) }
    case .quantity, .summation, .iverson, .partial, .symbol, .call(.transfer, _),
      .call(.transferDerivative, _), .call(.comparison, _), .call(.named, _):
      false
    }
  }
}
