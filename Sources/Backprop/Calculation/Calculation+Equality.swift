extension Calculation {
  /// Whether two results are equal for every input, however they are spelt: (eᵃ - e⁻ᵃ)/(eᵃ + e⁻ᵃ) is tanh a.
  /// Decided for quotients of sums of terms c aⁿ eᵏᵃ whose divisors are positive everywhere, and for their
  /// logarithms; otherwise the answer is no.
  func isEqualEverywhere(_ a: Value, _ b: Value) -> Bool {
    var quotients: [Int: Quotient] = [:]
    for place in needed(for: [a, b]) {
      guard let quotient = asQuotient(place, quotients) else { return false }
      quotients[place] = quotient
    }
    guard let a = quotients[a.place], let b = quotients[b.place] else { return false }
    return a == b
  }

  /// The result of a step whose operands' quotients are known; nil if it is of another kind.
  private func asQuotient(_ place: Int, _ known: [Int: Quotient]) -> Quotient? {
    let value = Value(place: place)
    let operands = operands(value).compactMap { known[$0.place] }
    switch operation(value) {
    case .number: return number(value).flatMap { Quotient(Terms($0)) }
    case .input: return Quotient(Terms.input)
    case .negative: return operands[0].times(Quotient(Terms(-1)))
    case .sum: return operands[0].plus(operands[1])
    case .difference: return operands[0].plus(operands[1].times(Quotient(Terms(-1))))
    case .product: return operands[0].times(operands[1])
    case .quotient: return operands[0].divided(by: operands[1])
    case .exponential: return operands[0].slope.flatMap { Quotient(Terms.exponential($0)) }
    case .sigmoid: return operands[0].slope.flatMap { Quotient.sigmoid($0) }
    case .hyperbolicTangent: return operands[0].slope.flatMap { Quotient.hyperbolicTangent($0) }
    case .softplus: return operands[0].slope.flatMap { Quotient(Terms(1) + .exponential($0))?.logarithm }
    case .logarithm: return operands[0].logarithm
    case .multiplyAdd, .power, .squareRoot, .sine, .cosine, .magnitude, .sign, .floor, .larger, .smaller,
      .timesLogarithm, .whereGreater, .whereNotLess, .slopeOfLarger:
      return nil
    }
  }
}

/// A quotient of two sums of terms, or its logarithm. The divisor is positive everywhere: the quotient is a
/// number for every input.
private struct Quotient: Equatable {
  private let dividend: Terms
  private let divisor: Terms
  private var isLogarithm = false

  init?(_ dividend: Terms?, over divisor: Terms? = Terms(1)) {
    guard let dividend, let divisor, divisor.isPositive else { return nil }
    (self.dividend, self.divisor) = (dividend, divisor)
  }

  /// 1 / (1 + e⁻ˢᵃ)
  static func sigmoid(_ slope: Double) -> Quotient? {
    Quotient(Terms(1), over: Terms(1) + .exponential(-slope))
  }

  /// (e²ˢᵃ - 1) / (e²ˢᵃ + 1)
  static func hyperbolicTangent(_ slope: Double) -> Quotient? {
    let power = Terms.exponential(2 * slope)
    return Quotient(power + Terms(-1), over: power + Terms(1))
  }

  /// k, if this is k times the input.
  var slope: Double? { isLogarithm ? nil : dividend.slope(over: divisor) }

  var logarithm: Quotient? {
    guard !isLogarithm else { return nil }
    var result = self
    result.isLogarithm = true
    return result
  }

  static func == (a: Quotient, b: Quotient) -> Bool {
    guard a.isLogarithm == b.isLogarithm, let left = a.dividend * b.divisor else { return false }
    return left == b.dividend * a.divisor
  }

  func plus(_ other: Quotient?) -> Quotient? {
    guard let other, !isLogarithm, !other.isLogarithm else { return nil }
    if divisor == other.divisor { return Quotient(dividend + other.dividend, over: divisor) }
    guard let left = dividend * other.divisor, let right = other.dividend * divisor else { return nil }
    return Quotient(left + right, over: divisor * other.divisor)
  }

  func times(_ other: Quotient?) -> Quotient? {
    guard let other, !isLogarithm, !other.isLogarithm else { return nil }
    return Quotient(dividend * other.dividend, over: divisor * other.divisor)
  }

  func divided(by other: Quotient) -> Quotient? {
    guard !isLogarithm, !other.isLogarithm else { return nil }
    return Quotient(dividend * other.divisor, over: divisor * other.dividend)
  }
}

/// A sum of terms c aⁿ eᵏᵃ. Coefficients and exponents are exact: a sum or product that is not exact gives no
/// result.
private struct Terms: Equatable {
  private struct Term: Equatable {
    /// c, which is not 0
    var coefficient: Double
    /// n
    let power: Int
    /// k
    let exponent: Double
  }

  /// None is 0.
  private var terms: [Term] = []
  /// A formula that somebody types has fewer terms.
  private static let most = 32

  private init() {}
  private init(_ term: Term) { terms = [term] }

  init(_ number: Double) {
    if number != 0 { terms = [Term(coefficient: number, power: 0, exponent: 0)] }
  }

  static let input = Terms(Term(coefficient: 1, power: 1, exponent: 0))

  static func exponential(_ exponent: Double) -> Terms {
    Terms(Term(coefficient: 1, power: 0, exponent: exponent))
  }

  /// Whether this is seen to be greater than 0 for every input.
  var isPositive: Bool { !terms.isEmpty && terms.allSatisfy { $0.power == 0 && $0.coefficient > 0 } }

  /// k, if this, divided by a number, is k times the input.
  func slope(over divisor: Terms) -> Double? {
    guard let term = terms.first, terms.count == 1, term.power == 1, term.exponent == 0,
      let number = divisor.terms.first, divisor.terms.count == 1, number.power == 0, number.exponent == 0
    else { return nil }
    let slope = term.coefficient / number.coefficient
    return (-term.coefficient).addingProduct(slope, number.coefficient) == 0 ? slope : nil
  }

  static func == (a: Terms, b: Terms) -> Bool {
    a.terms.count == b.terms.count && a.terms.allSatisfy { b.terms.contains($0) }
  }

  static func + (a: Terms, b: Terms) -> Terms? {
    var sum = a
    for term in b.terms where !sum.add(term) { return nil }
    return sum
  }

  static func * (a: Terms, b: Terms) -> Terms? {
    var result = Terms()
    for left in a.terms {
      for right in b.terms {
        let coefficient = left.coefficient * right.coefficient
        let exponent = left.exponent + right.exponent
        guard (-coefficient).addingProduct(left.coefficient, right.coefficient) == 0,
          exponent - left.exponent == right.exponent, exponent - right.exponent == left.exponent,
          result.add(
            Term(coefficient: coefficient, power: left.power + right.power, exponent: exponent))
        else { return nil }
      }
    }
    return result
  }

  /// Whether the sum is exact and short.
  private mutating func add(_ term: Term) -> Bool {
    guard
      let place = terms.firstIndex(where: { $0.power == term.power && $0.exponent == term.exponent })
    else {
      terms.append(term)
      return terms.count <= Self.most && term.coefficient.isFinite && term.exponent.isFinite
    }
    let before = terms[place].coefficient
    let sum = before + term.coefficient
    terms[place].coefficient = sum
    if sum == 0 { terms.remove(at: place) }
    return sum - before == term.coefficient && sum - term.coefficient == before
  }
}
