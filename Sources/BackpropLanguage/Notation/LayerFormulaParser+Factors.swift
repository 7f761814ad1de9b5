/// What products are made of: symbols, calls, brackets, norms and sums.
extension LayerFormulaParser {
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
  mutating func word(_ word: String) throws(Diagnostic) -> LayerFormula {
    let start = index
    let meaning = reader.meaning(word)
    index += 1
    if let vector = try vector(named: word, from: start) { return vector }
    if word == "diag", stands("(") { return try diagonal(from: start) }
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
    switch kind(0) {
    case .subscripts? where !tokens[index].spaceBefore: index += 1
    // `β1`
    case .number? where tokens.numberedName(at: start) != nil && Quantity(rawValue: meaning) == nil:
      index += 1
    default: break
    }
    if stands("("), !tokens[index].spaceBefore, Quantity(rawValue: meaning) == nil {
      return try call(Array(tokens[start..<index]), from: start)
    }
    return try leaf(from: start, isPlain: Quantity(rawValue: meaning) == nil)
  }

  private static let mostExpanded = 20_000

  /// What `let` has given a name to, in brackets; nil for other words.
  mutating func vector(named word: String, from start: Int) throws(Diagnostic) -> LayerFormula? {
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
  mutating func call(_ head: [Token], from start: Int) throws(Diagnostic) -> LayerFormula {
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

  mutating func bracketed(_ open: String) throws(Diagnostic) -> LayerFormula {
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

  /// `diag(σ'(z^2))`: the square matrix with a vector on its diagonal, or a number as it is.
  private mutating func diagonal(from start: Int) throws(Diagnostic) -> LayerFormula {
    let vector = try bracketed("(")
    if vector.shape.isNumber { return vector }
    guard vector.shape.columns == nil else {
      throw Diagnostic(.layers(.diagonal(part(vector))), at: vector.range)
    }
    let shape = LayerFormula.Shape(rows: vector.shape.rows, columns: vector.shape.rows)
    return try made(.diagonal(vector), shape, from: start, [vector])
  }

  /// `‖v‖^2`: the sum of squares.
  mutating func norm() throws(Diagnostic) -> LayerFormula {
    let start = index
    index += 1
    isWithinNorm = true
    let inner = try expression()
    isWithinNorm = false
    guard stands("‖") else { throw unexpected() }
    index += 1
    // Frobenius's
    if kind(0) == .subscripts([Subscript("F")]) { index += 1 }
    guard stands("^"), kind(1) == .number(2, spelling: "2") else {
      throw Diagnostic(
        .expected("`^2` after a norm: the sum of the squares of all its units", found: "none"),
        at: tokens[start].range.through(tokens[index - 1].range))
    }
    index += 2
    if inner.shape.columns != nil { return try made(.squares(inner), .number, from: start, [inner]) }
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

  func bracket(_ symbol: String, _ place: Int) -> Token {
    Token(.symbol(symbol), tokens[place].range, spaceBefore: true)
  }

  /// `[k = r]`
  mutating func iverson() throws(Diagnostic) -> LayerFormula? {
    guard case .word? = kind(1), kind(2) == .symbol("=") || kind(2) == .symbol("=="), case .word? = kind(3),
      kind(4) == .symbol("]")
    else { return nil }
    let start = index
    index += 5
    return try leaf(from: start, isPlain: false)
  }

  mutating func summation() throws(Diagnostic) -> LayerFormula {
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
}
