/// How a course numbers layers in superscripts: w^{(2)}_{jk}.
struct LayerNumbers: Equatable, Sendable {
  /// The number of the input layer.
  var first: Int
  var brackets: Brackets = .round

  enum Brackets: Equatable, Sendable { case none, round, square }

  /// The superscript of a layer, counted from 0.
  func text(_ layer: Int) -> String {
    switch brackets {
    case .none: "\(first + layer)"
    case .round: "(\(first + layer))"
    case .square: "[\(first + layer)]"
    }
  }
}

/// Reads numbered layers: gives every symbol the letters of its layers instead. A symbol without subscripts
/// is a vector or matrix, and gets letters, too; a matrix before a vector becomes a sum.
struct LayerNumberReader {
  let numbers: LayerNumbers
  let notation: Notation
  /// The letter of each layer.
  let letters: [String]
  /// The handout's symbol for one of the course's.
  let meaning: (String) -> String

  /// A symbol of the line.
  private struct Occurrence {
    var start: Int
    /// After its superscript and subscripts.
    var end: Int
    var places: [Subscript]
    /// The layer of each subscript; nil where it is not said.
    var layers: [Int?]
    var isTransposed = false
    var isVector: Bool { places.isEmpty }
  }

  func letters(for tokens: [Token]) -> [Token] {
    var out: [Token] = []
    var part: [Token] = []
    var depth = 0
    for token in tokens {
      if case .symbol(let symbol) = token.kind {
        if symbol == "(" || symbol == "[" || symbol == "{" { depth += 1 }
        if symbol == ")" || symbol == "]" || symbol == "}" { depth -= 1 }
        if depth == 0, symbol == "," || symbol == ";" {
          out += lettered(part) + [token]
          part = []
          continue
        }
      }
      part.append(token)
    }
    return out + lettered(part)
  }

  /// One formula or equation. It stays as it is, for the parser to refuse, if a letter would stand for two
  /// layers.
  private func lettered(_ tokens: [Token]) -> [Token] {
    let found = occurrences(in: tokens)
    guard let names = names(in: found) else { return tokens }
    let hasVectors = found.contains { $0.isVector && $0.layers.allSatisfy { $0 != nil } }
    var out: [Token] = []
    var place = 0
    var next = 0
    while place < tokens.count {
      while next < found.count, found[next].start < place { next += 1 }
      guard next < found.count, found[next].start == place else {
        out.append(plain(tokens[place], names, after: out.last, hasVectors: hasVectors))
        place += 1
        continue
      }
      let symbol = found[next]
      let follower = next + 1 < found.count ? found[next + 1] : nil
      out += written(symbol, tokens, names, before: follower)
      place = symbol.end
    }
    return out
  }

  private func plain(
    _ token: Token, _ names: [String: String], after last: Token?, hasVectors: Bool
  ) -> Token {
    var token = token
    // A letter means the same throughout the formula: a_j in `Σ_j (y_j - a_j)^2` is an output, too.
    if case .subscripts(let places) = token.kind {
      token.kind = .subscripts(places.map { Subscript(names[$0.letter] ?? $0.letter, unit: $0.unit) })
    }
    if hasVectors, token.kind == .symbol("⊙") { token.kind = .symbol("*") }
    return token
  }

  // MARK: - Symbols

  private func occurrences(in tokens: [Token]) -> [Occurrence] {
    var found: [Occurrence] = []
    var place = 0
    while place < tokens.count {
      guard let occurrence = occurrence(at: place, in: tokens) else {
        place += 1
        continue
      }
      found.append(occurrence)
      place = occurrence.end
    }
    // `y` and `x` by themselves are vectors beside others.
    guard found.contains(where: { $0.isVector && $0.layers.contains { $0 != nil } }) else {
      return found.filter { !$0.isVector }
    }
    return found
  }

  private func occurrence(at start: Int, in tokens: [Token]) -> Occurrence? {
    func kind(_ place: Int) -> Token.Kind? { tokens.indices.contains(place) ? tokens[place].kind : nil }
    // `(W^3)^T`
    if kind(start) == .symbol("("), kind(start + 1)?.isWord == true,
      var inner = occurrence(at: start + 1, in: tokens), inner.isVector,
      kind(inner.end) == .symbol(")"), kind(inner.end + 1) == .symbol("^"), kind(inner.end + 2) == .word("T")
    {
      inner.start = start
      inner.end += 3
      inner.isTransposed = true
      return inner
    }
    guard case .word(let word)? = kind(start) else { return nil }
    let isBias = notation.isBias(word)
    let quantity = isBias ? .delta : Quantity(rawValue: word == "W" ? "w" : meaning(word))
    var end = start + 1
    var level: (layer: Int, isTransposed: Bool)?
    if let read = self.level(at: end, kind) {
      level = (read.layer, read.isTransposed)
      end = read.end
    }
    var places: [Subscript] = []
    if case .subscripts(let given)? = kind(end) {
      places = given
      end += 1
      if level == nil, let read = self.level(at: end, kind), read.isBracketed {
        level = (read.layer, false)
        end = read.end
      }
    }
    // `g^{[1]}(z^{[1]})`: the argument says whose function it is.
    if level != nil, places.isEmpty, meaning(word) == "g" || meaning(word) == "g'" {
      return Occurrence(start: start, end: end, places: [], layers: [])
    }
    guard let quantity else { return nil }
    switch quantity.subscriptCount {
    case 1:
      let implied = quantity == .target ? letters.count - 1 : quantity == .input ? 0 : nil
      guard places.count <= 1, level != nil || implied != nil else { return nil }
      return Occurrence(
        start: start, end: end, places: places, layers: [level?.layer ?? implied],
        isTransposed: level?.isTransposed ?? false)
    case 2:
      guard let level, level.layer > 0 else { return nil }
      let (target, source) = (level.layer, level.layer - 1)
      let layers: [Int?] = notation.receivesFirst ? [target, source] : [source, target]
      // `w^2_{12}`: the lexer takes both digits for one number.
      if places.count == 1, places[0].letter.isEmpty, let both = places[0].unit, (10...99).contains(both) {
        places = [Subscript("", unit: both / 10), Subscript("", unit: both % 10)]
      }
      guard places.isEmpty || places.count == 2 else { return nil }
      return Occurrence(
        start: start, end: end, places: places, layers: layers, isTransposed: level.isTransposed)
    default: return nil
    }
  }

