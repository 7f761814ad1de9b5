import BackpropLanguage

/// A table made rectangular, and shortened where it is too big to be read.
struct TableGrid {
  /// What stands above the row headers.
  var corner: [Inline] = []
  /// One header a column, or none at all.
  var heads: [[Inline]] = []
  var hasRowHeaders: Bool
  /// Every row has `columns` cells.
  var rows: [Table.Row]
  var columns: Int
  /// How much was left out; nil where all is there.
  var notice: String?

  /// The most rows and columns that are shown; what is left out is so from before the last two.
  struct Limits {
    var rows: Int
    var columns: Int
  }

  init(_ table: Table, limits: Limits) {
    let width = table.rows.map { $0.cells.count }.max() ?? table.columns.count
    let hasRowHeaders = table.rows.contains { !$0.header.isEmpty }
    self.hasRowHeaders = hasRowHeaders
    columns = width
    var heads = table.columns
    if hasRowHeaders && heads.count > width { corner = heads.removeFirst() }
    if !heads.isEmpty {
      heads = Array(heads.prefix(width))
      heads += [[Inline]](repeating: [], count: width - heads.count)
    }
    let rowPlaces = Self.places(table.rows.count, atMost: limits.rows)
    let columnPlaces = Self.places(width, atMost: limits.columns)
    let isWhole = rowPlaces.count == table.rows.count && columnPlaces.count == width
    rows = rowPlaces.map { place in
      guard let place else {
        let dots = [Table.Cell](repeating: .inline([.text("⋮")]), count: columnPlaces.count)
        return Table.Row(header: hasRowHeaders ? [.text("⋮")] : [], cells: dots)
      }
      let row = table.rows[place]
      return Table.Row(
        header: row.header,
        cells: columnPlaces.map { column in
          guard let column else { return .inline([.text("…")]) }
          return column < row.cells.count ? row.cells[column] : .empty
        })
    }
    if !heads.isEmpty { self.heads = columnPlaces.map { $0.map { heads[$0] } ?? [.text("…")] } }
    columns = columnPlaces.count
    if !isWhole {
      notice = "\(table.rows.count) rows and \(width) columns in all; some are left out."
    }
  }

  /// The places to show of `count`; nil stands for those left out.
  static func places(_ count: Int, atMost limit: Int) -> [Int?] {
    guard count > limit, limit >= 4 else { return (0..<count).map { $0 } }
    return (0..<limit).map { $0 < limit - 3 ? $0 : $0 == limit - 3 ? nil : count - limit + $0 }
  }

  /// Whether a column holds numbers, and so is set to the right.
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
