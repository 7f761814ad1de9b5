/// The remaining operations that transfer and error functions compute with.
extension LaneVector {
  @inline(__always) static func number(_ value: Double) -> Self { Self(repeating: value) }

  @inline(__always) func times(oneMinus b: Self) -> Self { .multiplyAdd(-b, self, self) }

  @inline(__always) static func magnitude(_ x: Self) -> Self { maximum(-x, x) }

  @inline(__always) static func sign(_ x: Self) -> Self {
    let zero = Self(repeating: 0)
    return x.replacing(with: Self(repeating: 1), where: x, isGreaterThan: zero)
      .replacing(with: Self(repeating: -1), where: zero, isGreaterThan: x)
  }

  @inline(__always) static func floor(_ x: Self) -> Self { x.mapped { $0.rounded(.down) } }

  @inline(__always) static func maximum(_ a: Self, _ b: Self) -> Self {
    b.replacing(with: a, where: a, isNotLessThan: b)
  }

  @inline(__always) static func minimum(_ a: Self, _ b: Self) -> Self {
    b.replacing(with: a, where: b, isNotLessThan: a)
  }

  @inline(__always) static func squareRoot(_ x: Self) -> Self { x.squareRoot() }
  @inline(__always) static func sine(_ x: Self) -> Self { x.mapped { Elementary.sine($0) } }
  @inline(__always) static func cosine(_ x: Self) -> Self { x.mapped { Elementary.cosine($0) } }

  @inline(__always) static func power(_ a: Self, _ b: Self) -> Self {
    var result = a
    for lane in 0..<scalarCount { result[lane] = Elementary.power(a[lane], b[lane]) }
    return result
  }

  /// One lane after the other.
  @inline(__always) func mapped(_ function: (Double) -> Double) -> Self {
    var result = self
    for lane in 0..<Self.scalarCount { result[lane] = function(self[lane]) }
    return result
  }

  @inline(__always) func times(logarithmOf y: Self) -> Self {
    let zero = Self(repeating: 0)
    let product = self * .logarithm(y)
    let limit = zero.replacing(with: product, where: .magnitude(self), isGreaterThan: zero)
    return .choose(limit, if: y, isNotLessThan: zero, else: product)
  }

  @inline(__always)
  static func choose(_ a: Self, if x: Self, isGreaterThan bound: Self, else b: Self) -> Self {
    b.replacing(with: a, where: x, isGreaterThan: bound)
  }

  @inline(__always)
  static func choose(_ a: Self, if x: Self, isNotLessThan bound: Self, else b: Self) -> Self {
    b.replacing(with: a, where: x, isNotLessThan: bound)
  }
}
