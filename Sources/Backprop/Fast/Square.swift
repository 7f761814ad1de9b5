import CNumerics

/// Eight rows of eight numbers, in registers.
struct Square {
  var r0, r1, r2, r3, r4, r5, r6, r7: Lanes

  @inline(__always)
  init(_ row: (Int) -> Lanes) {
    (r0, r1, r2, r3) = (row(0), row(1), row(2), row(3))
    (r4, r5, r6, r7) = (row(4), row(5), row(6), row(7))
  }

  /// Of so many rows, at least one; the others are 0.
  @inline(__always)
  init(_ count: Int, _ row: (Int) -> Lanes) {
    let zero = Lanes(repeating: 0)
    (r0, r1, r2, r3, r4, r5, r6, r7) = (row(0), zero, zero, zero, zero, zero, zero, zero)
    guard count > 1 else { return }
    r1 = row(1)
    guard count > 2 else { return }
    r2 = row(2)
    guard count > 3 else { return }
    r3 = row(3)
    guard count > 4 else { return }
    r4 = row(4)
    guard count > 5 else { return }
    r5 = row(5)
    guard count > 6 else { return }
    r6 = row(6)
    guard count > 7 else { return }
    r7 = row(7)
  }

  /// first + the sum of so many rows, each times its factor.
  @inline(__always)
  func sum(_ count: Int, from first: Lanes, _ factor: (Int) -> Double) -> Lanes {
    var even = Lanes.multiplyAdd(Lanes(repeating: factor(0)), r0, first)
    guard count > 1 else { return even }
    var odd = Lanes(repeating: factor(1)) * r1
    guard count > 2 else { return even + odd }
    even = .multiplyAdd(Lanes(repeating: factor(2)), r2, even)
    guard count > 3 else { return even + odd }
    odd = .multiplyAdd(Lanes(repeating: factor(3)), r3, odd)
    guard count > 4 else { return even + odd }
    even = .multiplyAdd(Lanes(repeating: factor(4)), r4, even)
    guard count > 5 else { return even + odd }
    odd = .multiplyAdd(Lanes(repeating: factor(5)), r5, odd)
    guard count > 6 else { return even + odd }
    even = .multiplyAdd(Lanes(repeating: factor(6)), r6, even)
    guard count > 7 else { return even + odd }
    odd = .multiplyAdd(Lanes(repeating: factor(7)), r7, odd)
    return even + odd
  }

  /// Row by row with another's.
  @inline(__always)
  func combined(_ other: Square, _ row: (Lanes, Lanes) -> Lanes) -> Square {
    var s = self
    (s.r0, s.r1) = (row(r0, other.r0), row(r1, other.r1))
    (s.r2, s.r3) = (row(r2, other.r2), row(r3, other.r3))
    (s.r4, s.r5) = (row(r4, other.r4), row(r5, other.r5))
    (s.r6, s.r7) = (row(r6, other.r6), row(r7, other.r7))
    return s
  }

  /// Writes the rows, so far apart.
  @inline(__always)
  func store(_ numbers: Numbers, stride: Int) {
    numbers.setLanes(0, r0)
    numbers.setLanes(stride, r1)
    numbers.setLanes(2 &* stride, r2)
    numbers.setLanes(3 &* stride, r3)
    numbers.setLanes(4 &* stride, r4)
    numbers.setLanes(5 &* stride, r5)
    numbers.setLanes(6 &* stride, r6)
    numbers.setLanes(7 &* stride, r7)
  }

  /// Its rows as columns: neighbours change places, then pairs of neighbours twice, which leaves them in order.
  @inline(__always)
  var transposed: Square {
    let (a0, a1) = (numerics_even_ones(r0, r1), numerics_odd_ones(r0, r1))
    let (b0, b1) = (numerics_even_ones(r2, r3), numerics_odd_ones(r2, r3))
    let (c0, c1) = (numerics_even_ones(r4, r5), numerics_odd_ones(r4, r5))
    let (d0, d1) = (numerics_even_ones(r6, r7), numerics_odd_ones(r6, r7))
    let (e0, e2) = (numerics_even_twos(a0, b0), numerics_odd_twos(a0, b0))
    let (e1, e3) = (numerics_even_twos(a1, b1), numerics_odd_twos(a1, b1))
    let (f0, f2) = (numerics_even_twos(c0, d0), numerics_odd_twos(c0, d0))
    let (f1, f3) = (numerics_even_twos(c1, d1), numerics_odd_twos(c1, d1))
    var s = self
    (s.r0, s.r4) = (numerics_even_twos(e0, f0), numerics_odd_twos(e0, f0))
    (s.r1, s.r5) = (numerics_even_twos(e1, f1), numerics_odd_twos(e1, f1))
    (s.r2, s.r6) = (numerics_even_twos(e2, f2), numerics_odd_twos(e2, f2))
    (s.r3, s.r7) = (numerics_even_twos(e3, f3), numerics_odd_twos(e3, f3))
    return s
  }

  /// The sum of each row: three additions deep.
  @inline(__always)
  var totals: Lanes {
    @inline(__always) func pairs(_ a: Lanes, _ b: Lanes) -> Lanes {
      numerics_even_ones(a, b) + numerics_odd_ones(a, b)
    }
    @inline(__always) func quads(_ a: Lanes, _ b: Lanes) -> Lanes {
      numerics_even_twos(a, b) + numerics_odd_twos(a, b)
    }
    let upper = quads(pairs(r0, r1), pairs(r2, r3))
    let lower = quads(pairs(r4, r5), pairs(r6, r7))
    return quads(upper, lower)
  }
}
