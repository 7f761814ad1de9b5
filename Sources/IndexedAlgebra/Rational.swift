/// An exact fraction of 64-bit integers in lowest terms, with a positive denominator. Arithmetic throws if a
/// number no longer fits; it never rounds.
public struct Rational: Hashable, Sendable {
  public let numerator: Int64
  public let denominator: Int64

  public static let zero = Rational(0)
  public static let one = Rational(1)

  public init(_ whole: Int64) {
    numerator = whole
    denominator = 1
  }

  /// Throws: `.divisionByZero`, `.numbersTooLarge`.
  public init(_ numerator: Int64, over denominator: Int64) throws(AlgebraProblem) {
    guard denominator != 0 else { throw .divisionByZero }
    guard numerator != .min, denominator != .min else { throw .numbersTooLarge }
    let divisor = Self.greatestDivisor(numerator.magnitude, denominator.magnitude)
    let sign: Int64 = denominator < 0 ? -1 : 1
    self.numerator = sign * numerator / Int64(divisor)
    self.denominator = sign * denominator / Int64(divisor)
  }

  /// A number of at most twelve decimal digits, exactly; nil for any other.
  public init?(decimal value: Double) {
    guard value.isFinite, value.magnitude < 1e15 else { return nil }
    var power: Int64 = 1
    for _ in 0...12 {
      let scaled = (value * Double(power)).rounded()
      guard scaled.magnitude < 1e13 else { return nil }
      if scaled / Double(power) == value, let number = try? Rational(Int64(scaled), over: power) {
        self = number
        return
      }
      power *= 10
    }
    return nil
  }

  public var isZero: Bool { numerator == 0 }
  public var isWhole: Bool { denominator == 1 }
  public var double: Double { Double(numerator) / Double(denominator) }

  private static func greatestDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return max(a, 1)
  }

  private static func product(_ a: Int64, _ b: Int64) throws(AlgebraProblem) -> Int64 {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    guard !overflow else { throw .numbersTooLarge }
    return value
  }

  public func plus(_ other: Rational) throws(AlgebraProblem) -> Rational {
    if denominator == 1, other.denominator == 1 {
      let (sum, overflow) = numerator.addingReportingOverflow(other.numerator)
      guard !overflow, sum != .min else { throw .numbersTooLarge }
      return Rational(sum)
    }
    // By the least common denominator.
    let shared = Int64(Self.greatestDivisor(denominator.magnitude, other.denominator.magnitude))
    let left = try Self.product(numerator, other.denominator / shared)
    let right = try Self.product(other.numerator, denominator / shared)
    let (sum, overflow) = left.addingReportingOverflow(right)
    guard !overflow else { throw .numbersTooLarge }
    return try Rational(sum, over: try Self.product(denominator, other.denominator / shared))
  }

  public func times(_ other: Rational) throws(AlgebraProblem) -> Rational {
    try Rational(
      try Self.product(numerator, other.numerator), over: try Self.product(denominator, other.denominator))
  }

  public var negated: Rational { Rational(unchecked: -numerator, denominator) }

  /// Throws: `.divisionByZero`.
  public func reciprocal() throws(AlgebraProblem) -> Rational { try Rational(denominator, over: numerator) }

  private init(unchecked numerator: Int64, _ denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// Throws: `.divisionByZero` for a negative power of 0, `.numbersTooLarge`.
  public func power(_ exponent: Int) throws(AlgebraProblem) -> Rational {
    var result = Rational.one
    let base = exponent < 0 ? try reciprocal() : self
    for _ in 0..<exponent.magnitude { result = try result.times(base) }
    return result
  }
}

extension Rational: Comparable {
  /// Exactly: doubles would take 200000001/200000000 and 200000002/200000001 for equal.
  public static func < (a: Rational, b: Rational) -> Bool {
    let left = a.numerator.multipliedFullWidth(by: b.denominator)
    let right = b.numerator.multipliedFullWidth(by: a.denominator)
    return left.high != right.high ? left.high < right.high : left.low < right.low
  }
}
