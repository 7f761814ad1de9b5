extension Formula {
  static let zero = Formula.number(0, spelling: "0")
  static let one = Formula.number(1, spelling: "1")
  static let two = Formula.number(2, spelling: "2")

  var isZero: Bool { self == .zero }

  var numericValue: Double? {
    switch self {
    case .number(let value, _): value
    case .negated(let inner): inner.numericValue.map { -$0 }
    default: nil
    }
  }

  /// A whole number, or one with few digits, as a formula.
  static func plain(_ value: Double) -> Formula? {
    guard value.isFinite, value.magnitude < 1e6, (value * 1000).rounded() == value * 1000 else { return nil }
    let magnitude = value.magnitude
    let spelling = magnitude == magnitude.rounded() ? "\(Int(magnitude))" : "\(magnitude)"
    let number = Formula.number(magnitude, spelling: spelling)
    return value < 0 ? .negated(number) : number
  }

  /// A number in as many digits as it has.
  static func of(_ value: Double) -> Formula {
    if let plain = plain(value) { return plain }
    let number = Formula.number(value.magnitude, spelling: "\(value.magnitude)")
    return value < 0 ? .negated(number) : number
  }

  /// The same value in fewer symbols: constants evaluated, 0 and 1 left out, signs moved to the front.
  var simplified: Formula {
    switch self {
    case .negated(let a): return Algebra.negated(a.simplified)
    case .sum(let a, let b): return Algebra.sum(a.simplified, b.simplified)
    case .difference(let a, let b): return Algebra.difference(a.simplified, b.simplified)
    case .product(let a, let b, _): return Algebra.product(a.simplified, b.simplified)
    case .quotient(let a, let b): return Algebra.quotient(a.simplified, b.simplified)
    case .power(let a, let b): return Algebra.power(a.simplified, b.simplified)
    case .call(.elementary(.sign), let arguments):
      if case .negated(let inner)? = arguments.first?.simplified {
        return Algebra.negated(.elementary(.sign, inner))
      }
      return with(children.map { $0.simplified })
    default: return with(children.map { $0.simplified })
    }
  }
}

/// Operations that drop neutral elements.
enum Algebra {
  static func negated(_ a: Formula) -> Formula {
    if a.isZero { return a }
    if case .negated(let inner) = a { return inner }
    if case .difference(let left, let right) = a { return difference(right, left) }
    return .negated(a)
  }

  static func sum(_ a: Formula, _ b: Formula) -> Formula {
    if a.isZero { return b }
    if b.isZero { return a }
    if let x = a.numericValue, let y = b.numericValue, let total = Formula.plain(x + y) { return total }
    if case .negated(let inner) = b { return difference(a, inner) }
    if case .negated(let inner) = a { return difference(b, inner) }
    return cancelled(a, b, sign: 1) ?? .sum(a, b)
  }

  static func difference(_ a: Formula, _ b: Formula) -> Formula {
    if b.isZero { return a }
    if a.isZero { return negated(b) }
    if a == b { return .zero }
    if let x = a.numericValue, let y = b.numericValue, let total = Formula.plain(x - y) { return total }
    // `1/2 - 1`
    if case .quotient(let above, let below) = a, let x = above.numericValue, let y = below.numericValue,
      let z = b.numericValue, let total = Formula.plain(x - y * z)
    {
      return quotient(total, below)
    }
    if case .negated(let inner) = b { return sum(a, inner) }
    return cancelled(a, b, sign: -1) ?? .difference(a, b)
  }

  /// `u + v - u` and the like: the sum of two formulas without the terms that cancel; nil if none cancels.
  private static func cancelled(_ a: Formula, _ b: Formula, sign: Int) -> Formula? {
    var terms: [(Formula, Int)] = []
    collect(a, 1, into: &terms)
    collect(b, sign, into: &terms)
    guard terms.count <= 40 else { return nil }
    var kept: [(Formula, Int)] = []
    var number = 0.0
    var numbers = 0
    for (term, sign) in terms {
      if let value = term.numericValue {
        number += Double(sign) * value
        numbers += 1
      } else if let twin = kept.firstIndex(where: { $0.0 == term && $0.1 == -sign }) {
        kept.remove(at: twin)
      } else {
        kept.append((term, sign))
      }
    }
    guard kept.count + min(numbers, 1) < terms.count, let rest = Formula.plain(number.magnitude) else {
      return nil
    }
    if !rest.isZero { kept.append((rest, number < 0 ? -1 : 1)) }
    kept.sort { $0.1 > $1.1 }
    guard let first = kept.first else { return .zero }
    return kept.dropFirst().reduce(first.1 > 0 ? first.0 : .negated(first.0)) {
      $1.1 > 0 ? .sum($0, $1.0) : .difference($0, $1.0)
    }
  }

  private static func collect(_ formula: Formula, _ sign: Int, into terms: inout [(Formula, Int)]) {
    switch formula {
    case .sum(let a, let b):
      collect(a, sign, into: &terms)
      collect(b, sign, into: &terms)
    case .difference(let a, let b):
      collect(a, sign, into: &terms)
      collect(b, -sign, into: &terms)
    case .negated(let a): collect(a, -sign, into: &terms)
    default: terms.append((formula, sign))
    }
  }

