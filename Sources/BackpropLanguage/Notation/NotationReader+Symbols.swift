/// The symbols of a course, and the handout's for them.
extension NotationReader {
  /// The number of subscripts of a quantity; nil for any other word.
  func subscriptCount(of written: String) -> Int? {
    if notation.isBias(written) { return 1 }
    return Quantity(rawValue: meaning(of: written)).map { $0.subscriptCount }
  }

  /// `Δb_j`, or `Δv_ij` where weights are called v, and `ΔW`: one word, as `Δw_ij` is.
  func changes(in tokens: [Token]) -> [Token] {
    let changing = [notation.bias, notation.symbols["w"]].compactMap { $0 }
    guard !changing.isEmpty || notation.layers != nil else { return tokens }
    var read: [Token] = []
    for token in tokens {
      if token.kind == .word("W"), notation.layers != nil, let last = read.last, last.kind == .word("Δ") {
        let whole = last.range.through(token.range)
        read[read.count - 1] = Token(.word("Δw"), whole, spaceBefore: last.spaceBefore)
      } else if case .word(let word) = token.kind, changing.contains(word), let last = read.last,
        last.kind == .word("Δ")
      {
        let whole = last.range.through(token.range)
        read[read.count - 1] = Token(.word("Δ" + word), whole, spaceBefore: last.spaceBefore)
      } else {
        read.append(token)
      }
    }
    return read
  }

  /// Whether a text begins with a symbol that the notation has for one of the handout's, or for a bias.
  func isSymbol(_ text: String) -> Bool {
    let tokens = changes(in: Lexer.tokens(of: SourceText(text)).tokens)
    guard case .word(let word)? = tokens.first?.kind else { return false }
    return notation.isBias(word) || meaning(of: word) != word
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
      letters.firstIndex(of: unit.layerLetter)
      ?? ParticularLetter(rawValue: unit.letter)?.layer(of: letters.count)
    return Subscript(letters[max((layer ?? 1) - 1, 0)], unit: 0)
  }

  /// How many subscripts a quantity may have; Mitchell's x_ji has two.
  private func mostSubscripts(of quantity: String) -> Int {
    quantity == "x" ? 2 : Quantity(rawValue: quantity)?.subscriptCount ?? 2
  }

  func symbol(
    _ written: String, _ word: Token, _ given: [Subscript], _ below: Token, isCall: Bool
  ) -> [Token] {
    var places = given
    var quantity = meaning(of: written)
    if let pattern = notation.pattern, places.first == Subscript(pattern),
      places.count > (letters.contains(pattern) ? mostSubscripts(of: quantity) : quantity == "E" ? 0 : 1)
    {
      places.removeFirst()
    }
    // `ℰ_av`: the average over the patterns.
    if quantity == "E", places.map({ $0.text }) == ["a", "v"] {
      return [
        Token(.word("mean"), word.range, spaceBefore: word.spaceBefore),
        Token(.word("E"), word.range.through(below.range), spaceBefore: true),
      ]
    }
    switch quantity {
    case _ where notation.isBias(written) && places.count == 1:
      quantity = written == notation.bias ? "w" : "Δw"
      places.insert(biasUnit(below: places[0]), at: 0)
    case _ where ofBiases.contains(written) && places.count == 1:
      // `m_j0`, which belongs to w_j0.
      if places[0].unit == 0 { places = [Subscript(places[0].letter)] }
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
    case _ where notation.receivesFirst && Quantity(rawValue: quantity) == nil && places.arePair(of: ofPairs):
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
    tokens[0].isOfUpdate = word.isOfUpdate
    if !places.isEmpty {
      tokens.append(Token(.subscripts(places), below.range))
    } else {
      tokens[0].range = word.range.through(below.range)
    }
    guard quantity == "δ", notation.hasOppositeDelta else { return tokens }
    tokens[0].spaceBefore = false
    let start = word.range.lowerBound..<word.range.lowerBound
    let end = below.range.upperBound..<below.range.upperBound
    return [Token(.symbol("("), start, spaceBefore: word.spaceBefore), Token(.symbol("-"), start)] + tokens
      + [Token(.symbol(")"), end)]
  }
}
