extension Lexer {
  /// Letters and digits; a Greek letter is a word by itself, so that `ηδ_k` reads as η times δ_k. Names of
  /// Greek letters, `sum_` and `partial` become the symbols that they stand for.
  mutating func readWord() {
    let start = position
    if let first = next, Self.isGreek(first) {
      position += 1
      while let scalar = next, Self.isCombiningMark(scalar) { position += 1 }
    } else {
      while let scalar = next, Self.isWordScalar(scalar), !Self.isGreek(scalar) { position += 1 }
    }
    word(named: Self.plain(word: scalars[start..<position]), from: start)
  }

  /// Emits a word that ends here, in its Unicode spelling, together with the primes that follow it.
  mutating func word(named name: String, from start: Int, isCommand: Bool = false) {
    var name = name
    if name == "∂" || name == "partial" { return emit(.symbol("∂"), from: start) }
    if name == "Σ" || name == "Sigma" || (name == "sum" && (isCommand || next == "_")) {
      return emit(.symbol("Σ"), from: start)
    }
    if let letter = Self.greek[name] { name = letter }
    if name == "Deltaw" { name = "Δw" }
    if name == "w", case .word("Δ")? = tokens.last?.kind {
      retract("Δw")
    } else {
      emit(.word(name), from: start)
    }
    guard case .word(var primed)? = tokens.last?.kind else { return }
    while let scalar = next, let count = Self.primes[scalar] {
      position += 1
      primed += String(repeating: "'", count: count)
      retract(primed)
    }
  }

  private static let primes: [Unicode.Scalar: Int] = ["'": 1, "″": 2, "‴": 3]

  /// `_k`, `_i1j2`, `_{ij}`, `_{i_1 j_2}`, `ᵢⱼ`: letters, each with an optional unit number. A number without
  /// a letter is kept with an empty letter: the parser reports it, or it is part of a name.
  mutating func readSubscripts() {
    let start = position
    // `Delta_w_ij`: an underscore for the space in `Delta w_ij`.
    if next == "_", peek(1) == "w", !(peek(2).map { Self.isWordScalar($0) } ?? false), !spaceBefore,
      case .word("Δ")? = tokens.last?.kind
    {
      position += 1
      return
    }
    // `___`, a blank to be filled in
    if next == "_", peek(1) == "_", !followsName {
      while next == "_" { position += 1 }
      return emit(.symbol("..."), from: start)
    }
    if next == "_" { position += 1 }
    // `∇_a`, `∇_{a^{(2)}}`: what is below it is a formula.
    if case .symbol("∇")? = tokens.last?.kind {
      tokens[tokens.count - 1].range = tokens[tokens.count - 1].range.lowerBound..<position
      if let scalar = next, Self.isLetter(scalar) {
        let letter = position
        position += 1
        word(named: String(scalar), from: letter)
      }
      return
    }
    // `\partial_{w_{jk}} E`
    if case .symbol("∂")? = tokens.last?.kind {
      tokens[tokens.count - 1].kind = .symbol("∂_")
      tokens[tokens.count - 1].range = tokens[tokens.count - 1].range.lowerBound..<position
      return
    }
    // `\Big|_{a = a_k}`, but not `||w||_1`
    if !spaceBefore, endsWithBar(tokens.count - 1), !endsWithBar(tokens.count - 2) {
      skipArgument()
      return report(
        .expected(
          "what a letter stands for in its place, as in `g'(a_k)`, instead of a bar with subscripts",
          found: "`\(text((tokens.last?.range.lowerBound ?? start)..<position))`"),
        from: start, example: "check ∂y_k/∂a_k = g'(a_k)")
    }
    var subscripts: [Subscript] = []
    // `\sum^{3}_{j=1}`: the upper bound first.
    let upper = takeUpperBound()
    defer { tokens += upper.map { Token($0.kind, position..<position) } }
    if next == "{", case .symbol("Σ")? = tokens.last?.kind,
      readSumBound(from: start) || readUnequal(from: start) || readMembership(from: start)
    {
      return
    }
    if next == "{" {
      readBracedSubscripts(into: &subscripts)
    } else {
      while let scalar = next, let plain = Self.subscriptLetter(scalar) {
        add(plain, to: &subscripts)
        position += 1
      }
      // `Σ_jw_jk`: the letter before the next subscript begins a word.
      if next == "_", subscripts.count > 1, subscripts.last?.unit == nil, followsSymbol {
        subscripts.removeLast()
        position -= 1
      }
    }
    if subscripts.isEmpty {
      report(
        .expected("the letter of a layer or unit after `_`", found: found), from: start, example: "w_ij")
    }
    emit(.subscripts(subscripts), from: start)
  }

