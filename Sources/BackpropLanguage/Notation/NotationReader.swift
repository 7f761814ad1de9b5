/// Reads what is typed in a course's notation: tokens in, the handout's tokens out, each at its place in the
/// cell.
struct NotationReader {
  let notation: Notation
  /// The letter of each layer.
  let letters: [String]
  /// The number of units of each; empty if it is not known.
  private let units: [Int]
  /// The handout's symbol for each of the course's.
  let meanings: [String: String]
  /// nil: each layer numbers its own units.
  let numberedUnits: NumberedUnits?
  /// Names that `let` has given to vectors and matrices.
  private let vectors: [String: VectorDefinition]

  init(
    _ notation: Notation, letters: [String], units: [Int] = [], numbered: NumberedUnits? = nil,
    vectors: [String: VectorDefinition] = [:]
  ) {
    self.vectors = vectors
    self.notation = notation
    self.letters = letters
    self.units = units
    numberedUnits = numbered
    var meanings: [String: String] = [:]
    for (handout, written) in notation.symbols {
      meanings[Lexer.plain(word: written.unicodeScalars)] = handout
    }
    if let last = notation.lastOutput { meanings[last] = "y" }
    if let weight = notation.symbols["w"] { meanings["Δ" + weight] = "Δw" }
    self.meanings = meanings
  }

  /// The number of subscripts of a quantity; nil for any other word.
  func subscriptCount(of written: String) -> Int? {
    if notation.isBias(written) { return 1 }
    return Quantity(rawValue: meaning(of: written)).map { $0.subscriptCount }
  }

  /// A statement; the rows of `notation` are about both notations and stay as they are. Throws if its
  /// numbered layers do not fit.
  func read(_ lines: StatementLines, in source: SourceText) throws(Diagnostic) -> StatementLines {
    guard let first = lines.head.tokens.first, first.kind != .word(Command.notation.name) else {
      return lines
    }
    var lines = lines
    let isRule = first.kind == .word(Command.rule.name)
    if let symbols, !isRule, let general = try GeneralLayer(unified(lines.head.tokens), symbols) {
      lines.head.tokens = general.tokens
      lines.general = (general.letter, general.layers.map { symbols.numbers.first + $0 })
    }
    let typed = lines.head.tokens
    lines.head.tokens = try read(typed, in: source, isRule: isRule)
    if symbols != nil, first.kind == .word(Command.letName.name) {
      lines.vector = vector(unified(typed), lines.head.tokens)
    }
    for place in lines.rows.indices {
      lines.rows[place].tokens = try read(lines.rows[place].tokens, in: source, isRule: isRule)
    }
    return lines
  }

  /// What `let v = …` defines.
  private func vector(_ typed: [Token], _ written: [Token]) -> VectorDefinition? {
    guard let sign = written.firstIndex(where: { $0.kind == .symbol("=") }),
      let form = written.dropFirst(sign + 1).first?.vectorForm, !form.isNumber,
      let start = typed.firstIndex(where: { $0.kind == .symbol("=") }), typed.count > 1,
      case .word(let name) = typed[1].kind
    else { return nil }
    return VectorDefinition(
      name: name, notation: notation.name, tokens: Array(typed.dropFirst(start + 1)))
  }

  private func read(
    _ line: [Token], in source: SourceText, isRule: Bool
  ) throws(Diagnostic) -> [Token] {
    let tokens = unified(line)
    guard let symbols else { return renamed(tokens) }
    if isFunction(tokens) { return renamed(tokens) }
    let reader = LayerNumberReader(symbols: symbols, units: units, source: source, vectors: vectors)
    guard isRule else { return renamed(try reader.letters(for: tokens)) }
    let start =
      tokens.first?.kind == .word(Command.rule.name)
      ? (tokens.firstIndex { $0.kind == .symbol(":") } ?? -1) + 1 : 0
    guard let ofLast = try GeneralLayer.ofLastLayer(tokens[start...], symbols) else {
      return renamed(withoutLayers(tokens))
    }
    return renamed(Array(tokens[..<start]) + (try reader.letters(for: ofLast)))
  }

  /// The tokens of what is still being typed, in lines; layers stay numbered where they do not fit.
  func handout(_ tokens: [Token], in source: SourceText) -> [Token] {
    var out: [Token] = []
    var line: [Token] = []
    func finish() {
      out += (try? read(line, in: source, isRule: false)) ?? renamed(unified(line))
      line = []
    }
    for token in tokens {
      switch token.kind {
      case .newline, .indent, .end:
        finish()
        out.append(token)
      case .word, .subscripts, .number, .string, .symbol: line.append(token)
      }
    }
    finish()
    return out
  }

  /// With one spelling for what is printed in several.
  func unified(_ line: [Token]) -> [Token] {
    layersNamed(
      in: superscriptsFirst(
        in: named(in: changes(in: PrintedTokens(notation: notation, letters: letters).read(line)))))
  }

  private var symbols: LayerSymbolReader? {
    notation.layers.map {
      LayerSymbolReader(numbers: $0, notation: notation, letters: letters, meaning: { meaning(of: $0) })
    }
  }

  /// A learning rule is for every layer: `Δw^l_jk = -η δ^l_j a^{l-1}_k`.
  private func withoutLayers(_ tokens: [Token]) -> [Token] {
    var read: [Token] = []
    var place = 0
    while place < tokens.count {
      if case .word? = read.last?.kind, let level = LayerSuperscript.read({ tokens.kind(place + $0) }),
        case .subscripts? = tokens.kind(place + level.count)
      {
        place += level.count
      }
      read.append(tokens[place])
      place += 1
    }
    return read
  }

