extension TokenCursor {
  func expected(_ what: String, suggestion: String? = nil, example: String? = nil) -> Diagnostic {
    if peek == .symbol("...") || peek == .symbol("?") { return Diagnostic(.dots, at: range) }
    if let percent = percentSign { return percent }
    return Diagnostic(.expected(what, found: found), at: range, suggestion: suggestion, example: example)
  }

  /// The error for `%` here.
  var percentSign: Diagnostic? { peek == .symbol("%") ? OtherCourses.diagnostic("%", at: range) : nil }

  /// The error for something other than a number.
  private func numberExpected(_ what: String) -> Diagnostic {
    guard let word, CommandTable.owner(of: word) == nil else { return expected(what) }
    return Diagnostic(
      .expected(what, found: found), at: range,
      example: mayBeNumber(word) ? "let \(word) = 3" : nil)
  }

  /// Whether `let` may give a number to a word; small letters may be those of layers.
  private func mayBeNumber(_ word: String) -> Bool {
    definitions[word] == nil && Vocabulary.meaning(of: word) == nil
      && (word.utf8.count > 1 || word.first?.isUppercase == true)
  }

  /// The text between quotes, if there is any here.
  mutating func takeString() -> Located<String>? {
    guard case .string(let text) = peek else { return nil }
    let range = self.range
    advance()
    return Located(text, range)
  }

  /// A name, bare or in quotes; nil if there is none.
  mutating func takeLabel() -> Located<String>? { takeString() ?? takeName() }

  mutating func label() throws(Diagnostic) -> Located<String> {
    guard let label = takeLabel() else { throw expected("a name, bare or in quotes") }
    guard label.value.contains(where: { $0 != " " }) else {
      throw Diagnostic(.expected("a name", found: "nothing between the quotes"), at: label.range)
    }
    return label
  }

  mutating func number(_ what: String) throws(Diagnostic) -> Located<Double> {
    guard let number = try takeNumber(byName: true) else { throw numberExpected(what) }
    return number
  }

  /// The size of something, from `least` to `most`. A size that does not fit an `Int`, which is 32 bits wide
  /// in a browser, becomes the largest one.
  mutating func count(
    _ what: String, least: Int64 = 0, most: Int64 = 1 << 52, joiningSums: Bool = true, isInList: Bool = false
  ) throws(Diagnostic) -> Located<Int> {
    let number = try integer(what, least: least, most: most, joiningSums: joiningSums, isInList: isInList)
    return Located(Int(clamping: number.value), number.range)
  }

  /// A whole number from `least` to `most`; if `most` is the largest integer, larger numbers are clamped to
  /// it.
  mutating func integer(
    _ what: String, least: Int64 = 0, most: Int64 = 1 << 52, joiningSums: Bool = true, isInList: Bool = false
  ) throws(Diagnostic) -> Located<Int64> {
    var copy = self
    guard
      let number = try copy.takeNumber(joiningSums: joiningSums, isWhole: isInList, byName: true)
    else { throw numberExpected(what) }
    guard number.value >= Double(least), most == .max || number.value <= Double(most),
      number.value == number.value.rounded()
    else {
      let allowed =
        most >= 1 << 52 && number.value <= Double(most)
        ? "a whole number, \(least) or more" : "a whole number of \(least) to \(most)"
      throw Diagnostic(
        .outOfRange(what, value: number.value, allowed: allowed), at: number.range)
    }
    self = copy
    return Located(Int64(exactly: number.value) ?? .max, number.range)
  }

  /// A name as in the source: letters, digits, `_` and `-` without spaces between them.
  mutating func takeName() -> Located<String>? {
    guard case .word = peek else { return nil }
    let start = range.lowerBound
    advance()
    while let next = peek, !spaceBefore {
      switch next {
      case .word, .number, .subscripts: advance()
      case .symbol("-"):
        guard let after = peek(1), !after.spaceBefore else {
          return name(from: start)
        }
        switch after.kind {
        case .word, .number: advance()
        default: return name(from: start)
        }
      default: return name(from: start)
      }
    }
    return name(from: start)
  }

