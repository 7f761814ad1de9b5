import CNumerics

/// c = a b, or c += a b: m × n from m × k and k × n. Rows of b and c are contiguous, and n is a multiple of
/// the number of lanes. Either the rows or the columns of a are contiguous; they may be read up to whole
/// lanes.
struct MatrixProduct<Element: Factor> {
  let m: Int
  let n: Int
  let k: Int
  let a: UnsafeMutablePointer<Element>
  /// The distance between the rows of a, and between its columns.
  let aRow: Int
  let aColumn: Int
  let b: UnsafeMutablePointer<Element>
  let bRow: Int
  let c: Numbers
  let cRow: Int

  var multiplications: Int { m * n * k }
}

extension MatrixProduct<Double> {
  /// Computes the product from the operands as they are stored.
  func compute(adding: Bool) {
    var column = 0
    if numerics_has_long_registers() {
      while column + 32 <= n {
        strip(Pair<Pair<Double.Eight>>.self, column, adding)
        column += 32
      }
      if column + 16 <= n {
        strip(Pair<Double.Eight>.self, column, adding)
        column += 16
      }
    }
    while numerics_has_short_registers() && column < n {
      strip(Double.Four.self, column, adding)
      column += 4
    }
    while column < n {
      strip(Double.Eight.self, column, adding)
      column += 8
    }
  }

  /// The columns of c from `column` on, as many as the strip is wide: four rows at a time, so that each
  /// number loaded from b is used four times.
  @inline(__always)
  private func strip<S: Strip>(_: S.Type, _ column: Int, _ adding: Bool) where S.Element == Double {
    for row in stride(from: 0, to: m, by: 4) {
      MatrixProduct(
        m: min(m - row, 4), n: S.columns, k: k, a: a + row * aRow, aRow: aRow, aColumn: aColumn,
        b: b + column,
        bRow: bRow, c: c + (row * cRow + column), cRow: cRow
      ).computeTile(S.self, adding: adding)
    }
  }
}

extension MatrixProduct {
  /// A product of at most four rows, as wide as a strip.
  @inline(__always)
  func computeTile<S: Strip>(_: S.Type, adding: Bool) where S.Element == Element {
    guard m == 4 else {
      for row in 0..<m { computeRow(S.self, a + row * aRow, c + row * cRow, adding) }
      return
    }
    let c1 = c + cRow
    let c2 = c1 + cRow
    let c3 = c2 + cRow
    var s0 = S(sumIn: c, adding: adding)
    var s1 = S(sumIn: c1, adding: adding)
    var s2 = S(sumIn: c2, adding: adding)
    var s3 = S(sumIn: c3, adding: adding)
    var a0 = a
    var b0 = b
    for _ in 0..<k {
      let factor = S(b0)
      s0.add(a0[0], factor)
      s1.add(a0[aRow], factor)
      s2.add(a0[2 * aRow], factor)
      s3.add(a0[3 * aRow], factor)
      a0 += aColumn
      b0 += bRow
    }
    s0.end(in: c, adding: adding)
    s1.end(in: c1, adding: adding)
    s2.end(in: c2, adding: adding)
    s3.end(in: c3, adding: adding)
  }

  @inline(__always)
  private func computeRow<S: Strip>(
    _: S.Type, _ row: UnsafeMutablePointer<Element>, _ c: Numbers, _ adding: Bool
  ) where S.Element == Element {
    var sum = S(sumIn: c, adding: adding)
    var a0 = row
    var b0 = b
    for _ in 0..<k {
      sum.add(a0[0], S(b0))
      a0 += aColumn
      b0 += bRow
    }
    sum.end(in: c, adding: adding)
  }
}
