/// Reads a formula of vectors and matrices, as `FormulaParser` reads one of units. `⊙` binds less tightly
/// than a product, so that `w^T δ ⊙ σ'(z)` and `σ'(z) ⊙ w^T δ` are the same.
struct LayerFormulaParser {
  let tokens: [Token]
  let source: SourceText
  let numbers: LayerNumbers
  let reader: LayerSymbolReader
  let names: LayerLetters
  /// The layers whose only unit is meant.
  private let ones: Set<Int>
  /// The symbols by their first tokens.
  let symbols: [Int: LayerSymbol]
  var index = 0
  private(set) var end = 0
  private var nesting = 0
  /// Whether a `‖` closes what is being read.
  private var isWithinNorm = false
  /// Names that `let` has given to vectors and matrices.
  private let vectors: [String: VectorDefinition]
  /// How many tokens have been taken from them.
  private var expanded = 0

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

  private mutating func signedTerm() throws(Diagnostic) -> LayerFormula {
    let start = index
    while stands("+") || stands("-") { index += 1 }
    let term = try term()
    return try prefixed(start, term)
  }

  private mutating func signedFactor() throws(Diagnostic) -> LayerFormula {
    let start = index
    while stands("+") || stands("-") { index += 1 }
    let factor = try factor()
    return try prefixed(start, factor)
  }

  private func prefixed(_ start: Int, _ formula: LayerFormula) throws(Diagnostic) -> LayerFormula {
    guard formula.start > start else { return formula }
    let signs = tokens[start..<formula.start].map { LayerFormula.Piece.token($0) }
    return try row(signs + [.part(formula)], formula.shape, from: start, [formula])
  }

  private mutating func term() throws(Diagnostic) -> LayerFormula {
    var left = try chain()
    while true {
      if stands("⊗") {
        let sign = tokens[index]
        index += 1
        let right = try chain()
        left = try outerProduct(left, sign, right)
        continue
      }
      guard let length = elementwiseSign else { return left }
      let sign = tokens[index]
      index += length
      let right = try chain()
      var times = sign
      times.kind = .symbol("*")
      left = try unitByUnit(left, sign, times, right)
    }
  }

  /// `δ^2 ⊗ a^1`, a column times a row.
  private func outerProduct(
    _ a: LayerFormula, _ sign: Token, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(a, b)
    if let matrix = [a, b].first(where: { $0.shape.columns != nil }) {
      throw Diagnostic(.layers(.outer(part(matrix))), at: a.range.lowerBound..<b.range.upperBound)
    }
    var times = sign
    times.kind = .symbol("*")
    let row = try made(.transposed(b), b.shape.transposed, from: b.start, [b])
    return try made(
      .product(a, sign: times, row), LayerFormula.Shape(rows: a.shape.rows, columns: b.shape.rows),
      from: a.start, [a, b])
  }

  /// The number of tokens of `⊙` or `.*` here.
  private var elementwiseSign: Int? {
    if stands("⊙") { return 1 }
    return stands(".") && kind(1) == .symbol("*") ? 2 : nil
  }

  private mutating func chain() throws(Diagnostic) -> LayerFormula {
    var left = try factor()
    while true {
      if stands("*") || stands("×") || stands("·") {
        let sign = tokens[index]
        index += 1
        let right = try signedFactor()
        left = try product(left, sign, right)
      } else if stands("/") {
        let sign = tokens[index]
        index += 1
        let right = try signedFactor()
        guard right.shape.isNumber else { throw onlyForNumbers("`/`", right) }
        left = try row(
          [.part(left), .token(sign), .part(right)], left.shape, from: left.start, [left, right])
      } else if beginsFactor {
        let right = try factor()
        left = try product(left, nil, right)
      } else {
        return left
      }
    }
  }

  private var beginsFactor: Bool {
    switch kind(0) {
    case .word: true
    case .symbol(let symbol):
      switch symbol {
      case "(", "[", "{", "Σ", "∂", "∇", "\\frac", "√", "|(": true
      case "‖": !isWithinNorm
      default: false
      }
    default: false
    }
  }

