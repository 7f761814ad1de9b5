/// What separates two fields: one byte, or any number of spaces and tabs.
enum CSVSeparator: Equatable, Sendable {
  case byte(UInt8)
  case blanks

  static let comma = CSVSeparator.byte(UInt8(ascii: ","))
}

/// The bytes of a field: those between its quotes, or without the blanks around it if it has none.
struct CSVField {
  let range: Range<Int>
  /// Whether it contains quotes inside its quotes, each doubled.
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

/// The row just read.
struct CSVRow {
  let line: Int
  /// The number of fields up to the last one that is not empty.
  let used: Int
  /// What is wrong with this row; other rows are not affected.
  let problem: FileProblem?
}

/// A place between two rows.
struct CSVPlace {
  var position: Int
  var line: Int
}

/// Reads separated values byte by byte. It reports the positions of the fields and copies none of them: in a
/// large file, strings for all fields would take many times the size of the file.
struct CSVReader {
  private let bytes: [UInt8]
  private let isInterrupted: () -> Bool
  /// The bytes that separate fields; the same byte twice if there is only one.
  private let separator: UInt8
  private let otherSeparator: UInt8
  private let hasBlanks: Bool
  private(set) var place: CSVPlace
  private var nextQuestion = 0
  /// What is wrong with the row that is being read.
  private var problem: FileProblem?
  /// The skipped lines that begin with `#` or `%`.
  private(set) var comments = 0

  /// The maximum length of a field in bytes. A longer one means a quote that is not closed, or a file that is
  /// no table.
  static let longestField = 1 << 20
  static let mostFields = 1 << 20
  private static let bytesBetweenQuestions = 1 << 16

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")

  init(
    _ bytes: [UInt8], separator: CSVSeparator, at place: CSVPlace = CSVPlace(position: 0, line: 1),
    isInterrupted: @escaping () -> Bool = { false }
  ) {
    self.bytes = bytes
    self.place = place
    self.isInterrupted = isInterrupted
    switch separator {
    case .byte(let byte): (self.separator, otherSeparator, hasBlanks) = (byte, byte, false)
    case .blanks: (self.separator, otherSeparator, hasBlanks) = (Self.space, Self.tab, true)
    }
  }

  var isAtEnd: Bool { place.position >= bytes.count }

  /// Replaces the current fields by those of the next row that is not empty; nil at the end.
  mutating func row(into fields: inout [CSVField]) throws(FileProblem) -> CSVRow? {
    while !isAtEnd {
      if place.position >= nextQuestion { try ask() }
      let byte = bytes[place.position]
      if byte == Self.lineFeed || byte == Self.carriageReturn {
        lineBreak()
        continue
      }
      if isAtComment {
        try skipLine()
        comments += 1
        continue
      }
      fields.removeAll(keepingCapacity: true)
      problem = nil
      let line = place.line
      var used = 0
      repeat {
        if place.position >= nextQuestion { try ask() }
        guard fields.count < Self.mostFields else {
          throw .tooManyColumns(line: line, most: Self.mostFields)
        }
        let field = try nextField()
        fields.append(field)
        if !field.range.isEmpty { used = fields.count }
      } while try endOfField()
      if used > 0 || problem != nil { return CSVRow(line: line, used: used, problem: problem) }
    }
    return nil
  }

  private mutating func ask() throws(FileProblem) {
    nextQuestion = place.position + Self.bytesBetweenQuestions
    if isInterrupted() { throw .interrupted }
  }

  // MARK: - Lines

  /// `# a comment`, but not a column called `#`.
  private var isAtComment: Bool {
    let byte = bytes[place.position]
    guard byte == UInt8(ascii: "#") || byte == UInt8(ascii: "%") else { return false }
    guard !hasBlanks, place.position + 1 < bytes.count else { return true }
    return bytes[place.position + 1] != separator
  }

