/// The encoding of a table's text.
enum TableEncoding {
  /// The bytes as UTF-8, without a byte order mark. Spreadsheets also write UTF-16, with a byte order mark.
  ///
  /// Throws: unpaired surrogates, an odd number of bytes, an interrupt.
  static func utf8(_ bytes: [UInt8], isInterrupted: () -> Bool) throws(FileProblem) -> [UInt8] {
    if bytes.starts(with: [0xFF, 0xFE]) { return try utf8(bytes, isLittleEndian: true, isInterrupted) }
    if bytes.starts(with: [0xFE, 0xFF]) { return try utf8(bytes, isLittleEndian: false, isInterrupted) }
    return bytes
  }

  private static func utf8(
    _ bytes: [UInt8], isLittleEndian: Bool, _ isInterrupted: () -> Bool
  ) throws(FileProblem) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count / 2)
    var line = 1
    func unit(_ place: Int) -> UInt32? {
      guard place + 1 < bytes.count else { return nil }
      let (first, second) = (UInt32(bytes[place]), UInt32(bytes[place + 1]))
      return isLittleEndian ? second << 8 | first : first << 8 | second
    }
    var place = 2
    while place < bytes.count {
      if place & 0xFFFF == 0, isInterrupted() { throw .interrupted }
      guard var code = unit(place) else { throw .notText(line: line) }
      place += 2
      if 0xD800..<0xDC00 ~= code, let second = unit(place), 0xDC00..<0xE000 ~= second {
        code = 0x10000 + (code - 0xD800) << 10 + (second - 0xDC00)
        place += 2
      }
      guard let scalar = Unicode.Scalar(code) else { throw .notText(line: line) }
      if code == 0x0A { line += 1 }
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return text
  }
}
