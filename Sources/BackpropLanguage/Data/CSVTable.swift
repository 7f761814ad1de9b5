/// A table of comma-, semicolon- or tab-separated values (RFC 4180), with quoted fields, a byte order mark and any
/// line break.
struct CSVTable: Sendable {
  /// The columns' names; empty where the first row is data.
  private(set) var header: [String] = []
  let columns: Int
  /// Where the rows begin, without the header. Their fields stay where they are and are read again whenever they are
  /// needed: a small part of the memory, and of the time, that strings of them would take.
  private(set) var rows: [CSVRow] = []
  /// Where the header begins, or would.
  private let firstRow: CSVRow?
  private let bytes: [UInt8]
  private let separator: UInt8

  /// Whether 5,1 is a number, as where semicolons separate.
  var hasDecimalComma: Bool { separator != UInt8(ascii: ",") }

  /// Blank rows and rows of empty fields are skipped.
  init(_ bytes: [UInt8]) throws(FileProblem) {
    self.bytes = bytes
    separator = Self.separator(of: bytes)
    var reader = CSVReader(bytes, separator: separator)
    var columns = 0
    while let (row, count) = try reader.row() {
      if rows.isEmpty { columns = count }
      guard count == columns else { throw .raggedRow(line: row.line, expected: columns, count: count) }
      rows.append(row)
    }
    self.columns = columns
    firstRow = rows.first
    if startsWithHeader() {
      header = fields(of: rows.removeFirst()).map { text(of: $0) }
    }
  }

  /// The table with its first row as data where one of the columns, which are to be numbers, has a number there.
  func withHeaderAsData(ifNumberIn columns: [Int]) -> CSVTable {
    guard let firstRow,
      columns.contains(where: { column in
        header.indices.contains(column)
          && DecimalNumber.value(of: header[column], hasDecimalComma: hasDecimalComma) != nil
      })
    else { return self }
    var table = self
    table.header = []
    table.rows.insert(firstRow, at: 0)
    return table
  }

  /// The name of a column as messages say it: its own, or its number.
  func columnName(_ column: Int) -> String {
    header.indices.contains(column) && !header[column].isEmpty ? header[column] : "\(column + 1)"
  }

  // MARK: - Fields

  func fields(of row: CSVRow) -> [CSVField] {
    var fields: [CSVField] = []
    read(row, into: &fields)
    return fields
  }

  /// Puts the fields of the row in place of those that are there. The table's rows were all read once without a problem,
  /// and so there is none now.
  func read(_ row: CSVRow, into fields: inout [CSVField]) {
    fields.removeAll(keepingCapacity: true)
    var reader = CSVReader(bytes, separator: separator, at: row)
    _ = try? reader.row { fields.append($0) }
  }

  /// The same of one column, for which the rest of the row need not be read.
  func field(of row: CSVRow, _ column: Int) -> CSVField {
    var reader = CSVReader(bytes, separator: separator, at: row)
    return (try? reader.field(column)) ?? CSVField(range: row.start..<row.start)
  }

  func text(of field: CSVField) -> String { field.text(in: bytes) }

  func number(in field: CSVField) -> Double? {
    DecimalNumber.value(of: bytes, in: field.range, hasDecimalComma: hasDecimalComma)
  }

  // MARK: - Guesses

  private static let rowsLookedAt = 10

  /// The separator by which the first rows have the same number of fields, more than one; a tab before a semicolon
  /// before a comma, which may stand inside numbers. Where there is none, that which the first row has most of.
  private static func separator(of bytes: [UInt8]) -> UInt8 {
    let candidates = [UInt8(ascii: "\t"), UInt8(ascii: ";"), UInt8(ascii: ",")]
    let start = Array(bytes.prefix(65_536))
    var best = UInt8(ascii: ",")
    var most = 1
    for candidate in candidates {
      var reader = CSVReader(start, separator: candidate)
      var counts: [Int] = []
      while counts.count < rowsLookedAt, let row = try? reader.row() { counts.append(row.count) }
      if reader.isAtEnd && start.count < bytes.count && counts.count > 1 { counts.removeLast() }
      guard let first = counts.first, first > 1 else { continue }
      if counts.allSatisfy({ $0 == first }) { return candidate }
      if first > most {
        best = candidate
        most = first
      }
    }
    return best
  }

  /// Whether some column has a word in the first row and a number below.
  private func startsWithHeader() -> Bool {
    guard let first = rows.first, rows.count > 1 else { return false }
    let names = fields(of: first)
    let words = names.indices.filter { isWord(text(of: names[$0])) }
    return rows.dropFirst().prefix(Self.rowsLookedAt).contains { row in
      let fields = fields(of: row)
      return words.contains { number(in: fields[$0]) != nil }
    }
  }

  /// Neither a number, be it too large or in another notation, nor a mark for a missing value, nor binary data.
  private func isWord(_ field: String) -> Bool {
    let missing = ["", "?", "-", ".", "NA", "N/A", "na", "n/a", "NaN", "nan", "null"]
    return !missing.contains(field) && DecimalNumber.value(of: field, hasDecimalComma: hasDecimalComma) == nil
      && Double(field) == nil && !field.utf8.contains(0)
  }
}
