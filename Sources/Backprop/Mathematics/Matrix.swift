/// A matrix of doubles: row-major, rows × columns, contiguous.
public struct Matrix: Equatable, Sendable {
  public let rows: Int
  public let columns: Int
  /// Row after row: element (r, c) stands at `r * columns + c`.
  public var elements: [Double]

  /// A matrix of the given elements, of which there are `rows * columns`, row after row.
  public init(rows: Int, columns: Int, elements: [Double]) {
    precondition(rows >= 0 && columns >= 0 && elements.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// A matrix whose elements are all `value`.
  public init(rows: Int, columns: Int, repeating value: Double) {
    self.init(rows: rows, columns: columns, elements: [Double](repeating: value, count: rows * columns))
  }

  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      return elements[row * columns + column]
    }
    set {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns)
      elements[row * columns + column] = newValue
    }
  }

  /// Row `row` as an array of `columns` numbers.
  public func row(_ row: Int) -> [Double] {
    Array(elements[row * columns..<(row + 1) * columns])
  }

  /// These rows, in this order, each within the matrix.
  func selecting(_ rows: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * columns)
    for row in rows { selected += elements[row * columns..<(row + 1) * columns] }
    return Matrix(rows: rows.count, columns: columns, elements: selected)
  }
}
