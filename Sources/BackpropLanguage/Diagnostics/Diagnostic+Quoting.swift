/// A name is quoted as it was typed, not as a course's notation was read.
extension Diagnostic {
  /// typed: the marked part of the cell.
  func quoting(_ typed: String, _ reader: NotationReader?) -> Diagnostic {
    let source = SourceText(typed)
    let tokens = Lexer.tokens(of: source).tokens
    let read = (reader?.handout(tokens, in: source) ?? tokens).asName
    var quoting = self
    switch problem {
    case .unknownName(Notation.freeLetter, let kind, let known) where reader?.notation.leavesAFree == true:
      quoting.problem = .unknownName("a", kind: kind, known: known)
      quoting.example = "let \(Notation.freeLetter) = 2"
    case .unknownName(let name, kind: "quantity or name", let known):
      // LaTeX is shorter as it was read.
      guard read == name, !typed.contains("\\"), !typed.contains("{") else { return self }
      quoting.problem = .unknownName(typed, kind: "quantity or name", known: known)
    case .otherCourse(let word, _):
      // The handout's letter, which means something else in the course.
      guard let name = tokens.asName, read == word, name != word,
        let letter = Quantity(rawValue: OtherCourses.parts(of: name).bare), letter.rawValue != name
      else { return self }
      let here = "the handout's \(letter.rawValue.asTyped) is `\(letter.rawValue)`"
      quoting.problem = .otherCourse(word: name.asTyped, here: here)
      quoting.example = "print \(letter.example)"
    default: break
    }
    return quoting
  }
}

extension [Token] {
  /// A word with its subscripts, or several, as one name; nil if other tokens are among them.
  fileprivate var asName: String? {
    var name = ""
    for token in self {
      switch token.kind {
      case .word(let word): name += word
      case .subscripts(let places): name += "_" + places.map { $0.text }.joined()
      case .number(_, let spelling): name += spelling
      case .newline, .indent, .end: continue
      case .symbol, .string: return nil
      }
    }
    return name.isEmpty ? nil : name
  }
}
