/// Reads a formula of vectors and matrices, as `FormulaParser` reads one of units. `⊙` binds less tightly
/// than a product, so that `w^T δ ⊙ σ'(z)` and `σ'(z) ⊙ w^T δ` are the same.
struct LayerFormulaParser {
  let tokens: [Token]
  let source: SourceText
  let numbers: LayerNumbers
  let reader: LayerSymbolReader
  let names: LayerLetters
  /// The layers whose only unit is meant.
  let ones: Set<Int>
  /// The symbols by their first tokens.
  let symbols: [Int: LayerSymbol]
  var index = 0
  var end = 0
  var nesting = 0
  /// Whether a `‖` closes what is being read.
  var isWithinNorm = false
  /// Names that `let` has given to vectors and matrices.
  let vectors: [String: VectorDefinition]
  /// How many tokens have been taken from them.
  var expanded = 0

  init(
    _ tokens: [Token], in source: SourceText, _ symbols: [LayerSymbol], _ reader: LayerSymbolReader,
    _ names: LayerLetters, ones: Set<Int>, vectors: [String: VectorDefinition] = [:]
  ) {
    self.vectors = vectors
    self.ones = ones
    self.tokens = tokens
    self.source = source
    self.numbers = reader.numbers
    self.reader = reader
    self.names = names
    var places: [Int: LayerSymbol] = [:]
    for symbol in symbols { places[symbol.tokens.lowerBound] = symbol }
    self.symbols = places
  }

  /// All tokens in a range as one formula.
  mutating func formula(_ range: Range<Int>) throws(Diagnostic) -> LayerFormula {
    (index, end) = (range.lowerBound, range.upperBound)
    let formula = try expression()
    guard index == end else { throw unexpected() }
    return formula
  }

  // MARK: - Sums and products

  mutating func expression() throws(Diagnostic) -> LayerFormula {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= FormulaParser.deepestNesting else {
      throw Diagnostic(.nestedTooDeeply(limit: FormulaParser.deepestNesting), at: range)
    }
    var left = try signedTerm()
    while stands("+") || stands("-") {
      let sign = tokens[index]
      index += 1
      let right = try signedTerm()
      left = try unitByUnit(left, sign, sign, right)
    }
    return left
  }

  mutating func signedTerm() throws(Diagnostic) -> LayerFormula {
    let start = index
    while stands("+") || stands("-") { index += 1 }
    let term = try term()
    return try prefixed(start, term)
  }

  mutating func signedFactor() throws(Diagnostic) -> LayerFormula {
    let start = index
    while stands("+") || stands("-") { index += 1 }
    let factor = try factor()
    return try prefixed(start, factor)
  }

  func prefixed(_ start: Int, _ formula: LayerFormula) throws(Diagnostic) -> LayerFormula {
    guard formula.start > start else { return formula }
    let signs = tokens[start..<formula.start].map { LayerFormula.Piece.token($0) }
    return try row(signs + [.part(formula)], formula.shape, from: start, [formula])
  }

  // MARK: - Building

  func part(_ formula: LayerFormula) -> LayerProblem.Part { formula.part(numbers) }

  func onlyForNumbers(_ what: String, _ formula: LayerFormula) -> Diagnostic {
    Diagnostic(.layers(.onlyForNumbers(what, part(formula))), at: formula.range)
  }

  func refuseMixture(_ a: LayerFormula, _ b: LayerFormula) throws(Diagnostic) {
    for (one, other) in [(a, b), (b, a)] where !one.letters.isEmpty && !other.shape.isNumber {
      throw Diagnostic(
        .layers(.mixed(letters: one.letters.sorted(), part(other))),
        at: min(a.range.lowerBound, b.range.lowerBound)..<max(a.range.upperBound, b.range.upperBound))
    }
  }

  /// The tokens of a part without vectors, with the handout's letters.
  func leafPieces(_ places: Range<Int>) -> [LayerFormula.Piece] {
    places.map { place in
      var token = tokens[place]
      if case .subscripts(let given) = token.kind {
        token.kind = .subscripts(given.map { Subscript(names.name(of: $0.letter, at: place), unit: $0.unit) })
      }
      return .token(token)
    }
  }

  func leaf(
    from start: Int, isPlain: Bool, lettered symbol: LayerSymbol? = nil
  ) throws(Diagnostic) -> LayerFormula {
    var pieces = leafPieces(start..<index)
    if let symbol {
      pieces = symbol.written(tokens, names, reader).map { .token($0) }
    }
    var leaf = try row(pieces, .number, from: start, [])
    leaf.isPlain = isPlain
    return leaf
  }

  func row(
    _ pieces: [LayerFormula.Piece], _ shape: LayerFormula.Shape, from start: Int, _ parts: [LayerFormula]
  ) throws(Diagnostic) -> LayerFormula {
    try made(.row(pieces), shape, from: start, parts)
  }

  func made(
    _ kind: LayerFormula.Kind, _ shape: LayerFormula.Shape, from start: Int, _ parts: [LayerFormula]
  ) throws(Diagnostic) -> LayerFormula {
    let last = max(start, index - 1)
    let range = tokens[start].range.through(tokens[last].range)
    let height = (parts.map { $0.height }.max() ?? 0) + 1
    guard height <= FormulaParser.largestHeight else {
      throw Diagnostic(.formulaTooLong(limit: FormulaParser.largestHeight), at: range)
    }
    return LayerFormula(
      kind: kind, shape: shape, text: source.string(range), range: range, start: start,
      letters: parts.reduce(into: []) { $0.formUnion($1.letters) },
      isPlain: !parts.isEmpty && parts.allSatisfy { $0.isPlain }, height: height)
  }

  // MARK: - Tokens

  func kind(_ distance: Int) -> Token.Kind? {
    index + distance < end ? tokens[index + distance].kind : nil
  }

  func stands(_ symbol: String) -> Bool { kind(0) == .symbol(symbol) }

  var range: SourceRange {
    if index < end { return tokens[index].range }
    let last = tokens[max(0, end - 1)].range.upperBound
    return last..<last
  }

  func unexpected() -> Diagnostic {
    // `w^2 -= …`
    if index == end, end > 1, end < tokens.count, tokens[end].kind == .symbol("="), !tokens[end].spaceBefore,
      case .symbol(let sign) = tokens[end - 1].kind, sign == "-" || sign == "+"
    {
      let left = source.string(tokens[0].range.through(tokens[end - 2].range))
      return Diagnostic(
        .expected("`=`", found: "`\(sign)=`"), at: tokens[end - 1].range.through(tokens[end].range),
        suggestion: "\(left) = \(left) \(sign) …".asTyped)
    }
    let found = index < end ? "`\(source.string(range).asTyped)`" : "the end of the formula"
    return Diagnostic(
      .expected("a vector, a matrix, a number, or a sign between two of them", found: found), at: range)
  }
}

extension LayerFormula {
  /// As an error names it.
  func part(_ numbers: LayerNumbers) -> LayerProblem.Part {
    LayerProblem.Part(
      text: text, rows: shape.rows.map { numbers.first + $0 },
      columns: shape.columns.map { numbers.first + $0 })
  }
}

extension Function {
  /// Whether its argument needs no brackets.
  var isElementary: Bool {
    if case .elementary(let function) = self { !function.takesSeveral } else { false }
  }
}
