/// A table of values separated by commas, semicolons, tabs, bars or blanks (RFC 4180), with quoted fields, a
/// byte order mark, comments and any line break.
///
/// Its fields are not copied but read again whenever they are needed. This takes a small part of the memory
/// and time that strings would take.
struct CSVTable {
  /// The column names; empty if the first row is data.
  private(set) var header: [String] = []
  /// Their line in the file.
  private(set) var headerLine = 1
  /// The number of columns with content. Trailing separators in all rows do not add a column.
  private(set) var columns = 0
  /// The number of rows that hold data and are as wide as the table.
  private(set) var rowCount = 0
  /// Whether the first column has no header and names the rows, as in files written by R.
  private(set) var hasRowNames = false
  /// Lines that begin with `#` or `%`.
  private(set) var comments = 0
  /// Bad rows above the header, such as titles.
  private(set) var skippedAbove = SkippedRows()
  private let bytes: [UInt8]
  private let dialect: CSVDialect
  /// Whether rows that hold no pattern are skipped.
  let skipsBadRows: Bool
  let isInterrupted: () -> Bool
  /// Where the data begins, after the header.
  private var start: CSVPlace
  /// Where it would begin without a header.
  private var firstStart: CSVPlace

  /// Blank rows and rows of empty fields are skipped.
  init(
    _ file: [UInt8], skipsBadRows: Bool = false, isInterrupted: @escaping () -> Bool = { false }
  ) throws(FileProblem) {
    bytes = try TableEncoding.utf8(file, isInterrupted: isInterrupted)
    if let format = ForeignFormat.guess(bytes) { throw .foreign(format) }
    dialect = try CSVDialect(of: bytes, isInterrupted: isInterrupted)
    start = dialect.start
    firstStart = start
    self.skipsBadRows = skipsBadRows
    self.isInterrupted = isInterrupted
    var reader = CSVReader(bytes, separator: dialect.separator, at: start, isInterrupted: isInterrupted)
    var fields: [CSVField] = []
    var firstRow = try reader.row(into: &fields)
    while skipsBadRows, let row = firstRow, !mayBeHeader(fields), let problem = problem(row, fields) {
      skippedAbove.add(problem)
      start = reader.place
      firstRow = try reader.row(into: &fields)
    }
    comments = reader.comments
    guard let first = firstRow else { return }
    firstStart = start
    let names = fields
    let behindFirst = reader.place
    while let row = try reader.row(into: &fields) {
      if let problem = problem(row, fields) {
        guard skipsBadRows else { throw problem }
        continue
      }
      rowCount += 1
      columns = max(columns, row.used)
    }
    comments = reader.comments
    if isHeader(first, names, below: behindFirst) {
      start = behindFirst
      headerLine = first.line
      columns = max(columns, first.used)
      header = names.prefix(columns).map { FileText.name($0.text(in: bytes)) }
      hasRowNames = header.count < columns
      if hasRowNames { header.insert("", at: 0) }
    } else if let problem = problem(first, names) {
      guard skipsBadRows else { throw problem }
    } else {
      rowCount += 1
      columns = max(columns, first.used)
    }
  }

  /// The table with its first row as data if that row has a number in one of the given columns, which must be
  /// numeric.
  func withHeaderAsData(ifNumberIn columns: [Int]) -> CSVTable {
    guard !hasRowNames,
      columns.contains(where: { column in
        header.indices.contains(column)
          && DecimalNumber.value(of: header[column], hasDecimalComma: hasDecimalComma) != nil
      })
    else { return self }
    var table = self
    table.header = []
    table.start = firstStart
    table.rowCount += 1
    return table
  }

  /// The name of a column in messages: its own, or else its number.
  func columnName(_ column: Int) -> String {
    header.indices.contains(column) && !header[column].isEmpty ? header[column] : "\(column + 1)"
  }

  // MARK: - Rows

  /// A reader at the first row of data.
  var reader: CSVReader {
    CSVReader(bytes, separator: dialect.separator, at: start, isInterrupted: isInterrupted)
  }

  /// What is wrong with a row by itself: its width differs from the others, or it is not text.
  func problem(_ row: CSVRow, _ fields: [CSVField]) -> FileProblem? {
    if let problem = row.problem { return problem }
    guard fields.count < dialect.width || row.used > dialect.width else { return nil }
    return .raggedRow(line: row.line, expected: dialect.width, count: fields.count)
  }

  // MARK: - Fields

  /// Whether 5,1 is a number.
  var hasDecimalComma: Bool { dialect.hasDecimalComma }

  func text(of field: CSVField) -> String { field.text(in: bytes) }

  func number(in field: CSVField) -> Double? {
    DecimalNumber.value(of: bytes, in: field.range, hasDecimalComma: hasDecimalComma)
  }

  func contains(_ byte: UInt8, _ field: CSVField) -> Bool { bytes[field.range].contains(byte) }

  // MARK: - The header

  private static let rowsLookedAt = 10

  /// Whether it may have one name less than the rows have fields.
  private func mayBeHeader(_ names: [CSVField]) -> Bool { names.count > 1 && names.count < dialect.width }

  /// Whether the first row names the columns: some column has a word there and a number below. The row may
  /// have one name less than the rows have fields; then it must consist of names only.
  private func isHeader(_ first: CSVRow, _ names: [CSVField], below place: CSVPlace) -> Bool {
    guard first.problem == nil else { return false }
    // One name less than the columns in use, or fewer separators at the end.
    let isShort = mayBeHeader(names) && names.count >= columns - 1
    guard isShort || names.count >= dialect.width && first.used <= dialect.width else { return false }
    let words = names.indices.filter { isWord(text(of: names[$0])) }
    guard !isShort || words.count == names.count else { return false }
    var reader = CSVReader(bytes, separator: dialect.separator, at: place)
    var fields: [CSVField] = []
    var rowsRead = 0
    while rowsRead < Self.rowsLookedAt, let row = (try? reader.row(into: &fields)) ?? nil {
      rowsRead += 1
      guard problem(row, fields) == nil else { continue }
      if isShort || words.contains(where: { number(in: fields[$0]) != nil }) { return true }
    }
    // Names only: a table without rows.
    return rowsRead == 0 && names.count > 1 && words.count == names.count
  }

  /// Neither a number, even one that is too large or in another notation, nor a mark for a missing value.
  private func isWord(_ field: String) -> Bool {
    !NumberSlip.isMissing(field)
      && DecimalNumber.value(of: field, hasDecimalComma: hasDecimalComma) == nil
      && Double(field) == nil
  }
}
