import BackpropLanguage

/// Formulas as long as somebody may read them. What is longer has its end left out, and says so.
extension Formula {
  private static let mostCharacters = 20_000

  var shownUnicode: String {
    let text = VisibleText.line(unicode)
    let whole = text.unicodeScalars
    guard whole.count > Self.mostCharacters else { return text }
    return String(String.UnicodeScalarView(whole.prefix(Self.mostCharacters)))
      + "… (\(whole.count) characters in all)"
  }

  /// Mathematics cannot be cut anywhere, so a formula that is too long is replaced as a whole.
  var shownLaTeX: String {
    let whole = VisibleText.line(latex)
    // A command takes more bytes than the sign that it stands for.
    guard whole.utf8.count > 4 * Self.mostCharacters else { return whole }
    return "\\text{(a formula that is too long to be set)}"
  }
}
