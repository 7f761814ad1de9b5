/// Lines of a rule about all weights at once: `w → w - η ∂C/∂w`, `θ ← θ + v`.
extension RuleNotation {
  /// The words of lines that compute a number for every weight: `v → μ v - η ∇C`, and `m̂ = m/(1 - β_1^n)`,
  /// whose right side has such a number.
  func ofAllWeights(in lines: [ArraySlice<Token>], _ source: SourceText) -> Set<String> {
    var found = computed(in: lines) { line in
      let sign = line.startIndex + 1
      return line.kind(sign) == .symbol("=") && isArrow(line[sign], in: source)
    }
    // A line uses what the lines above it compute.
    for line in lines {
      found.formUnion(
        computed(in: [line]) { line in
          line.kind(line.startIndex + 1) == .symbol("=") && hasNumberOfWeights(line.dropFirst(2), found)
        })
    }
    return found
  }

  /// Whether a weight, ∇E or one of these words stands in it for those of all weights.
  private func hasNumberOfWeights(_ formula: ArraySlice<Token>, _ words: Set<String>) -> Bool {
    let line = Array(formula)
    return line.indices.contains { place in
      isBare(place, in: line) || isBare(place, in: line, words)
        || line[place].kind == .symbol("∇") && line[...].kind(place + 1) == .word(notation.symbol("E"))
    }
  }

  /// Whether a rule says that θ is the parameters: by a line about θ, by ∇_θ, or by E(θ). Otherwise θ may be
  /// a number of the user's.
  func namesParameters(_ lines: StatementLines) -> Bool {
    let parts = [lines.head.tokens] + lines.rows.map { $0.tokens }
    return parts.contains { line in
      line.indices.contains { place in
        let isFirst = place == 0 || line[place - 1].kind == .symbol(":")
        switch line[place].kind {
        case .word("θ"):
          let isArgument = line[...].kind(place - 1) == .symbol("(")
          return isFirst || isArgument && line[...].kind(place - 2) == .word(notation.symbol("E"))
        case .subscripts(let places):
          return places.count == 1 && places[0].text == "θ" && line[...].kind(place - 1) == .symbol("∇")
        default: return false
        }
      }
    }
  }

  /// `∇_θ J(θ)` as `∇J`, and, if θ is the parameters, any other θ as w: the parameters of a network are its
  /// weights and biases.
  func withoutParameters(_ line: [Token], _ namesParameters: Bool) -> [Token] {
    var read: [Token] = []
    var place = 0
    func isParameter(_ name: String) -> Bool {
      ["θ", "w", "W", notation.symbol("w")].contains(name)
    }
    while place < line.count {
      let token = line[place]
      place += 1
      switch token.kind {
      case .symbol("∇"):
        read.append(token)
        guard case .subscripts(let places)? = line[...].kind(place), places.count == 1,
          isParameter(places[0].text)
        else { continue }
        place += 1
      case .word(notation.symbol("E")) where line[...].kind(place) == .symbol("("):
        read.append(token)
        guard case .word(let word)? = line[...].kind(place + 1), isParameter(word),
          line[...].kind(place + 2) == .symbol(")")
        else { continue }
        place += 3
      case .word("θ")
      where namesParameters && !notation.isBias("θ") && line[...].kind(place)?.isSubscripts != true:
        read.append(Token(.word(notation.symbol("w")), token.range, spaceBefore: token.spaceBefore))
      default: read.append(token)
      }
    }
    return read
  }

