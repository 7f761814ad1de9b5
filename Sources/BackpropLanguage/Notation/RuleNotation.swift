/// What a rule has besides the formulas of other statements: lines about all weights or biases at once,
/// `w → w - η ∂C/∂w`, quantities of its own that are matrices or vectors, `v^l`, and those that an arrow sets
/// to what they were and more, `v ← α v - η ∂E/∂w`.
struct RuleNotation {
  let notation: Notation
  /// The letter of each layer.
  let letters: [String]
  /// The handout's symbol for one of the course's.
  let meaning: (String) -> String

  /// The lines of a rule as other formulas are written; other statements as they are.
  func read(_ lines: StatementLines, in source: SourceText) -> StatementLines {
    guard lines.head.tokens.first?.kind == .word(Command.rule.name) else { return lines }
    var lines = lines
    let namesParameters = namesParameters(lines)
    lines.head.tokens = withoutParameters(lines.head.tokens, namesParameters)
    for place in lines.rows.indices {
      lines.rows[place].tokens = withoutParameters(lines.rows[place].tokens, namesParameters)
    }
    let colon = lines.head.tokens.firstIndex { $0.kind == .symbol(":") }
    func formulas() -> [ArraySlice<Token>] {
      lines.rows.map { $0.tokens[...] } + (colon.map { [lines.head.tokens[($0 + 1)...]] } ?? [])
    }
    let computed = computed(in: formulas())
    if let colon { lines.head.tokens = withoutPrimes(lines.head.tokens, from: colon + 1, computed) }
    for place in lines.rows.indices {
      lines.rows[place].tokens = withoutPrimes(lines.rows[place].tokens, from: 0, computed)
    }
    let velocities = ofAllWeights(in: formulas(), source)
    func read(_ line: [Token], from start: Int) -> [Token] {
      let ofLayers = self.velocities(line, from: start)
      let isGeneral =
        ofLayers.count > line.count || isBare(start, in: line) || isBare(start, in: line, velocities)
      return withEarlier(
        isGeneral ? general(ofLayers, from: start, velocities) : ofLayers, from: start, in: source)
    }
    if let colon { lines.head.tokens = read(lines.head.tokens, from: colon + 1) }
    for place in lines.rows.indices { lines.rows[place].tokens = read(lines.rows[place].tokens, from: 0) }
    return lines
  }

  // MARK: - Values after the update

  /// `v → v' = μ v - η ∇C`, which says what v becomes, and names it, and `w → w' = w + v'`: without primes.
  ///
  /// computed: what the lines of the rule compute. The prime of anything else is that of a derivative.
  private func withoutPrimes(_ line: [Token], from start: Int, _ computed: Set<String>) -> [Token] {
    guard let arrow = line.indices.first(where: { $0 > start && line[$0].kind == .symbol("=") }) else {
      return line
    }
    var read = line
    let symbol = line[start..<arrow].map { $0.kind }
    let end = arrow + 1 + symbol.count
    if case .word(let word)? = symbol.first, line.kind(end) == .symbol("="),
      line[arrow + 1..<end].map({ $0.kind }) == [.word(word + "'")] + symbol.dropFirst()
    {
      read.removeSubrange(arrow + 1...end)
    } else if arrow > start + 1 || !isOwn(line.kind(start)) && !isBare(start, in: line) {
      return line
    }
    for place in read.indices where place > arrow {
      if case .word(let word) = read[place].kind, word.utf8.last == UInt8(ascii: "'"),
        computed.contains(String(word.dropLast()))
      {
        read[place].kind = .word(String(word.dropLast()))
      }
    }
    return read
  }

  /// The quantities of the rule's own that some of its lines begin with.
  func computed(
    in lines: [ArraySlice<Token>], where isMeant: (ArraySlice<Token>) -> Bool = { _ in true }
  ) -> Set<String> {
    var found: Set<String> = []
    for line in lines {
      guard let start = line.indices.first, isOwn(line.kind(start)), case .word(let word)? = line.kind(start),
        isMeant(line)
      else { continue }
      found.insert(word)
    }
    return found
  }