  private func product(
    _ a: LayerFormula, _ sign: Token?, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(a, b)
    let pieces: [LayerFormula.Piece] = [.part(a)] + (sign.map { [.token($0)] } ?? []) + [.part(b)]
    if a.shape.isNumber { return try row(pieces, b.shape, from: a.start, [a, b]) }
    if b.shape.isNumber { return try row(pieces, a.shape, from: a.start, [a, b]) }
    // `1/2 v^T v` is half of a sum.
    if case .row(let parts) = a.kind, case .part(let number)? = parts.first, number.shape.isNumber,
      case .part(let last)? = parts.last, parts.count > 1
    {
      let rest = try product(last, sign, b)
      return try row(parts.dropLast() + [.part(rest)], rest.shape, from: a.start, [number, rest])
    }
    guard a.shape.columns == b.shape.rows, sign == nil || sign?.kind == .symbol("·") else {
      throw misfit(a, b)
    }
    return try made(
      .product(a, sign: sign, b), LayerFormula.Shape(rows: a.shape.rows, columns: b.shape.columns),
      from: a.start, [a, b])
  }

  private func misfit(_ a: LayerFormula, _ b: LayerFormula) -> Diagnostic {
    let range = a.range.lowerBound..<b.range.upperBound
    var suggestion: String?
    if a.shape == b.shape, a.shape.columns != a.shape.rows {
      suggestion = "\(a.text) ⊙ \(b.text)"
    } else if a.shape.rows == b.shape.rows {
      suggestion = "\(a.transposedText) \(b.text)"
    } else if a.shape.columns == b.shape.columns {
      suggestion = "\(a.text) \(b.transposedText)"
    }
    return Diagnostic(.layers(.product(part(a), part(b))), at: range, suggestion: suggestion)
  }

  /// `+`, `-` or `⊙`; shown: the sign as typed.
  private func unitByUnit(
    _ a: LayerFormula, _ shown: Token, _ sign: Token, _ b: LayerFormula
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(a, b)
    let isProduct = sign.kind == .symbol("*")
    let fits =
      a.shape == b.shape || (a.shape.isNumber && (a.isPlain || isProduct))
      || (b.shape.isNumber && (b.isPlain || isProduct))
    guard fits else {
      let range = a.range.lowerBound..<b.range.upperBound
      let named = isProduct ? "⊙" : source.string(shown.range)
      throw Diagnostic(.layers(.differ(part(a), sign: named, part(b))), at: range)
    }
    return try row(
      [.part(a), .token(sign), .part(b)], a.shape.isNumber ? b.shape : a.shape, from: a.start, [a, b])
  }

  // MARK: - Factors

  mutating func factor() throws(Diagnostic) -> LayerFormula {
    let start = index
    var base = try atom()
    while true {
      if let length = transposition {
        index += length
        base = try made(.transposed(base), base.shape.transposed, from: start, [base])
      } else if stands("^") {
        let sign = tokens[index]
        index += 1
        let exponent = try signedFactor()
        guard exponent.shape.isNumber else { throw onlyForNumbers("`^`", exponent) }
        // Unit by unit, as in `1 - a^{[1]}^2`.
        base = try row(
          [.part(base), .token(sign), .part(exponent)], base.shape, from: start, [base, exponent])
      } else {
        return base
      }
    }
  }

  /// The number of tokens of `^T`, `^{T}`, `^⊤` or `⊤` here.
  private var transposition: Int? {
    func isT(_ place: Int) -> Bool { kind(place) == .word("T") || kind(place) == .symbol("⊤") }
    if stands("⊤") { return 1 }
    guard stands("^") else { return nil }
    if isT(1) { return 2 }
    return kind(1) == .symbol("{") && isT(2) && kind(3) == .symbol("}") ? 4 : nil
  }

  mutating func atom() throws(Diagnostic) -> LayerFormula {
    nesting += 1
    defer { nesting -= 1 }
    guard nesting <= FormulaParser.deepestNesting else {
      throw Diagnostic(.nestedTooDeeply(limit: FormulaParser.deepestNesting), at: range)
    }
    let start = index
    switch kind(0) {
    case .number?:
      index += 1
      if stands("%") { index += 1 }
      return try leaf(from: start, isPlain: true)
    case .word(let word)?:
      if let symbol = symbols[start] { return try self.symbol(symbol, word) }
      return try self.word(word)
    case .symbol(let symbol)?:
      switch symbol {
      case "(", "{", "|", "|(": return try bracketed(symbol)
      case "‖": return try norm()
      case "[":
        if let bracket = try iverson() { return bracket }
        return try bracketed(symbol)
      case "√":
        index += 1
        return try call([tokens[start]], from: start)
      case "Σ": return try summation()
      case "∂": return try partial()
      case "∇": return try gradient()
      case "\\frac": return try fraction()
      default: throw unexpected()
      }
    default: throw unexpected()
    }
  }

