/// Partial derivatives, gradients and fractions of vectors and matrices.
extension LayerFormulaParser {
  mutating func partial() throws(Diagnostic) -> LayerFormula {
    let start = index
    index += 1
    let numerator = try factor()
    guard stands("/"), kind(1) == .symbol("∂") else { throw unexpected() }
    let between = [tokens[index], tokens[index + 1]]
    index += 2
    let variable = try atom()
    return try partial([tokens[start]], numerator, between, variable, [], from: start)
  }

  private func partial(
    _ before: [Token], _ numerator: LayerFormula, _ between: [Token], _ variable: LayerFormula,
    _ after: [Token], from start: Int
  ) throws(Diagnostic) -> LayerFormula {
    try refuseMixture(numerator, variable)
    var shape = variable.shape
    if !numerator.shape.isNumber {
      for part in [numerator, variable] where part.shape.columns != nil {
        throw onlyForNumbers("∂ by a vector", part)
      }
      shape = LayerFormula.Shape(rows: numerator.shape.rows, columns: variable.shape.rows)
    }
    return try made(
      .partial(before, numerator, between, variable, after), shape, from: start, [numerator, variable])
  }

  /// `∇_a C`, `∇_{a^{(2)}} C`: the partial derivatives.
  mutating func gradient() throws(Diagnostic) -> LayerFormula {
    let start = index
    index += 1
    let isBraced = stands("{")
    if isBraced { index += 1 }
    let place = index
    guard case .word(let word)? = kind(0) else { throw unexpected() }
    let variable: LayerFormula
    if let symbol = symbols[place], symbol.isNumbered {
      variable = try self.symbol(symbol, word)
    } else {
      guard let quantity = reader.quantity(of: word), quantity == .output || quantity == .totalInput else {
        throw Diagnostic(.layers(.gradient(word)), at: range)
      }
      index += 1
      let symbol = LayerSymbol(tokens: place..<index, quantity: quantity, layers: [reader.letters.count - 1])
      variable = try made(
        .symbol(symbol, tokens[place], []),
        LayerFormula.Shape(rows: counted(reader.letters.count - 1), columns: nil),
        from: place, [])
    }
    if isBraced {
      guard stands("}") else { throw unexpected() }
      index += 1
    }
    let numerator = try atom()
    guard numerator.shape.isNumber else { throw onlyForNumbers("`∇`", numerator) }
    var sign = tokens[start]
    sign.kind = .symbol("∂")
    let by = tokens[place].range.lowerBound..<tokens[place].range.lowerBound
    return try partial(
      [sign], numerator, [Token(.symbol("/"), by), Token(.symbol("∂"), by)], variable, [], from: start)
  }

  /// Whether a digit, or a letter that has no layer and is no vector, stands so many tokens from here: what a
  /// fraction has above or below its line.
  private func isUnbraced(_ distance: Int) -> Bool {
    guard let kind = kind(distance) else { return false }
    if case .word(let word) = kind, vectors[word] != nil { return false }
    return tokens[index + distance].isDigitOrLetter && symbols[index + distance] == nil
  }

  mutating func fraction() throws(Diagnostic) -> LayerFormula {
    let start = index
    index += 1
    // `\frac12`
    if case .number(_, let spelling)? = kind(0), spelling.utf8.count == 2 {
      index += 1
      return try leaf(from: start, isPlain: true)
    }
    // `\frac1n`, `\frac1{n}`
    if isUnbraced(0) {
      let above = Array(tokens[start...index])
      index += 1
      if isUnbraced(0) {
        index += 1
        return try leaf(from: start, isPlain: true)
      }
      guard stands("{") else { throw unexpected() }
      let below = try bracketed("{")
      guard below.shape.isNumber else { throw onlyForNumbers("a denominator", below) }
      return try row(above.map { .token($0) } + [.part(below)], .number, from: start, [below])
    }
    guard stands("{") else { throw unexpected() }
    let isDerivative = kind(1) == .symbol("∂")
    let before = Array(tokens[start..<index + (isDerivative ? 2 : 1)])
    index += isDerivative ? 2 : 1
    let above = try expression()
    // `\frac{A}n`
    if !isDerivative, stands("}"), isUnbraced(1) {
      let after = Array(tokens[index...(index + 1)])
      index += 2
      let pieces = before.map { LayerFormula.Piece.token($0) } + [.part(above)] + after.map { .token($0) }
      return try row(pieces, above.shape, from: start, [above])
    }
    guard stands("}"), kind(1) == .symbol("{") else { throw unexpected() }
    let between = Array(tokens[index..<min(end, index + (isDerivative ? 3 : 2))])
    if isDerivative, kind(2) != .symbol("∂") { throw unexpected() }
    index += isDerivative ? 3 : 2
    let below = try expression()
    guard stands("}") else { throw unexpected() }
    let close = tokens[index]
    index += 1
    if isDerivative { return try partial(before, above, between, below, [close], from: start) }
    guard below.shape.isNumber else { throw onlyForNumbers("a denominator", below) }
    let pieces: [LayerFormula.Piece] =
      before.map { .token($0) } + [.part(above)] + between.map { .token($0) } + [.part(below), .token(close)]
    return try row(pieces, above.shape, from: start, [above, below])
  }
}