  /// A command at the beginning stays one: `net 2-2-1`.
  private func renamed(_ line: [Token]) -> [Token] {
    var tokens = bounds(in: line)
    var read: [Token] = []
    // The first tokens of formulas of vectors.
    var forms: [(place: Int, form: VectorForm)] = []
    var isOfLayers = false
    if case .word(let first)? = tokens.first?.kind, let command = CommandTable.command(named: first) {
      isOfLayers = command.arguments.contains(.layerLetter)
    }
    var place = 0
    while place < tokens.count {
      let token = tokens[place]
      if let form = token.vectorForm { forms.append((read.count, form)) }
      place += 1
      guard case .word(let written) = token.kind else {
        read.append(token)
        continue
      }
      // Adam's `β1` is one name, whatever β is by itself.
      if let name = tokens.numberedName(at: place - 1), TrainRequest.ruleParameters.named(name) != nil {
        read += [token, tokens[place]]
        place += 1
        continue
      }
      // `transfer l tanh`: the letter of a layer.
      if isOfLayers, letters.contains(written), place < tokens.count,
        !tokens[place].kind.isSubscripts || tokens[place].spaceBefore
      {
        read.append(token)
        continue
      }
      var places: [Subscript]?
      if place < tokens.count, case .subscripts(let given) = tokens[place].kind, !tokens[place].spaceBefore {
        places = numbered(given, of: written)
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
    for (place, form) in forms where read.indices.contains(place) { read[place].vectorForm = form }
    return read
  }

  /// `Σ_{j=4}^5` where units are numbered through the network: bounds in the numbers of the layer. Others
  /// become -1, which no layer has.
  private func bounds(in line: [Token]) -> [Token] {
    guard let numberedUnits else { return line }
    var tokens = line
    for place in tokens.indices where tokens[place].kind == .symbol("Σ") {
      guard case .subscripts(let letters)? = tokens.kind(place + 1), let letter = letters.last?.letter,
        let layer = self.letters.firstIndex(of: letter), units.indices.contains(layer)
      else { continue }
      func replace(_ place: Int) {
        guard case .number(let value, let spelling)? = tokens.kind(place) else { return }
        let number = Int(exactly: value).flatMap { numberedUnits.unit($0) }
        let unit = value == 0 ? 0 : number.flatMap { $0.letter == letter ? $0.unit : nil } ?? -1
        tokens[place].kind = .number(Double(unit), spelling: spelling)
      }
      var next = place + 2
      if tokens.kind(next) == .symbol("=from") {
        replace(next + 1)
        next += 2
      }
      if tokens.kind(next) == .symbol("^") {
        replace(tokens.kind(next + 1) == .symbol("{") ? next + 2 : next + 1)
      }
    }
    return tokens
  }

  /// Subscripts with the letters of layers instead of numbers through the network.
  private func numbered(_ given: [Subscript], of written: String) -> [Subscript] {
    guard let numberedUnits, let count = subscriptCount(of: written),
      case .places(let places) = numberedUnits.read(given, count: count)
    else { return given }
    return places
  }

  /// `plot hidden 4 5`: numbers of units by themselves.
  private func named(in tokens: [Token]) -> [Token] {
    guard let numberedUnits, tokens.first?.kind == .word(Command.plot.name) else { return tokens }
    var isOfUnits = false
    return tokens.map { token in
      switch token.kind {
      case .word(let word):
        isOfUnits =
          FigureTable.plotted.named(word)?.arguments.contains {
            if case .units = $0 { true } else { false }
          } == true
      case .number(let value, _):
        guard isOfUnits, let number = Int(exactly: value) else { break }
        let unit = numberedUnits.unit(number)?.text ?? "\(number)"
        return Token(.word(unit), token.range, spaceBefore: token.spaceBefore)
      case .subscripts, .string, .symbol, .newline, .indent, .end: isOfUnits = false
      }
      return token
    }
  }

  /// `Δb_j`, or `Δv_ij` where weights are called v, and `ΔW`: one word, as `Δw_ij` is.
  func changes(in tokens: [Token]) -> [Token] {
    let changing = [notation.bias, notation.symbols["w"]].compactMap { $0 }
    guard !changing.isEmpty || notation.layers != nil else { return tokens }
    var read: [Token] = []
    for token in tokens {
      if token.kind == .word("W"), notation.layers != nil, let last = read.last, last.kind == .word("Δ") {
        let whole = last.range.lowerBound..<token.range.upperBound
        read[read.count - 1] = Token(.word("Δw"), whole, spaceBefore: last.spaceBefore)
      } else if case .word(let word) = token.kind, changing.contains(word), let last = read.last,
        last.kind == .word("Δ")
      {
        let whole = last.range.lowerBound..<token.range.upperBound
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

  private func symbol(
    _ written: String, _ word: Token, _ given: [Subscript], _ below: Token, isCall: Bool
  ) -> [Token] {
    var places = given
    var quantity = meaning(of: written)
    if let pattern = notation.pattern, places.first == Subscript(pattern),
      places.count > (letters.contains(pattern) ? mostSubscripts(of: quantity) : quantity == "E" ? 0 : 1)
    {
      places.removeFirst()
    }
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
    count == 2 && allSatisfy { letters.contains($0.letter) } && (self[0].unit == nil) == (self[1].unit == nil)
  }
}

extension Token.Kind {
  var isSubscripts: Bool { if case .subscripts = self { true } else { false } }
}
