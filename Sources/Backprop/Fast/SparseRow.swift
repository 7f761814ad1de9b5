import CNumerics

/// One row of a matrix product, c = a b, in which most of a's row is 0: only the rows of b that contribute
/// are read.
struct SparseRow {
  /// a's row, and its bits in the form of `Nonzeros`.
  let a: UnsafePointer<Double>
  let bits: UnsafePointer<UInt64>
  let words: Int

  /// The number of a's numbers, zeros included.
  var mostTerms: Int { 64 * words }

  /// c ← c + a b; `columns` is a multiple of the number of lanes.
  @inline(__always)
  func multiply(_ b: Numbers, bRow: Int, to c: Numbers, columns: Int) {
    var column = 0
    while numerics_has_long_registers() && column &+ 32 <= columns {
      strip(Pair<Pair<Double.Eight>>.self, b + column, bRow, c + column)
      column &+= 32
    }
    while !numerics_has_short_registers() && column &+ 16 <= columns {
      strip(Pair<Double.Eight>.self, b + column, bRow, c + column)
      column &+= 16
    }
    while column < columns {
      strip(Double.Eight.self, b + column, bRow, c + column)
      column &+= 8
    }
  }

  /// Two rows of b at a time, so that no addition waits for the previous one.
  @inline(__always)
  private func strip<S: Strip>(_: S.Type, _ b: Numbers, _ bRow: Int, _ c: Numbers)
  where S.Element == Double {
    var even = S(c)
    var odd = S(sumIn: c, adding: false)
    for word in 0..<words {
      var rest = bits[word]
      let a0 = a + word &* 64
      let b0 = b + word &* 64 &* bRow
      while rest != 0 {
        let t = rest.takeLowest()
        even.add(a0[t], S(b0 + t &* bRow))
        guard rest != 0 else { break }
        let u = rest.takeLowest()
        odd.add(a0[u], S(b0 + u &* bRow))
      }
    }
    even.add(1, odd)
    even.store(c)
  }
}
