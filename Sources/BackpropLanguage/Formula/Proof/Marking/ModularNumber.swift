import IndexedAlgebra

/// A number modulo the prime 2⁶¹ - 1. Sums and products of random ones are equal only if the polynomials are,
/// up to a chance of about 10⁻¹⁷, and nothing is ever rounded.
struct ModularNumber: Equatable, Sendable {
  static let prime: UInt64 = (1 << 61) - 1
  let value: UInt64

  static let zero = ModularNumber(UInt64(0))
  static let one = ModularNumber(UInt64(1))

  init(_ value: UInt64) { self.value = value % Self.prime }

  init(whole value: Int64) {
    let magnitude = ModularNumber(value.magnitude)
    self = value < 0 ? magnitude.negated : magnitude
  }

  /// nil if the prime divides the denominator.
  init?(_ fraction: Rational) {
    guard let inverse = ModularNumber(whole: fraction.denominator).inverse else { return nil }
    self = ModularNumber(whole: fraction.numerator) * inverse
  }

  static let half = ModularNumber((prime + 1) / 2)

  static func + (a: ModularNumber, b: ModularNumber) -> ModularNumber { ModularNumber(a.value + b.value) }
  static func - (a: ModularNumber, b: ModularNumber) -> ModularNumber { a + b.negated }

  var negated: ModularNumber { ModularNumber(Self.prime - value) }

  static func * (a: ModularNumber, b: ModularNumber) -> ModularNumber {
    let (high, low) = a.value.multipliedFullWidth(by: b.value)
    // 2⁶⁴ = 8 modulo the prime, and the product has at most 122 bits.
    return ModularNumber(low & prime) + ModularNumber(high << 3 | low >> 61)
  }

  func power(_ exponent: UInt64) -> ModularNumber {
    var result = ModularNumber.one
    var square = self
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 { result = result * square }
      square = square * square
      rest >>= 1
    }
    return result
  }

  /// nil for 0.
  var inverse: ModularNumber? { value == 0 ? nil : power(Self.prime - 2) }

  /// A number that stands for a list of numbers, as good as drawn at random for each list.
  static func standing(for parts: [UInt64]) -> ModularNumber {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for part in parts {
      // The finalizer of SplitMix64: Steele, Lea and Flood, "Fast splittable pseudorandom number generators"
      // (2014).
      state = (state ^ part) &+ 0x9E37_79B9_7F4A_7C15
      state = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
      state = (state ^ state >> 27) &* 0x94D0_49BB_1331_11EB
      state ^= state >> 31
    }
    return ModularNumber(state)
  }
}
