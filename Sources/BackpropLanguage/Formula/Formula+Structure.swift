extension Formula {
  /// Its subformulas, in the order in which they are written.
  var children: [Formula] {
    switch self {
    case .number, .constant, .quantity, .name, .iverson: []
    case .negated(let a), .summation(_, let a): [a]
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b, _), .quotient(let a, let b),
      .power(let a, let b), .partial(let a, let b):
      [a, b]
    case .call(_, let arguments), .symbol(_, let arguments): arguments
    }
  }

  /// The same operation on other subformulas; their number must be that of the children.
  func with(_ parts: [Formula]) -> Formula {
    guard parts.count == children.count, let first = parts.first, let last = parts.last else { return self }
    switch self {
    case .number, .constant, .quantity, .name, .iverson: return self
    case .negated: return .negated(first)
    case .summation(let letter, _): return .summation(letter, first)
    case .sum: return .sum(first, last)
    case .difference: return .difference(first, last)
    case .product(_, _, let sign): return .product(first, last, sign: sign)
    case .quotient: return .quotient(first, last)
    case .power: return .power(first, last)
    case .partial: return .partial(first, last)
    case .call(let function, _): return .call(function, parts)
    case .symbol(let symbol, _): return .symbol(symbol, parts)
    }
  }

  /// Whether another formula is a part of it, or all of it.
  func contains(_ part: Formula) -> Bool { self == part || children.contains { $0.contains(part) } }

  /// The number of its subformulas, itself included.
  var partCount: Int { children.reduce(1) { $0 + $1.partCount } }

  /// The names that it uses, the user's and the session's.
  var names: [String] {
    if case .name(let name) = self { return [name] }
    return children.flatMap { $0.names }
  }

  /// The user's own functions that it calls; a call of `f'` counts as `f`.
  var functionNames: [String] {
    var names = children.flatMap { $0.functionNames }
    if case .call(.named(let name), _) = self {
      names.append(name)
      if name.hasSuffix("'") { names.append(String(name.dropLast())) }
    }
    return names
  }

  /// Whether it contains quantities that `backward` computes.
  var mentionsUpdate: Bool {
    switch self {
    case .quantity(.delta, _), .quantity(.weightChange, _), .partial: true
    default: children.contains { $0.mentionsUpdate }
    }
  }

  /// With a name replaced by a formula.
  func replacing(name: String, by other: Formula) -> Formula {
    if case .name(name) = self { return other }
    // The n of m_ij(n-1) says which one is meant.
    if name == "n", ofUpdate != nil { return self }
    return with(children.map { $0.replacing(name: name, by: other) })
  }

  /// Whether it contains no quantity of a network.
  var isArithmetic: Bool {
    switch self {
    case .quantity, .summation, .iverson, .partial, .call(.transfer, _), .call(.transferDerivative, _): false
    default: children.allSatisfy { $0.isArithmetic }
    }
  }

  /// Whether it consists only of numbers and names, and operations on them.
  var isNumeric: Bool {
    switch self {
    case .quantity, .iverson, .partial, .call(.transfer, _), .call(.transferDerivative, _): false
    default: children.allSatisfy { $0.isNumeric }
    }
  }

  /// Whether a sum over this letter is of E alone.
  func sumsError(over letter: String) -> Bool {
    if case .summation(letter, let body) = self, body.isErrorAlone { return true }
    return children.contains { $0.sumsError(over: letter) }
  }

  /// Whether it is E or a multiple of E.
  var isErrorAlone: Bool {
    switch self {
    case .quantity(.error, _): true
    case .negated(let a), .summation(_, let a): a.isErrorAlone
    case .product(let a, let b, _): a.isArithmetic && b.isErrorAlone || a.isErrorAlone && b.isArithmetic
    case .quotient(let a, let b): a.isErrorAlone && b.isArithmetic
    default: false
    }
  }

  /// The subscripts that are not bound by a Σ within it, each once, in order.
  var freeSubscripts: [Subscript] {
    var found: [Subscript] = []
    collectSubscripts(bound: [], into: &found)
    return found
  }

  private func collectSubscripts(bound: [String], into found: inout [Subscript]) {
    var own: [Subscript] = []
    switch self {
    case .quantity(_, let subscripts): own = subscripts
    case .iverson(let a, let b): own = [a, b]
    case .summation(let letter, let body):
      return body.collectSubscripts(bound: bound + [letter], into: &found)
    default: break
    }
    for place in own where !(place.unit == nil && bound.contains(place.letter)) && !found.contains(place) {
      found.append(place)
    }
    for child in children { child.collectSubscripts(bound: bound, into: &found) }
  }

  /// With every free occurrence of a letter replaced by one unit.
  func replacing(_ letter: String, by unit: Subscript) -> Formula {
    func replaced(_ place: Subscript) -> Subscript {
      place.unit == nil && place.letter == letter ? unit : place
    }
    switch self {
    case .quantity(let quantity, let subscripts): return .quantity(quantity, subscripts.map { replaced($0) })
    case .iverson(let a, let b): return .iverson(replaced(a), replaced(b))
    case .summation(letter, _): return self
    default: return with(children.map { $0.replacing(letter, by: unit) })
    }
  }
}
