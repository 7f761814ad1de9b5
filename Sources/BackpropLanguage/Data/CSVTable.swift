/// A table of comma-, semicolon- or tab-separated values (RFC 4180), with quoted fields, a byte order mark and any
/// line break.
struct CSVTable: Equatable, Sendable {
  /// The columns' names; empty where the first row is data.
  private(set) var header: [String]
  let columns: Int
  /// Row after row, without the header. Spaces around unquoted fields are left out.
  private(set) var fields: [String]
  /// The line of the file where each row begins.
  private(set) var lines: [Int]
  /// The line of the file where the header begins, or would.
  private let firstLine: Int
  /// Whether 5,1 is a number, as where semicolons separate.
  let hasDecimalComma: Bool

  /// Blank rows and rows of empty fields are skipped.
  init(_ bytes: [UInt8]) throws(FileProblem) {
    let separator = Self.separator(of: bytes)
    var reader = CSVReader(bytes, separator: separator)
    var fields: [String] = []
    var lines: [Int] = []
    var columns = 0
    while let row = try reader.row(into: &fields) {
      if lines.isEmpty { columns = row.count }
      guard row.count == columns else {
        throw .raggedRow(line: row.line, expected: columns, count: row.count)
      }
      lines.append(row.line)
    }
    hasDecimalComma = separator != UInt8(ascii: ",")
    firstLine = lines.first ?? 1
    if Self.startsWithHeader(fields, columns: columns, hasDecimalComma: hasDecimalComma) {
      header = Array(fields[..<columns])
      fields.removeFirst(columns)
      lines.removeFirst()
    } else {
      header = []
    }
    self.columns = columns
    self.fields = fields
    self.lines = lines
  }

  /// The table with its first row as data where one of the columns, which are to be numbers, has a number there.
  func withHeaderAsData(ifNumberIn columns: [Int]) -> CSVTable {
    guard
      columns.contains(where: { column in
        header.indices.contains(column)
          && Self.number(header[column], hasDecimalComma: hasDecimalComma) != nil
      })
    else { return self }
    var table = self
    table.header = []
    table.fields = header + fields
    table.lines = [firstLine] + lines
    return table
  }

  /// The name of a column as messages say it: its own, or its number.
  func columnName(_ column: Int) -> String {
    header.indices.contains(column) ? header[column] : "\(column + 1)"
  }

  /// A finite number in decimal notation; nil for anything else, `nan` and `0x1p3` too.
  static func number(_ field: String, hasDecimalComma: Bool) -> Double? {
    var hasComma = false
    for byte in field.utf8 {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        continue
      case UInt8(ascii: ",") where hasDecimalComma: hasComma = true
      default: return nil
      }
    }
    let text = hasComma ? String(field.map { $0 == "," ? "." : $0 }) : field
    guard let number = Double(text), number.isFinite else { return nil }
    return number
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
      var fields: [String] = []
      while counts.count < rowsLookedAt, let row = try? reader.row(into: &fields) { counts.append(row.count) }
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
  private static func startsWithHeader(_ fields: [String], columns: Int, hasDecimalComma: Bool) -> Bool {
    guard columns > 0 else { return false }
    for column in 0..<columns where isWord(fields[column], hasDecimalComma) {
      for row in stride(from: columns, to: min(fields.count, columns * (rowsLookedAt + 1)), by: columns)
      where number(fields[row + column], hasDecimalComma: hasDecimalComma) != nil {
        return true
      }
    }
    return false
  }

  /// Neither a number, be it too large or in another notation, nor a mark for a missing value, nor binary data.
  private static func isWord(_ field: String, _ hasDecimalComma: Bool) -> Bool {
    let missing = ["", "?", "-", ".", "NA", "N/A", "na", "n/a", "NaN", "nan", "null"]
    return !missing.contains(field) && number(field, hasDecimalComma: hasDecimalComma) == nil
      && Double(field) == nil && !field.utf8.contains(0)
  }
}
