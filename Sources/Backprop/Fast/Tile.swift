import CNumerics

/// A tile of eight rows of eight numbers, in registers; or of four rows of four, with the other four rows 0.
struct Tile<V: LaneVector> {
  var r0, r1, r2, r3, r4, r5, r6, r7: V

  @inline(__always)
  init(_ row: (Int) -> V) {
    (r0, r1, r2, r3) = (row(0), row(1), row(2), row(3))
    (r4, r5, r6, r7) = (row(4), row(5), row(6), row(7))
  }

  /// A tile of the given number of rows, at least one; the others are 0.
  @inline(__always)
  init(_ count: Int, _ row: (Int) -> V) {
    let zero = V(repeating: 0)
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

  /// first + the sum of the given number of rows, each times its factor.
  @inline(__always)
  func sum(_ count: Int, from first: V, _ factor: (Int) -> Double) -> V {
    var even = V.multiplyAdd(V(repeating: factor(0)), r0, first)
    guard count > 1 else { return even }
    var odd = V(repeating: factor(1)) * r1
    guard count > 2 else { return even + odd }
    even = .multiplyAdd(V(repeating: factor(2)), r2, even)
    guard count > 3 else { return even + odd }
    odd = .multiplyAdd(V(repeating: factor(3)), r3, odd)
    guard count > 4 else { return even + odd }
    even = .multiplyAdd(V(repeating: factor(4)), r4, even)
    guard count > 5 else { return even + odd }
    odd = .multiplyAdd(V(repeating: factor(5)), r5, odd)
    guard count > 6 else { return even + odd }
    even = .multiplyAdd(V(repeating: factor(6)), r6, even)
    guard count > 7 else { return even + odd }
    odd = .multiplyAdd(V(repeating: factor(7)), r7, odd)
    return even + odd
  }

  /// Combines each row with the same row of another tile.
  @inline(__always)
  func combined(_ other: Tile, _ row: (V, V) -> V) -> Tile {
    var s = self
    (s.r0, s.r1) = (row(r0, other.r0), row(r1, other.r1))
    (s.r2, s.r3) = (row(r2, other.r2), row(r3, other.r3))
    guard V.scalarCount == 8 else { return s }
    (s.r4, s.r5) = (row(r4, other.r4), row(r5, other.r5))
    (s.r6, s.r7) = (row(r6, other.r6), row(r7, other.r7))
    return s
  }

  /// Writes the rows at the given distance from each other.
  @inline(__always)
  func store(_ numbers: Numbers, stride: Int) {
    r0.store(numbers)
    r1.store(numbers + stride)
    r2.store(numbers + 2 &* stride)
    r3.store(numbers + 3 &* stride)
    guard V.scalarCount == 8 else { return }
    r4.store(numbers + 4 &* stride)
    r5.store(numbers + 5 &* stride)
    r6.store(numbers + 6 &* stride)
    r7.store(numbers + 7 &* stride)
  }

  /// The transposed tile.
  @inline(__always)
  var transposed: Tile { V.transposed(self) }

  /// The sum of each row.
  @inline(__always)
  var totals: V { V.totals(self) }
}

extension Lanes {
  @inline(__always)
  static func totals(_ s: Tile<Lanes>) -> Lanes {
    @inline(__always) func pairs(_ a: Lanes, _ b: Lanes) -> Lanes {
      numerics_even_ones(a, b) + numerics_odd_ones(a, b)
    }
    @inline(__always) func quads(_ a: Lanes, _ b: Lanes) -> Lanes {
      numerics_even_twos(a, b) + numerics_odd_twos(a, b)
    }
    let upper = quads(pairs(s.r0, s.r1), pairs(s.r2, s.r3))
    let lower = quads(pairs(s.r4, s.r5), pairs(s.r6, s.r7))
    return quads(upper, lower)
  }

  /// The sum of the lanes, in the order of `totals`.
  @inline(__always)
  var totalOfNeighbours: Double {
    ((self[0] + self[1]) + (self[2] + self[3])) + ((self[4] + self[5]) + (self[6] + self[7]))
  }

  /// Neighbours change places, then pairs of neighbours do so twice, which leaves them in order.
  @inline(__always)
  static func transposed(_ s: Tile<Lanes>) -> Tile<Lanes> {
    let (a0, a1) = (numerics_even_ones(s.r0, s.r1), numerics_odd_ones(s.r0, s.r1))
    let (b0, b1) = (numerics_even_ones(s.r2, s.r3), numerics_odd_ones(s.r2, s.r3))
    let (c0, c1) = (numerics_even_ones(s.r4, s.r5), numerics_odd_ones(s.r4, s.r5))
    let (d0, d1) = (numerics_even_ones(s.r6, s.r7), numerics_odd_ones(s.r6, s.r7))
    let (e0, e2) = (numerics_even_twos(a0, b0), numerics_odd_twos(a0, b0))
    let (e1, e3) = (numerics_even_twos(a1, b1), numerics_odd_twos(a1, b1))
    let (f0, f2) = (numerics_even_twos(c0, d0), numerics_odd_twos(c0, d0))
    let (f1, f3) = (numerics_even_twos(c1, d1), numerics_odd_twos(c1, d1))
    var t = s
    (t.r0, t.r4) = (numerics_even_twos(e0, f0), numerics_odd_twos(e0, f0))
    (t.r1, t.r5) = (numerics_even_twos(e1, f1), numerics_odd_twos(e1, f1))
    (t.r2, t.r6) = (numerics_even_twos(e2, f2), numerics_odd_twos(e2, f2))
    (t.r3, t.r7) = (numerics_even_twos(e3, f3), numerics_odd_twos(e3, f3))
    return t
  }
}

extension FourLanes {
  @inline(__always)
  static func totals(_ s: Tile<FourLanes>) -> FourLanes {
    let upper = numerics_even_ones_four(s.r0, s.r1) + numerics_odd_ones_four(s.r0, s.r1)
    let lower = numerics_even_ones_four(s.r2, s.r3) + numerics_odd_ones_four(s.r2, s.r3)
    return numerics_even_twos_four(upper, lower) + numerics_odd_twos_four(upper, lower)
  }

  @inline(__always)
  static func transposed(_ s: Tile<FourLanes>) -> Tile<FourLanes> {
    let (a0, a1) = (numerics_even_ones_four(s.r0, s.r1), numerics_odd_ones_four(s.r0, s.r1))
    let (b0, b1) = (numerics_even_ones_four(s.r2, s.r3), numerics_odd_ones_four(s.r2, s.r3))
    var t = s
    (t.r0, t.r2) = (numerics_even_twos_four(a0, b0), numerics_odd_twos_four(a0, b0))
    (t.r1, t.r3) = (numerics_even_twos_four(a1, b1), numerics_odd_twos_four(a1, b1))
    return t
  }
}

extension TwoLanes {
  @inline(__always)
  static func totals(_ s: Tile<TwoLanes>) -> TwoLanes {
    numerics_even_ones_two(s.r0, s.r1) + numerics_odd_ones_two(s.r0, s.r1)
  }

  @inline(__always)
  static func transposed(_ s: Tile<TwoLanes>) -> Tile<TwoLanes> {
    var t = s
    (t.r0, t.r1) = (numerics_even_ones_two(s.r0, s.r1), numerics_odd_ones_two(s.r0, s.r1))
    return t
  }
}