  /// Whether it may be a quantity of the rule's own.
  private func isOwn(_ kind: Token.Kind?) -> Bool {
    if case .word(let word)? = kind { !isOfNetwork(word) && !isWeight(word) } else { false }
  }

  // MARK: - Quantities of a rule's own

  /// The words that a rule computes for each layer, `v^l = …`, in all its lines, each from its first token.
  func own(_ lines: [ArraySlice<Token>]) -> Set<String> {
    var found: Set<String> = []
    for line in lines {
      guard let place = line.indices.first, case .word(let word) = line[place].kind, !isOfNetwork(word),
        case .symbol("^")? = line.kind(place + 1)
      else { continue }
      found.insert(word)
    }
    return found
  }

  /// The words that a rule computes for biases alone, as `m_j = …` does where biases have a symbol of their
  /// own, or `m_j0 = …` where they are weights from unit 0.
  func ownOfBiases(_ lines: [ArraySlice<Token>]) -> Set<String> {
    var found: Set<String> = []
    for line in lines {
      guard let sign = line.firstIndex(where: { $0.kind == .symbol("=") }), let start = line.indices.first,
        case .word(let word) = line[start].kind, !isOfNetwork(word),
        let places = line[start..<sign].first(where: { $0.kind.isSubscripts }),
        case .subscripts(let places) = places.kind, places.count == 1
      else { continue }
      // `η_n` is one number in each update.
      guard !["n", "t"].contains(places[0].letter) else { continue }
      if places[0].unit == nil ? notation.bias != nil : notation.receivesFirst && places[0].unit == 0 {
        found.insert(word)
      }
    }
    return found
  }

  /// The letters of the rule's weight, which stand for any layers: j and i of `Δw_ji`.
  func lettersOfWeight(_ lines: [ArraySlice<Token>]) -> [String] {
    for line in lines {
      for place in line.indices {
        guard case .word(let word) = line[place].kind, ["w", "Δw"].contains(meaning(word)),
          case .subscripts(let places)? = line.kind(place + 1), places.count == 2,
          places.allSatisfy({ $0.unit == nil && !$0.letter.isEmpty })
        else { continue }
        return places.map { $0.letter }
      }
    }
    return []
  }

  /// The vectors, `v^l = …`, that only lines about biases use. own: all that the rule computes for a layer.
  func vectorsOfBiases(_ lines: [ArraySlice<Token>], own: Set<String>) -> Set<String> {
    var (ofBiases, ofWeights): (Set<String>, Set<String>) = ([], [])
    for line in lines {
      guard let start = line.indices.first, case .word(let left) = line[start].kind, !own.contains(left)
      else {
        continue
      }
      let words = line.compactMap { token in
        if case .word(let word) = token.kind, own.contains(word) { word } else { nil }
      }
      if isOfBiases(line) { ofBiases.formUnion(words) } else { ofWeights.formUnion(words) }
    }
    return ofBiases.subtracting(ofWeights)
  }

  /// Whether a line of a rule is about biases, so that what it computes is a vector.
  func isOfBiases(_ line: ArraySlice<Token>) -> Bool {
    var hasBias = false
    for token in line {
      guard case .word(let word) = token.kind else { continue }
      let variable = word.utf8.first == UInt8(ascii: "d") ? String(word.dropFirst()) : word
      if ["w", "Δw"].contains(meaning(word)) || variable == "W" || variable == notation.symbol("w") {
        return false
      }
      if notation.isBias(word) || notation.hasDifferentials && variable == notation.bias { hasBias = true }
    }
    return hasBias
  }

  private func isOfNetwork(_ word: String) -> Bool {
    let handout = meaning(word)
    return word == "W" || word == "Δ" || notation.isBias(word) || FormulaParser.functions[handout] != nil
      || Quantity(rawValue: handout) != nil || word.utf8.first == UInt8(ascii: "d") && word.utf8.count == 2
  }
}

extension ArraySlice<Token> {
  func kind(_ place: Int) -> Token.Kind? { indices.contains(place) ? self[place].kind : nil }
}