  /// Whether the whole text is a name, in the spelling that `takeName` gives it.
  static func isName(_ text: String) -> Bool {
    let source = SourceText(text)
    let (tokens, diagnostics) = Lexer.tokens(of: source)
    guard diagnostics.isEmpty else { return false }
    var cursor = TokenCursor(tokens, source: source, end: text.unicodeScalars.count)
    return cursor.takeName()?.value == text && cursor.peek == .end
  }

  private func name(from start: Int) -> Located<String> {
    let range = range(from: start)
    let written = source.string(range)
    // `\delta` has the name δ.
    if written.unicodeScalars.first == "\\", let letter = Lexer.greek[String(written.dropFirst())] {
      return Located(letter, range)
    }
    return Located(Lexer.plain(word: written.unicodeScalars), range)
  }

  /// A word of another course, including anything attached to it, as in `batch_size`; nil for any other word.
  var foreignWord: String? {
    var ahead = self
    guard let name = ahead.takeName(), OtherCourses.entry(for: name.value) != nil else { return nil }
    return name.value
  }

  /// The range of `foreignWord`, or else of the next token.
  var foreignRange: SourceRange {
    var ahead = self
    guard foreignWord != nil, let name = ahead.takeName() else { return range }
    return name.range
  }

  mutating func name(_ what: String) throws(Diagnostic) -> Located<String> {
    guard let name = takeName() else { throw expected(what) }
    try Self.checkLength(name)
    return name
  }

  /// Throws at a longer name than `load` takes.
  static func checkLength(_ name: Located<String>) throws(Diagnostic) {
    let length = name.value.unicodeScalars.count
    guard length <= FileText.longest else {
      throw Diagnostic(
        .outOfRange(
          "the number of characters of the name", value: Double(length),
          allowed: "\(FileText.longest) or less"),
        at: name.range)
    }
  }

  /// A name as formulas spell it: `β` for `beta`.
  mutating func symbolName(_ what: String) throws(Diagnostic) -> Located<String> {
    let first = range
    let word = self.word
    let name = try name(what)
    guard name.range == first, let word else { return name }
    return Located(word, first)
  }

  /// Numbers up to the end, with at most one comma between two of them: `0.05 0.10` or `0.05, 0.10`.
  mutating func numbers() throws(Diagnostic) -> [Located<Double>] {
    var numbers: [Located<Double>] = []
    while let number = try takeNumber(byName: true) {
      numbers.append(number)
      guard case .symbol(",") = peek else { continue }
      var ahead = self
      ahead.advance()
      guard ahead.isAtNumberOrName else { return numbers }
      self = ahead
    }
    return numbers
  }

  /// The error for a comma between digits here.
  func decimalComma() -> Diagnostic? {
    DecimalComma.found({ peek($0) })
  }

  /// The rest of the line, as a formula.
  mutating func formula(_ what: String) throws(Diagnostic) -> SourceFormula {
    guard !isAtEnd else { throw expected(what) }
    return try FormulaParser.formula(takeRest(), in: source)
  }

  /// The superscript that numbers a layer, if there is one here; `w` or `w_jk` has already been read.
  func layerSuperscript(_ symbol: String, _ subscripts: [Subscript], from start: Int) -> Diagnostic? {
    guard let superscript = LayerSuperscript.read({ peek($0)?.kind }) else { return nil }
    if superscript.numbersUpdates || superscript.level == "n+1" {
      let end = peek(superscript.count - 1)?.range.upperBound ?? range.upperBound
      return Diagnostic(
        .expected(
          "the new weight without a number: it is on the left, and the old one on the right",
          found: "`\(source.string(start..<end))`"), at: start..<end, example: "w_ij = w_ij + Δw_ij")
    }
    return LayerSuperscript.refusal(of: superscript, at: symbol, subscripts, from: start) { peek($0) }
  }

  /// The letter of a layer: a single Latin letter.
  mutating func layerLetter() throws(Diagnostic) -> Located<String> {
    guard let letter = word, letter.unicodeScalars.count == 1 else {
      throw expected("the letter of a layer")
    }
    let range = self.range
    advance()
    return Located(letter, range)
  }
}
