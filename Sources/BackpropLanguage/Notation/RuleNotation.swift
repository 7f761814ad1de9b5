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
    func read(_ line: [Token], from start: Int) -> [Token] {
      let ofLayers = velocities(line, from: start)
      let isGeneral = ofLayers.count > line.count || isBare(start, in: line)
      return withEarlier(isGeneral ? general(ofLayers, from: start) : ofLayers, from: start, in: source)
    }
    if let colon = lines.head.tokens.firstIndex(where: { $0.kind == .symbol(":") }) {
      lines.head.tokens = read(lines.head.tokens, from: colon + 1)
    }
    for place in lines.rows.indices { lines.rows[place].tokens = read(lines.rows[place].tokens, from: 0) }
    return lines
  }

  // MARK: - All weights at once

  /// `v_{dW} = β v_{dW} + (1-β) dW` has what `v` was in the update before.
  private func velocities(_ line: [Token], from start: Int) -> [Token] {
    guard notation.hasDifferentials, notation.layers != nil else { return line }
    var read: [Token] = []
    for (place, token) in line.enumerated() {
      guard place > start, case .subscripts(let places) = token.kind, places.count == 2,
        places[0] == Subscript("d"), ["W", notation.bias].contains(places[1].text),
        case .word = line[place - 1].kind
      else {
        read.append(token)
        continue
      }
      read += [Token(.symbol("^"), token.range), Token(.word("l"), token.range)]
      let isLeft = place == start + 1
      let isItself = line.kind(start) == line[place - 1].kind && line.kind(start + 1) == token.kind
      if !isLeft, isItself, line.kind(place + 1) != .symbol("(") { read += Self.earlier(at: token.range) }
    }
    return read
  }

  private static func earlier(at range: SourceRange) -> [Token] {
    let kinds: [Token.Kind] = [
      .symbol("("), .word("n"), .symbol("-"), .number(1, spelling: "1"), .symbol(")"),
    ]
    return kinds.map { Token($0, range) }
  }

  /// `v^l ← α v^l - …`: what is on the right of an arrow is older.
  private func withEarlier(_ line: [Token], from start: Int, in source: SourceText) -> [Token] {
    guard let sign = line.indices.first(where: { $0 > start && line[$0].kind == .symbol("=") }),
      case .word(let word)? = line.kind(start), !isWeight(word), word != "Δ"
    else { return line }
    let written = source.string(line[sign].range)
    guard written == ":=" || !written.contains("=") else { return line }
    let symbol = line[start..<sign].map { $0.kind }
    var read = Array(line[...sign])
    var place = sign + 1
    while place < line.count {
      let end = place + symbol.count
      guard end <= line.count, line[place..<end].map({ $0.kind }) == symbol,
        line.kind(end) != .symbol("(") || line[end].spaceBefore
      else {
        read.append(line[place])
        place += 1
        continue
      }
      read += line[place..<end] + Self.earlier(at: line[end - 1].range)
      place = end
    }
    return read
  }

  /// A line with the layer, or the units, of what is said about all weights or biases: `w^l → …`, `w_ij ← …`.
  /// start: its first token.
  private func general(_ line: [Token], from start: Int) -> [Token] {
    guard letters.count > 1, line.indices.contains(start) else { return line }
    var read = Array(line[..<start])
    for place in start..<line.count {
      var token = line[place]
      if token.kind == .word("W"), notation.layers == nil { token.kind = .word(notation.symbol("w")) }
      read.append(token)
      guard isBare(place, in: line), case .word(let word) = token.kind else { continue }
      let end = token.range.upperBound..<token.range.upperBound
      if notation.layers != nil {
        read += [Token(.symbol("^"), end), Token(.word("l"), end)]
      } else {
        let (from, to) = (Subscript(letters[0]), Subscript(letters[1]))
        let places = notation.isBias(word) ? [to] : notation.receivesFirst ? [to, from] : [from, to]
        read.append(Token(.subscripts(places), end))
      }
    }
    return read
  }

  /// Whether a weight, a bias or a change of one is here, without subscripts and layer.
  private func isBare(_ place: Int, in line: [Token]) -> Bool {
    guard case .word(let word)? = line.kind(place), isWeight(word) else { return false }
    switch line.kind(place + 1) {
    case .subscripts?: return line[place + 1].spaceBefore
    case .symbol("^")?:
      // `w^2` is a square where there are no layers.
      return false
    default: return true
    }
  }

  /// Whether it is the symbol of weights, of biases, of a change of these, or of a derivative by them.
  private func isWeight(_ word: String) -> Bool {
    if word == notation.symbol("w") || word == "W" || word == "Δw" || notation.isBias(word) { return true }
    guard notation.hasDifferentials, word.utf8.first == UInt8(ascii: "d") else { return false }
    let variable = String(word.dropFirst())
    return variable == "W" || variable == notation.bias
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
  fileprivate func kind(_ place: Int) -> Token.Kind? { indices.contains(place) ? self[place].kind : nil }
}
