import JSON

extension FileProblem {
  /// Why a file's bytes are no JSON, and where.
  init(_ error: JSONError, in bytes: [UInt8]) {
    let (line, column) = Self.place(of: error.index, in: bytes)
    switch error.reason {
    case .notText: self = .notText(line: line)
    case .tooDeep: self = .tooDeep(line: line, most: JSONRules().mostDepth)
    case .repeatedName(let name): self = .repeatedMember(line: line, name: name)
    case .unexpected(let expected):
      self = .unexpected(
        line: line, column: column, expected: expected, found: Self.found(at: error.index, in: bytes))
    }
  }

  private static func found(at index: Int, in bytes: [UInt8]) -> String {
    guard index < bytes.count else { return "the end of the file" }
    let rest = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars
    let scalar = rest[rest.startIndex]
    return scalar.value < 0x20 || scalar.value == 0x7F ? "a control character" : "`\(scalar)`"
  }

  /// Line and column in code points, both from 1.
  private static func place(of index: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    var line = 1
    var column = 1
    for byte in bytes[..<min(index, bytes.count)] {
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
