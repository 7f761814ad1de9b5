extension JSON {
  /// Reads one value and nothing else; RFC 8259 to the letter, but for a byte order mark, which is let pass. Names
  /// may not repeat in an object.
  init(_ bytes: [UInt8]) throws(FileProblem) {
    var parser = JSONParser(bytes)
    self = try parser.document()
  }
}

private struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func document() throws(FileProblem) -> JSON {
    let value = try value(depth: 0)
    skipSpace()
    guard position == bytes.count else { throw unexpected("the end of the file") }
    return value
  }

  private mutating func value(depth: Int) throws(FileProblem) -> JSON {
    skipSpace()
    switch peek {
    case UInt8(ascii: "{"): return .object(try members(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try elements(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"): return .number(try number())
    case UInt8(ascii: "t") where take("true"): return .bool(true)
    case UInt8(ascii: "f") where take("false"): return .bool(false)
    case UInt8(ascii: "n") where take("null"): return .null
    case _ where isDigit: return .number(try number())
    default: throw unexpected("a value")
    }
  }

  private mutating func elements(depth: Int) throws(FileProblem) -> [JSON] {
    try open(depth: depth)
    var elements: [JSON] = []
    if take(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try value(depth: depth)) } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw unexpected("`,` or `]`") }
    return elements
  }

  private mutating func members(depth: Int) throws(FileProblem) -> [JSON.Member] {
    try open(depth: depth)
    var members: [JSON.Member] = []
    if take(UInt8(ascii: "}")) { return members }
    var names: Set<String> = []
    repeat {
      skipSpace()
      guard peek == UInt8(ascii: "\"") else { throw unexpected("a name in quotes") }
      let start = position
      let name = try string()
      guard names.insert(name).inserted else {
        throw .repeatedMember(line: place(of: start).line, name: name)
      }
      guard take(UInt8(ascii: ":")) else { throw unexpected("`:`") }
      members.append(JSON.Member(name, try value(depth: depth)))
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw unexpected("`,` or `}`") }
    return members
  }

  private mutating func open(depth: Int) throws(FileProblem) {
    guard depth <= JSON.mostDepth else {
      throw .tooDeep(line: place(of: position).line, most: JSON.mostDepth)
    }
    position += 1
  }

  // MARK: - Numbers

  private mutating func number() throws(FileProblem) -> Double {
    let start = position
    if peek == UInt8(ascii: "-") { position += 1 }
    if peek == UInt8(ascii: "0") { position += 1 } else { try digits() }
    if peek == UInt8(ascii: ".") {
      position += 1
      try digits()
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      position += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let number = Double(text), number.isFinite else {
      position = start
      throw unexpected("a number that a double can hold")
    }
    return number
  }

  private mutating func digits() throws(FileProblem) {
    guard isDigit else { throw unexpected("a digit") }
    while isDigit { position += 1 }
  }

  private var isDigit: Bool {
    guard let byte = peek else { return false }
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }

  // MARK: - Strings

  private mutating func string() throws(FileProblem) -> String {
    let start = position
    var content: [UInt8] = []
    position += 1
    while true {
      guard let byte = peek else { throw unexpected("a closing quote") }
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        guard let text = String(validating: content, as: UTF8.self) else {
          throw .notText(line: place(of: start).line)
        }
        return text
      case UInt8(ascii: "\\"):
        position += 1
        content += try escaped()
      case 0..<0x20: throw unexpected("a character that may stand in a string")
      default:
        content.append(byte)
        position += 1
      }
    }
  }

  /// The character behind a backslash.
  private mutating func escaped() throws(FileProblem) -> [UInt8] {
    guard let byte = peek else { throw unexpected("a character to escape") }
    let plain: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain = byte
    case UInt8(ascii: "b"): plain = 8
    case UInt8(ascii: "f"): plain = 12
    case UInt8(ascii: "n"): plain = 10
    case UInt8(ascii: "r"): plain = 13
    case UInt8(ascii: "t"): plain = 9
    case UInt8(ascii: "u"): return try codePoint()
    default: throw unexpected("one of the characters that may follow a backslash")
    }
    position += 1
    return [plain]
  }

  /// `u` and four hexadecimal digits; two such escapes where the first is a high surrogate.
  private mutating func codePoint() throws(FileProblem) -> [UInt8] {
    let start = position
    var code = try hexadecimal()
    if (0xD800..<0xDC00).contains(code), take("\\") {
      let low = try hexadecimal()
      if (0xDC00..<0xE000).contains(low) { code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00) }
    }
    guard let scalar = Unicode.Scalar(code) else {
      position = start
      throw unexpected("a code point, or a pair of surrogates")
    }
    return Array(String(Character(scalar)).utf8)
  }

  private mutating func hexadecimal() throws(FileProblem) -> UInt32 {
    guard peek == UInt8(ascii: "u") else { throw unexpected("`u`") }
    position += 1
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = peek.flatMap(Self.hexDigit) else { throw unexpected("a hexadecimal digit") }
      code = code << 4 | digit
      position += 1
    }
    return code
  }

  private static func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }

  // MARK: - Bytes

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  /// Reads the byte if it comes next, after white space.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipSpace()
    guard peek == byte else { return false }
    position += 1
    return true
  }

  /// Reads the word if it stands here.
  private mutating func take(_ word: String) -> Bool {
    guard bytes[position...].starts(with: word.utf8) else { return false }
    position += word.utf8.count
    return true
  }

  // MARK: - Problems

  private func unexpected(_ expected: String) -> FileProblem {
    let place = place(of: position)
    guard position < bytes.count else {
      return .unexpected(
        line: place.line, column: place.column, expected: expected, found: "the end of the file")
    }
    let rest = String(decoding: bytes[position...].prefix(4), as: UTF8.self).unicodeScalars
    let scalar = rest[rest.startIndex]
    let found = scalar.value < 0x20 || scalar.value == 0x7F ? "a control character" : "`\(scalar)`"
    return .unexpected(line: place.line, column: place.column, expected: expected, found: found)
  }

  /// Line and column in code points, both from 1.
  private func place(of position: Int) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes[..<min(position, bytes.count)] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return (line, column)
  }
}
