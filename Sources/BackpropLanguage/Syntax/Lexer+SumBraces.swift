/// What stands in braces below a Σ: a letter and where its sum begins, or which units it leaves out or means.
/// Each function reads nothing if there is something else.
extension Lexer {
  /// `{k=1}` after a Σ: the letter, `=from` and the number.
  mutating func readSumBound(from start: Int) -> Bool {
    var look = Look(scalars, position + 1)
    look.skip()
    guard let letter = look.letter() else { return false }
    let letterEnd = look.place
    look.skip()
    let sign = look.place
    guard look.takes("=") else { return false }
    look.skip()
    let digits = look.place
    while let next = look.next, ("0"..."9").contains(next), look.place < digits + 9 { look.place += 1 }
    let digitsEnd = look.place
    look.skip()
    guard digits < digitsEnd, let first = Int(text(digits..<digitsEnd)), look.takes("}") else { return false }
    read(letter, from: start, to: letterEnd, "=from", at: sign, to: sign + 1)
    position = digitsEnd
    emit(.number(Double(first), spelling: "\(first)"), from: digits)
    position = look.place
    return true
  }

  /// `{r≠k}` after a Σ: the letter, `≠from` and the other letter.
  mutating func readUnequal(from start: Int) -> Bool {
    var look = Look(scalars, position + 1)
    look.skip()
    guard let letter = look.letter() else { return false }
    let letterEnd = look.place
    look.skip()
    let sign = look.place
    guard look.takes("≠", "!=", "\\neq", "\\ne") else { return false }
    let signEnd = look.place
    look.skip()
    let other = look.place
    guard let second = look.letter() else { return false }
    let otherEnd = look.place
    look.skip()
    guard look.takes("}") else { return false }
    read(letter, from: start, to: letterEnd, "≠from", at: sign, to: signEnd)
    position = otherEnd
    emit(.subscripts([Subscript(String(second))]), from: other)
    position = look.place
    return true
  }

  /// `{k∈outputs}` after a Σ: the letter, `∈from` and the word; for `{k∈Downstream(j)}`, also `∈of` and j.
  mutating func readMembership(from start: Int) -> Bool {
    var look = Look(scalars, position + 1)
    look.skip(" ~")
    guard let letter = look.letter() else { return false }
    let letterEnd = look.place
    look.skip(" ~")
    let sign = look.place
    guard look.takes("∈", "\\in") else { return false }
    let signEnd = look.place
    look.skip(" ~")
    let isText = look.takes("\\text{", "\\mathrm{", "\\textit{", "\\mathit{", "\\operatorname{")
    look.skip(" ~")
    let word = look.place
    while let next = look.next, Self.isWordScalar(next) { look.place += 1 }
    let wordEnd = look.place
    look.skip(" ~")
    if isText, !look.takes("}") { return false }
    var unit = look.place..<look.place
    if look.takes("(") {
      let first = look.place
      while let next = look.next, next != ")", next != "\n" { look.place += 1 }
      unit = first..<look.place
      guard look.takes(")") else { return false }
    }
    look.skip(" ~")
    guard word < wordEnd, look.takes("}") else { return false }
    read(letter, from: start, to: letterEnd, "∈from", at: sign, to: signEnd)
    position = wordEnd
    emit(.word(text(word..<wordEnd)), from: word)
    if !unit.isEmpty {
      position = unit.lowerBound
      emit(.symbol("∈of"), from: unit.lowerBound - 1)
      position = unit.upperBound
      emit(.word(text(unit).withoutSpacesAround), from: unit.lowerBound)
    }
    position = look.place
    return true
  }

  private mutating func read(
    _ letter: Unicode.Scalar, from start: Int, to letterEnd: Int, _ symbol: String, at sign: Int,
    to signEnd: Int
  ) {
    position = letterEnd
    emit(.subscripts([Subscript(String(letter))]), from: start)
    position = signEnd
    emit(.symbol(symbol), from: sign)
  }

  /// A look ahead.
  private struct Look {
    let scalars: [Unicode.Scalar]
    var place: Int

    init(_ scalars: [Unicode.Scalar], _ place: Int) {
      self.scalars = scalars
      self.place = place
    }

    var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

    mutating func skip(_ spaces: String = " ") {
      while let next, spaces.unicodeScalars.contains(next) { place += 1 }
    }

    /// Takes the first of some texts that stands here.
    mutating func takes(_ texts: String...) -> Bool {
      for text in texts {
        let wanted = Array(text.unicodeScalars)
        guard place + wanted.count <= scalars.count,
          Array(scalars[place..<(place + wanted.count)]) == wanted
        else { continue }
        place += wanted.count
        return true
      }
      return false
    }

    mutating func letter() -> Unicode.Scalar? {
      guard let next, let letter = Lexer.subscriptLetter(next), !("0"..."9").contains(letter) else {
        return nil
      }
      place += 1
      return letter
    }
  }
}
