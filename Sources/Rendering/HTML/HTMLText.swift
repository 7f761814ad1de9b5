import BackpropLanguage

/// Text as HTML and XML read it.
enum HTMLText {
  /// Safe between tags and in quoted attributes; control characters that XML forbids are removed.
  static func escaped(_ text: String) -> String {
    replacing(in: VisibleText.lines(text)) { scalar in
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

  /// JSON for use in a script element; only its strings can contain what would end the element.
  static func scriptData(_ json: String) -> String {
    replacing(in: json) { scalar in
      switch scalar {
      case "<": "\\u003c"
      case "\u{2028}": "\\u2028"
      case "\u{2029}": "\\u2029"
      default: nil
      }
    }
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
