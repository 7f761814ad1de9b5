/// The words that already have a meaning in formulas.
enum Vocabulary {
  static let quantities = ["w", "Δw", "a", "y", "x", "t", "δ", "E"]
  static let functions = ["g", "g'"] + ElementaryFunction.spellings
  static let constants = ["π", "e"]
  static let settings = ["η", "α"]
  static let others = ["Σ", "∂", "total", "mean", "within"]

  static let all = quantities + functions + constants + settings + others

  /// Words in front of the rows of a derivation, which no number and no function may be called: `hence`.
  static let connectives: Set<String> = [
    "hence", "so", "thus", "therefore", "where", "with", "and", "then",
  ]

  static func isReserved(_ word: String) -> Bool { all.contains(word) }

  /// What a name is already, where it cannot be given to a number: "a command"; nil if it is free.
  static func meaning(of name: String) -> String? {
    if quantities.contains(name) || Quantity(rawValue: name) != nil { return "a quantity of the network" }
    if settings.contains(name) { return "a setting of the session" }
    if functions.contains(name) { return "a function" }
    if constants.contains(name) { return "a constant" }
    if isReserved(name) { return "a word of formulas" }
    if let command = CommandTable.command(named: name) {
      return command.name == name ? "a command" : "another word for the command `\(command.name)`"
    }
    return connectives.contains(name.lowercased()) ? "a word between the rows of a derivation" : nil
  }

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

  /// All names of symbols after a backslash: those, the other Greek letters, and the signs of vectors.
  static let backslashNames: [(name: String, symbol: String)] =
    symbols
    + Lexer.greek.map { (name: $0.key, symbol: $0.value) }.filter { letter in
      !symbols.contains { $0.name == letter.name }
    }.sorted { ($0.name.utf8.count, $0.name) < ($1.name.utf8.count, $1.name) } + [
      (name: "nabla", symbol: "∇"), (name: "odot", symbol: "⊙"), (name: "otimes", symbol: "⊗"),
      (name: "top", symbol: "⊤"), (name: "Vert", symbol: "‖"),
    ]
}
