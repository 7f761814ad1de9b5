/// Words that come from files, as they may be shown: in one line, and with nothing in them that moves a
/// cursor, rings a bell or turns the text around them.
enum FileText {
  /// The most characters, in code points, of a name or a word.
  static let longest = 200

  /// The text without what may not be shown; a run of that becomes a space, and nothing at the ends.
  static func line(_ text: String) -> String {
    guard !text.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else { return text }
    var line = String.UnicodeScalarView()
    var isGap = false
    for scalar in text.unicodeScalars {
      if isHidden(scalar) {
        isGap = true
      } else {
        if isGap && !line.isEmpty { line.append(" ") }
        isGap = false
        line.append(scalar)
      }
    }
    return String(line)
  }

  /// The same of a name that nothing but people read: a long one is cut.
  static func name(_ text: String) -> String { beginning(of: line(text), longest) }

  /// The beginning of what stands in a file, for messages. A blank stands where nothing may be shown.
  static func excerpt(_ text: String) -> String {
    var excerpt = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(40) { excerpt.append(isHidden(scalar) ? " " : scalar) }
    return String(excerpt)
  }

  private static func beginning(of text: String, _ count: Int) -> String {
    guard text.utf8.count > count, text.unicodeScalars.count > count else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(count - 1))) + "…"
  }

  /// Control characters, breaks of lines and paragraphs, marks and overrides of direction, and what is no
  /// character. Joiners stay: Persian, Hindi and pictures of families need them.
  static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: true
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x206F: true
    case 0xFEFF, 0xFFF9...0xFFFB: true
    case 0xFDD0...0xFDEF: true
    case let value: value & 0xFFFE == 0xFFFE
    }
  }
}
