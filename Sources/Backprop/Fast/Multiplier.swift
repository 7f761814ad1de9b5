import CNumerics

/// Computes products of matrices: small ones as their operands lie, large ones piece by piece, from copies that lie in the order
/// in which they are read, a piece of each operand in the nearest cache. A crew shares out the rows of c, of which each number is
/// computed alike by whomever.
///
/// The order of the loops is that of K. Goto and R. van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008).
struct Multiplier: ~Copyable {
  let crew: Crew?
  private let a: Buffer
  private let b: Buffer

  /// From so many multiplications on, arranging the operands pays.
  private static let arrangedFrom = 1 << 18
  /// The rows and columns of a piece of a, and with them the rows of one of b.
  private static let height = 256
  private static let depth = 256
  private static let pieceSize = height / 4 * fourRows(depth)

  /// products: (m, n, k) of those that may be asked for.
  init(_ products: [(m: Int, n: Int, k: Int)], crew: Crew?) {
    self.crew = crew
    let large = products.filter { $0.m * $0.n * $0.k >= Self.arrangedFrom }
    a = Buffer(count: large.isEmpty ? 0 : (crew?.members ?? 1) * Self.pieceSize)
    b = Buffer(count: large.map { $0.n * $0.k }.max() ?? 0)
  }

  func multiply(_ product: MatrixProduct, adding: Bool) {
    guard product.multiplications >= Self.arrangedFrom else {
      product.compute(adding: adding)
      return
    }
    if numerics_has_long_registers() {
      multiply(product, in: TwoLanes.self, adding: adding)
    } else {
      multiply(product, in: OneLanes.self, adding: adding)
    }
  }

  @inline(__always)
  private func multiply<S: Strip>(_ product: MatrixProduct, in _: S.Type, adding: Bool) {
    let (a, b) = (a.numbers, b.numbers)
    crew.share(product.n, by: S.columns) { columns in
      for k in stride(from: 0, to: product.k, by: Self.depth) {
        let depth = min(product.k - k, Self.depth)
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: S.columns) {
          let place = b + (k * product.n + column * depth)
          let from = product.b + (k * product.bRow + column)
          if columns.upperBound - column >= S.columns {
            Self.arrange(S.self, from, rowStride: product.bRow, rows: depth, to: place)
          } else {
            Self.arrange(OneLanes.self, from, rowStride: product.bRow, rows: depth, to: place)
          }
        }
      }
    }
    crew.share(product.m, by: 8) { rows, member in
      let a = a + member * Self.pieceSize
      for k in stride(from: 0, to: product.k, by: Self.depth) {
        let depth = min(product.k - k, Self.depth)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: Self.height) {
          let height = min(rows.upperBound - row, Self.height)
          let from = product.a + (row * product.aRow + k * product.aColumn)
          let piece =
            product.aRow == 1
            ? Self.arrange(from, product.aColumn, height: height, depth: depth, in: a)
            : Rows(start: from, four: 4 * product.aRow, row: product.aRow, column: 1)
          Self.multiply(
            S.self, piece, b + k * product.n, product.c + row * product.cRow, product.cRow, height: height,
            depth: depth, columns: product.n, adding: adding || k > 0)
        }
      }
    }
  }

  /// A strip of b.
  @inline(__always)
  private static func arrange<S: Strip>(
    _: S.Type, _ from: Numbers, rowStride: Int, rows: Int, to place: Numbers
  ) {
    for row in 0..<rows { S(from + row &* rowStride).store(place + row &* S.columns) }
  }

  /// A piece of a: from four rows to the next four, from a row and from a column to the next.
  private struct Rows {
    let start: Numbers
    let four: Int
    let row: Int
    let column: Int
  }

  /// A piece of a whose columns are contiguous, four rows by four: of each four the columns one after the other. The next four
  /// do not begin at the same place of the cache.
  @inline(__always)
  private static func arrange(
    _ from: Numbers, _ columnStride: Int, height: Int, depth: Int, in place: Numbers
  ) -> Rows {
    let four = fourRows(depth)
    for k in 0..<depth {
      for row in stride(from: 0, to: height, by: 8) {
        let column = from.lanes(k &* columnStride &+ row)
        let upper = UnsafeMutableRawPointer(place + (row / 4 &* four &+ 4 &* k))
        let lower = UnsafeMutableRawPointer(place + (row / 4 &* four &+ four &+ 4 &* k))
        upper.storeBytes(of: column.lowHalf, as: SIMD4<Double>.self)
        lower.storeBytes(of: column.highHalf, as: SIMD4<Double>.self)
      }
    }
    return Rows(start: place, four: four, row: 1, column: 4)
  }

  @inline(__always) private static func fourRows(_ depth: Int) -> Int { 4 * depth + 8 }

  /// Pieces that are arranged: each strip of b stays in the nearest cache while it meets all rows.
  @inline(__always)
  private static func multiply<S: Strip>(
    _: S.Type, _ a: Rows, _ b: Numbers, _ c: Numbers, _ cRow: Int, height: Int, depth: Int, columns: Int,
    adding: Bool
  ) {
    var column = 0
    while column + S.columns <= columns {
      strip(S.self, column)
      column += S.columns
    }
    while column < columns {
      strip(OneLanes.self, column)
      column += OneLanes.columns
    }

    @inline(__always) func strip<T: Strip>(_: T.Type, _ column: Int) {
      for row in stride(from: 0, to: height, by: 4) {
        let tile = c + (row * cRow + column)
        for next in stride(from: row + 4, to: min(row + 8, height), by: 1) {
          for lanes in stride(from: 0, to: T.columns, by: 8) {
            numerics_prefetch(c + (next * cRow + column + lanes))
          }
        }
        MatrixProduct(
          m: min(height - row, 4), n: T.columns, k: depth, a: a.start + row / 4 * a.four, aRow: a.row,
          aColumn: a.column, b: b + column * depth, bRow: T.columns, c: tile, cRow: cRow
        ).computeTile(T.self, adding: adding)
      }
    }
  }
}
