import BackpropLanguage

/// Formulas no longer than a reader can take in. The end of a longer one is left out, with a notice.
extension Formula {
  private static let mostCharacters = 20_000

  var shownUnicode: String {
    let text = VisibleText.line(unicode)
    let whole = text.unicodeScalars
    guard whole.count > Self.mostCharacters else { return text }
    return String(String.UnicodeScalarView(whole.prefix(Self.mostCharacters)))
      + "… (\(whole.count) characters in all)"
  }

  /// Mathematics cannot be cut at an arbitrary place, so a formula that is too long is replaced as a whole.
  var shownLaTeX: String {
    let whole = VisibleText.line(latex)
    // A command takes more bytes than the character that it stands for.
    guard whole.utf8.count > 4 * Self.mostCharacters else { return whole }
    return "\\text{(a formula that is too long to be set)}"
  }
}

extension Equation {
  var shownLaTeX: String { left.shownLaTeX + " \(relation.latex) " + right.shownLaTeX }

  /// Without its left side.
  var continuedLaTeX: String { "\\quad {} \(relation.latex) " + right.shownLaTeX }
}
