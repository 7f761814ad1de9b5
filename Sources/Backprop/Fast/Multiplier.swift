import CNumerics

/// Computes matrix products: small ones directly from their operands, large ones block by block, from copies
/// in the order in which they are read, with a block of each operand in the nearest cache. A crew shares the
/// rows of c; each number is the same whichever thread computes it.
///
/// In single precision, the copies are rounded, so that twice as many numbers fit into a register. The
/// results of the blocks, with at most 384 terms each, are summed in double precision.
///
/// The order of the loops is that of K. Goto and R. van de Geijn, Anatomy of High-Performance Matrix
/// Multiplication (2008).
struct Multiplier: ~Copyable {
  let crew: Crew?
  /// The precision of products that are computed from copies.
  let precision: Precision
  private let a: Buffer
  private let b: Buffer

  /// The number of multiplications from which copying the operands pays off, as measured.
  private static let arrangedFrom = 1 << 18
  /// The approximate number of rows and columns of a block of a, and thus of rows of a block of b. A block of
  /// a takes half a megabyte, which fits into the second cache.
  private static let height = 256
  private static let depth = 256
  /// Room for a copy of a block of a, which `even` may make half as high again and half as deep again.
  private static let pieceSize = 3 * height / 8 * fourRows(3 * depth / 2)

  /// products: (m, n, k) of the products that may be requested.
  init(_ products: [(m: Int, n: Int, k: Int)], precision: Precision, crew: Crew?) {
    self.crew = crew
    self.precision = precision
    let large = products.filter { $0.m * $0.n * $0.k >= Self.arrangedFrom }
    let elementsPerDouble = precision == .double ? 1 : 2
    a = Buffer(count: large.isEmpty ? 0 : (crew?.members ?? 1) * Self.pieceSize / elementsPerDouble)
    b = Buffer(count: (large.map { $0.n * $0.k }.max() ?? 0) / elementsPerDouble)
  }

  /// The size of nearly equal blocks, as near as possible to the desired size, and at most half of it away. A
  /// last block with only the bias row would cost far more than its share.
  @inline(__always)
  private static func even(_ count: Int, near size: Int) -> Int {
    let pieces = max(1, (count + size / 2) / size)
    return ((count + pieces - 1) / pieces).paddedToLanes
  }

  /// Computes c = a b, or c += a b if `adding`. The watch is asked now and then; if it interrupts, only a
  /// part of c is computed.
  func multiply(_ product: MatrixProduct<Double>, adding: Bool, _ watch: TrainingWatch? = nil) {
    guard product.multiplications >= Self.arrangedFrom else {
      product.compute(adding: adding)
      _ = watch?.interrupts(after: product.multiplications)
      return
    }
    switch (precision, numerics_has_long_registers()) {
    case (.double, _) where numerics_has_short_registers():
      multiplyCopies(product, in: Double.Four.self, adding: adding, watch)
    case (.double, true): multiplyCopies(product, in: Pair<Double.Eight>.self, adding: adding, watch)
    case (.double, false): multiplyCopies(product, in: Double.Eight.self, adding: adding, watch)
    case (.single, _) where numerics_has_short_registers():
      multiplyCopies(product, in: Float.Eight.self, adding: adding, watch)
    case (.single, true): multiplyCopies(product, in: Pair<Float.Sixteen>.self, adding: adding, watch)
    case (.single, false): multiplyCopies(product, in: Float.Sixteen.self, adding: adding, watch)
    }
  }

  /// Copies blocks of both operands and multiplies the copies.
  @inline(__always)
  private func multiplyCopies<S: Strip>(
    _ product: MatrixProduct<Double>, in _: S.Type, adding: Bool, _ watch: TrainingWatch?
  ) {
    let a = UnsafeMutableRawPointer(a.numbers).assumingMemoryBound(to: S.Element.self)
    let b = UnsafeMutableRawPointer(b.numbers).assumingMemoryBound(to: S.Element.self)
    let deepest = Self.even(product.k, near: Self.depth)
    crew.share(product.n, by: S.columns) { columns in
      for k in stride(from: 0, to: product.k, by: deepest) {
        let depth = min(product.k - k, deepest)
        for column in stride(from: columns.lowerBound, to: columns.upperBound, by: S.columns) {
          let place = b + (k * product.n + column * depth)
          let from = product.b + (k * product.bRow + column)
          let isWhole = columns.upperBound - column >= S.columns
          if isWhole {
            Self.arrange(S.self, from, rowStride: product.bRow, rows: depth, to: place)
          } else {
            for eight in stride(from: 0, to: columns.upperBound - column, by: 8) {
              Self.arrange(
                S.Element.Eight.self, from + eight, rowStride: product.bRow, rows: depth,
                to: place + eight * depth)
            }
          }
        }
      }
    }
    crew.shareByMember(product.m, by: 8) { rows, member in
      let a = a + member * Self.pieceSize
      let highest = Self.even(rows.count, near: Self.height)
      for k in stride(from: 0, to: product.k, by: deepest) {
        let depth = min(product.k - k, deepest)
        for row in stride(from: rows.lowerBound, to: rows.upperBound, by: highest) {
          let height = min(rows.upperBound - row, highest)
          let from = product.a + (row * product.aRow + k * product.aColumn)
          // Compiled for each case, so that the distances are constants in the loops.
          let isWhole =
            if product.aRow == 1 {
              multiplyPiece(Self.arrangeColumns(from, product.aColumn, height: height, depth: depth, in: a))
            } else {
              multiplyPiece(Self.arrangeRows(from, product.aRow, height: height, depth: depth, in: a))
            }
          guard isWhole else { return }

          @inline(__always) func multiplyPiece(_ piece: Rows<S.Element>) -> Bool {
            Self.multiplyBlocks(
              S.self, piece, b + k * product.n, product.c + row * product.cRow, product.cRow, height: height,
              depth: depth, columns: product.n, adding: adding || k > 0
            ) { watch?.interrupts(after: $0, member: member) == true }
          }
        }
      }
    }
  }

