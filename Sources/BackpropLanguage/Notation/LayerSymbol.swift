/// A symbol whose layers are numbered, in a line: `w^3_{jk}`, `δ^L`, or a target `y` beside vectors.
struct LayerSymbol {
  /// Its tokens, up to and including its superscript and subscripts.
  var tokens: Range<Int>
  var quantity: Quantity?
  /// As written; none for a vector or a matrix.
  var places: [Subscript] = []
  /// The layer of each subscript; empty for a transfer function, whose argument says whose it is.
  var layers: [Int]
  /// `W^{[2]T}`
  var isTransposed = false
  /// Whether its layer is written, not just known.
  var isNumbered = true
  /// The `(n-1)` of `Δw^3(n-1)`.
  var suffix = 0..<0

  /// Without subscripts: a vector or a matrix.
  var isVector: Bool { places.isEmpty && !layers.isEmpty }

  /// Its tokens with letters, of which the course's are renamed; a vector gets those of its layers.
  func written(_ line: [Token], _ names: LayerLetters, _ reader: LayerSymbolReader) -> [Token] {
    let first = tokens.lowerBound
    var word = line[first]
    if word.kind == .word("W") { word.kind = .word(reader.notation.symbol("w")) }
    guard !layers.isEmpty else { return [word] }
    let below = layers.enumerated().map { number, layer in
      guard places.indices.contains(number) else { return Subscript(reader.letters[layer]) }
      let place = places[number]
      let letter = place.letter.isEmpty ? reader.letters[layer] : names.name(of: place.letter, at: first)
      return Subscript(letter, unit: place.unit)
    }
    let range = word.range.upperBound..<line[tokens.upperBound - 1].range.upperBound
    return [word, Token(.subscripts(below), range)] + line[suffix]
  }
}

/// Finds the symbols of numbered layers.
struct LayerSymbolReader {
  let numbers: LayerNumbers
  let notation: Notation
  /// The letter of each layer.
  let letters: [String]
  /// The handout's symbol for one of the course's.
  let meaning: (String) -> String
  /// What a line of a rule computes for every layer, with its number of subscripts.
  var own: [String: Int] = [:]

  private struct Level {
    /// The layer, or the two layers of weights that skip some.
    var layers: [Int]
    var isBracketed: Bool
    var isTransposed = false
    var end: Int
  }

  /// The symbols of a line. Targets and inputs need no number.
  func symbols(in tokens: [Token]) -> [LayerSymbol] {
    var found: [LayerSymbol] = []
    var place = 0
    while place < tokens.count {
      if let symbol = symbol(at: place, in: tokens) {
        found.append(symbol)
        place = symbol.tokens.upperBound
      } else {
        place += 1
      }
    }
    return found
  }

  private func symbol(at start: Int, in tokens: [Token]) -> LayerSymbol? {
    func kind(_ place: Int) -> Token.Kind? { tokens.indices.contains(place) ? tokens[place].kind : nil }
    guard case .word(let word)? = kind(start) else { return nil }
    let quantity = quantity(of: word)
    var end = start + 1
    var level = level(at: end, kind)
    if let level { end = level.end }
    var places: [Subscript] = []
    if case .subscripts(let given)? = kind(end) {
      places = given
      end += 1
      if level == nil, let read = self.level(at: end, kind), read.isBracketed {
        level = read
        end = read.end
      }
    }
    // `g^{[1]}(z^{[1]})`
    if level != nil, places.isEmpty, meaning(word) == "g" || meaning(word) == "g'" {
      return LayerSymbol(tokens: start..<end, layers: [])
    }
    let own = quantity == nil ? own[word] : nil
    guard let count = own ?? quantity?.subscriptCount else { return nil }
    let isTransposed = level?.isTransposed ?? false
    // `Δw^3(n-1)`
    let hasChanges = quantity == .weightChange || own != nil
    let suffix = places.isEmpty && hasChanges ? end..<updateNumber(at: end, kind) : end..<end
    end = suffix.upperBound
    switch notation.isBias(word) ? 1 : count {
    case 1:
      let implied = quantity == .target ? letters.count - 1 : quantity == .input ? 0 : nil
      guard places.count <= 1, level?.layers.count ?? 1 == 1, let layer = level?.layers.first ?? implied
      else {
        return nil
      }
      return LayerSymbol(
        tokens: start..<end, quantity: quantity, places: places, layers: [layer], isTransposed: isTransposed,
        isNumbered: level != nil, suffix: suffix)
    case 2:
      guard let level, let target = level.layers.max() else { return nil }
      let source = level.layers.count == 2 ? level.layers.min() ?? 0 : target - 1
      guard source >= 0, source < target else { return nil }
      let layers = notation.receivesFirst ? [target, source] : [source, target]
      // `w^{1,3}` has them the wrong way round.
      guard level.layers.count == 1 || level.layers == layers else { return nil }
      // `w^2_{12}`: the lexer takes both digits for one number.
      if places.count == 1, places[0].letter.isEmpty, let both = places[0].unit, (10...99).contains(both) {
        places = [Subscript("", unit: both / 10), Subscript("", unit: both % 10)]
      }
      guard places.isEmpty || places.count == 2 else { return nil }
      return LayerSymbol(
        tokens: start..<end, quantity: quantity, places: places, layers: layers, isTransposed: isTransposed,
        suffix: suffix)
    default: return nil
    }
  }

