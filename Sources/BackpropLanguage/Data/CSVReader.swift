/// Reads separated values byte by byte, once.
struct CSVReader {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  private var line = 1

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let space = UInt8(ascii: " ")
  private static let tab = UInt8(ascii: "\t")

  init(_ bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Appends the fields of the next row that is not empty; nil at the end.
  mutating func row(into fields: inout [String]) throws(FileProblem) -> (line: Int, count: Int)? {
    while !isAtEnd {
      let start = fields.count
      let row = line
      var isEmpty = true
      var goesOn = true
      while goesOn {
        let field = try nextField()
        isEmpty = isEmpty && field.isEmpty
        fields.append(field)
        goesOn = endOfField()
      }
      if !isEmpty { return (row, fields.count - start) }
      fields.removeLast(fields.count - start)
    }
    return nil
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

  private mutating func nextField() throws(FileProblem) -> String {
    skipBlanks()
    guard !isAtEnd else { return "" }
    if bytes[position] == Self.quote { return try quotedField() }
    let start = position
    while !isAtEnd, !endsField(bytes[position]) { position += 1 }
    var end = position
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return try text(bytes[start..<end], line)
  }

  private mutating func quotedField() throws(FileProblem) -> String {
    let firstLine = line
    var content: [UInt8] = []
    position += 1
    while true {
      guard !isAtEnd else { throw .unclosedQuote(line: firstLine) }
      let byte = bytes[position]
      if byte == Self.quote {
        position += 1
        guard !isAtEnd, bytes[position] == Self.quote else { break }
        content.append(Self.quote)
        position += 1
      } else if byte == Self.lineFeed || byte == Self.carriageReturn {
        let start = position
        lineBreak()
        content += bytes[start..<position]
      } else {
        content.append(byte)
        position += 1
      }
    }
    skipBlanks()
    if !isAtEnd, !endsField(bytes[position]) { throw .textAfterQuote(line: line) }
    return try text(content[...], firstLine)
  }

  private func text(_ bytes: ArraySlice<UInt8>, _ line: Int) throws(FileProblem) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notText(line: line) }
    return text
  }
}
