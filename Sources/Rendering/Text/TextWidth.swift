/// How many terminal columns a text takes.
public func columns(of text: String) -> Int { TextWidth.of(text) }

/// Widths in terminal columns.
enum TextWidth {
  /// The maximum width of a line.
  static let page = 80

  /// How many columns a text takes.
  static func of(_ text: String) -> Int { text.unicodeScalars.reduce(0) { $0 + of($1) } }

  /// Two for East Asian characters and emoji, none for combining accents.
  static func of(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: 0
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0x1F300...0x1FAFF:
      2
    default: 1
    }
  }

  static func spaces(_ count: Int) -> String { String(repeating: " ", count: max(count, 0)) }

  static func padded(_ text: String, to width: Int, right: Bool = false) -> String {
    let gap = spaces(width - of(text))
    return right ? gap + text : text + gap
  }

  /// A space in a formula or a piece of code, at which no line breaks; it is shown as a space.
  static let unbreakable: Unicode.Scalar = "\u{A0}"

  /// Lines of at most `width` columns, broken at spaces, or within a word that is longer than a line. Line
  /// breaks in the text are kept. width: at least 2, because one character can take that much.
  static func wrapped(_ text: String, to width: Int) -> [String] {
    if text.utf8.count <= width, isOfSingleWords(text) { return [replacing(unbreakable, by: " ", in: text)] }
    var lines: [String] = []
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      var line = ""
      var used = 0
      for word in paragraph.split(separator: " ") {
        for (place, piece) in pieces(of: String(word), atMost: max(width, 2)).enumerated() {
          let size = of(piece)
          if place == 0, !line.isEmpty, used + 1 + size <= width {
            line += " " + piece
            used += 1 + size
          } else {
            if !line.isEmpty { lines.append(line) }
            line = piece
            used = size
          }
        }
      }
      lines.append(line)
    }
    return lines.map { replacing(unbreakable, by: " ", in: $0) }
  }

  /// Whether the text is one line, with one space between two words and none at its ends.
  private static func isOfSingleWords(_ text: String) -> Bool {
    var isSpace = true
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: " ") && isSpace { return false }
      isSpace = byte == UInt8(ascii: " ")
    }
    return !isSpace
  }

  /// A word in pieces that fit on a line, broken at the spaces of a formula where there are any; accents stay
  /// with their letters.
  private static func pieces(of word: String, atMost width: Int) -> [String] {
    guard of(word) > width else { return [word] }
    var pieces: [String] = []
    var piece: [Unicode.Scalar] = []
    var used = 0
    for scalar in word.unicodeScalars {
      let size = of(scalar)
      if used + size > width {
        let space = piece.lastIndex(of: unbreakable) ?? 0
        pieces.append(text(piece[..<(space > 0 ? space : piece.count)]))
        piece = space > 0 ? Array(piece[(space + 1)...]) : []
        used = piece.reduce(0) { $0 + of($1) }
      }
      piece.append(scalar)
      used += size
    }
    return pieces + [text(piece[...])]
  }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// A text of at most `width` columns; the end of a longer one is replaced by `…`.
  static func cut(_ text: String, to width: Int) -> String {
    guard of(text) > width else { return text }
    var kept = String.UnicodeScalarView()
    var room = width - 1
    for scalar in text.unicodeScalars {
      room -= of(scalar)
      if room < 0 { break }
      kept.append(scalar)
    }
    kept.append("…")
    return String(kept)
  }

  static func replacing(_ scalar: Unicode.Scalar, by other: Unicode.Scalar, in text: String) -> String {
    guard text.unicodeScalars.contains(scalar) else { return text }
    var view = String.UnicodeScalarView()
    for each in text.unicodeScalars { view.append(each == scalar ? other : each) }
    return String(view)
  }
}