  /// The error for the first symbol with the number of a layer that the network has not.
  func noLayer(in tokens: [Token], besides found: [LayerSymbol], _ source: SourceText) -> Diagnostic? {
    var rest = found[...]
    for place in tokens.indices {
      while let first = rest.first, first.tokens.upperBound <= place { rest.removeFirst() }
      if let first = rest.first, first.tokens.contains(place) { continue }
      guard case .word(let word) = tokens[place].kind, let quantity = quantity(of: word),
        quantity.subscriptCount > 0,
        let level = LayerSuperscript.read({ tokens.kind(place + 1 + $0) }), level.number != nil
      else { continue }
      let isOfWeights = quantity.subscriptCount == 2
      let layers = numbers.first + (isOfWeights ? 1 : 0)...numbers.first + letters.count - 1
      let range = tokens[place].range.through(tokens[place + level.count].range)
      return Diagnostic(
        .layers(.noSuchLayer(source.string(range), layers, isOfWeights: isOfWeights)), at: range)
    }
    return nil
  }

  func quantity(of word: String) -> Quantity? {
    if notation.isBias(word) { return word.hasPrefix("Δ") ? .weightChange : .weight }
    return Quantity(rawValue: word == "W" ? "w" : meaning(word))
  }

  /// The end of the `(n)` or `(n-1)` that begins at a place.
  private func updateNumber(at place: Int, _ kind: (Int) -> Token.Kind?) -> Int {
    guard kind(place) == .symbol("("), kind(place + 1) == .word("n") else { return place }
    if kind(place + 2) == .symbol(")") { return place + 3 }
    guard kind(place + 2) == .symbol("-"), case .number(1, _)? = kind(place + 3),
      kind(place + 4) == .symbol(")")
    else { return place }
    return place + 5
  }

  // MARK: - Superscripts

  /// The superscript at a place: `^2`, `^{(2)}`, `^L`, `^{L-1}`, `^{[1]T}`, `^{3,1}`.
  private func level(at place: Int, _ kind: (Int) -> Token.Kind?) -> Level? {
    if let read = LayerSuperscript.read({ kind(place + $0) }), let layer = layer(read.level) {
      return Level(layers: [layer], isBracketed: read.isBracketed, end: place + read.count)
    }
    guard kind(place) == .symbol("^"), kind(place + 1) == .symbol("{") else { return nil }
    var next = place + 2
    let close: Token.Kind? =
      kind(next) == .symbol("(") ? .symbol(")") : kind(next) == .symbol("[") ? .symbol("]") : nil
    if close != nil { next += 1 }
    guard let first = number(at: &next, kind) else { return nil }
    var layers = [first]
    if kind(next) == .symbol(",") {
      next += 1
      guard let second = number(at: &next, kind), second != first else { return nil }
      layers.append(second)
    }
    if let close {
      guard kind(next) == close else { return nil }
      next += 1
    }
    let isTransposed = kind(next) == .word("T") || kind(next) == .symbol("⊤")
    if isTransposed { next += 1 }
    guard kind(next) == .symbol("}"), isTransposed || layers.count == 2 else { return nil }
    return Level(layers: layers, isBracketed: close != nil, isTransposed: isTransposed, end: next + 1)
  }

  /// `2`, `L` or `L-1`
  private func number(at place: inout Int, _ kind: (Int) -> Token.Kind?) -> Int? {
    switch kind(place) {
    case .number(_, let spelling)?:
      place += 1
      return layer(spelling)
    case .word("L")?:
      place += 1
      guard kind(place) == .symbol("-"), case .number(_, let less)? = kind(place + 1) else {
        return layer("L")
      }
      place += 2
      return layer("L-" + less)
    default: return nil
    }
  }

  private func layer(_ level: String) -> Int? {
    let last = letters.count - 1
    let layer =
      level == "L"
      ? last
      : level.hasPrefix("L-")
        ? LayerSuperscript.number(level.dropFirst(2)).map { last - $0 }
        : LayerSuperscript.number(level).map { $0 - numbers.first }
    return layer.flatMap { letters.indices.contains($0) ? $0 : nil }
  }
}

extension [Token] {
  func kind(_ place: Int) -> Token.Kind? { indices.contains(place) ? self[place].kind : nil }
}