  /// The superscript at a place: `^2`, `^{(2)}`, `^L`, `^{L-1}`, `^{[1]T}`.
  private func level(
    at place: Int, _ kind: (Int) -> Token.Kind?
  ) -> (layer: Int, isBracketed: Bool, isTransposed: Bool, end: Int)? {
    if let read = LayerSuperscript.read({ kind(place + $0) }), let layer = layer(read.level) {
      return (layer, read.isBracketed, false, place + read.count)
    }
    guard kind(place) == .symbol("^"), kind(place + 1) == .symbol("{"),
      kind(place + 2) == .symbol("[") || kind(place + 2) == .symbol("("),
      case .number(_, let level)? = kind(place + 3), kind(place + 5) == .word("T"),
      kind(place + 6) == .symbol("}"), let layer = layer(level)
    else { return nil }
    return (layer, true, true, place + 7)
  }

  private func layer(_ level: String) -> Int? {
    let last = letters.count - 1
    let layer = level == "L" ? last : level == "L-1" ? last - 1 : Int(level).map { $0 - numbers.first }
    return layer.flatMap { letters.indices.contains($0) ? $0 : nil }
  }

  // MARK: - Letters

  /// What each letter of the line is called here; nil if one stands for two layers, or if a layer has more
  /// letters than the handout.
  private func names(in found: [Occurrence]) -> [String: String]? {
    var layers: [String: Int] = [:]
    var names: [String: String] = [:]
    var taken = Set(found.contains { $0.isVector } ? found.flatMap { $0.isVector ? $0.layers : [] } : [])
    for symbol in found {
      for (place, layer) in zip(symbol.places, symbol.layers) where place.unit == nil {
        guard let layer else { continue }
        if let known = layers[place.letter] {
          guard known == layer else { return nil }
          continue
        }
        layers[place.letter] = layer
        guard taken.insert(layer).inserted else {
          let other = ParticularLetter.allCases.first { $0.layer(of: letters.count) == layer }?.rawValue
          guard let other, !names.values.contains(other) else { return nil }
          names[place.letter] = other
          continue
        }
        names[place.letter] = letters[layer]
      }
    }
    return names
  }

  private func written(
    _ symbol: Occurrence, _ tokens: [Token], _ names: [String: String], before follower: Occurrence?
  ) -> [Token] {
    guard var word = tokens[symbol.start..<symbol.end].first(where: { $0.kind.isWord }) else { return [] }
    word.spaceBefore = tokens[symbol.start].spaceBefore
    if word.kind == .word("W") { word.kind = .word(notation.symbol("w")) }
    guard !symbol.layers.isEmpty else { return [word] }
    let places = symbol.layers.enumerated().map { number, layer in
      let own = layer.map { letters[$0] } ?? ""
      guard symbol.places.indices.contains(number) else { return Subscript(own) }
      let place = symbol.places[number]
      return Subscript(place.letter.isEmpty ? own : names[place.letter] ?? place.letter, unit: place.unit)
    }
    let below = word.range.upperBound..<tokens[symbol.end - 1].range.upperBound
    var out = [word, Token(.subscripts(places), below)]
    if symbol.layers.count == 2, symbol.isVector, let follower, follower.isVector, follower.layers.count == 1,
      follower.start == symbol.end, !follower.isTransposed,
      let sender = symbol.isTransposed
        ? symbol.layers.compactMap({ $0 }).max() : symbol.layers.compactMap({ $0 }).min()
    {
      let start = word.range.lowerBound..<word.range.lowerBound
      out[0].spaceBefore = true
      let sum = Token(.symbol("Σ"), start, spaceBefore: word.spaceBefore)
      out.insert(contentsOf: [sum, Token(.subscripts([Subscript(letters[sender])]), start)], at: 0)
    }
    return out
  }
}

extension Token.Kind {
  fileprivate var isWord: Bool { if case .word = self { true } else { false } }
}