  mutating func symbol(_ symbol: LayerSymbol, _ written: String) throws(Diagnostic) -> LayerFormula {
    let start = index
    index = symbol.tokens.upperBound
    var word = tokens[start]
    if written == "W" { word.kind = .word(reader.notation.symbol("w")) }
    // `g^{[1]}(z^{[1]})`
    if symbol.layers.isEmpty { return try call([word], from: start) }
    guard symbol.isVector else {
      var formula = try leaf(from: start, isPlain: false, lettered: symbol)
      formula.letters = Set(
        symbol.places.filter {
          $0.unit == nil && !names.isBound($0.letter, at: start, count: tokens.count)
        }.map { $0.letter })
      return formula
    }
    word.spaceBefore = true
    let layers = symbol.layers
    let shape = LayerFormula.Shape(
      rows: counted(layers.first), columns: layers.count > 1 ? counted(layers.last) : nil)
    let suffix = tokens[symbol.suffix].map { $0 }
    return try made(
      .symbol(symbol, word, suffix), symbol.isTransposed ? shape.transposed : shape, from: start, [])
  }

  func counted(_ layer: Int?) -> Int? { layer.flatMap { ones.contains($0) ? nil : $0 } }

  /// A name, a number of the network, or a call.
  private mutating func word(_ word: String) throws(Diagnostic) -> LayerFormula {
    let start = index
    let meaning = reader.meaning(word)
    index += 1
    if let vector = try vector(named: word, from: start) { return vector }
    if let function = FormulaParser.functions[meaning] {
      var head = [tokens[start]]
      // `σ'_k(z^2_k)`
      if case .subscripts? = kind(0) {
        head.append(tokens[index])
        index += 1
      }
      if stands("(") || function.isElementary { return try call(head, from: start) }
      throw unexpected()
    }
    if word == "total" || word == "mean", kind(0) == .word(reader.notation.symbol("E")) {
      index += 1
      return try leaf(from: start, isPlain: false)
    }
    if case .subscripts? = kind(0), !tokens[index].spaceBefore { index += 1 }
    if stands("("), !tokens[index].spaceBefore, Quantity(rawValue: meaning) == nil {
      return try call(Array(tokens[start..<index]), from: start)
    }
    return try leaf(from: start, isPlain: Quantity(rawValue: meaning) == nil)
  }

  private static let mostExpanded = 20_000

  /// What `let` has given a name to, in brackets; nil for other words.
  private mutating func vector(named word: String, from start: Int) throws(Diagnostic) -> LayerFormula? {
    guard let definition = vectors[word], definition.notation == reader.notation.name,
      !(kind(0)?.isSubscripts ?? false) || tokens[index].spaceBefore, expanded < Self.mostExpanded
    else { return nil }
    let place = tokens[start].range
    let inner = definition.tokens.map { Token($0.kind, place, spaceBefore: $0.spaceBefore) }
    let found = reader.symbols(in: inner)
    guard let names = try? LayerLetters(inner, found, reader) else { return nil }
    var parser = LayerFormulaParser(
      inner, in: source, found, reader, names, ones: ones, vectors: vectors)
    (parser.nesting, parser.expanded) = (nesting, expanded + inner.count)
    let formula = try? parser.formula(0..<inner.count)
    expanded = parser.expanded
    guard let formula else { return nil }
    return try row(
      [
        .token(Token(.symbol("("), place, spaceBefore: true)), .part(formula),
        .token(Token(.symbol(")"), place)),
      ], formula.shape, from: start, [formula])
  }

