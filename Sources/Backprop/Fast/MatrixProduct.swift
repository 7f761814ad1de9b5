/// c = a b, or c += a b: m × n from m × k and k × n. Rows of b and c are contiguous, and n is a multiple of the lanes; of a
/// either the rows or the columns are.
struct MatrixProduct {
  let m: Int
  let n: Int
  let k: Int
  let a: Numbers
  /// From a row of a to the next, and from a column to the next.
  let aRow: Int
  let aColumn: Int
  let b: Numbers
  let bRow: Int
  let c: Numbers
  let cRow: Int

  /// Above so many multiplications the BLAS, which packs what it multiplies, is the faster.
  static let blasFrom = 1 << 18

  /// The one place where the way is chosen. A crew shares out the rows of c, of which each is computed alike by whomever: the
  /// shares are of whole tiles.
  @inline(__always)
  func compute(adding: Bool, by crew: Crew?) {
    guard m * n * k >= Self.blasFrom, let blas = BLAS.shared else {
      computeInTiles(adding: adding)
      return
    }
    guard let crew else {
      blas.multiply(self, adding: adding)
      return
    }
    let share = (m + crew.members * 16 - 1) / (crew.members * 16) * 16
    crew.run { member in
      let first = member * share
      if first < m { blas.multiply(rows(first..<min(first + share, m)), adding: adding) }
    }
  }

  /// These rows of c.
  private func rows(_ range: Range<Int>) -> MatrixProduct {
    MatrixProduct(
      m: range.count, n: n, k: k, a: a + range.lowerBound * aRow, aRow: aRow, aColumn: aColumn, b: b,
      bRow: bRow, c: c + range.lowerBound * cRow, cRow: cRow)
  }

  private func computeInTiles(adding: Bool) {
    var column = 0
    while column + 32 <= n {
      strip(FourLanes.self, column, adding)
      column += 32
    }
    if column + 16 <= n {
      strip(TwoLanes.self, column, adding)
      column += 16
    }
    if column < n { strip(OneLanes.self, column, adding) }
  }

  /// The columns of c from `column` on, as many as a strip is wide: four rows at a time, so that what is loaded of b serves
  /// four times.
  @inline(__always)
  private func strip<S: Strip>(_: S.Type, _ column: Int, _ adding: Bool) {
    var row = 0
    while row + 4 <= m {
      let c0 = c + row * cRow + column
      let c1 = c0 + cRow
      let c2 = c1 + cRow
      let c3 = c2 + cRow
      var s0 = adding ? S(c0) : S()
      var s1 = adding ? S(c1) : S()
      var s2 = adding ? S(c2) : S()
      var s3 = adding ? S(c3) : S()
      var a0 = a + row * aRow
      var b0 = b + column
      for _ in 0..<k {
        let factor = S(b0)
        s0.add(a0[0], factor)
        s1.add(a0[aRow], factor)
        s2.add(a0[2 * aRow], factor)
        s3.add(a0[3 * aRow], factor)
        a0 += aColumn
        b0 += bRow
      }
      s0.store(c0)
      s1.store(c1)
      s2.store(c2)
      s3.store(c3)
      row += 4
    }
    while row < m {
      let c0 = c + row * cRow + column
      var s0 = adding ? S(c0) : S()
      var a0 = a + row * aRow
      var b0 = b + column
      for _ in 0..<k {
        s0.add(a0[0], S(b0))
        a0 += aColumn
        b0 += bRow
      }
      s0.store(c0)
      row += 1
    }
  }
}

/// Neighbouring columns of a row, in registers.
private protocol Strip {
  init()
  init(_ numbers: Numbers)
  mutating func add(_ a: Double, _ b: Self)
  func store(_ numbers: Numbers)
}

private struct OneLanes: Strip {
  var v = Lanes(repeating: 0)
  @inline(__always) init() {}
  @inline(__always) init(_ numbers: Numbers) { v = numbers.lanes(0) }
  @inline(__always) mutating func add(_ a: Double, _ b: OneLanes) {
    v = .multiplyAdd(Lanes(repeating: a), b.v, v)
  }
  @inline(__always) func store(_ numbers: Numbers) { numbers.setLanes(0, v) }
}

private struct TwoLanes: Strip {
  var v = OneLanes()
  var w = OneLanes()
  @inline(__always) init() {}
  @inline(__always) init(_ numbers: Numbers) {
    v = OneLanes(numbers)
    w = OneLanes(numbers + 8)
  }
  @inline(__always) mutating func add(_ a: Double, _ b: TwoLanes) {
    v.add(a, b.v)
    w.add(a, b.w)
  }
  @inline(__always) func store(_ numbers: Numbers) {
    v.store(numbers)
    w.store(numbers + 8)
  }
}

private struct FourLanes: Strip {
  var v = TwoLanes()
  var w = TwoLanes()
  @inline(__always) init() {}
  @inline(__always) init(_ numbers: Numbers) {
    v = TwoLanes(numbers)
    w = TwoLanes(numbers + 16)
  }
  @inline(__always) mutating func add(_ a: Double, _ b: FourLanes) {
    v.add(a, b.v)
    w.add(a, b.w)
  }
  @inline(__always) func store(_ numbers: Numbers) {
    v.store(numbers)
    w.store(numbers + 16)
  }
}
