/// Reads what is typed in a course's notation: tokens in, the handout's tokens out, each at its place in the
/// cell.
struct NotationReader {
  let notation: Notation
  /// The letter of each layer.
  private let letters: [String]
  /// The handout's symbol for each of the course's.
  private let meanings: [String: String]

  init(_ notation: Notation, letters: [String]) {
    self.notation = notation
    self.letters = letters
    var meanings: [String: String] = [:]
    for (handout, written) in notation.symbols {
      meanings[Lexer.plain(word: written.unicodeScalars)] = handout
    }
    if let last = notation.lastOutput { meanings[last] = "y" }
    self.meanings = meanings
  }

  /// A statement; the rows of `notation` are about both notations and stay as they are.
  func handout(_ lines: StatementLines) -> StatementLines {
    if lines.head.tokens.first?.kind == .word(Command.notation.name) { return lines }
    var lines = lines
    lines.head.tokens = handout(lines.head.tokens)
    for place in lines.rows.indices { lines.rows[place].tokens = handout(lines.rows[place].tokens) }
    return lines
  }

  /// The tokens of a line. A command at its beginning stays one: `net 2-2-1`.
  func handout(_ tokens: [Token]) -> [Token] {
    var tokens = changes(in: PrintedTokens(notation: notation, letters: letters).read(tokens))
    if let numbers = notation.layers { tokens = layers(numbers, tokens) }
    var read: [Token] = []
    var place = 0
    while place < tokens.count {
      let token = tokens[place]
      place += 1
      guard case .word(let written) = token.kind else {
        read.append(token)
        continue
      }
      var places: [Subscript]?
      if place < tokens.count, case .subscripts(let given) = tokens[place].kind, !tokens[place].spaceBefore {
        places = given
      }
      if place == 1, places == nil, CommandTable.command(named: written) != nil {
        read.append(token)
        continue
      }
      // `Δ_p w_ji`
      let weight = Token.Kind.word(notation.symbol("w"))
      if written == "Δ", let only = places, only.map({ $0.text }) == [notation.pattern],
        place + 1 < tokens.count, tokens[place + 1].kind == weight
      {
        let whole = token.range.lowerBound..<tokens[place + 1].range.upperBound
        tokens[place + 1] = Token(.word("Δw"), whole, spaceBefore: token.spaceBefore)
        place += 1
        continue
      }
      guard let places else {
        read.append(Token(.word(meaning(of: written)), token.range, spaceBefore: token.spaceBefore))
        continue
      }
      let isCall = place + 1 < tokens.count && tokens[place + 1].kind == .symbol("(")
      read += symbol(written, token, places, tokens[place], isCall: isCall)
      place += 1
    }
    return read
  }

  /// `Δb_j`: one word, as `Δw_ij` is.
  private func changes(in tokens: [Token]) -> [Token] {
    guard let bias = notation.bias else { return tokens }
    var read: [Token] = []
    for token in tokens {
      if token.kind == .word(bias), let last = read.last, last.kind == .word("Δ") {
        let whole = last.range.lowerBound..<token.range.upperBound
        read[read.count - 1] = Token(.word("Δ" + bias), whole, spaceBefore: last.spaceBefore)
      } else {
        read.append(token)
      }
    }
    return read
  }

  private func layers(_ numbers: LayerNumbers, _ tokens: [Token]) -> [Token] {
    LayerNumberReader(numbers: numbers, notation: notation, letters: letters, meaning: { meaning(of: $0) })
      .letters(for: tokens)
  }

  /// The handout's word, with the primes and the `d` of a differential that the course's has.
  func meaning(of written: String) -> String {
    var letter = written
    var primes = ""
    while letter.utf8.last == UInt8(ascii: "'") {
      letter.removeLast()
      primes += "'"
    }
    if let known = meanings[letter] { return known + primes }
    if letter.utf8.first == UInt8(ascii: "d"), let known = meanings[String(letter.dropFirst())] {
      return "d" + known
    }
    return written
  }

  /// The bias unit of the layer before a unit's.
  private func biasUnit(below unit: Subscript) -> Subscript {
    let layer =
      letters.firstIndex(of: unit.letter) ?? ParticularLetter(rawValue: unit.letter)?.layer(of: letters.count)
    return Subscript(letters[max((layer ?? 1) - 1, 0)], unit: 0)
  }

  private func symbol(
    _ written: String, _ word: Token, _ given: [Subscript], _ below: Token, isCall: Bool
  ) -> [Token] {
    var places = given
    if let pattern = notation.pattern, places.first == Subscript(pattern),
      places.count > 1 && !letters.contains(pattern) || meaning(of: written) == "E"
    {
      places.removeFirst()
    }
    var quantity = meaning(of: written)
    switch quantity {
    case _ where notation.isBias(written) && places.count == 1:
      quantity = written == notation.bias ? "w" : "Δw"
      places.insert(biasUnit(below: places[0]), at: 0)
    case "w", "Δw":
      // `w_j0`: the lexer takes the 0 for the number of j.
      if notation.receivesFirst, places.count == 1, places[0].unit == 0, !places[0].letter.isEmpty {
        places = [Subscript(places[0].letter), Subscript("", unit: 0)]
      }
      guard places.count == 2 else { break }
      if notation.receivesFirst { places.reverse() }
      if places[0] == Subscript("", unit: 0) { places[0] = biasUnit(below: places[1]) }
    // A rule's own m_ji, which belongs to w_ji.
    case _ where notation.receivesFirst && Quantity(rawValue: quantity) == nil && places.arePair(of: letters):
      places.reverse()
    // Mitchell's x_ji, the input from unit i into unit j, is the output of unit i.
    case "x" where places.count == 2:
      quantity = "y"
      places = [places[notation.receivesFirst ? 1 : 0]]
    // `f'_j(net_j)`: the argument says whose it is.
    case "g", "g'":
      if isCall { places = [] }
    default: break
    }
    var tokens = [Token(.word(quantity), word.range, spaceBefore: word.spaceBefore)]
    if !places.isEmpty {
      tokens.append(Token(.subscripts(places), below.range))
    } else {
      tokens[0].range = word.range.lowerBound..<below.range.upperBound
    }
    guard quantity == "δ", notation.hasOppositeDelta else { return tokens }
    tokens[0].spaceBefore = false
    let start = word.range.lowerBound..<word.range.lowerBound
    let end = below.range.upperBound..<below.range.upperBound
    return [Token(.symbol("("), start, spaceBefore: word.spaceBefore), Token(.symbol("-"), start)] + tokens
      + [Token(.symbol(")"), end)]
  }
}

extension [Subscript] {
  /// Whether they stand for the units of two layers, as those of a weight do.
  func arePair(of letters: [String]) -> Bool {
    count == 2 && allSatisfy { $0.unit == nil && letters.contains($0.letter) }
  }
}
