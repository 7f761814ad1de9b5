/// Words from files in a form that is safe to show: in one line, without anything that moves a cursor, rings
/// a bell or reverses the text around them.
enum FileText {
  /// The maximum length of a name or word, in code points.
  static let longest = 200

  /// The text without characters that may not be shown; a run of them becomes a space, or nothing at either
  /// end.
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

  /// The same for a name that only people read: a long one is cut.
  static func name(_ text: String) -> String { beginning(of: line(text), longest) }

  /// The beginning of a file's text, for messages. Characters that may not be shown become spaces.
  static func excerpt(_ text: String) -> String {
    var excerpt = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(40) { excerpt.append(isHidden(scalar) ? " " : scalar) }
    return String(excerpt)
  }

  private static func beginning(of text: String, _ count: Int) -> String {
    guard text.utf8.count > count, text.unicodeScalars.count > count else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(count - 1))) + "…"
  }

  /// Control characters, line and paragraph separators, direction marks and overrides, and noncharacters.
  /// Joiners are kept: Persian, Hindi and family emoji need them.
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
