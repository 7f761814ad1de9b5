/// How many columns of a terminal a text takes.
public func columns(of text: String) -> Int { TextWidth.of(text) }

/// Columns of a terminal.
enum TextWidth {
  /// What a line is kept to.
  static let page = 80

  /// How many columns a text takes: two for what East Asian writing and pictures need, none for accents that combine.
  static func of(_ text: String) -> Int {
    var width = 0
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: break
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60,
        0x1F300...0x1FAFF:
        width += 2
      default: width += 1
      }
    }
    return width
  }

  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
    let gap = spaces(width - of(text))
    return right ? gap + text : text + gap
  }

  /// A space within a formula or a piece of code, at which no line breaks; shown as a space.
  static let unbreakable: Unicode.Scalar = "\u{A0}"

  /// Lines of at most `width` columns, broken at spaces; a word that is longer gets a line of its own. Line breaks
  /// that the text has stay.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      for word in paragraph.split(separator: " ") {
        if line.isEmpty {
          line = String(word)
        } else if of(line) + 1 + of(String(word)) <= width {
          line += " " + word
        } else {
          lines.append(line)
          line = String(word)
        }
      }
      lines.append(line)
    }
    return lines.map { replacing(unbreakable, by: " ", in: $0) }
  }

  static func replacing(_ scalar: Unicode.Scalar, by other: Unicode.Scalar, in text: String) -> String {
    var view = String.UnicodeScalarView()
    for each in text.unicodeScalars { view.append(each == scalar ? other : each) }
    return String(view)
  }
}
