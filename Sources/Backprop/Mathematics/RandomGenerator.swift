/// xoshiro256**, seeded by SplitMix64: it uses only integer arithmetic, so the numbers are the same on every
/// platform.
///
/// Source: D. Blackman and S. Vigna, Scrambled Linear Pseudorandom Number Generators (2021). As its authors
/// recommend, the state is filled with four outputs of a SplitMix64 that starts at the seed.
public struct RandomGenerator: RandomNumberGenerator, Equatable, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// A generator whose numbers depend on the seed alone.
  public init(seed: UInt64) {
    var source = SplitMix64(seed: seed)
    state = (source.next(), source.next(), source.next(), source.next())
  }

  /// For tests: a generator in a given state.
  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    self.state = state
  }

  public static func == (a: RandomGenerator, b: RandomGenerator) -> Bool { a.state == b.state }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let result = rotatedLeft(state.1 &* 5, by: 7) &* 9
    let t = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= t
    state.3 = rotatedLeft(state.3, by: 45)
    return result
  }

  /// The next number in [0, 1): the upper 53 bits, divided by 2⁵³.
  public mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// The next number in [low, high), for finite bounds with low ≤ high.
  public mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * uniform()
  }

  /// The next number from the standard normal distribution, by Marsaglia's polar method (the second number of
  /// each pair is discarded). The logarithm is our own, because libraries differ in the last digit.
  public mutating func normal() -> Double {
    while true {
      let u = 2 * uniform() - 1
      let v = 2 * uniform() - 1
      let s = u * u + v * v
      if s > 0 && s < 1 { return u * (-2 * portableLogarithm(s) / s).squareRoot() }
    }
  }

  /// The next integer in 0..<count, all equally likely (Lemire's method); 0 if count is 0.
  public mutating func below(_ count: Int) -> Int {
    guard count > 0 else { return 0 }
    let bound = UInt64(count)
    var product = next().multipliedFullWidth(by: bound)
    if product.low < bound {
      let threshold = (0 &- bound) % bound
      while product.low < threshold { product = next().multipliedFullWidth(by: bound) }
    }
    return Int(product.high)
  }

  /// The Fisher-Yates shuffle, from the last element to the first.
  public mutating func shuffle(_ order: inout [Int]) {
    order.withUnsafeMutableBufferPointer { shuffle($0) }
  }

  mutating func shuffle(_ order: UnsafeMutableBufferPointer<Int>) {
    var last = order.count - 1
    while last > 0 {
      order.swapAt(last, below(last + 1))
      last -= 1
    }
  }
}

/// SplitMix64 (G. Steele, D. Lea and C. Flood, Fast Splittable Pseudorandom Number Generators, 2014).
package struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

private func rotatedLeft(_ x: UInt64, by count: UInt64) -> UInt64 {
  (x << count) | (x >> (64 - count))
}

/// log x for a finite x > 0, using only addition, multiplication and division: x = m 2ᵉ with m near 1, and
/// the series of log m = 2 artanh z, z = (m - 1) / (m + 1). With m from √½ to √2, |z| ≤ 0.172, and the terms
/// after z²³ are smaller than a double's last digit.
func portableLogarithm(_ x: Double) -> Double {
  var m = x.significand
  var e = Double(x.exponent)
  let root2 = 1.414_213_562_373_095_1
  let logarithm2 = 0.693_147_180_559_945_3
  if m > root2 {
    m /= 2
    e += 1
  }
  let z = (m - 1) / (m + 1)
  let zz = z * z
  var sum = 0.0
  var n = 23.0
  while n >= 1 {
    sum = sum * zz + 1 / n
    n -= 2
  }
  return e * logarithm2 + 2 * z * sum
}
