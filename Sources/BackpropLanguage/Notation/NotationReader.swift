/// Reads what is typed in a course's notation: tokens in, the handout's tokens out, each at its place in the
/// cell.
struct NotationReader {
  let notation: Notation
  /// The letter of each layer.
  let letters: [String]
  /// The letters that the two units of a weight may have: in a rule, its own too.
  private(set) var ofPairs: [String]
  /// The number of units of each; empty if it is not known.
  let units: [Int]
  /// The handout's symbol for each of the course's.
  let meanings: [String: String]
  /// nil: each layer numbers its own units.
  let numberedUnits: NumberedUnits?
  /// Names that `let` has given to vectors and matrices.
  private let vectors: [String: VectorDefinition]
  /// What learning rules compute for every weight: the v of `v_ij`.
  private let ofRules: Set<String>
  /// The vectors that a line of a rule computes for biases.
  private(set) var ofBiases: Set<String> = []
  /// Whether lines claim something: those of `check`, `prove` and `mark`.
  private var isOfClaims = false
  /// As in `PrintedTokens`.
  private var hasNextChange = false
  private var hasNextWeight = false

  init(
    _ notation: Notation, letters: [String], units: [Int] = [], numbered: NumberedUnits? = nil,
    vectors: [String: VectorDefinition] = [:], ofRules: Set<String> = []
  ) {
    (self.vectors, self.ofRules) = (vectors, ofRules)
    self.notation = notation
    (self.letters, ofPairs) = (letters, letters)
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

  /// A statement; the rows of `notation` are about both notations and stay as they are. Throws if its
  /// numbered layers do not fit.
  func read(_ lines: StatementLines, in source: SourceText) throws(Diagnostic) -> StatementLines {
    guard let first = lines.head.tokens.first, first.kind != .word(Command.notation.name) else {
      return lines
    }
    var lines = lines
    if first.kind == .word(Command.rule.name) { return try readRule(lines, in: source) }
    if let symbols = symbols() {
      lines.head.tokens = GeneralLayer.summed(norms(in: lines.head.tokens), symbols)
    }
    let derivations = [Command.check.name, Command.prove.name, Command.mark.name]
    let isDerivation = derivations.contains { first.kind == .word($0) }
    var reader = self
    reader.isOfClaims = isDerivation
    let printed = PrintedTokens(notation: notation, letters: letters)
    let claims = isDerivation ? [lines.head.tokens] + lines.rows.map { $0.tokens } : []
    try printed.refuseUnclearChange(in: claims, source)
    reader.hasNextChange = claims.contains { printed.hasNextChange($0) }
    reader.hasNextWeight = claims.contains { printed.hasNextWeight($0) }
    if let symbols = symbols() {
      func numbered(_ layers: [Int]) -> [Int] { layers.map { symbols.numbers.first + $0 } }
      if isDerivation, first.kind != .word(Command.mark.name),
        let general = try GeneralRows(lines, symbols, in: source, unified: { reader.unified($0) })
      {
        lines = general.lines
        lines.general = general.layers.map { ($0.letter, numbered($0.layers)) }
      } else if let general = try GeneralLayer(reader.unified(lines.head.tokens), symbols) {
        lines.head.tokens = general.tokens
        lines.general = [(general.letter, numbered(general.layers))]
      }
    }
    let typed = lines.head.tokens
    var above = LayerNumberReader.Above()
    lines.head.tokens = try reader.read(typed, in: source, below: &above)
    if notation.layers != nil, first.kind == .word(Command.letName.name) {
      lines.vector = vector(unified(typed), lines.head.tokens)
    }
    for place in lines.rows.indices {
      var row = lines.rows[place].tokens
      if isDerivation { row = DerivationRows.withoutLabel(row, in: source) }
      lines.rows[place].tokens = try reader.read(row, in: source, below: &above)
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

  /// above: the rows that this line may continue, and then also this line.
  private func read(
    _ line: [Token], in source: SourceText, below above: inout LayerNumberReader.Above
  ) throws(Diagnostic) -> [Token] {
    let tokens = unified(line)
    let own = ofRules.filter { vectors[$0] == nil }.map { ($0, 2) }
    guard let symbols = symbols(own: Dictionary(uniqueKeysWithValues: own)), !isFunction(tokens)
    else { return renamed(tokens) }
    var reader = LayerNumberReader(
      symbols: symbols, units: units, source: source, vectors: vectors, above: above)
    let read = try reader.letters(for: tokens)
    above = reader.above
    return renamed(read)
  }

  /// The tokens of what is still being typed, in lines; layers stay numbered where they do not fit.
  func handout(_ tokens: [Token], in source: SourceText) -> [Token] {
    var out: [Token] = []
    var line: [Token] = []
    var above = LayerNumberReader.Above()
    func finish() {
      out += (try? read(line, in: source, below: &above)) ?? renamed(unified(line))
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
        in: named(
          in: changes(
            in: PrintedTokens(
              notation: notation, letters: letters, isClaim: isOfClaims, hasNextChange: hasNextChange,
              hasNextWeight: hasNextWeight
            ).read(line)))))
  }

  /// own: what a line of a rule computes for every layer, with its number of subscripts.
  private func symbols(own: [String: Int] = [:]) -> LayerSymbolReader? {
    notation.layers.map {
      LayerSymbolReader(
        numbers: $0, notation: notation, letters: letters, meaning: { meaning(of: $0) }, own: own)
    }
  }

  // MARK: - Learning rules

  private func readRule(_ lines: StatementLines, in source: SourceText) throws(Diagnostic) -> StatementLines {
    var lines = lines
    let rule = RuleNotation(notation: notation, letters: letters, meaning: { meaning(of: $0) })
    let start = (lines.head.tokens.firstIndex { $0.kind == .symbol(":") } ?? -1) + 1
    let formulas = [lines.head.tokens[start...]] + lines.rows.map { $0.tokens[...] }
    let own = rule.own(formulas)
    var reader = self
    reader.ofPairs += rule.lettersOfWeight(formulas)
    reader.ofBiases = rule.ownOfBiases(formulas).union(rule.vectorsOfBiases(formulas, own: own))
    lines.head.tokens = try reader.readRule(lines.head.tokens, from: start, rule, own, in: source)
    for place in lines.rows.indices {
      lines.rows[place].tokens = try reader.readRule(lines.rows[place].tokens, from: 0, rule, own, in: source)
    }
    return lines
  }

  /// A line of a rule; its formula begins at token `start`. own: what the rule computes for every layer.
  private func readRule(
    _ line: [Token], from start: Int, _ rule: RuleNotation, _ own: Set<String>, in source: SourceText
  ) throws(Diagnostic) -> [Token] {
    var isOfBiases = rule.isOfBiases(line[start...])
    if line.indices.contains(start), case .word(let word) = line[start].kind, ofBiases.contains(word) {
      isOfBiases = true
    }
    let tokens = Array(line[..<start]) + unified(Array(line[start...]))
    var numbers: [String: Int] = [:]
    for word in own { numbers[word] = isOfBiases ? 1 : 2 }
    guard let symbols = symbols(own: numbers) else { return renamed(tokens) }
    try refuseOneLayer(tokens[start...], in: source)
    guard let ofLast = try GeneralLayer.ofLastLayer(tokens[start...], symbols) else {
      try refuseVectors(in: Array(tokens[start...]), symbols, source)
      return renamed(withoutLayers(tokens))
    }
    var reader = self
    if isOfBiases { reader.ofBiases.formUnion(own) }
    var layers = LayerNumberReader(symbols: symbols, units: units, source: source, vectors: vectors)
    return reader.renamed(Array(tokens[..<start]) + (try layers.letters(for: ofLast)))
  }

  /// Throws at `w^2 → …`.
  private func refuseOneLayer(_ line: ArraySlice<Token>, in source: SourceText) throws(Diagnostic) {
    let tokens = Array(line)
    guard case .word? = tokens.kind(0), let level = LayerSuperscript.read({ tokens.kind($0 + 1) }),
      level.number != nil || level.level.hasPrefix("L"), tokens.kind(level.count + 1) == .symbol("=")
    else { return }
    let range = tokens[0].range.through(tokens[level.count].range)
    throw Diagnostic(.rule(.ofOneLayer(source.string(range))), at: range)
  }

  /// Throws at the vector in `Δw^l_jk = -η δ^l a^{l-1}_k`.
  private func refuseVectors(
    in tokens: [Token], _ symbols: LayerSymbolReader, _ source: SourceText
  ) throws(Diagnostic) {
    guard case .word? = tokens.kind(0), let end = tokens.firstIndex(where: { $0.kind.isSubscripts }),
      end < tokens.firstIndex(where: { $0.kind == .symbol("=") }) ?? 0
    else { return }
    for place in tokens.indices {
      guard case .word(let word) = tokens[place].kind, symbols.quantity(of: word)?.subscriptCount ?? 0 > 0,
        let level = LayerSuperscript.read({ tokens.kind(place + 1 + $0) }),
        level.number != nil || level.level.hasPrefix("l") || level.level.hasPrefix("L"),
        !(tokens.kind(place + 1 + level.count)?.isSubscripts ?? false)
      else { continue }
      let range = tokens[place].range.through(tokens[place + level.count].range)
      let weight = source.string(tokens[0].range.through(tokens[end].range))
      throw Diagnostic(.layers(.vectorAmongUnits(source.string(range), of: weight)), at: range)
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
        let whole = token.range.through(tokens[place + 1].range)
        tokens[place + 1] = Token(.word("Δw"), whole, spaceBefore: token.spaceBefore)
        place += 1
        continue
      }
      guard let places else {
        if written == "a", notation.leavesAFree, !letters.contains(written) {
          read.append(Token(.word(Notation.freeLetter), token.range, spaceBefore: token.spaceBefore))
          continue
        }
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
