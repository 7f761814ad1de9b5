import JSON

extension FileProblem {
  /// Why a file's bytes are no JSON, and where.
  init(_ error: JSONError, in bytes: [UInt8]) {
    let (line, column) = Self.place(of: error.index, in: bytes)
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

  /// Line and column in code points, both from 1.
  private static func place(of index: Int, in bytes: [UInt8]) -> (line: Int, column: Int) {
    let before = bytes[..<min(index, bytes.count)]
    let line = before.reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) }
    let lineStart = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return (line, before[lineStart...].reduce(1) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) })
  }
}
