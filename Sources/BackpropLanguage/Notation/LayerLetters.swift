/// The letters of a line with numbered layers, each with the handout's letter for it. A letter that a Σ binds
/// belongs to what that Σ sums, so that another Σ may use it for another layer.
struct LayerLetters {
  private struct Binding {
    let letter: String
    /// The tokens in which it stands for this.
    let scope: Range<Int>
    var layer: Int?
    var name: String
  }

  private var bindings: [Binding] = []
  /// How many of them are those of a Σ; these come first.
  private let sums: Int

  /// A letter that no Σ binds: in a chain of equations it means the same units from row to row.
  struct Unbound {
    let letter: String
    let layer: Int
    let name: String
  }

  /// above: the letters of the rows that this line continues. mayDiffer: whether a letter may stand for
  /// another layer than above, and then for other units. Throws if a letter stands for two layers at once.
  init(
    _ tokens: [Token], _ symbols: [LayerSymbol], _ reader: LayerSymbolReader, above: [Unbound] = [],
    mayDiffer: Bool = false
  ) throws(Diagnostic) {
    for place in tokens.indices where tokens[place].kind == .symbol("Σ") {
      guard place + 1 < tokens.count, case .subscripts(let summed) = tokens[place + 1].kind else { continue }
      let end = Self.end(ofSumAt: place + 2, in: tokens)
      for letter in summed {
        bindings.append(Binding(letter: letter.letter, scope: place..<end, name: letter.letter))
      }
    }
    sums = bindings.count
    for known in above {
      bindings.append(
        Binding(letter: known.letter, scope: 0..<tokens.count, layer: known.layer, name: known.name))
    }
    let taken = mayDiffer ? above.map { $0.name } : []
    var used: Set<Int> = []
    // Letters that no Σ binds come first: they keep the letters of their layers.
    for isBound in [false, true] {
      for symbol in symbols {
        for (place, layer) in zip(symbol.places, symbol.layers)
        where place.unit == nil && !place.letter.isEmpty {
          let known = binding(place.letter, at: symbol.tokens.lowerBound)
          guard (known.map { $0 < sums } ?? false) == isBound else { continue }
          if known == nil {
            bindings.append(Binding(letter: place.letter, scope: 0..<tokens.count, name: place.letter))
          }
          let number = known ?? bindings.count - 1
          let isFirst = used.insert(number).inserted
          if let known = bindings[number].layer, known == layer || !(mayDiffer && isFirst) {
            guard known == layer else {
              let range =
                tokens[symbol.tokens.lowerBound].range
                .lowerBound..<tokens[symbol.tokens.upperBound - 1].range.upperBound
              let first = reader.numbers.first
              throw Diagnostic(
                .layers(.twoLayers(letter: place.letter, first + known, first + layer)), at: range)
            }
            continue
          }
          bindings[number].layer = layer
          bindings[number].name = name(
            of: place.letter, layer, in: bindings[number].scope, reader.letters, besides: taken)
        }
      }
    }
  }

  var unbound: [Unbound] {
    bindings[sums...].compactMap { binding in
      binding.layer.map { Unbound(letter: binding.letter, layer: $0, name: binding.name) }
    }
  }

  /// The handout's letter for one at a token.
  func name(of letter: String, at token: Int) -> String {
    binding(letter, at: token).map { bindings[$0].name } ?? letter
  }

  /// The layer of a letter at a token; nil if no symbol says it.
  func layer(of letter: String, at token: Int) -> Int? {
    binding(letter, at: token).flatMap { bindings[$0].layer }
  }

  /// Whether a Σ binds it.
  func isBound(_ letter: String, at token: Int, count: Int) -> Bool {
    binding(letter, at: token).map { bindings[$0].scope != 0..<count } ?? false
  }

  /// The innermost.
  private func binding(_ letter: String, at token: Int) -> Int? {
    bindings.indices.filter { bindings[$0].letter == letter && bindings[$0].scope.contains(token) }
      .min { bindings[$0].scope.count < bindings[$1].scope.count }
  }

  /// That of its layer, with a prime if another letter of this line has it already. p, q and r, which name
  /// one unit each, stay.
  private func name(
    of letter: String, _ layer: Int, in scope: Range<Int>, _ letters: [String], besides taken: [String]
  ) -> String {
    if ParticularLetter(rawValue: letter)?.layer(of: letters.count) == layer { return letter }
    var name = letters[layer]
    while taken.contains(name)
      || bindings.contains(where: {
        $0.layer != nil && $0.name == name && $0.scope.overlaps(scope) && $0.letter != letter
      })
    {
      name += "'"
    }
    return name
  }

  /// Where the product ends that a Σ sums.
  private static func end(ofSumAt start: Int, in tokens: [Token]) -> Int {
    var depth = 0
    var isOperand = false
    for place in start..<max(start, tokens.count) {
      guard case .symbol(let symbol) = tokens[place].kind else {
        isOperand = true
        continue
      }
      switch symbol {
      case "(", "[", "{", "|(": depth += 1
      case ")", "]", "}", "|)":
        depth -= 1
        if depth < 0 { return place }
      case "+" where depth == 0 && isOperand, "-" where depth == 0 && isOperand: return place
      case ",", ";", ":=", "<-":
        if depth == 0 { return place }
      case _ where depth == 0 && Relation(symbol: symbol) != nil: return place
      default: break
      }
      isOperand = symbol == ")" || symbol == "]" || symbol == "}" || symbol == "|)"
    }
    return tokens.count
  }
}
