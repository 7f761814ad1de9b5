import CNumerics

/// Which numbers of a matrix are not 0, one bit each. Zeros add nothing to a sum, and in typical teaching
/// data (the white of an image, the patterns of an encoder) most numbers are 0.
struct Nonzeros: ~Copyable {
  let wordsPerRow: Int
  private let columns: Int
  private let words: UnsafeMutablePointer<UInt64>
  private let rowOfOnes: Int

  /// For a matrix of rows × columns; no number is marked yet.
  init(rows: Int, columns: Int) {
    self.columns = columns
    wordsPerRow = (columns + 63) / 64
    words = .allocate(capacity: (rows + 1) * wordsPerRow)
    words.initialize(repeating: 0, count: (rows + 1) * wordsPerRow)
    rowOfOnes = rows
    for column in 0..<columns { words[rows * wordsPerRow + column / 64] |= 1 << UInt64(column % 64) }
  }

  deinit { words.deallocate() }

  /// The bits of a row; the lowest bit of the first word is that of the first column.
  @inline(__always) func row(_ row: Int) -> UnsafePointer<UInt64> {
    UnsafePointer(words + row &* wordsPerRow)
  }

  /// A bit for every column, all of them 1.
  var ones: UnsafePointer<UInt64> { row(rowOfOnes) }

  /// The share of nonzero numbers in the first `rows` rows.
  func share(rows: Int) -> Double {
    var count = 0
    for word in 0..<rows * wordsPerRow { count += words[word].nonzeroBitCount }
    return Double(count) / Double(max(rows * columns, 1))
  }

  func note(_ row: Int, of numbers: UnsafePointer<Double>) {
    let own = words + row * wordsPerRow
    own.update(repeating: 0, count: wordsPerRow)
    var column = 0
    while column + 8 <= columns {
      own[column / 64] |= UInt64(numerics_nonzero(numbers.lanes(column))) << UInt64(column % 64)
      column += 8
    }
    for column in column..<columns where numbers[column] != 0 { own[column / 64] |= 1 << UInt64(column % 64) }
  }
}

extension UInt64 {
  /// Clears the lowest 1 and returns its place; there must be one.
  @inline(__always) mutating func takeLowest() -> Int {
    let place = trailingZeroBitCount
    self &= self &- 1
    return place
  }
}
