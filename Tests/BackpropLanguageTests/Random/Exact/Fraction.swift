/// A quotient of two integers of 128 bits, in lowest terms with a positive denominator. What has no room, or
/// no value, is thrown: nothing is rounded.
struct Fraction: Hashable, CustomStringConvertible {
  let numerator: Int128
  let denominator: Int128

  enum Problem: Error {
    case overflow, divisionByZero
    /// A function that has irrational values, a kink, a symbol that is not known here.
    case notRational
  }

  static let zero = Fraction(0)
  static let one = Fraction(1)

  init(_ number: Int) { (numerator, denominator) = (Int128(number), 1) }

  init(_ numerator: Int128, over denominator: Int128) throws(Problem) {
    guard denominator != 0 else { throw .divisionByZero }
    guard numerator > .min, denominator > .min else { throw .overflow }
    let divisor = denominator == 1 ? 1 : Self.commonDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int128 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int128(divisor)
    self.denominator = sign * denominator / Int128(divisor)
  }

  /// A number as typed: `0.25` is 1/4.
  init(typed: String) throws(Problem) {
    let parts = typed.split(separator: ".", omittingEmptySubsequences: false)
    let digits = parts.count == 2 ? parts[1] : ""
    guard parts.count <= 2, digits.count < 20, let number = Int128(parts[0] + digits) else {
      throw .notRational
    }
    var power: Int128 = 1
    for _ in digits { power *= 10 }
    try self.init(number, over: power)
  }

  private static func commonDivisor(_ a: UInt128, _ b: UInt128) -> UInt128 {
    var (a, b) = (a, b)
    while b > 0 {
      if a <= UInt64.max, b <= UInt64.max {
        var (small, other) = (UInt64(a), UInt64(b))
        while other > 0 { (small, other) = (other, small % other) }
        return UInt128(small)
      }
      (a, b) = (b, a % b)
    }
    return max(a, 1)
  }

  var isZero: Bool { numerator == 0 }
  var sign: Int { numerator.signum() == 0 ? 0 : numerator > 0 ? 1 : -1 }
  var double: Double { Double(numerator) / Double(denominator) }
  var description: String { denominator == 1 ? "\(numerator)" : "\(numerator)/\(denominator)" }

  private static func product(_ a: Int128, _ b: Int128) throws(Problem) -> Int128 {
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    if overflow { throw .overflow }
    return product
  }

  static prefix func - (a: Fraction) throws(Problem) -> Fraction {
    try Fraction(product(a.numerator, -1), over: a.denominator)
  }

  static func + (a: Fraction, b: Fraction) throws(Problem) -> Fraction {
    let (sum, overflow) = try product(a.numerator, b.denominator).addingReportingOverflow(
      product(b.numerator, a.denominator))
    if overflow { throw .overflow }
    return try Fraction(sum, over: product(a.denominator, b.denominator))
  }

  static func - (a: Fraction, b: Fraction) throws(Problem) -> Fraction { try a + (-b) }

  static func * (a: Fraction, b: Fraction) throws(Problem) -> Fraction {
    // What cancels is taken out first, so that there is room for more.
    let c = try Fraction(a.numerator, over: b.denominator)
    let d = try Fraction(b.numerator, over: a.denominator)
    return try Fraction(
      product(c.numerator, d.numerator), over: product(c.denominator, d.denominator))
  }

  static func / (a: Fraction, b: Fraction) throws(Problem) -> Fraction {
    try a * Fraction(b.denominator, over: b.numerator)
  }
}
