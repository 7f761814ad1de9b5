/// A sum of multiples of what differs from weight to weight. The factors are values of the first of
/// `RuleParts`.
struct LinearForm {
  /// What a multiple is of.
  enum Atom: Hashable {
    /// 1: the multiple is the same for all weights.
    case one
    case input(RuleCalculation.Input)
    /// s²
    case square
    /// The result of any other step of the rule, by its place.
    case step(Int)
  }

  private(set) var factors: [Atom: Calculation.Value] = [:]

  fileprivate init(_ atom: Atom, _ factor: Calculation.Value) { factors[atom] = factor }

  subscript(_ atom: Atom) -> Calculation.Value? { factors[atom] }

  /// Whether there are no multiples of anything else.
  func has(only atoms: [Atom]) -> Bool { factors.keys.allSatisfy { atoms.contains($0) } }

  fileprivate func with(_ change: (Calculation.Value) -> Calculation.Value) -> LinearForm {
    var result = self
    result.factors = factors.mapValues(change)
    return result
  }

  fileprivate mutating func add(_ atom: Atom, _ factor: Calculation.Value, in steps: inout Calculation) {
    factors[atom] = factors[atom].map { steps.sum($0, factor) } ?? factor
  }
}

extension RuleParts {
  /// A value of the rule as a linear form. atoms: the places of steps that stand for themselves.
  mutating func linearForm(of value: Calculation.Value, atoms: [Int] = []) -> LinearForm {
    let one = shared.number(1)
    if atoms.contains(value.place) { return LinearForm(.step(value.place), one) }
    if let constant = constant(value) { return LinearForm(.one, constant) }
    if let input = source.input(value) { return LinearForm(.input(input), one) }
    let operands = source.steps.operands(value)
    if let (a, b) = operands.pair {
      switch source.steps.operation(value) {
      case .product:
        if let c = constant(a) { return linearForm(of: b, atoms: atoms).with { shared.product(c, $0) } }
        if let c = constant(b) { return linearForm(of: a, atoms: atoms).with { shared.product(c, $0) } }
        let (x, y) = (linearForm(of: a, atoms: atoms), linearForm(of: b, atoms: atoms))
        if x.has(only: [.input(.descent)]), let f = x[.input(.descent)],
          y.has(only: [.input(.descent)]), let g = y[.input(.descent)]
        {
          return LinearForm(.square, shared.product(f, g))
        }
      case .quotient:
        if let c = constant(b) { return linearForm(of: a, atoms: atoms).with { shared.quotient($0, c) } }
      case .sum, .difference:
        if let atom = atoms.first(where: { source.steps.isDifference($0, of: b, minus: a) }),
          source.steps.operation(value) == .difference
        {
          return LinearForm(.step(atom), shared.number(-1))
        }
        var sum = linearForm(of: a, atoms: atoms)
        for (atom, factor) in linearForm(of: b, atoms: atoms).factors {
          let isSum = source.steps.operation(value) == .sum
          sum.add(atom, isSum ? factor : shared.negative(factor), in: &shared)
        }
        return sum
      default: break
      }
    } else if let a = operands.first, source.steps.operation(value) == .negative {
      return linearForm(of: a, atoms: atoms).with { shared.negative($0) }
    }
    return LinearForm(.step(value.place), one)
  }
}

extension RuleParts {
  /// A quotient of two values of the rule, times a value of the first part; nil if a value is no such thing.
  mutating func fraction(
    _ value: Calculation.Value
  ) -> (factor: Calculation.Value, above: Calculation.Value, below: Calculation.Value)? {
    var factor = shared.number(1)
    var rest = value
    while true {
      let operands = source.steps.operands(rest)
      switch source.steps.operation(rest) {
      case .negative:
        factor = shared.negative(factor)
        rest = operands[0]
      case .product:
        if let c = constant(operands[0]) {
          factor = shared.product(factor, c)
          rest = operands[1]
        } else if let c = constant(operands[1]) {
          factor = shared.product(factor, c)
          rest = operands[0]
        } else {
          return nil
        }
      case .quotient:
        guard let c = constant(operands[1]) else { return (factor, operands[0], operands[1]) }
        factor = shared.quotient(factor, c)
        rest = operands[0]
      default: return nil
      }
    }
  }
}

extension Calculation {
  fileprivate func isDifference(_ place: Int, of a: Value, minus b: Value) -> Bool {
    let value = Value(place: place)
    return operation(value) == .difference && operands(value) == [a, b]
  }
}

extension [Calculation.Value] {
  /// Both operands of an operation on two.
  fileprivate var pair: (Calculation.Value, Calculation.Value)? { count == 2 ? (self[0], self[1]) : nil }
}