  static func product(_ a: Formula, _ b: Formula) -> Formula {
    if a.isZero || b.isZero { return .zero }
    if a == .one { return b }
    if b == .one { return a }
    if case .negated(let inner) = a { return negated(product(inner, b)) }
    if case .negated(let inner) = b { return negated(product(a, inner)) }
    if let x = a.numericValue, let y = b.numericValue {
      return (x * y).isFinite ? .of(x * y) : .product(a, b, sign: .juxtaposed)
    }
    // Numbers move to the front: `a · 2` is `2 a`.
    if b.numericValue != nil { return product(b, a) }
    if case .product(let c, let rest, _) = b, let y = c.numericValue {
      guard let x = a.numericValue else { return product(c, product(a, rest)) }
      return (x * y).isFinite ? product(.of(x * y), rest) : .product(a, b, sign: .juxtaposed)
    }
    if case .quotient(let above, let below) = b { return quotient(product(a, above), below) }
    if case .quotient(let above, let below) = a { return quotient(product(above, b), below) }
    if case .call(.elementary(.sign), let arguments) = a, arguments == [b] { return .elementary(.abs, b) }
    if case .call(.elementary(.sign), let arguments) = b, arguments == [a] { return .elementary(.abs, a) }
    if a == b { return .power(a, .two) }
    if case .power(let base, let exponent) = a, base == b { return power(base, sum(exponent, .one)) }
    if case .power(let base, let exponent) = b, base == a { return power(base, sum(exponent, .one)) }
    return .product(a, b, sign: .juxtaposed)
  }

  static func quotient(_ a: Formula, _ b: Formula) -> Formula {
    if a.isZero { return .zero }
    if b == .one { return a }
    if a == b { return .one }
    if case .negated(let inner) = a { return negated(quotient(inner, b)) }
    if case .negated(let inner) = b { return negated(quotient(a, inner)) }
    if case .quotient(let above, let below) = a { return quotient(above, product(below, b)) }
    if case .call(.elementary(.sinh), let x) = a, case .call(.elementary(.cosh), x) = b {
      return .call(.elementary(.tanh), x)
    }
    // `2 a / (2 b)`
    if case .product(let c, let above, _) = a, let x = c.numericValue,
      case .product(let d, let below, _) = b, let y = d.numericValue, y != 0, let ratio = Formula.plain(x / y)
    {
      return quotient(product(ratio, above), below)
    }
    if case .power(let base, let exponent) = b, base == a {
      return quotient(.one, power(base, difference(exponent, .one)))
    }
    if let x = b.numericValue, x != 0 {
      if case .product(let c, let rest, _) = a, let y = c.numericValue, let total = Formula.plain(y / x) {
        return product(total, rest)
      }
    }
    return reduced(a, b) ?? .quotient(a, b)
  }

  /// `t^2 / (y^2 t / y)` is t / y: without the fractions within it, and what is above and below the line; nil
  /// if there is neither.
  private static func reduced(_ a: Formula, _ b: Formula) -> Formula? {
    var factors: [(base: Formula, exponent: Int)] = []
    var isReduced = false
    var isNegative = false
    func add(_ base: Formula, _ exponent: Int) {
      guard base.numericValue == nil, let place = factors.firstIndex(where: { $0.base == base }) else {
        return factors.append((base, exponent))
      }
      if (factors[place].exponent < 0) != (exponent < 0) { isReduced = true }
      factors[place].exponent += exponent
    }
    func collect(_ formula: Formula, _ sign: Int) {
      switch formula {
      case .negated(let inner):
        isNegative.toggle()
        collect(inner, sign)
      case .product(let x, let y, _):
        collect(x, sign)
        collect(y, sign)
      case .quotient(let x, let y) where y.numericValue == nil:
        isReduced = true
        collect(x, sign)
        collect(y, -sign)
      case .power(let base, .number(let power, _))
      where power == power.rounded() && (1...Self.highestPower).contains(power):
        add(base, sign * Int(power))
      default: add(formula, sign)
      }
    }
    collect(a, 1)
    collect(b, -1)
    guard isReduced, factors.count <= 40 else { return nil }
    func whole(_ sign: Int) -> Formula {
      factors.filter { $0.exponent * sign > 0 }.reduce(Formula.one) {
        product($0, power($1.base, .of(Double($1.exponent * sign))))
      }
    }
    let fraction = quotient(whole(1), whole(-1))
    return isNegative ? negated(fraction) : fraction
  }

  private static let highestPower = 100.0

  static func power(_ a: Formula, _ b: Formula) -> Formula {
    if b == .one { return a }
    if b.isZero { return .one }
    if case .power(let base, let exponent) = a, let x = exponent.numericValue, let y = b.numericValue,
      x == x.rounded(), y == y.rounded(), let total = Formula.plain(x * y)
    {
      return power(base, total)
    }
    return .power(a, b)
  }
}