  private mutating func skipLine() throws(FileProblem) {
    while !isAtEnd, bytes[place.position] != Self.lineFeed, bytes[place.position] != Self.carriageReturn {
      place.position += 1
      if place.position >= nextQuestion { try ask() }
    }
    if !isAtEnd { lineBreak() }
  }

  /// Skips the separator or line break that ends a field; returns whether the row continues.
  private mutating func endOfField() throws(FileProblem) -> Bool {
    if hasBlanks { try skipBlanks() }
    guard !isAtEnd else { return false }
    let byte = bytes[place.position]
    if byte == Self.lineFeed || byte == Self.carriageReturn {
      lineBreak()
      return false
    }
    if byte == separator { place.position += 1 }
    return true
  }

  private mutating func lineBreak() {
    if bytes[place.position] == Self.carriageReturn, place.position + 1 < bytes.count,
      bytes[place.position + 1] == Self.lineFeed
    {
      place.position += 1
    }
    place.position += 1
    place.line += 1
  }

  // MARK: - Fields

  private func endsField(_ byte: UInt8) -> Bool {
    byte == separator || byte == Self.lineFeed || byte == Self.carriageReturn || byte == otherSeparator
  }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == Self.space || byte == Self.tab && (hasBlanks || separator != Self.tab)
  }

  private mutating func skipBlanks() throws(FileProblem) {
    let limit = place.position + min(bytes.count - place.position, Self.longestField)
    while place.position < limit, isBlank(bytes[place.position]) { place.position += 1 }
    guard place.position < limit || limit == bytes.count else {
      throw .fieldTooLong(line: place.line, most: Self.longestField)
    }
  }

  private mutating func nextField() throws(FileProblem) -> CSVField {
    try skipBlanks()
    guard !isAtEnd else { return CSVField(range: place.position..<place.position) }
    if bytes[place.position] == CSVField.quote { return try quotedField() }
    let start = place.position
    let limit = start + min(bytes.count - start, Self.longestField)
    var end = start
    var allBits: UInt8 = 0
    while end < limit, !endsField(bytes[end]) {
      allBits |= bytes[end]
      end += 1
    }
    guard end < limit || end == bytes.count else {
      throw .fieldTooLong(line: place.line, most: Self.longestField)
    }
    place.position = end
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    if allBits >= 0x80 { checkText(start..<end, place.line) }
    return CSVField(range: start..<end)
  }

  private mutating func quotedField() throws(FileProblem) -> CSVField {
    let firstLine = place.line
    place.position += 1
    let start = place.position
    var hasDoubledQuotes = false
    var allBits: UInt8 = 0
    while true {
      guard !isAtEnd else { throw problem ?? .unclosedQuote(line: firstLine) }
      guard place.position - start < Self.longestField else {
        throw problem ?? .fieldTooLong(line: firstLine, most: Self.longestField)
      }
      let byte = bytes[place.position]
      allBits |= byte
      if byte == CSVField.quote {
        place.position += 1
        guard !isAtEnd, bytes[place.position] == CSVField.quote else { break }
        hasDoubledQuotes = true
        place.position += 1
      } else if byte == Self.lineFeed || byte == Self.carriageReturn {
        lineBreak()
      } else {
        place.position += 1
      }
    }
    let end = place.position - 1
    if allBits >= 0x80 { checkText(start..<end, firstLine) }
    try skipBlanks()
    let isEnded = isAtEnd || endsField(bytes[place.position]) || hasBlanks && place.position > end + 1
    if !isEnded {
      problem = problem ?? .textAfterQuote(line: place.line)
      while !isAtEnd, !endsField(bytes[place.position]) { place.position += 1 }
    }
    return CSVField(range: start..<end, hasDoubledQuotes: hasDoubledQuotes)
  }

  /// Only needed if there is a byte outside ASCII.
  private mutating func checkText(_ range: Range<Int>, _ line: Int) {
    guard String(validating: bytes[range], as: UTF8.self) == nil else { return }
    problem = problem ?? .notText(line: line)
  }
}
