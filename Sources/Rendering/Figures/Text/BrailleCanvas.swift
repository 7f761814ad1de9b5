/// A picture in braille patterns: each character is 2 × 4 dots.
struct BrailleCanvas {
  let columns: Int
  let rows: Int
  private var cells: [UInt32]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = [UInt32](repeating: 0, count: columns * rows)
  }

  var width: Int { columns * 2 }
  var height: Int { rows * 4 }

  /// Sets the dot in column x of row y, counted from the top left; dots outside are ignored.
  mutating func set(_ x: Int, _ y: Int) {
    guard x >= 0, x < width, y >= 0, y < height else { return }
    let dots: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
    cells[y / 4 * columns + x / 2] |= dots[y % 4 * 2 + x % 2]
  }

  /// A straight line of dots.
  mutating func line(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int)) {
    let steps = max((to.x - from.x).magnitude, (to.y - from.y).magnitude, 1)
    for step in 0...Int(steps) {
      let share = Double(step) / Double(steps)
      set(
        from.x + Int((Double(to.x - from.x) * share).rounded()),
        from.y + Int((Double(to.y - from.y) * share).rounded()))
    }
  }

  var lines: [String] {
    (0..<rows).map { row in
      var line = String.UnicodeScalarView()
      for cell in cells[row * columns..<(row + 1) * columns] {
        line.append(Unicode.Scalar(0x2800 + cell) ?? " ")
      }
      return String(line)
    }
  }
}
