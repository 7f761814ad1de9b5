extension StatementLines {
  /// With `=` for the other signs that assign: `w_ij := 0.5`, `let c ← 2`, `w^l → w^l - η δ^l (a^{l-1})^T`.
  var assigning: StatementLines {
    guard let first = head.tokens.first else { return self }
    // In a check, `<-1` is an inequality.
    let checks = [Command.check.name, Command.prove.name, Command.mark.name]
    var lines = self
    if checks.contains(where: { first.kind == .word($0) }) {
      lines.head.tokens = Self.defining(head.tokens)
      for place in rows.indices { lines.rows[place].tokens = Self.defining(rows[place].tokens) }
      return lines
    }
    let isRule = first.kind == .word(Command.rule.name)
    let start = isRule ? (head.tokens.firstIndex { $0.kind == .symbol(":") } ?? -1) + 1 : 0
    lines.head.tokens = Self.assigning(head.tokens, from: start)
    if isRule {
      lines.head.tokens = UpdateNumbering.read(lines.head.tokens, from: start)
      for place in rows.indices {
        lines.rows[place].tokens = UpdateNumbering.read(Self.assigning(rows[place].tokens, from: 0), from: 0)
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
