extension Token {
  /// Whether it is all that a command of LaTeX takes without braces: a digit or a letter.
  var isDigitOrLetter: Bool {
    switch kind {
    case .number(_, let spelling): spelling.utf8.count == 1
    case .word(let word): word.unicodeScalars.count == 1
    case .subscripts, .string, .symbol, .newline, .indent, .end: false
    }
  }
}

extension [Token] {
  /// A word and the number attached to it, as one name: `β1` for `β1`, `β_1` or `β₁`.
  func numberedName(at place: Int) -> String? {
    guard indices.contains(place + 1), !self[place + 1].spaceBefore, case .word(let word) = self[place].kind
    else { return nil }
    switch self[place + 1].kind {
    case .number(_, let spelling): return word + spelling
    case .subscripts(let subscripts):
      guard subscripts.count == 1, subscripts[0].letter.isEmpty, let unit = subscripts[0].unit else {
        return nil
      }
      return word + "\(unit)"
    case .word, .string, .symbol, .newline, .indent, .end: return nil
    }
  }
}
