extension StatementLines {
  /// With `=` for the other signs that assign: `w_ij := 0.5`, `let c ← 2`, `w^l → w^l - η δ^l (a^{l-1})^T`.
  var assigning: StatementLines {
    guard let first = head.tokens.first else { return self }
    // In a check, `<-1` is an inequality.
    let checks = [Command.check.name, Command.prove.name, Command.mark.name]
    var lines = self
    lines.head.tokens = head.tokens.withFractions
    for place in rows.indices { lines.rows[place].tokens = rows[place].tokens.withFractions }
    if checks.contains(where: { first.kind == .word($0) }) {
      lines.head.tokens = Self.defining(lines.head.tokens)
      for place in rows.indices { lines.rows[place].tokens = Self.defining(lines.rows[place].tokens) }
      return lines
    }
    let isRule = first.kind == .word(Command.rule.name)
    let isWeight = first.kind == .word("w")
    let start = isRule ? (lines.head.tokens.firstIndex { $0.kind == .symbol(":") } ?? -1) + 1 : 0
    lines.head.tokens = Self.assigning(lines.head.tokens, from: start)
    if isWeight { lines.head.tokens = UpdateNumbering.read(lines.head.tokens, from: 0, ofNewWeight: true) }
    if isRule {
      let rows = lines.rows.map { Self.assigning($0.tokens, from: 0) }
      let formulas = [Array(lines.head.tokens.dropFirst(start))] + rows
      let own = UpdateNumbering.OwnNumbers(formulas)
      lines.head.tokens = UpdateNumbering.read(lines.head.tokens, from: start, own)
      for place in rows.indices {
        lines.rows[place].tokens = UpdateNumbering.read(rows[place], from: 0, own)
      }
    }
    return lines
  }

  /// With `=` for `:=`.
  private static func defining(_ tokens: [Token]) -> [Token] {
    tokens.map { token in
      guard token.kind == .symbol(":=") else { return token }
      var token = token
      token.kind = .symbol("=")
      return token
    }
  }

  /// `->` also leads from inputs to targets: it assigns after a quantity only.
  private static func assigning(_ tokens: [Token], from start: Int) -> [Token] {
    var depth = 0
    let isQuantity = tokens[start...].isQuantity
    for place in start..<max(start, tokens.count) {
      guard case .symbol(let symbol) = tokens[place].kind else { continue }
      switch symbol {
      case "(", "[", "{": depth += 1
      case ")", "]", "}": depth -= 1
      case "=" where depth == 0: return tokens
      case ":=" where depth == 0, "<-" where depth == 0, "->" where depth == 0 && isQuantity:
        var tokens = tokens
        tokens[place].kind = .symbol("=")
        return tokens
      default: break
      }
    }
    return tokens
  }
}

extension ArraySlice<Token> {
  /// Whether it begins with a word that subscripts, a superscript or `->` follow.
  fileprivate var isQuantity: Bool {
    guard case .word(let word)? = first?.kind, let next = dropFirst().first else { return false }
    switch next.kind {
    case .subscripts: return true
    case .symbol("^"): return true
    case .symbol("->"): return CommandTable.command(named: word) == nil
    default: return false
    }
  }
}

extension [Token] {
  /// With `∂E/∂w` for `∂_w E`, and `∂y_k/∂a_k` for `∂_{a_k} y_k`. What is more than a symbol is left to the
  /// parser of formulas.
  fileprivate var withFractions: [Token] {
    guard contains(where: { $0.kind == .symbol("∂_") }) else { return self }
    var result: [Token] = []
    var place = 0
    while place < count {
      guard self[place].kind == .symbol("∂_"), let variable = variable(at: place + 1),
        let symbol = symbol(at: variable.end), kind(symbol.upperBound) != .symbol("("),
        kind(symbol.upperBound) != .symbol("^"), symbol.count > 1 || self[symbol.lowerBound].isLetter
      else {
        result.append(self[place])
        place += 1
        continue
      }
      let sign = self[place].range
      result.append(Token(.symbol("∂"), sign, spaceBefore: self[place].spaceBefore))
      result += self[symbol]
      result += [Token(.symbol("/"), sign), Token(.symbol("∂"), sign)] + self[variable.tokens]
      place = symbol.upperBound
    }
    return result
  }

  /// `E`, `y_k`, `net_j`
  private func symbol(at place: Int) -> Range<Int>? {
    guard case .word? = kind(place) else { return nil }
    if case .subscripts? = kind(place + 1) { return place..<place + 2 }
    return place..<place + 1
  }

  /// What is below `∂_`, in braces or not, and where what follows begins.
  private func variable(at place: Int) -> (tokens: Range<Int>, end: Int)? {
    if let symbol = symbol(at: place) { return (symbol, symbol.upperBound) }
    guard kind(place) == .symbol("{") else { return nil }
    if let symbol = symbol(at: place + 1), kind(symbol.upperBound) == .symbol("}") {
      return (symbol, symbol.upperBound + 1)
    }
    guard let symbol = numberedSymbol(at: place + 1), kind(symbol.upperBound) == .symbol("}") else {
      return nil
    }
    return (symbol, symbol.upperBound + 1)
  }

  /// `a^L`, `z^{(2)}`, `w^l_{jk}`
  private func numberedSymbol(at place: Int) -> Range<Int>? {
    guard case .word? = kind(place), let level = LayerSuperscript.read({ kind(place + 1 + $0) }) else {
      return nil
    }
    let end = place + 1 + level.count
    if case .subscripts? = kind(end) { return place..<end + 1 }
    return place..<end
  }
}

extension Token {
  /// Whether it is a word of one letter: `E`, but not `tanh` or `total`.
  fileprivate var isLetter: Bool {
    if case .word(let word) = kind { word.unicodeScalars.count == 1 } else { false }
  }
}
