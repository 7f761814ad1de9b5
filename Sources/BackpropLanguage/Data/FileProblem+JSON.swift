import JSON

extension FileProblem {
  /// Why the bytes of a file are not JSON, and where.
  init(_ error: JSONError, in bytes: [UInt8], isInterrupted: () -> Bool = { false }) {
    guard let (line, column) = Self.place(of: error.index, in: bytes, isInterrupted) else {
      self = .interrupted
      return
    }
    switch error.reason {
    case .interrupted: self = .interrupted
    case .tooLong: self = .textTooLong(line: line, most: JSONRules().longestString)
    case .notText: self = .notText(line: line)
    case .tooMany: self = .tooManyValues(line: line, most: JSONRules().mostValues)
    case .tooDeep: self = .tooDeep(line: line, most: JSONRules().mostDepth)
    case .repeatedName(let name): self = .repeatedMember(line: line, name: FileText.name(name))
    case .unexpected(let expected):
      self = .unexpected(
        line: line, column: column, expected: expected, found: Self.found(at: error.index, in: bytes))
    }
  }

  private static func found(at index: Int, in bytes: [UInt8]) -> String {
    guard index < bytes.count else { return "the end of the file" }
    let rest = String(decoding: bytes[index...].prefix(4), as: UTF8.self).unicodeScalars
    let scalar = rest[rest.startIndex]
    return FileText.isHidden(scalar) ? "a control character" : "`\(scalar)`"
  }

  /// Line and column in code points, both from 1; nil if it was interrupted.
  private static func place(
    of index: Int, in bytes: [UInt8], _ isInterrupted: () -> Bool
  ) -> (line: Int, column: Int)? {
    var line = 1
    var column = 1
    let end = min(index, bytes.count)
    for start in stride(from: 0, to: end, by: 1 << 20) {
      if isInterrupted() { return nil }
      for byte in bytes[start..<min(start + (1 << 20), end)] {
        if byte == 0x0A {
          line += 1
          column = 1
        } else if byte & 0xC0 != 0x80 {
          column += 1
        }
      }
    }
    return (line, column)
  }
}
