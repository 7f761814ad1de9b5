/// Text that shows what it holds and commands nothing. Names, class words and source lines come from files
/// and cells, and may hold what a terminal obeys (ESC, BEL), what turns the order of writing round, or what
/// ends a line.
///
/// White space that is not a space becomes one. Everything else that has no shape of its own becomes `�`,
/// which Unicode has for what cannot be shown: it is seen, one column wide, and in every usual typeface. Each
/// code point has one in its place, so that places in a text stay what they were.
public enum VisibleText {
  /// A piece of one line.
  public static func line(_ text: String) -> String { clean(text, keepsLines: false) }

  /// Whole lines: their line feeds stay.
  public static func lines(_ text: String) -> String { clean(text, keepsLines: true) }

  private static func clean(_ text: String, keepsLines: Bool) -> String {
    let isChanged = { (scalar: Unicode.Scalar) in
      !(keepsLines && scalar == "\n") && standIn(scalar) != nil
    }
    // Most text is ASCII that shows itself, and some of it is long.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }),
      text.unicodeScalars.contains(where: isChanged)
    else { return text }
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      view.append(isChanged(scalar) ? standIn(scalar) ?? scalar : scalar)
    }
    return String(view)
  }

  /// What stands for a code point; nil where it shows itself. Joiners and soft hyphens belong to writing, and
  /// stay.
  static func standIn(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    // Tab, line feed and their like; the separators of lines and paragraphs.
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
    // The controls of ASCII and of ISO 8859; in Arabic and Mongolian, marks without a shape.
    case 0...0x1F, 0x7F...0x9F, 0x61C, 0x180E: "\u{FFFD}"
    // Zero-width spaces, marks and overrides of the direction, invisible operators, the byte order mark,
    // annotations.
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      "\u{FFFD}"
    // What Unicode says is never a character, which XML forbids.
    case 0xFDD0...0xFDEF: "\u{FFFD}"
    default: scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : nil
    }
  }
}
