import CNumerics

/// eˣ = scale (1 + fraction), to about one unit in the last place. x is held within ±708, where eˣ is a normal number.
///
/// x = k ln 2 / 16 + r with a whole k, so that scale = 2^(k/16) comes from a table of sixteen and the exponent's
/// bits, and fraction = eʳ - 1 from a short series, |r| ≤ ln 2 / 32.
@inline(__always) private func exponentialParts(_ x: Lanes) -> (scale: Lanes, fraction: Lanes) {
  let sixteenOverLogarithm2 = Lanes(repeating: 0x1.71547652b82fep+4)
  let logarithm2Over16 = Lanes(repeating: 0x1.62e42fefa39efp-5)
  let itsRest = Lanes(repeating: 0x1.abc9e3b39803fp-60)
  /// Adding it rounds to a whole number, which then stands in the lowest bits.
  let rounder = Lanes(repeating: 0x1.8p52)

  let tooSmall = Lanes(repeating: -708)
  let tooLarge = Lanes(repeating: 708)
  var x = x.replacing(with: tooSmall, where: x .< tooSmall)
  x.replace(with: tooLarge, where: x .> tooLarge)

  let rounded = Lanes.multiplyAdd(x, sixteenOverLogarithm2, rounder)
  let k = rounded - rounder
  let r = Lanes.multiplyAdd(-k, itsRest, Lanes.multiplyAdd(-k, logarithm2Over16, x))

  let bits = unsafeBitCast(rounded, to: SIMD8<Int64>.self)
  let power = unsafeBitCast(numerics_sixteenth_power(bits), to: SIMD8<Int64>.self)
  let scale = unsafeBitCast(power &+ ((bits &>> 4) &<< 52), to: Lanes.self)

  let rr = r * r
  let c23 = Lanes.multiplyAdd(r, Lanes(repeating: 1.0 / 6), Lanes(repeating: 1.0 / 2))
  let c45 = Lanes.multiplyAdd(r, Lanes(repeating: 1.0 / 120), Lanes(repeating: 1.0 / 24))
  let c67 = Lanes.multiplyAdd(r, Lanes(repeating: 1.0 / 5040), Lanes(repeating: 1.0 / 720))
  let series = Lanes.multiplyAdd(rr, Lanes.multiplyAdd(rr, c67, c45), c23)
  return (scale, Lanes.multiplyAdd(rr, series, r))
}

/// eˣ
@inline(__always) func exponential(_ x: Lanes) -> Lanes {
  let (scale, fraction) = exponentialParts(x)
  return .multiplyAdd(scale, fraction, scale)
}

/// 1 / (1 + e⁻ᵃ)
@inline(__always) func sigmoid(_ a: Lanes) -> Lanes {
  let (scale, fraction) = exponentialParts(-a)
  return 1 / .multiplyAdd(scale, fraction, scale + 1)
}

/// tanh a = (e²ᵃ - 1) / (e²ᵃ + 1), where e²ᵃ - 1 loses nothing near 0.
@inline(__always) func hyperbolicTangent(_ a: Lanes) -> Lanes {
  let (scale, fraction) = exponentialParts(a + a)
  let powerLessOne = Lanes.multiplyAdd(scale, fraction, scale - 1)
  return powerLessOne / (powerLessOne + 2)
}

/// log(1 + eᵃ) = max(0, a) + log(1 + u), u = e^-|a|, and log(1 + u) = 2 artanh(u / (2 + u)) by its series.
@inline(__always) func softplus(_ a: Lanes) -> Lanes {
  let zero = Lanes(repeating: 0)
  let u = exponential(a.replacing(with: -a, where: a .> zero))
  let z = u / (u + 2)
  let zz = z * z
  var sum = Lanes(repeating: 1.0 / 35)
  for n in stride(from: 33.0, through: 1, by: -2) {
    sum = .multiplyAdd(sum, zz, Lanes(repeating: 1 / n))
  }
  return a.replacing(with: zero, where: a .< zero) + 2 * z * sum
}

/// log x, lane by lane.
@inline(__always) func logarithm(_ x: Lanes) -> Lanes {
  var result = x
  for lane in 0..<Lanes.scalarCount { result[lane] = Elementary.logarithm(x[lane]) }
  return result
}
