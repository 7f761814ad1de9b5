/// What is asked is not answered by a suggestion.
extension Diagnostic {
  /// In an equation that a student has to find, without suggestions of other units, or of other vectors,
  /// unless `hint 2` asks for the place of the mistake.
  func withoutAnswer(in source: SourceText) -> Diagnostic {
    guard let suggestion, let head = source.command(at: range.lowerBound),
      [Command.check.name, Command.prove.name, Command.mark.name, Command.ask.name].contains(head.name),
      head.hint != Hint.place.rawValue
    else { return self }
    let typed = source.string(range)
    // `w_jk`, in whatever way the units were typed.
    var isAnswer = suggestion.contains("_") && !suggestion.contains(" ")
    if case .layers = problem { isAnswer = !Self.addsSigns(suggestion, to: typed) }
    guard isAnswer else { return self }
    var diagnostic = self
    (diagnostic.suggestion, diagnostic.example) = (nil, nil)
    return diagnostic
  }

  /// Whether only a sign `⊙` is missing, which is a matter of spelling.
  private static func addsSigns(_ suggestion: String, to typed: String) -> Bool {
    func bare(_ text: String) -> String {
      String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != "⊙" && $0 != " " }))
    }
    return bare(typed).firstRange(of: bare(suggestion)) != nil
  }
}

extension SourceText {
  /// So many lines are looked at.
  private static let mostRows = 1_000

  /// The command that a line belongs to, and the number of its `hint`: that of the line itself, or of the
  /// nearest above it in which there is one.
  func command(at place: Int) -> (name: String, hint: Int?)? {
    var number = position(of: place).line
    let highest = max(number - Self.mostRows, 1)
    while number >= highest {
      let line = line(number).trimmed
      let tokens = Lexer.tokens(of: SourceText(line)).tokens
      if case .word(let word)? = tokens.kind(0), let command = CommandTable.command(named: word) {
        let place = (tokens.firstIndex { $0.kind == .word("hint") } ?? tokens.count) + 1
        guard case .number(let hint, _)? = tokens.kind(place) else { return (command.name, nil) }
        return (command.name, Int(exactly: hint))
      }
      number -= 1
    }
    return nil
  }
}