  /// `v_{dW} = β v_{dW} + (1-β) dW` has what `v` was in the update before.
  func velocities(_ line: [Token], from start: Int) -> [Token] {
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

  static func earlier(at range: SourceRange) -> [Token] {
    let kinds: [Token.Kind] = [
      .symbol("("), .word("n"), .symbol("-"), .number(1, spelling: "1"), .symbol(")"),
    ]
    return kinds.map { Token($0, range) }
  }

  /// `v^l ← α v^l - …`: what is on the right of an arrow is older.
  func withEarlier(_ line: [Token], from start: Int, in source: SourceText) -> [Token] {
    guard let sign = line.indices.first(where: { $0 > start && line[$0].kind == .symbol("=") }),
      case .word(let word)? = line.kind(start), !isWeight(word), word != "Δ"
    else { return line }
    guard isArrow(line[sign], in: source) else { return line }
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

  /// `→`, `:=` and others, which say what something becomes.
  func isArrow(_ sign: Token, in source: SourceText) -> Bool {
    let written = source.string(sign.range)
    return written == ":=" || !written.contains("=")
  }

  /// A line with the layer, or the units, of what is said about all weights or biases: `w^l → …`, `w_ij ← …`.
  /// start: its first token.
  func general(_ line: [Token], from start: Int, _ velocities: Set<String>) -> [Token] {
    guard letters.count > 1, line.indices.contains(start) else { return line }
    var read = Array(line[..<start])
    let line = withGradients(line, from: start)
    let isUnitByUnit = dividesUnitByUnit(line, from: start)
    for place in start..<line.count {
      var token = line[place]
      if token.kind == .word("W"), notation.layers == nil { token.kind = .word(notation.symbol("w")) }
      // Unit by unit, the elementwise product is that of two numbers.
      if token.kind == .symbol("⊙"), notation.layers == nil { token.kind = .symbol("·") }
      read.append(token)
      guard isBare(place, in: line) || isBare(place, in: line, velocities),
        case .word(let word) = token.kind
      else { continue }
      let end = token.range.upperBound..<token.range.upperBound
      if notation.layers != nil {
        read += [Token(.symbol("^"), end), Token(.word("l"), end)]
      }
      if notation.layers == nil || isUnitByUnit {
        // l is then that of the last layer.
        let last = notation.layers == nil ? 1 : letters.count - 1
        let (from, to) = (Subscript(letters[last - 1]), Subscript(letters[last]))
        let places = notation.isBias(word) ? [to] : notation.receivesFirst ? [to, from] : [from, to]
        read.append(Token(.subscripts(places), end))
      }
    }
    return read
  }

  /// Whether a line about all weights at once divides by what each weight has: `w → w - η m / (sqrt(v) + ε)`.
  private func dividesUnitByUnit(_ line: [Token], from start: Int) -> Bool {
    let signs = ["⊙", "⊗", "⊤", "‖"].map { Token.Kind.symbol($0) }
    guard !line[start...].contains(where: { signs.contains($0.kind) }) else { return false }
    return line.indices.contains { place in
      guard place > start, line[place].kind == .symbol("/") else { return false }
      switch line.kind(place + 1) {
      case .symbol("(")?, .word?: return true
      default: return false
      }
    }
  }

  /// `∇C` as `∂C/∂w`.
  private func withGradients(_ line: [Token], from start: Int) -> [Token] {
    let error = Token.Kind.word(notation.symbol("E"))
    var read: [Token] = []
    for (place, token) in line.enumerated() {
      guard place >= start, token.kind == .symbol("∇"), line.kind(place + 1) == error else {
        read.append(token)
        if place > start, token.kind == error, line.kind(place - 1) == .symbol("∇") {
          let end = token.range.upperBound..<token.range.upperBound
          read += [
            Token(.symbol("/"), end), Token(.symbol("∂"), end), Token(.word(notation.symbol("w")), end),
          ]
        }
        continue
      }
      read.append(Token(.symbol("∂"), token.range, spaceBefore: token.spaceBefore))
    }
    return read
  }

  /// Whether a weight, a bias or a change of one is here, or one of these words, without subscripts and
  /// layer.
  func isBare(_ place: Int, in line: [Token], _ words: Set<String>? = nil) -> Bool {
    guard case .word(let word)? = line.kind(place), words?.contains(word) ?? isWeight(word) else {
      return false
    }
    switch line.kind(place + 1) {
    case .subscripts?: return line[place + 1].spaceBefore
    case .symbol("^")?:
      // `w^2` is a square where there are no layers.
      return false
    default: return true
    }
  }

  /// Whether it is the symbol of weights, of biases, of a change of these, or of a derivative by them.
  func isWeight(_ word: String) -> Bool {
    if word == notation.symbol("w") || word == "W" || word == "Δw" || notation.isBias(word) { return true }
    guard notation.hasDifferentials, word.utf8.first == UInt8(ascii: "d") else { return false }
    let variable = String(word.dropFirst())
    return variable == "W" || variable == notation.bias
  }
}
