import BackpropLanguage

/// Text as HTML and XML read it.
enum HTMLText {
  /// Safe between tags and in quoted attributes; control characters that XML forbids are removed.
  static func escaped(_ text: String) -> String {
    if isPlain(text) { return text }
    return replacing(in: VisibleText.lines(text)) { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      case "'": "&#39;"
      default: nil
      }
    }
  }

  /// Whether it is visible ASCII without anything to escape, as most text is.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"):
        false
      default: byte >= 0x20 && byte < 0x7F
      }
    }
  }

  /// JSON for use in a script element; only its strings can contain what would end the element, or what
  /// would change how the browser looks for its end: a `<` before `/`, `!` or the s of `script`.
  static func scriptData(_ json: String) -> String {
    var out = ""
    var isOpen = false
    for scalar in json.unicodeScalars {
      if isOpen {
        out += scalar == "/" || scalar == "!" || scalar == "s" || scalar == "S" ? "\\u003c" : "<"
        isOpen = false
      }
      switch scalar {
      case "<": isOpen = true
      case "\u{2028}": out += "\\u2028"
      case "\u{2029}": out += "\\u2029"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return isOpen ? out + "\\u003c" : out
  }

  private static func replacing(in text: String, _ replacement: (Unicode.Scalar) -> String?) -> String {
    var out = ""
    for scalar in text.unicodeScalars {
      if let replacement = replacement(scalar) {
        out += replacement
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