  /// The arguments of a function, unit by unit.
  private mutating func call(_ head: [Token], from start: Int) throws(Diagnostic) -> LayerFormula {
    var pieces: [LayerFormula.Piece] = head.map { .token($0) }
    guard stands("(") else {
      let argument = stands("{") ? try bracketed("{") : try signedFactor()
      return try row(pieces + [.part(argument)], argument.shape, from: start, [argument])
    }
    var arguments: [LayerFormula] = []
    var shape = LayerFormula.Shape.number
    repeat {
      pieces.append(.token(tokens[index]))
      let sign = tokens[index]
      index += 1
      let argument = try expression()
      if let first = arguments.first {
        let joined = try unitByUnit(first, sign, sign, argument)
        shape = joined.shape
      } else {
        shape = argument.shape
      }
      arguments.append(argument)
      pieces.append(.part(argument))
    } while stands(",")
    guard stands(")") else { throw unexpected() }
    pieces.append(.token(tokens[index]))
    index += 1
    return try row(pieces, shape, from: start, arguments)
  }

  private mutating func bracketed(_ open: String) throws(Diagnostic) -> LayerFormula {
    let start = index
    let closing = ["(": ")", "[": "]", "{": "}", "|": "|", "|(": "|)"]
    index += 1
    let outer = isWithinNorm
    isWithinNorm = false
    let inner = try expression()
    isWithinNorm = outer
    guard let close = closing[open], stands(close) else { throw unexpected() }
    index += 1
    return try row(
      [.token(tokens[start]), .part(inner), .token(tokens[index - 1])], inner.shape, from: start, [inner])
  }

  /// `‖v‖^2`: the sum of squares.
  private mutating func norm() throws(Diagnostic) -> LayerFormula {
    let start = index
    index += 1
    isWithinNorm = true
    let inner = try expression()
    isWithinNorm = false
    guard stands("‖") else { throw unexpected() }
    index += 1
    guard stands("^"), kind(1) == .number(2, spelling: "2") else {
      throw Diagnostic(
        .expected("`^2` after a norm: the sum of the squares of all its units", found: "none"),
        at: tokens[start].range.lowerBound..<tokens[index - 1].range.upperBound)
    }
    index += 2
    // A matrix is summed over both of its letters.
    guard inner.shape.columns == nil else { throw onlyForNumbers("a norm", inner) }
    if inner.shape.isNumber {
      let power = [
        Token(.symbol("^"), tokens[start].range), Token(.number(2, spelling: "2"), tokens[start].range),
      ]
      return try row(
        [.token(bracket("(", start)), .part(inner), .token(bracket(")", start))] + power.map { .token($0) },
        .number, from: start, [inner])
    }
    let vector = try row(
      [.token(bracket("(", start)), .part(inner), .token(bracket(")", start))], inner.shape, from: start,
      [inner])
    let transposed = try made(.transposed(vector), inner.shape.transposed, from: start, [vector])
    return try made(.product(transposed, sign: nil, vector), .number, from: start, [transposed, vector])
  }

  private func bracket(_ symbol: String, _ place: Int) -> Token {
    Token(.symbol(symbol), tokens[place].range, spaceBefore: true)
  }

  /// `[k = r]`
  private mutating func iverson() throws(Diagnostic) -> LayerFormula? {
    guard case .word? = kind(1), kind(2) == .symbol("=") || kind(2) == .symbol("=="), case .word? = kind(3),
      kind(4) == .symbol("]")
    else { return nil }
    let start = index
    index += 5
    return try leaf(from: start, isPlain: false)
  }

  private mutating func summation() throws(Diagnostic) -> LayerFormula {
    let start = index
    index += 1
    guard case .subscripts? = kind(0) else { throw unexpected() }
    index += 1
    if stands("=from") { index += 2 }
    if stands("^") {
      index += 1
      if stands("{") {
        while index < end, !stands("}") { index += 1 }
      }
      index += 1
    }
    guard index < end else { throw unexpected() }
    let head = leafPieces(start..<index)
    let body = try signedTerm()
    guard body.shape.isNumber else { throw onlyForNumbers("a sum over a letter", body) }
    return try row(head + [.part(body)], .number, from: start, [body])
  }

  // MARK: - Building

  private func part(_ formula: LayerFormula) -> LayerProblem.Part { formula.part(numbers) }

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
  private func leafPieces(_ places: Range<Int>) -> [LayerFormula.Piece] {
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
    let range = tokens[start].range.lowerBound..<tokens[last].range.upperBound
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
  fileprivate var isElementary: Bool {
    if case .elementary(let function) = self { !function.takesSeveral } else { false }
  }
}
