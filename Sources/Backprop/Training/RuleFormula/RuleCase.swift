/// A case of the numbers that a rule computes with: the signs of the variables, and of polynomials of them,
/// by which the rule decides.
struct RuleCase {
  /// Why a rule cannot be computed in a case.
  enum Undecided: Error {
    /// It depends on this sign.
    case sign(of: Polynomial)
    /// It has functions other than those of arithmetic, or too many parts.
    case unknown
  }

  /// The variables; those that are known are replaced.
  private(set) var variables = (0..<4).map { Polynomial(variable: $0) }
  /// What is known of the signs, of polynomials that lead with 1.
  private var signs: [(polynomial: Polynomial, sign: Int)] = []

  func variable(_ number: Int) -> Fraction { Fraction(variables[number]) }

  /// -1, 0 or 1. Throws: if it is not known.
  func sign(_ fraction: Fraction) throws(Undecided) -> Int {
    try sign(fraction.above) * sign(fraction.below)
  }

  private func sign(_ polynomial: Polynomial) throws(Undecided) -> Int {
    if let number = polynomial.number { return Self.sign(number) }
    let (variables, rest) = polynomial.factors
    var sign = 1
    for variable in variables {
      let factor = Polynomial(variable: variable)
      guard let known = known(factor) else { throw .sign(of: factor) }
      sign *= known
    }
    if let number = rest.number { return sign * Self.sign(number) }
    if let common = signOfAllTerms(rest) { return sign * common }
    guard let known = known(1 / rest.leading * rest) else { throw .sign(of: 1 / rest.leading * rest) }
    return sign * known * Self.sign(rest.leading)
  }

  private static func sign(_ number: Double) -> Int { number > 0 ? 1 : number < 0 ? -1 : 0 }

  private func known(_ polynomial: Polynomial) -> Int? {
    signs.first { ($0.polynomial - polynomial).isZero }?.sign
  }

  /// The sign of a sum whose terms all have it.
  private func signOfAllTerms(_ polynomial: Polynomial) -> Int? {
    var common: Int?
    for term in polynomial.summands {
      let (variables, rest) = term.factors
      var sign = Self.sign(rest.leading)
      for variable in variables {
        guard let known = known(Polynomial(variable: variable)) else { return nil }
        sign *= known
      }
      if sign == 0 { continue }
      guard common == nil || common == sign else { return nil }
      common = sign
    }
    return common
  }

  /// The case in which, in addition, a polynomial has this sign; nil if there is none.
  func assuming(_ polynomial: Polynomial, _ sign: Int) -> RuleCase? {
    var next = self
    next.signs.append((polynomial, sign))
    guard sign == 0, let solution = polynomial.solution else { return next }
    var replaced = (0..<4).map { Polynomial(variable: $0) }
    replaced[solution.variable] = solution.value
    next.variables = variables.map { $0.replacing(replaced) }
    next.signs = []
    for (polynomial, sign) in signs {
      let new = polynomial.replacing(replaced)
      if let number = new.number {
        guard Self.sign(number) == sign else { return nil }
      } else {
        let (polynomial, sign) = (1 / new.leading * new, sign * Self.sign(new.leading))
        guard next.known(polynomial) ?? sign == sign else { return nil }
        next.signs.append((polynomial, sign))
      }
    }
    return next
  }
}

/// The values of a calculation in a case.
struct CaseValues {
  let steps: Calculation
  let inputs: [Fraction]
  let rules: RuleCase
  /// nil: no number.
  private var known: [Int: Fraction?] = [:]

  init(_ steps: Calculation, _ inputs: [Fraction], _ rules: RuleCase) {
    (self.steps, self.inputs, self.rules) = (steps, inputs, rules)
  }

  /// Only what is needed is computed: what is not chosen need not be a number.
  mutating func value(_ value: Calculation.Value) throws(RuleCase.Undecided) -> Fraction? {
    if let known = known[value.place] { return known }
    let result = try computed(value)
    if let result, result.above.isTooLarge || result.below.isTooLarge { throw .unknown }
    known[value.place] = .some(result)
    return result
  }

  private mutating func computed(_ value: Calculation.Value) throws(RuleCase.Undecided) -> Fraction? {
    if let number = steps.number(value) {
      if number.isNaN { return nil }
      guard number.isFinite else { throw .unknown }
      return Fraction(Polynomial(number))
    }
    if let input = steps.inputNumber(value) { return inputs[input] }
    let operation = steps.operation(value)
    let operands = steps.operands(value)
    if operation == .whereGreater || operation == .whereNotLess { return try chosen(operation, operands) }
    var values: [Fraction] = []
    for operand in operands {
      guard let value = try self.value(operand) else { return nil }
      values.append(value)
    }
    switch operation {
    case .negative: return -values[0]
    case .sum: return values[0] + values[1]
    case .difference: return values[0] - values[1]
    case .product: return values[0] * values[1]
    case .multiplyAdd: return values[0] * values[1] + values[2]
    case .quotient:
      guard try rules.sign(values[1]) != 0 else { return nil }
      return values[0] * Fraction(values[1].below, over: values[1].above)
    case .sign: return Fraction(Polynomial(Double(try rules.sign(values[0]))))
    case .magnitude: return Fraction(Polynomial(Double(try rules.sign(values[0])))) * values[0]
    case .larger: return try rules.sign(values[0] - values[1]) >= 0 ? values[0] : values[1]
    case .smaller: return try rules.sign(values[0] - values[1]) <= 0 ? values[0] : values[1]
    case .number, .input, .power, .exponential, .logarithm, .hyperbolicTangent, .sigmoid, .softplus,
      .squareRoot, .sine, .cosine, .floor, .timesLogarithm, .whereGreater, .whereNotLess, .slopeOfLarger:
      let numbers = values.compactMap { $0.number }
      guard numbers.count == values.count else { throw .unknown }
      let result = operation.result(numbers)
      return result.isNaN ? nil : Fraction(Polynomial(result))
    }
  }

  /// No comparison with what is no number holds.
  private mutating func chosen(
    _ operation: Operation, _ operands: [Calculation.Value]
  ) throws(RuleCase.Undecided) -> Fraction? {
    guard let x = try value(operands[0]), let y = try value(operands[1])
    else { return try value(operands[3]) }
    let sign = try rules.sign(x - y)
    return try value(sign > 0 || sign == 0 && operation == .whereNotLess ? operands[2] : operands[3])
  }
}
