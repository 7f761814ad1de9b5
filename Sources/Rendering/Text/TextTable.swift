import BackpropLanguage

/// A table as lines of text: no boxes, numbers aligned at the decimal point, wide tables folded.
struct TextTable {
  let lines: [String]

  private static let limits = TableGrid.Limits(rows: 60, columns: 40)
  private static let gap = 2

  init(_ table: Table, writer: TextWriter) {
    let grid = TableGrid(table, limits: Self.limits)
    let columns = (0..<grid.columns).map { Column(grid, $0, digits: table.digits ?? writer.digits, writer) }
    var lines: [String] = []
    if !table.caption.isEmpty {
      lines += TextWidth.wrapped(writer.breakable(table.caption), to: TextWidth.page)
    }
    let stub = grid.hasRowHeaders ? Column.stub(grid, writer) : nil
    let panels = Self.panels(columns, stub: stub)
    for (number, panel) in panels.enumerated() {
      if panels.count > 1 {
        if number > 0 { lines.append("") }
        let range =
          panel.count == 1
          ? "column \(panel.upperBound)" : "columns \(panel.lowerBound + 1) to \(panel.upperBound)"
        lines.append("(\(range) of \(columns.count))")
      }
      let shown = (stub.map { [$0] } ?? []) + columns[panel]
      lines += Self.lines(Self.fitted(shown), rows: grid.rows.count, hasHeads: !grid.heads.isEmpty)
    }
    if let notice = grid.notice { lines.append("(" + notice + ")") }
    self.lines = lines
  }

  /// Runs of columns that fit on the page next to the row headers.
  private static func panels(_ columns: [Column], stub: Column?) -> [Range<Int>] {
    var panels: [Range<Int>] = []
    var start = 0
    let margin = stub.map { $0.least + gap } ?? 0
    var width = margin
    for (place, column) in columns.enumerated() {
      if place > start && width + column.least > TextWidth.page {
        panels.append(start..<place)
        start = place
        width = margin
      }
      width += column.least + gap
    }
    panels.append(start..<columns.count)
    return panels
  }

  /// The widest column is narrowed until the table fits. Each column is narrowed at most once: afterwards the
  /// table fits, or the column has its smallest width.
  private static func fitted(_ columns: [Column]) -> [Column] {
    var columns = columns
    for _ in columns.indices {
      let excess = columns.reduce(-gap) { $0 + $1.width + gap } - TextWidth.page
      let wide = columns.indices.filter { columns[$0].width > columns[$0].least }
      guard excess > 0, let widest = wide.max(by: { columns[$0].width < columns[$1].width })
      else { return columns }
      columns[widest].narrow(to: columns[widest].width - excess)
    }
    return columns
  }

  private static func lines(_ columns: [Column], rows: Int, hasHeads: Bool) -> [String] {
    var lines: [String] = []
    for row in (hasHeads ? -1 : 0)..<rows {
      let cells = columns.map { row < 0 ? $0.head : $0.cells[row] }
      for number in 0..<(cells.map { $0.count }.max() ?? 0) {
        var line = ""
        for (place, (column, cell)) in zip(columns, cells).enumerated() {
          if place > 0 { line += TextWidth.spaces(gap) }
          line += TextWidth.padded(
            number < cell.count ? cell[number] : "", to: column.width, right: column.isNumeric)
        }
        while line.last == " " { line.removeLast() }
        lines.append(line)
      }
    }
    return lines
  }
}
