/// A product or quotient as a list of factors: a number, what is above the line and what is below it.
struct FactorList: Equatable {
  private(set) var number = 1.0
  private(set) var divisor = 1.0
  var above: [Formula] = []
  var below: [Formula] = []

  init(_ formula: Formula) { add(formula, isBelow: false) }

  init(above: [Formula]) { for factor in above { add(factor, isBelow: false) } }

  var isZero: Bool { number == 0 }
  var isNegative: Bool { number < 0 }
  /// Whether the number is 1.
  var isPlain: Bool { number == divisor }

  /// The number in front of it.
  var withNumberOnly: Double { number / divisor }

  mutating func negate() { number = -number }

  mutating func multiply(_ formula: Formula) { add(formula, isBelow: false) }

  mutating func takeNumber(of other: FactorList) {
    number *= other.number
    divisor *= other.divisor
    reduce()
  }

  /// Without the number and its sign.
  var withoutNumber: FactorList {
    var plain = self
    plain.number = 1
    plain.divisor = 1
    return plain
  }

  private mutating func add(_ formula: Formula, isBelow: Bool) {
    switch formula {
    case .number(let value, _) where !isBelow || value != 0:
      if isBelow { divisor *= value } else { number *= value }
      reduce()
    case .negated(let a):
      negate()
      add(a, isBelow: isBelow)
    case .product(let a, let b, _):
      add(a, isBelow: isBelow)
      add(b, isBelow: isBelow)
    case .quotient(let a, let b):
      add(a, isBelow: isBelow)
      add(b, isBelow: !isBelow)
    default:
      if isBelow { below.append(formula) } else { above.append(formula) }
    }
  }

  /// The number in lowest terms, its sign above.
  private mutating func reduce() {
    if divisor < 0 {
      number = -number
      divisor = -divisor
    }
    guard number.magnitude < 1e9, divisor < 1e9, number == number.rounded(), divisor == divisor.rounded(),
      divisor >= 1
    else {
      if (number / divisor).isFinite, divisor != 1, number != number.rounded() {
        number /= divisor
        divisor = 1
      }
      return
    }
    var (a, b) = (Int(number.magnitude), Int(divisor))
    while b != 0 { (a, b) = (b, a % b) }
    if a > 1 {
      number /= Double(a)
      divisor /= Double(a)
    }
  }

  /// What is both above and below the line is left out.
  var cancelled: FactorList {
    var list = self
    for factor in below {
      guard let place = list.above.firstIndex(of: factor), let other = list.below.firstIndex(of: factor)
      else { continue }
      list.above.remove(at: place)
      list.below.remove(at: other)
    }
    return list
  }

  /// As a formula: the sign in front, sums and derivatives at the end.
  var formula: Formula {
    if number == 0 { return .zero }
    let isLate = { (factor: Formula) in
      switch factor {
      case .partial, .summation: true
      default: false
      }
    }
    let early = above.filter { !isLate($0) }
    let late = above.filter { isLate($0) }
    let size = number.magnitude
    var parts: [Formula] = []
    if below.isEmpty {
      if divisor != 1 {
        parts = [.quotient(.of(size), .of(divisor))] + early
      } else {
        parts = (size == 1 ? [] : [.of(size)]) + early
      }
    } else {
      let top = (size == 1 ? [] : [.of(size)]) + early
      let bottom = (divisor == 1 ? [] : [.of(divisor)]) + below
      parts = [.quotient(Self.product(top), Self.product(bottom))]
    }
    let whole = Self.product(parts + late)
    return number < 0 ? .negated(whole) : whole
  }

  static func product(_ factors: [Formula]) -> Formula {
    let flat = factors.flatMap { $0.productFactors }
    return flat.dropFirst().reduce(flat.first ?? .one) { .product($0, $1, sign: .juxtaposed) }
  }

  /// The same with a sign between the factors; products among them need no parentheses.
  static func crossed(_ factors: [Formula]) -> Formula {
    factors.dropFirst().reduce(factors.first ?? .one) { product, factor in
      let parts = factor.productFactors
      return parts.dropFirst().reduce(.product(product, parts.first ?? .one, sign: .cross)) {
        .product($0, $1, sign: .juxtaposed)
      }
    }
  }
}

extension Formula {
  /// The factors of a product, from left to right.
  fileprivate var productFactors: [Formula] {
    if case .product(let a, let b, _) = self { return a.productFactors + b.productFactors }
    return [self]
  }
}
