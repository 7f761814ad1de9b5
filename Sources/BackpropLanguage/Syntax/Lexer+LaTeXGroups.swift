/// Commands whose argument is a part of the formula: `\boxed{…}`, `\underbrace{…}_{…}`, `{a \over b}`.
extension Lexer {
  /// What the closing brace of a command's argument becomes.
  enum Closing {
    /// Nothing: the argument is a whole equation, or one symbol.
    case nothing
    case bracket
    /// Of a fraction, whose brace it is.
    case brace
    /// Of these, those with labels below or above, which are left out.
    case labelledNothing, labelledBracket, labelledBrace
    /// Nothing, and what follows belongs to the letter in the braces.
    case letter
  }

  /// Commands that only change how their last argument looks, with the number of arguments before it.
  static let groups: [String: Int] = [
    "boxed": 0, "fbox": 0, "cancel": 0, "bcancel": 0, "xcancel": 0, "underbrace": 0,
    "overbrace": 0, "underbracket": 0, "overbracket": 0, "underline": 0, "underset": 1, "overset": 1,
    "stackrel": 1, "textcolor": 1, "colorbox": 1, "ensuremath": 0, "mathop": 0, "mathbin": 0, "mathrel": 0,
    "mathopen": 0, "mathclose": 0, "mathord": 0, "mathinner": 0, "smash": 0, "mathstrut": 0,
  ]
  /// Commands whose argument is left out.
  static let leftOut: Set<String> = [
    "phantom", "hphantom", "vphantom", "hspace", "vspace", "mspace", "color", "ref", "eqref", "cite",
    "footnote", "raisebox",
  ]
  private static let relations: Set<String> = [
    "le", "leq", "ge", "geq", "ne", "neq", "approx", "equiv", "coloneq", "coloneqq", "doteq", "triangleq",
  ]
  /// Those around one symbol: an operator or the name of a function.
  private static let ofSymbols: Set<String> = ["mathop", "mathbin", "mathrel", "mathord"]
  /// Groups within groups; and braces that do not close, each of which is looked for to the end of its line.
  private static let mostGroups = 100
  private static let mostUnclosed = 100
  private static let labelled: Set<String> = ["underbrace", "overbrace", "underbracket", "overbracket"]

  /// Reads a command that has been passed; false if it is none of these.
  mutating func readGroup(_ name: String, from start: Int) -> Bool {
    if Self.leftOut.contains(name) {
      if next == "*" { position += 1 }
      skipArgument()
      spaceBefore = true
      return true
    }
    if name == "over" {
      readOver(from: start)
      return true
    }
    guard let skipped = Self.groups[name] else { return false }
    for _ in 0..<skipped { skipArgument() }
    spaceBefore = true
    while next == " " { position += 1 }
    guard next == "{", closings.count < Self.mostGroups, let close = closingBrace(after: position) else {
      return true
    }
    let open = position
    position += 1
    let hasLabel = Self.labelled.contains(name)
    if isEquation(open + 1..<close) || Self.ofSymbols.contains(name) {
      closings[close] = hasLabel ? .labelledNothing : .nothing
    } else {
      emit(.symbol("("), from: open)
      closings[close] = hasLabel ? .labelledBracket : .bracket
    }
    return true
  }

  /// Reads a closing brace that belongs to a command; false if it does not.
  mutating func readClosing() -> Bool {
    guard let closing = closings.removeValue(forKey: position) else { return false }
    let start = position
    position += 1
    switch closing {
    case .nothing: spaceBefore = true
    case .letter: break
    case .bracket: emit(.symbol(")"), from: start)
    case .labelledNothing:
      skipLabels()
      spaceBefore = true
    case .brace: emit(.symbol("}"), from: start)
    case .labelledBracket, .labelledBrace:
      emit(.symbol(closing == .labelledBrace ? "}" : ")"), from: start)
      skipLabels()
    }
    return true
  }

  /// `_{…}` and `^{…}`
  private mutating func skipLabels() {
    while next == " " { position += 1 }
    while next == "_" || next == "^" {
      position += 1
      skipArgument()
    }
  }

