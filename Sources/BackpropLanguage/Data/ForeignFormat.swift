/// Files that hold tables or numbers in a format other than separated values.
public enum ForeignFormat: Equatable, Sendable {
  case arff, libSVM, json, webPage, workbook, compressed, binary

  /// The format that the bytes look like; nil for a table.
  static func guess(_ bytes: [UInt8]) -> ForeignFormat? {
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) || bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      return .workbook
    }
    if bytes.starts(with: "BZh".utf8) || bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A])
      || bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD])
    {
      return .compressed
    }
    let beginning = bytes.prefix(1 << 16)
    if beginning.contains(0) { return .binary }
    for line in beginning.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
      guard let first = words.first, first.first != UInt8(ascii: "%"), first.first != UInt8(ascii: "#") else {
        continue
      }
      let word = String(decoding: first, as: UTF8.self).lowercased()
      if word == "@relation" || word == "@attribute" { return .arff }
      if word.hasPrefix("<!doctype") || word.hasPrefix("<html") || word.hasPrefix("<?xml") { return .webPage }
      if word.hasPrefix("{") || word == "[" || word.hasPrefix("[{") || word.hasPrefix("[[") { return .json }
      return words.count > 1 && Double(word) != nil && words.dropFirst().allSatisfy(isIndexed) ? .libSVM : nil
    }
    return nil
  }

  /// `3:0.5`
  private static func isIndexed(_ word: ArraySlice<UInt8>) -> Bool {
    guard let colon = word.firstIndex(of: UInt8(ascii: ":")), colon > word.startIndex else { return false }
    let (index, value) = (word[..<colon], word[(colon + 1)...])
    return index.allSatisfy { (0x30...0x39).contains($0) }
      && Double(String(decoding: value, as: UTF8.self)) != nil
  }
}
