/// Where a row begins.
struct CSVRow {
  /// The place of its first byte.
  let start: Int
  let line: Int
}

/// Where a field stands among the bytes: what is between its quotes, or else between the blanks around it.
struct CSVField {
  let range: Range<Int>
  /// Whether quotes stand inside quotes, each written twice.
  var hasDoubledQuotes = false

  static let quote = UInt8(ascii: "\"")

  func text(in bytes: [UInt8]) -> String {
    guard hasDoubledQuotes else { return String(decoding: bytes[range], as: UTF8.self) }
    var content: [UInt8] = []
    var isSecond = false
    for byte in bytes[range] {
      if !isSecond { content.append(byte) }
      isSecond = byte == Self.quote && !isSecond
    }
    return String(decoding: content, as: UTF8.self)
  }
}

/// Reads separated values byte by byte. It says where the fields stand and copies none of them: a large file has so many
/// that strings of them would take many times its size.
struct CSVReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  private var line = 1

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")

  init(_ bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// Begins at a row.
  init(_ bytes: [UInt8], separator: UInt8, at row: CSVRow) {
    self.bytes = bytes
    self.separator = separator
    position = row.start
    line = row.line
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// The next row that is not empty and how many fields it has; nil at the end. `use` is called with every field on the
  /// way, those of empty rows too.
  mutating func row(_ use: (CSVField) -> Void = { _ in }) throws(FileProblem) -> (row: CSVRow, count: Int)? {
    while !isAtEnd {
      let row = CSVRow(start: position, line: line)
      var count = 0
      var isEmpty = true
      var goesOn = true
      while goesOn {
        let field = try nextField()
        isEmpty = isEmpty && field.range.isEmpty
        count += 1
        use(field)
        goesOn = endOfField()
      }
      if !isEmpty { return (row, count) }
    }
    return nil
  }

  /// The field with so many before it in this row.
  mutating func field(_ column: Int) throws(FileProblem) -> CSVField {
    for _ in 0..<column {
      _ = try nextField()
      _ = endOfField()
    }
    return try nextField()
  }

  /// Steps over the separator or the line break that ends a field; whether the row goes on.
  private mutating func endOfField() -> Bool {
    guard !isAtEnd else { return false }
    let byte = bytes[position]
    if byte == separator {
      position += 1
      return true
    }
    lineBreak()
    return false
  }

  private mutating func lineBreak() {
    if bytes[position] == Self.carriageReturn, position + 1 < bytes.count,
      bytes[position + 1] == Self.lineFeed
    {
      position += 1
    }
    position += 1
    line += 1
  }

  private func endsField(_ byte: UInt8) -> Bool {
    byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == Self.space || byte == Self.tab && separator != Self.tab
  }

  private mutating func skipBlanks() {
    while !isAtEnd, isBlank(bytes[position]) { position += 1 }
  }

  private mutating func nextField() throws(FileProblem) -> CSVField {
    skipBlanks()
    guard !isAtEnd else { return CSVField(range: position..<position) }
    if bytes[position] == CSVField.quote { return try quotedField() }
    let start = position
    var end = start
    var allBits: UInt8 = 0
    while end < bytes.count, !endsField(bytes[end]) {
      allBits |= bytes[end]
      end += 1
    }
    position = end
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    try checkText(start..<end, allBits, line)
    return CSVField(range: start..<end)
  }

  private mutating func quotedField() throws(FileProblem) -> CSVField {
    let firstLine = line
    position += 1
    let start = position
    var hasDoubledQuotes = false
    var allBits: UInt8 = 0
    while true {
      guard !isAtEnd else { throw .unclosedQuote(line: firstLine) }
      let byte = bytes[position]
      allBits |= byte
      if byte == CSVField.quote {
        position += 1
        guard !isAtEnd, bytes[position] == CSVField.quote else { break }
        hasDoubledQuotes = true
        position += 1
      } else if byte == Self.lineFeed || byte == Self.carriageReturn {
        lineBreak()
      } else {
        position += 1
      }
    }
    let end = position - 1
    skipBlanks()
    if !isAtEnd, !endsField(bytes[position]) { throw .textAfterQuote(line: line) }
    try checkText(start..<end, allBits, firstLine)
    return CSVField(range: start..<end, hasDoubledQuotes: hasDoubledQuotes)
  }

  /// `allBits` of the bytes together say whether all are ASCII, which needs no further look.
  private func checkText(_ range: Range<Int>, _ allBits: UInt8, _ line: Int) throws(FileProblem) {
    guard allBits >= 0x80 else { return }
    guard String(validating: bytes[range], as: UTF8.self) != nil else { throw .notText(line: line) }
  }
}
