/// A polynomial in at most four variables. It decides whether two rules are the same: coefficients that would
/// cancel, were they not rounded, do cancel.
struct Polynomial: Sendable {
  private struct Term {
    /// The exponents of the variables, eight bits each.
    let exponents: UInt32
    var coefficient: Double
  }

  /// In descending order of the exponents; no coefficient is 0.
  private var terms: [Term] = []

  /// The most terms, and the greatest exponent: more is not decided.
  private static let most = 64
  private static let mostExponent = 32
  /// Sums this much smaller than their parts are rounding errors.
  private static let rounding = 1e-14

  init(_ number: Double) {
    if number != 0 { terms = [Term(exponents: 0, coefficient: number)] }
  }

  init(variable: Int) { terms = [Term(exponents: 1 << (8 * UInt32(variable)), coefficient: 1)] }

  var isZero: Bool { terms.isEmpty }

  /// The number that this is; nil if it is none.
  var number: Double? {
    if terms.isEmpty { return 0 }
    return terms.count == 1 && terms[0].exponents == 0 ? terms[0].coefficient : nil
  }

  /// The coefficient of the first term.
  var leading: Double { terms.first?.coefficient ?? 0 }

  /// Whether it can be worked with.
  var isTooLarge: Bool {
    terms.count > Self.most || terms.contains { !$0.coefficient.isFinite }
      || terms.contains { term in Self.exponents(term.exponents).contains { $0 > Self.mostExponent } }
  }

  private static func exponents(_ packed: UInt32) -> [Int] { (0..<4).map { Int(packed >> (8 * $0) & 255) } }

  static func + (a: Polynomial, b: Polynomial) -> Polynomial {
    var sum = a
    for term in b.terms { sum.add(term) }
    return sum
  }

  static func - (a: Polynomial, b: Polynomial) -> Polynomial { a + -1 * b }

  static func * (factor: Double, a: Polynomial) -> Polynomial {
    var product = Polynomial(0)
    guard factor != 0 else { return product }
    product.terms = a.terms.map { Term(exponents: $0.exponents, coefficient: factor * $0.coefficient) }
    return product
  }

  static func * (a: Polynomial, b: Polynomial) -> Polynomial {
    var product = Polynomial(0)
    for x in a.terms {
      for y in b.terms {
        product.add(Term(exponents: x.exponents &+ y.exponents, coefficient: x.coefficient * y.coefficient))
      }
    }
    return product
  }

  private mutating func add(_ term: Term) {
    guard let place = terms.firstIndex(where: { $0.exponents <= term.exponents }) else {
      terms.append(term)
      return
    }
    guard terms[place].exponents == term.exponents else {
      terms.insert(term, at: place)
      return
    }
    let sum = terms[place].coefficient + term.coefficient
    if sum.magnitude <= Self.rounding * max(terms[place].coefficient.magnitude, term.coefficient.magnitude) {
      terms.remove(at: place)
    } else {
      terms[place].coefficient = sum
    }
  }

  /// The variables that divide all terms, each as often as it does, and the rest.
  var factors: (variables: [Int], rest: Polynomial) {
    let all = terms.map { Self.exponents($0.exponents) }
    var variables: [Int] = []
    var common: UInt32 = 0
    for variable in 0..<4 {
      let count = all.map { $0[variable] }.min() ?? 0
      variables += [Int](repeating: variable, count: count)
      common += UInt32(count) << (8 * UInt32(variable))
    }
    var rest = self
    rest.terms = terms.map { Term(exponents: $0.exponents - common, coefficient: $0.coefficient) }
    return (variables, rest)
  }

  /// The terms one by one.
  var summands: [Polynomial] {
    terms.map { term in
      var single = self
      single.terms = [term]
      return single
    }
  }

  /// With other polynomials in place of the variables.
  func replacing(_ variables: [Polynomial]) -> Polynomial {
    terms.reduce(Polynomial(0)) { sum, term in
      var product = Polynomial(term.coefficient)
      for (variable, exponent) in Self.exponents(term.exponents).enumerated() {
        for _ in 0..<exponent { product = product * variables[variable] }
      }
      return sum + product
    }
  }

  /// A variable, and what it is if this polynomial is 0; nil if that is no polynomial.
  var solution: (variable: Int, value: Polynomial)? {
    let all = terms.map { Self.exponents($0.exponents) }
    for variable in 0..<4 {
      let using = all.indices.filter { all[$0][variable] > 0 }
      guard using.count == 1, all[using[0]].reduce(0, +) == 1 else { continue }
      let factor = terms[using[0]].coefficient
      var rest = self
      rest.terms.remove(at: using[0])
      return (variable, -1 / factor * rest)
    }
    return nil
  }
}

/// A quotient of polynomials. Its divisor is known not to be 0.
struct Fraction: Sendable {
  let above: Polynomial
  let below: Polynomial

  init(_ above: Polynomial, over below: Polynomial = Polynomial(1)) {
    (self.above, self.below) = (above, below)
  }

  var number: Double? {
    guard let above = above.number, let below = below.number else { return nil }
    return above / below
  }

  static func + (a: Fraction, b: Fraction) -> Fraction {
    (a.below - b.below).isZero
      ? Fraction(a.above + b.above, over: a.below)
      : Fraction(a.above * b.below + b.above * a.below, over: a.below * b.below)
  }

  static func - (a: Fraction, b: Fraction) -> Fraction { a + -b }
  static prefix func - (a: Fraction) -> Fraction { Fraction(-1 * a.above, over: a.below) }
  static func * (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.above * b.above, over: a.below * b.below)
  }

  /// Whether both are the same everywhere.
  static func == (a: Fraction, b: Fraction) -> Bool { (a.above * b.below - b.above * a.below).isZero }
}
