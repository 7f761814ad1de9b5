/// Text in which every character is visible and none has a side effect. Names, class words and source lines
/// come from files and cells, and may contain terminal controls (ESC, BEL), characters that reverse the
/// writing direction, or line breaks.
///
/// Other white space becomes a space. Everything else without a visible shape becomes `�`, Unicode's
/// replacement character: it is visible, one column wide, and available in every common typeface. Each code
/// point is replaced by exactly one, so that positions in a text stay the same.
public enum VisibleText {
  /// A piece of one line.
  public static func line(_ text: String) -> String { clean(text, keepsLines: false) }

  /// Whole lines: their line feeds are kept.
  public static func lines(_ text: String) -> String { clean(text, keepsLines: true) }

  private static func clean(_ text: String, keepsLines: Bool) -> String {
    let isChanged = { (scalar: Unicode.Scalar) in
      !(keepsLines && scalar == "\n") && standIn(scalar) != nil
    }
    // Most text is visible ASCII, and some of it is long.
    guard text.utf8.contains(where: { $0 < 0x20 || $0 >= 0x7F }),
      text.unicodeScalars.contains(where: isChanged)
    else { return text }
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      view.append(isChanged(scalar) ? standIn(scalar) ?? scalar : scalar)
    }
    return String(view)
  }

  /// The replacement for a code point; nil if it is visible. Joiners and soft hyphens are part of ordinary
  /// writing and are kept.
  static func standIn(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    // Tab, line feed and similar characters; line and paragraph separators.
    case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
    // The control characters of ASCII and ISO 8859; marks without a shape in Arabic and Mongolian.
    case 0...0x1F, 0x7F...0x9F, 0x61C, 0x180E: "\u{FFFD}"
    // Zero-width spaces, direction marks and overrides, invisible operators, the byte order mark,
    // annotations.
    case 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      "\u{FFFD}"
    // Unicode's noncharacters, which XML forbids.
    case 0xFDD0...0xFDEF: "\u{FFFD}"
    default: scalar.value & 0xFFFE == 0xFFFE ? "\u{FFFD}" : nil
    }
  }
}
