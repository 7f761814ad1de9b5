/// A matrix of doubles.
///
/// Shape: `rows` × `columns`, both 0 or more; `elements` are contiguous and row-major.
public struct Matrix: Equatable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Row after row: element (r, c), both from 0, is number `r * columns + c` of `rows * columns`.
  public package(set) var elements: [Double]

  /// A matrix of these rows, all of the same length; no rows make a 0 × 0 matrix.
  ///
  /// Throws: `NetworkError.raggedRow`.
  public init(_ rows: [[Double]]) throws(NetworkError) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columns {
      throw .raggedRow(index, expected: columns, count: row.count)
    }
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// A matrix of `rows * columns` elements, row after row.
  ///
  /// Throws: `NetworkError.elementCount`, also if the number of rows or columns is negative.
  public init(rows: Int, columns: Int, rowMajor elements: [Double]) throws(NetworkError) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow, elements.count == count else {
      throw .elementCount(rows: rows, columns: columns, count: elements.count)
    }
    self.init(rows: rows, columns: columns, elements: elements)
  }

  /// A matrix of `rows * columns` elements, row after row; the caller guarantees their number.
  package init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements are all `value`.
  package init(rows: Int, columns: Int, repeating value: Double) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  /// Element (row, column), both from 0.
  ///
  /// Throws: `NetworkError.noSuchElement`.
  public func element(row: Int, column: Int) throws(NetworkError) -> Double {
    guard row >= 0, row < rows, column >= 0, column < columns else {
      throw .noSuchElement(row: row, column: column, rows: rows, columns: columns)
    }
    return elements[row * columns + column]
  }

  /// An element that the caller knows to exist.
  package subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return elements[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      elements[row * columns + column] = newValue
    }
  }

  /// A row that the caller knows to exist, as an array of `columns` numbers.
  package func row(_ row: Int) -> [Double] {
    Array(elements[row * columns..<(row + 1) * columns])
  }

  /// The column of the largest number in a row; the first if several are equal.
  package func greatest(inRow row: Int) -> Int {
    var best = 0
    for column in 0..<columns where self[row, column] > self[row, best] { best = column }
    return best
  }

  /// The class that a row of targets or outputs stands for: the unit with the largest number; for a single
  /// unit, 1 from 0.5 on and 0 below.
  package func classIndex(inRow row: Int) -> Int {
    columns == 1 ? (self[row, 0] >= 0.5 ? 1 : 0) : greatest(inRow: row)
  }

  /// These rows in this order; each must exist.
  func selecting(_ rows: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * columns)
    for row in rows { selected += elements[row * columns..<(row + 1) * columns] }
    return Matrix(rows: rows.count, columns: columns, elements: selected)
  }
}