  /// The braces of `{w}_{jk}`; false if others are here.
  mutating func readBracedLetter() -> Bool {
    var place = position + 1
    if place < scalars.count, scalars[place] == "\\" { place += 1 }
    let start = place
    while place < scalars.count, place < start + 10, Self.isLetter(scalars[place]) { place += 1 }
    guard start < place, place == start + 1 || scalars[start - 1] == "\\", stands("}_", at: place) else {
      return false
    }
    position += 1
    closings[place] = .letter
    return true
  }

  /// `{a \over b}` is `\frac{a}{b}`, and `\boxed{a \over b}` the same in a box.
  private mutating func readOver(from start: Int) {
    guard let brace = openBrace(around: start),
      let open = tokens.lastIndex(where: { $0.range.lowerBound <= brace }),
      tokens[open].range.lowerBound == brace, open == 0 || tokens[open - 1].kind != .symbol("\\frac"),
      opensFraction(open)
    else {
      return report(
        .expected("braces around a fraction, as in `{A \\over B}`, or `\\frac{A}{B}`", found: "`\\over`"),
        from: start, example: "check \\frac{1}{2} = 0.5")
    }
    tokens[open].kind = .symbol("{")
    tokens.insert(
      Token(.symbol("\\frac"), brace..<brace, spaceBefore: tokens[open].spaceBefore), at: open)
    emit(.symbol("}"), from: start)
    emit(.symbol("{"), from: start)
  }

  /// Whether a token is a brace by itself, or that of a command which has become a bracket. Its closing one
  /// becomes a brace, too.
  private mutating func opensFraction(_ open: Int) -> Bool {
    if tokens[open].kind == .symbol("{") { return true }
    guard tokens[open].kind == .symbol("("), scalars[tokens[open].range.lowerBound] == "{",
      let close = closings.keys.filter({ $0 > tokens[open].range.lowerBound }).min()
    else { return false }
    switch closings[close] {
    case .bracket: closings[close] = .brace
    case .labelledBracket: closings[close] = .labelledBrace
    case .nothing, .brace, .labelledNothing, .labelledBrace, .letter, nil: return false
    }
    return true
  }

  /// A fraction is not longer.
  private static let longestNumerator = 2_000

  /// The brace that is open here, in this line or display.
  private func openBrace(around place: Int) -> Int? {
    var depth = 0
    for place in (max(place - Self.longestNumerator, 0)..<place).reversed() {
      if place > 0, scalars[place - 1] == "\\" { continue }
      switch scalars[place] {
      case "}": depth += 1
      case "{" where depth == 0: return place
      case "{": depth -= 1
      case "\n" where displayStart == nil && environmentStarts.isEmpty: return nil
      default: break
      }
    }
    return nil
  }

  /// Passes over `{…}`, `[…]` and then `{…}`, or one letter.
  mutating func skipArgument() {
    while next == " " { position += 1 }
    if next == "[" {
      while let scalar = next, scalar != "]", scalar != "\n" { position += 1 }
      if next == "]" { position += 1 }
    }
    if next == "{", let close = closingBrace(after: position) {
      position = close + 1
    } else if next == "\\" {
      position += 1
      while let scalar = next, Self.isLetter(scalar) { position += 1 }
    } else if next != nil, next != "\n" {
      position += 1
    }
  }

  /// Where the brace closes that opens here.
  private mutating func closingBrace(after open: Int) -> Int? {
    guard unclosedBraces < Self.mostUnclosed else { return nil }
    var depth = 0
    var place = open
    while place < scalars.count {
      if scalars[place] == "{" { depth += 1 }
      if scalars[place] == "}" {
        depth -= 1
        if depth == 0 { return place }
      }
      // A cell's other lines are no part of it, unless they are those of a display.
      if scalars[place] == "\n", displayStart == nil, environmentStarts.isEmpty { break }
      place += 1
    }
    unclosedBraces += 1
    return nil
  }

  /// Whether a relation stands in a range outside braces and brackets.
  private func isEquation(_ range: SourceRange) -> Bool {
    var depth = 0
    for place in range {
      switch scalars[place] {
      case "{", "[", "(": depth += 1
      case "}", "]", ")": depth -= 1
      case "=", "<", ">", ":": if depth == 0 { return true }
      case "\\" where depth == 0:
        let name = scalars[(place + 1)..<range.upperBound].prefix { Self.isLetter($0) }
        if Self.relations.contains(String(String.UnicodeScalarView(name))) { return true }
      default: break
      }
    }
    return false
  }
}
