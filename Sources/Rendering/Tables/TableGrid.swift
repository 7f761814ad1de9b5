import BackpropLanguage

/// A table made rectangular, and shortened if it is too large to read.
struct TableGrid {
  /// The text above the row headers.
  var corner: [Inline] = []
  /// One header per column, or none at all.
  var heads: [[Inline]] = []
  var hasRowHeaders: Bool
  /// Every row has `columns` cells.
  var rows: [Table.Row]
  var columns: Int
  /// How much was left out; nil if nothing was.
  var notice: String?

  /// The largest numbers of rows and columns that are shown; what is left out comes before the last two.
  struct Limits {
    var rows: Int
    var columns: Int
  }

  init(_ table: Table, limits: Limits) {
    let made = table.rows.map { $0.cells.count }.max() ?? table.columns.count
    let extent = table.extent ?? Table.Extent(rows: table.rows.count, columns: made)
    let hasRowHeaders = table.rows.contains { !$0.header.isEmpty }
    self.hasRowHeaders = hasRowHeaders
    var heads = table.columns
    if hasRowHeaders && heads.count > made { corner = heads.removeFirst() }
    if !heads.isEmpty {
      heads = Array(heads.prefix(made))
      heads += [[Inline]](repeating: [], count: made - heads.count)
    }
    // Places in the whole table, and where they are in the part that was made.
    let rowPlaces = Self.places(extent.rows, atMost: min(limits.rows, Table.mostRows))
      .map { $0.map { $0 < table.rows.count - 2 ? $0 : table.rows.count - extent.rows + $0 } }
    let columnPlaces = Self.places(extent.columns, atMost: min(limits.columns, Table.mostColumns))
      .map { $0.map { $0 < made - 2 ? $0 : made - extent.columns + $0 } }
    let isWhole = rowPlaces.count == extent.rows && columnPlaces.count == extent.columns
    rows = rowPlaces.map { place in
      guard let place, table.rows.indices.contains(place) else {
        let dots = [Table.Cell](repeating: .inline([.text("⋮")]), count: columnPlaces.count)
        return Table.Row(header: hasRowHeaders ? [.text("⋮")] : [], cells: dots)
      }
      let row = table.rows[place]
      return Table.Row(
        header: row.header,
        cells: columnPlaces.map { column in
          guard let column else { return .inline([.text("…")]) }
          return row.cells.indices.contains(column) ? row.cells[column] : .empty
        })
    }
    if !heads.isEmpty {
      self.heads = columnPlaces.map { $0.map { heads.indices.contains($0) ? heads[$0] : [] } ?? [.text("…")] }
    }
    columns = columnPlaces.count
    if !isWhole {
      notice = "\(extent.rows) rows and \(extent.columns) columns in all; some are left out."
    }
  }

  /// The places to show out of `count`; nil stands for the omitted ones.
  static func places(_ count: Int, atMost limit: Int) -> [Int?] {
    guard count > limit, limit >= 4 else { return (0..<count).map { $0 } }
    return (0..<limit).map { $0 < limit - 3 ? $0 : $0 == limit - 3 ? nil : count - limit + $0 }
  }

  /// Whether a column holds numbers and is therefore right-aligned.
  func isNumeric(_ column: Int) -> Bool {
    var numbers = 0
    for row in rows {
      switch row.cells[column] {
      case .number, .integer: numbers += 1
      case .inline(let inline): if case .number? = inline.first, inline.count == 1 { numbers += 1 }
      case .empty: break
      }
    }
    return numbers > 0
  }

  /// The grid of some of the columns, with the row headers.
  func selecting(_ range: Range<Int>) -> TableGrid {
    var part = self
    part.heads = heads.isEmpty ? [] : Array(heads[range])
    part.rows = rows.map { Table.Row(header: $0.header, cells: Array($0.cells[range])) }
    part.columns = range.count
    return part
  }
}
