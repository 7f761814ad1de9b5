/// The words that already have a meaning in formulas.
enum Vocabulary {
  static let quantities = ["w", "Δw", "a", "y", "x", "t", "δ", "E"]
  static let functions = ["g", "g'"] + ElementaryFunction.spellings
  static let constants = ["π", "e"]
  static let settings = ["η", "α"]
  static let others = ["Σ", "∂", "total", "mean", "within"]

  static let all = quantities + functions + constants + settings + others

  static func isReserved(_ word: String) -> Bool { all.contains(word) }

  /// Whether a layer may have this letter: it means nothing else in a formula.
  static func mayNameLayer(_ letter: String) -> Bool {
    !isReserved(letter) && ParticularLetter(rawValue: letter) == nil
  }

  /// Backslash names and ASCII names of the symbols that Tab turns into one character.
  static let symbols: [(name: String, symbol: String)] = [
    ("delta", "δ"), ("Delta", "Δ"), ("eta", "η"), ("alpha", "α"), ("beta", "β"), ("partial", "∂"),
    ("sum", "Σ"),
    ("pi", "π"), ("cdot", "·"), ("times", "×"), ("to", "→"), ("leftarrow", "←"), ("le", "≤"), ("ge", "≥"),
    ("approx", "≈"),
  ]
}
