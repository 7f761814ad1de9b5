/// The user's own words within what is shown: names, labels of classes and columns, and parts of a cell. They
/// are marked where a sentence takes them in, so that a course's notation, which rewrites the handout's
/// symbols, leaves them as they are; `NotationWriter` takes the marks away again.
enum Quotation {
  /// The control characters for the start and the end of a text, which `VisibleText` replaces wherever a
  /// user's text contains them.
  static let open: Unicode.Scalar = "\u{2}"
  static let close: Unicode.Scalar = "\u{3}"

  struct Part {
    var text: String
    var isTyped: Bool
  }

  /// The parts of a text, without the marks.
  static func parts(of text: String) -> [Part] {
    guard isMarked(text) else { return [Part(text: text, isTyped: false)] }
    var parts: [Part] = []
    var part = String.UnicodeScalarView()
    var isTyped = false
    func finish() {
      if !part.isEmpty { parts.append(Part(text: String(part), isTyped: isTyped)) }
      part = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      if scalar == open || scalar == close {
        finish()
        isTyped = scalar == open
      } else {
        part.append(scalar)
      }
    }
    finish()
    return parts
  }

  /// The text without the marks.
  static func plain(_ text: String) -> String {
    guard isMarked(text) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != open && $0 != close }))
  }

  /// The text with every character visible, and with the marks.
  static func visible(_ text: String) -> String {
    guard isMarked(text) else { return VisibleText.lines(text) }
    return parts(of: text).map { $0.isTyped ? $0.text.asTyped : VisibleText.lines($0.text) }.joined()
  }

  private static func isMarked(_ text: String) -> Bool {
    text.utf8.contains { $0 == 2 || $0 == 3 }
  }
}

extension String {
  /// Marked as the user's own words.
  var asTyped: String {
    var marked = String.UnicodeScalarView([Quotation.open])
    marked.append(contentsOf: VisibleText.lines(self).unicodeScalars)
    marked.append(Quotation.close)
    return String(marked)
  }
}
