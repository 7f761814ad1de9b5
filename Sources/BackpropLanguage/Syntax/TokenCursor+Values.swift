extension TokenCursor {
  func expected(_ what: String, suggestion: String? = nil, example: String? = nil) -> Diagnostic {
    Diagnostic(.expected(what, found: found), at: range, suggestion: suggestion, example: example)
  }

  /// A number with its sign: `0.5`, `-1`. A sign stands right before its number.
  mutating func takeNumber() -> Located<Double>? {
    let start = range.lowerBound
    if case .number(let value, _) = peek {
      advance()
      return Located(value, range(from: start))
    }
    guard case .symbol(let sign) = peek, sign == "-" || sign == "+",
      let next = peek(1), !next.spaceBefore, case .number(let value, _) = next.kind
    else { return nil }
    advance()
    advance()
    return Located(sign == "-" ? -value : value, range(from: start))
  }

  mutating func number(_ what: String, example: String? = nil) throws(Diagnostic) -> Located<Double> {
    guard let number = takeNumber() else { throw expected(what, example: example) }
    return number
  }

  /// A whole number of `least` to `most`; with the greatest of all as `most`, whatever is larger becomes that.
  mutating func integer(
    _ what: String, least: Int = 0, most: Int = 1 << 52, example: String? = nil
  ) throws(Diagnostic) -> Located<Int> {
    var copy = self
    guard let number = copy.takeNumber() else { throw expected(what, example: example) }
    guard number.value >= Double(least), most == .max || number.value <= Double(most),
      number.value == number.value.rounded()
    else {
      let allowed =
        most >= 1 << 52 && number.value <= Double(most)
        ? "a whole number, \(least) or more" : "a whole number of \(least) to \(most)"
      throw Diagnostic(
        .outOfRange(what, value: number.value, allowed: allowed), at: number.range, example: example)
    }
    self = copy
    return Located(Int(exactly: number.value) ?? .max, number.range)
  }

  /// A name as it stands in the source: letters, digits, `_` and `-` without spaces between.
  mutating func takeName() -> Located<String>? {
    guard case .word = peek else { return nil }
    let start = range.lowerBound
    advance()
    while let next = peek, !spaceBefore {
      switch next {
      case .word, .number, .subscripts: advance()
      case .symbol("-"):
        guard let after = peek(1), !after.spaceBefore else {
          return Located(source.string(range(from: start)), range(from: start))
        }
        switch after.kind {
        case .word, .number: advance()
        default: return Located(source.string(range(from: start)), range(from: start))
        }
      default: return Located(source.string(range(from: start)), range(from: start))
      }
    }
    return Located(source.string(range(from: start)), range(from: start))
  }

  mutating func name(_ what: String, example: String? = nil) throws(Diagnostic) -> Located<String> {
    guard let name = takeName() else { throw expected(what, example: example) }
    return name
  }

  /// Numbers up to the end, a comma at most between each two: `0.05 0.10` or `0.05, 0.10`.
  mutating func numbers() -> [Located<Double>] {
    var numbers: [Located<Double>] = []
    while let number = takeNumber() {
      numbers.append(number)
      if case .symbol(",") = peek, let next = peek(1) {
        switch next.kind {
        case .number, .symbol("-"), .symbol("+"): advance()
        default: return numbers
        }
      }
    }
    return numbers
  }

  /// What is left of the line, as a formula.
  mutating func formula(_ what: String, example: String?) throws(Diagnostic) -> SourceFormula {
    guard !isAtEnd else { throw expected(what, example: example) }
    return try FormulaParser.formula(takeRest(), in: source)
  }

  /// The letter of a layer: one letter, Latin.
  mutating func layerLetter(example: String) throws(Diagnostic) -> Located<String> {
    guard let letter = word, letter.unicodeScalars.count == 1 else {
      throw expected("the letter of a layer", example: example)
    }
    let range = self.range
    advance()
    return Located(letter, range)
  }
}
