import BackpropLanguage

/// Text as HTML and XML read it.
enum HTMLText {
  /// Safe between tags and within quoted attributes, and without the control characters that XML forbids.
  static func escaped(_ text: String) -> String {
    var out = ""
    for scalar in VisibleText.lines(text).unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      case "'": out += "&#39;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }
}
