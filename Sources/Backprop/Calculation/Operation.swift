/// An operation on numbers.
enum Operation: UInt8, Sendable {
  case number, input
  case negative, sum, difference, product, quotient, power
  case exponential, logarithm, hyperbolicTangent, sigmoid, softplus, squareRoot, sine, cosine, magnitude,
    sign,
    floor
  /// The larger or smaller of two; not a number if either is not.
  case larger, smaller
  /// The first times the logarithm of the second; 0 if the first is 0.
  case timesLogarithm
  /// The first times the second plus the third.
  case multiplyAdd
  /// Of (x, y, a, b): a if x > y, else b; a if x ≥ y, else b.
  case whereGreater, whereNotLess
  /// Of (x, y, a, b): a if x > y, b if x < y, (a + b) / 2 if they are equal: the derivative of the larger of
  /// x and y, whose derivatives are a and b.
  case slopeOfLarger

  /// Whether lanes are computed one after the other.
  var isByLane: Bool { self == .power || self == .sine || self == .cosine }

  /// Hands the operation to `use` as a function of four operands, of which it takes the first ones. The
  /// function can be inlined into loops: one for each operation.
  @inline(__always)
  func with<N: Arithmetic>(_: N.Type, _ use: ((N, N, N, N) -> N) -> Void) {
    switch self {
    case .number, .input: use { a, _, _, _ in a }
    case .negative: use { a, _, _, _ in -a }
    case .sum: use { a, b, _, _ in a + b }
    case .difference: use { a, b, _, _ in a - b }
    case .product: use { a, b, _, _ in a * b }
    case .quotient: use { a, b, _, _ in a / b }
    case .power: use { a, b, _, _ in .power(a, b) }
    case .exponential: use { a, _, _, _ in .unboundedExponential(a) }
    case .logarithm: use { a, _, _, _ in .logarithm(a) }
    case .hyperbolicTangent: use { a, _, _, _ in .hyperbolicTangent(a) }
    case .sigmoid: use { a, _, _, _ in .number(1) / (1 + .unboundedExponential(-a)) }
    case .softplus: use { a, _, _, _ in .softplus(a) }
    case .squareRoot: use { a, _, _, _ in .squareRoot(a) }
    case .sine: use { a, _, _, _ in .sine(a) }
    case .cosine: use { a, _, _, _ in .cosine(a) }
    case .magnitude: use { a, _, _, _ in .magnitude(a) }
    case .sign: use { a, _, _, _ in .sign(a) }
    case .floor: use { a, _, _, _ in .floor(a) }
    case .larger:
      use { a, b, _, _ in
        .choose(a, if: a, isNotLessThan: b, else: .choose(b, if: b, isNotLessThan: a, else: a + b))
      }
    case .smaller:
      use { a, b, _, _ in
        .choose(a, if: b, isNotLessThan: a, else: .choose(b, if: a, isNotLessThan: b, else: a + b))
      }
    case .timesLogarithm: use { a, b, _, _ in a.times(logarithmOf: b) }
    case .multiplyAdd: use { a, b, c, _ in .multiplyAdd(a, b, c) }
    case .whereGreater: use { x, y, a, b in .choose(a, if: x, isGreaterThan: y, else: b) }
    case .whereNotLess: use { x, y, a, b in .choose(a, if: x, isNotLessThan: y, else: b) }
    case .slopeOfLarger:
      use { x, y, a, b in
        let mean = N.choose(.number(0.5), if: x, isNotLessThan: y, else: .number(1)) * (a + b)
        return .choose(a, if: x, isGreaterThan: y, else: .choose(b, if: y, isGreaterThan: x, else: mean))
      }
    }
  }

  /// The result for numbers. operands: as many as the operation takes.
  func result(_ operands: [Double]) -> Double {
    var result = Double.nan
    @inline(__always) func operand(_ n: Int) -> Double { n < operands.count ? operands[n] : 0 }
    with(Double.self) { result = $0(operand(0), operand(1), operand(2), operand(3)) }
    return result
  }
}
