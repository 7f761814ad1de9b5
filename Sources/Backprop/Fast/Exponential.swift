import CNumerics

/// eˣ + addend. eˣ is accurate to about one unit in the last place, and so is eˣ - 1.
///
/// x = k ln 2 / 16 + r with an integer k, so that eˣ = 2^(k/16) eʳ. The first factor comes from a table of
/// sixteen values and the exponent's bits; eʳ = 1 + r + r² series, |r| ≤ ln 2 / 32. Terms that do not depend
/// on the series are added first, because a small network spends its time waiting.
///
/// above, below: eˣ where x is beyond ±`Elementary.greatestNormalExponent`, out of the reach of this.
@inline(__always)
private func powerOfE<V: LaneVector>(_ x: V, plus addend: Double, above: Double, below: Double) -> V {
  let sixteenOverLogarithm2 = V(repeating: 0x1.71547652b82fep+4)
  let minusLogarithm2Over16 = V(repeating: -0x1.62e42fefa39efp-5)
  /// What its rounding leaves.
  let itsRest = V(repeating: -0x1.abc9e3b39803fp-60)
  let greatest = Elementary.greatestNormalExponent
  /// Adding it rounds to an integer, which is then in the lowest bits.
  let rounder = V(repeating: 0x1.8p52)

  // The results can be replaced while others are computed; but where registers are short, the fewest
  // operations are best, and x is limited where eˣ at the limit will do.
  let replacesResult = !numerics_has_short_registers()
  let replacesAbove = replacesResult || above != leastAbove
  let replacesBelow = replacesResult || below != greatestBelow
  let given = x
  var x = x
  if !replacesAbove { x = x.notAbove(greatest) }
  if !replacesBelow { x = x.notBelow(-greatest) }

  let rounded = V.multiplyAdd(x, sixteenOverLogarithm2, rounder)
  let k = rounded - rounder
  let r = V.multiplyAdd(k, minusLogarithm2Over16, x)
  let linear = V.multiplyAdd(k, itsRest, r)
  let scale = rounded.powerOfSixteenths

  let rr = r * r
  let c23 = V.multiplyAdd(r, V(repeating: 1.0 / 6), V(repeating: 1.0 / 2))
  let c45 = V.multiplyAdd(r, V(repeating: 1.0 / 120), V(repeating: 1.0 / 24))
  let c67 = V.multiplyAdd(r, V(repeating: 1.0 / 5040), V(repeating: 1.0 / 720))
  let series = V.multiplyAdd(rr, V.multiplyAdd(rr, c67, c45), c23)
  // If k is out of range, everything computed from it is meaningless.
  let withoutSeries = V.multiplyAdd(scale, linear, scale + V(repeating: addend))
  var power = V.multiplyAdd(scale * rr, series, withoutSeries)
  if replacesAbove { power = power.replacing(with: above + addend, where: given, isGreaterThan: greatest) }
  if replacesBelow { power = power.replacing(with: below + addend, where: -given, isGreaterThan: greatest) }
  return power
}

/// eˣ at ±`Elementary.greatestNormalExponent`.
@inline(__always) private var leastAbove: Double { 0x1p1022 }
@inline(__always) private var greatestBelow: Double { 0x1p-1022 }

extension LaneVector {
  /// This, or the bound if it is greater.
  @inline(__always) fileprivate func notAbove(_ bound: Double) -> Self {
    replacing(with: Self(repeating: bound), where: self, isGreaterThan: Self(repeating: bound))
  }

  /// This, or the bound if it is less.
  @inline(__always) fileprivate func notBelow(_ bound: Double) -> Self {
    replacing(with: Self(repeating: bound), where: Self(repeating: bound), isGreaterThan: self)
  }

  /// 1 / (1 + e⁻ᵃ), and 0 where that would be less than the least normal number, as `Elementary.sigmoid` is.
  @inline(__always) static func sigmoid(_ a: Self) -> Self {
    Self(repeating: 1) / powerOfE(-a, plus: 1, above: .infinity, below: greatestBelow)
  }

  /// eˣ, and 0 where that would be less than the least normal number, as `Elementary.normalExponential` is.
  /// Beyond the greatest, it is the value there.
  @inline(__always) static func exponential(_ x: Self) -> Self {
    powerOfE(x, plus: 0, above: leastAbove, below: 0)
  }

  /// eˣ; lanes beyond the bounds are rare.
  @inline(__always) static func unboundedExponential(_ x: Self) -> Self {
    let zero = Self(repeating: 0)
    let beyond = zero.replacing(with: 1, where: magnitude(x), isGreaterThan: 707)
    return beyond.total == 0 ? exponential(x) : x.mapped { Elementary.exponential($0) }
  }

  /// tanh a = (e²ᵃ - 1) / (e²ᵃ + 1), where e²ᵃ - 1 loses no digits near 0.
  @inline(__always) static func hyperbolicTangent(_ a: Self) -> Self {
    let powerLessOne = powerOfE(a + a, plus: -1, above: leastAbove, below: greatestBelow)
    return powerLessOne / (powerLessOne + Self(repeating: 2))
  }

  /// log(1 + eᵃ) = max(0, a) + log(1 + u), u = e^-|a|, and log(1 + u) = 2 artanh(u / (2 + u)) by its series.
  @inline(__always) static func softplus(_ a: Self) -> Self {
    let zero = Self(repeating: 0)
    let two = Self(repeating: 2)
    let u = exponential(a.replacing(with: -a, where: a, isGreaterThan: zero))
    let z = u / (u + two)
    let zz = z * z
    // z is at most 1/3, so that the terms after z³⁵ are smaller than a double's last digit.
    var sum = Self(repeating: 1.0 / 35)
    for n in stride(from: 33.0, through: 1, by: -2) {
      sum = .multiplyAdd(sum, zz, Self(repeating: 1 / n))
    }
    return a.replacing(with: zero, where: zero, isGreaterThan: a) + two * z * sum
  }

  /// log x = k log 2 + log m with 1/√2 ≤ m < √2, and log m = 2 artanh s, s = (m - 1) / (m + 1), by its
  /// series. Lanes that are 0, negative, tiny, infinite or no numbers are rare.
  @inline(__always) static func logarithm(_ x: Self) -> Self {
    let zero = Self(repeating: 0)
    let one = Self(repeating: 1)
    let isUsual = zero.replacing(
      with: zero.replacing(with: one, where: Self(repeating: .greatestFiniteMagnitude), isNotLessThan: x),
      where: x, isNotLessThan: Self(repeating: .leastNormalMagnitude))
    guard isUsual.total == Double(scalarCount) else { return x.mapped { Elementary.logarithm($0) } }
    let (k, m) = x.exponentAndFraction
    let s = (m - one) / (m + one)
    let ss = s * s
    // |s| is at most 0.1716, so that the terms after s²¹ are smaller than a double's last digit.
    var series = Self(repeating: 1.0 / 21)
    for n in stride(from: 19.0, through: 3, by: -2) {
      series = .multiplyAdd(series, ss, Self(repeating: 1 / n))
    }
    let twice = s + s
    let rest = Self.multiplyAdd(twice * ss, series, k * Self(repeating: 0x1.ef35793c76730p-45))
    // The first 42 bits of log 2, so that the product is exact.
    return .multiplyAdd(k, Self(repeating: 0x1.62e42fefa38p-1), twice + rest)
  }
}