  /// A strip of b. The next rows are prefetched: they are too far apart for the processor to predict.
  @inline(__always)
  private static func arrange<S: Strip>(
    _: S.Type, _ from: Numbers, rowStride: Int, rows: Int, to place: UnsafeMutablePointer<S.Element>
  ) {
    for row in 0..<rows {
      let columns = from + row &* rowStride
      for lanes in stride(from: 0, to: S.columns, by: 8) {
        numerics_prefetch(columns + (8 &* rowStride &+ lanes))
      }
      S(rounding: columns).store(place + row &* S.columns)
    }
  }

  /// A block of a: the distances from four rows to the next four, from row to row and from column to column.
  private struct Rows<Element> {
    let start: UnsafeMutablePointer<Element>
    let four: Int
    let row: Int
    let column: Int
  }

  /// A block of a whose columns are contiguous, four rows by four: of each four rows, the columns one after
  /// the other.
  @inline(__always)
  private static func arrangeColumns<Element: Factor>(
    _ from: Numbers, _ columnStride: Int, height: Int, depth: Int, in place: UnsafeMutablePointer<Element>
  ) -> Rows<Element> {
    let four = fourRows(depth)
    for k in 0..<depth {
      let columns = from + k &* columnStride
      for row in stride(from: 0, to: height, by: 8) {
        numerics_prefetch(columns + (4 &* columnStride &+ row))
        let upper = place + ((row &>> 2) &* four &+ 4 &* k)
        Element.Eight(rounding: columns + row).store(upper, upper + four)
      }
    }
    return Rows(start: place, four: four, row: 1, column: 4)
  }

  /// A block of a whose rows are contiguous: kept as it is, except for rounding.
  @inline(__always)
  private static func arrangeRows<Element: Factor>(
    _ from: Numbers, _ rowStride: Int, height: Int, depth: Int, in place: UnsafeMutablePointer<Element>
  ) -> Rows<Element> {
    if Element.isDouble {
      let start = UnsafeMutableRawPointer(from).assumingMemoryBound(to: Element.self)
      return Rows(start: start, four: 4 * rowStride, row: rowStride, column: 1)
    }
    let stride = depth.paddedToLanes
    for row in 0..<height {
      for k in Swift.stride(from: 0, to: depth, by: 8) {
        Element.Eight(rounding: from + (row &* rowStride &+ k)).store(place + (row &* stride &+ k))
      }
    }
    return Rows(start: place, four: 4 * stride, row: stride, column: 1)
  }

  /// The room of four rows of a copied block. With eight numbers more than they need, the next four do not
  /// begin at the same place in the cache.
  @inline(__always) private static func fourRows(_ depth: Int) -> Int { 4 * depth + 8 }

  /// Multiplies copied blocks: each strip of b stays in the nearest cache while it is multiplied by all rows.
  /// isInterrupted: told the number of multiplications after each strip. Returns: whether all is done.
  @inline(__always)
  private static func multiplyBlocks<S: Strip>(
    _: S.Type, _ a: Rows<S.Element>, _ b: UnsafeMutablePointer<S.Element>, _ c: Numbers, _ cRow: Int,
    height: Int, depth: Int, columns: Int, adding: Bool, _ isInterrupted: (Int) -> Bool
  ) -> Bool {
    var column = 0
    while column + S.columns <= columns {
      strip(S.self, column)
      column += S.columns
      if isInterrupted(height &* depth &* S.columns) { return false }
    }
    while S.columns > 8 && column < columns {
      strip(S.Element.Eight.self, column)
      column += 8
      if isInterrupted(height &* depth &* 8) { return false }
    }
    return true

    @inline(__always) func strip<T: Strip>(_: T.Type, _ column: Int) where T.Element == S.Element {
      for row in stride(from: 0, to: height, by: 4) {
        let tile = c + (row * cRow + column)
        for next in stride(from: row + 4, to: min(row + 8, height), by: 1) {
          for lanes in stride(from: 0, to: T.columns, by: 8) {
            numerics_prefetch(c + (next * cRow + column + lanes))
          }
        }
        MatrixProduct(
          m: min(height - row, 4), n: T.columns, k: depth, a: a.start + (row &>> 2) &* a.four, aRow: a.row,
          aColumn: a.column, b: b + column * depth, bRow: T.columns, c: tile, cRow: cRow
        ).computeTile(T.self, adding: adding)
      }
    }
  }
}