  private func endsWithBar(_ place: Int) -> Bool {
    tokens.indices.contains(place) && [.symbol("|"), .symbol("|)")].contains(tokens[place].kind)
  }

  /// Takes `^{3}`, `^3` or `^M` out if it stands between a Σ and what is being read.
  private mutating func takeUpperBound() -> [Token] {
    var count = 2
    if case .symbol("}")? = tokens.last?.kind { count = 4 }
    guard !spaceBefore, tokens.count > count, tokens[tokens.count - count - 1].kind == .symbol("Σ"),
      tokens[tokens.count - count].kind == .symbol("^"),
      count == 2 || tokens[tokens.count - count + 1].kind == .symbol("{")
    else { return [] }
    switch tokens[tokens.count - (count == 2 ? 1 : 2)].kind {
    case .number, .word: break
    case .symbol, .subscripts, .string, .newline, .indent, .end: return []
    }
    let upper = Array(tokens.suffix(count))
    tokens.removeLast(count)
    return upper
  }

  /// Whether a word or subscripts come immediately before, without a space.
  private var followsName: Bool {
    guard !spaceBefore, let last = tokens.last else { return false }
    switch last.kind {
    case .word, .subscripts: return true
    default: return false
    }
  }

  /// Whether a quantity or a Σ comes immediately before, rather than a name that contains `_`.
  private var followsSymbol: Bool {
    switch tokens.last?.kind {
    case .word(let word): Quantity(rawValue: word) != nil
    case .symbol("Σ"): true
    default: false
    }
  }

  private mutating func readBracedSubscripts(into subscripts: inout [Subscript]) {
    let start = position
    var depth = 0
    var unreadable = false
    // `w_{4,11}`: the number after a comma is another one.
    var isApart = false
    while let scalar = next, scalar != "\n" {
      if scalar == "{" {
        depth += 1
      } else if scalar == "}" {
        depth -= 1
      } else if scalar == "\\", peek(1) == "," {
        position += 1
      } else if let plain = Self.subscriptLetter(scalar) {
        add(plain, to: &subscripts, isApart: isApart)
        isApart = false
      } else if scalar == "'", let last = subscripts.last, !last.letter.isEmpty, last.unit == nil {
        // A second letter of a layer.
        subscripts[subscripts.count - 1] = Subscript(last.letter + "'")
      } else if scalar == "," {
        isApart = true
      } else if scalar != "_" && scalar != " " {
        unreadable = true
      }
      position += 1
      if depth == 0 { break }
    }
    if depth > 0 {
      report(.expected("`}` after the subscripts", found: found), from: start, example: "w_{ij}")
    } else if unreadable,
      ["t-1", "t+1", "n-1", "n+1"].contains(where: { text(start..<position).includes($0) })
    {
      report(
        .expected(
          "the number of an update in brackets behind the units of the weight, `m_ij(n-1)`",
          found: "`\(text(start..<position))`"),
        from: start, example: "rule mine:\n  m_ij = 0.9 m_ij(n-1) + ∂E/∂w_ij\n  Δw_ij = -η m_ij")
    } else if unreadable {
      report(
        .expected("letters of layers or units, such as `{ij}`", found: "`\(text(start..<position))`"),
        from: start,
        example: "Σ_j w_jk y_j")
    }
  }

  /// isApart: whether a comma precedes it.
  private func add(_ scalar: Unicode.Scalar, to subscripts: inout [Subscript], isApart: Bool = false) {
    guard let digit = Int(String(scalar)) else { return subscripts.append(Subscript(String(scalar))) }
    // The first 0 of `w_04` is the number of the bias unit.
    let isNumber = subscripts.last?.letter.isEmpty == true
    if isNumber, isApart || subscripts.last?.unit == 0 {
      return subscripts.append(Subscript("", unit: digit))
    }
    guard let last = subscripts.popLast() else { return subscripts.append(Subscript("", unit: digit)) }
    let unit = min(last.unit ?? 0, 99_999_999) * 10 + digit
    subscripts.append(Subscript(last.letter, unit: unit))
  }

  /// The text here, for messages.
  var found: String {
    guard let scalar = next, scalar != "\n" else { return "the end of the line" }
    return "`\(String(scalar))`"
  }
}
