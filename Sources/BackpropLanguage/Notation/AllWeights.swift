import Backprop

/// Parts of E that books print without subscripts: the squares of all weights, `Σ_w w^2`, `‖w‖²` and `w^T w`,
/// their magnitudes, `Σ_w |w|` and `‖w‖_1`, and the error without a penalty, `C_0` in
/// `C = C_0 + λ/(2n) Σ_w w^2`, or `E_D`.
///
/// They are read as names that no cell can have, and stand for what they are in the network in use.
struct AllWeights {
  static let squares = "Σ_w w^2"
  static let magnitudes = "Σ_w |w|"
  /// Half of the squares.
  static let half = "E_W"
  /// E as it was, without weights.
  static let plain = "E_0"
  static let names = [squares, magnitudes, half, plain]
  /// Each weight in a sum over all, `Σ_w f(w)`, and the letter of that sum.
  static let each = "each w"
  static let letter = "w"

  let notation: Notation

  /// A statement with such parts in it.
  func read(_ lines: StatementLines) -> StatementLines {
    guard let first = lines.head.tokens.first, first.kind != .word(Command.rule.name),
      first.kind != .word(Command.notation.name)
    else { return lines }
    var lines = lines
    lines.head.tokens = read(lines.head.tokens)
    for place in lines.rows.indices { lines.rows[place].tokens = read(lines.rows[place].tokens) }
    return lines
  }

  private func read(_ tokens: [Token]) -> [Token] {
    let definesError =
      tokens.count > 2 && isError(tokens[0]) && tokens[1].kind == .symbol("=") ? tokens[0].kind : nil
    var read: [Token] = []
    var place = 0
    while place < tokens.count {
      if let (sum, count) = sum(at: place, in: tokens) {
        read += sum
        place += count
        continue
      }
      let (name, count) = part(at: place, in: tokens, definesError)
      let whole = tokens[place].range.through(tokens[place + count - 1].range)
      read.append(
        name.map { Token(.word($0), whole, spaceBefore: tokens[place].spaceBefore) } ?? tokens[place])
      place += count
    }
    return read
  }

  /// `Σ_w w^2 / (1 + w^2)`, with each weight as a name, and its number of tokens; nil for a sum that has a
  /// name of its own, and where there is no other.
  private func sum(at start: Int, in tokens: [Token]) -> (sum: [Token], count: Int)? {
    guard tokens[start].kind == .symbol("Σ"), case .subscripts(let places)? = tokens.kind(start + 1),
      places.count == 1, isWeight(places[0].text)
    else { return nil }
    let body = GeneralLayer.term(in: tokens, from: start + 2)
    let named = part(at: start, in: tokens, nil)
    // The square of all weights may be followed by more: `Σ_w w^2 / (1 + w^2)`.
    if named.name != nil, start + named.count >= start + 2 + body.count { return nil }
    var each: [Token] = []
    var hasWeight = false
    for (place, token) in body.enumerated() {
      guard case .word(let word) = token.kind, isWeight(word),
        !(body.kind(place + 1)?.isSubscripts ?? false) || body[place + 1].spaceBefore
      else {
        each.append(token)
        continue
      }
      hasWeight = true
      each.append(Token(.word(Self.each), token.range, spaceBefore: token.spaceBefore))
    }
    guard hasWeight else { return nil }
    let letter = Token(.subscripts([Subscript(Self.letter)]), tokens[start + 1].range)
    return ([tokens[start], letter] + each, 2 + body.count)
  }

  /// The name for the part that begins at a token, and its number of tokens.
  private func part(
    at start: Int, in tokens: [Token], _ error: Token.Kind?
  ) -> (name: String?, count: Int) {
    var place = start
    func kind(_ offset: Int = 0) -> Token.Kind? {
      tokens.indices.contains(place + offset) ? tokens[place + offset].kind : nil
    }
    func take(_ kinds: Token.Kind...) -> Bool {
      guard place + kinds.count <= tokens.count,
        kinds.enumerated().allSatisfy({ tokens[place + $0.offset].kind == $0.element })
      else { return false }
      place += kinds.count
      return true
    }
    func takeSquare() -> Bool {
      guard take(.symbol("^")) else { return false }
      let isBraced = take(.symbol("{"))
      guard case .number(2, _)? = kind() else { return false }
      place += 1
      return !isBraced || take(.symbol("}"))
    }
    func takeBar() -> Bool { take(.symbol("‖")) || take(.symbol("|"), .symbol("|")) }
    func found(_ name: String) -> (String?, Int) { (name, place - start) }

    if start > 1, let error, kind() == error, case .subscripts(let places)? = kind(1), places.count == 1 {
      place += 2
      return found(places[0].text == "W" ? Self.half : Self.plain)
    }
    // Σ_w w²
    if take(.symbol("Σ")), case .subscripts(let places)? = kind(), places.count == 1,
      isWeight(places[0].text)
    {
      place += 1
      let body = place
      if takeWeight(kind(), &place), takeSquare() { return found(Self.squares) }
      place = body
      if take(.symbol("|")), takeWeight(kind(), &place), take(.symbol("|")) { return found(Self.magnitudes) }
      place = body
      if take(.word("abs"), .symbol("(")), takeWeight(kind(), &place), take(.symbol(")")) {
        return found(Self.magnitudes)
      }
    }
    // ‖w‖², ‖W‖_F^2, ‖w‖_1
    place = start
    if takeBar(), takeWeight(kind(), &place), takeBar() {
      if case .subscripts(let norm)? = kind() {
        place += 1
        if norm.count == 1, norm[0].letter.isEmpty, norm[0].unit == 1 { return found(Self.magnitudes) }
      }
      if takeSquare() { return found(Self.squares) }
    }
    // w^T w
    place = start
    let symbol = kind()
    if takeWeight(symbol, &place), take(.symbol("^")) {
      let isBraced = take(.symbol("{"))
      if take(.word("T")) || take(.symbol("⊤")), !isBraced || take(.symbol("}")), kind() == symbol {
        place += 1
        switch kind() {
        case .subscripts?, .symbol("^")?: break
        default: return found(Self.squares)
        }
      }
    }
    return (nil, 1)
  }

  private func takeWeight(_ kind: Token.Kind?, _ place: inout Int) -> Bool {
    guard case .word(let word)? = kind, isWeight(word) else { return false }
    place += 1
    return true
  }

  private func isWeight(_ word: String) -> Bool {
    word == "w" || word == "W" || word == notation.symbol("w")
  }

  private func isError(_ token: Token) -> Bool {
    token.kind == .word("E") || token.kind == .word(notation.symbol("E"))
  }
}

extension FormulaContext {
  /// The squares of all weights: without biases where these are apart.
  var squaresOfAllWeights: Formula { sumOverAllWeights { .power($0, .two) } }

  /// Their magnitudes, in the same way.
  var magnitudesOfAllWeights: Formula { sumOverAllWeights { .elementary(.abs, $0) } }

  private func sumOverAllWeights(_ value: (Formula) -> Formula) -> Formula {
    var sum = Formula.zero
    for projection in network.projections {
      let (from, to) = (layerLetters[projection.source], layerLetters[projection.target])
      let part = value(.quantity(.weight, [Subscript(from), Subscript(to)]))
      let term =
        hasBiasApart && projection.hasBias
        ? Formula.product(.difference(.one, .isBias(from)), part, sign: .juxtaposed) : part
      sum = Algebra.sum(sum, .summation(from, .summation(to, term)))
    }
    return sum
  }

  /// With sums such as `Σ_w f(w)` written out.
  func withAllWeights(_ source: SourceFormula) -> SourceFormula {
    guard source.formula.names.contains(AllWeights.each) else { return source }
    var source = source
    source.formula = withAllWeights(source.formula)
    source.leaves = []
    return source
  }

  /// With the sums over all weights written out.
  func withAllWeights(_ formula: Formula) -> Formula {
    if case .summation(AllWeights.letter, let body) = formula, body.names.contains(AllWeights.each) {
      return sumOverAllWeights { withAllWeights(body).replacing(name: AllWeights.each, by: $0) }
    }
    if formula.names.contains(AllWeights.each) {
      return withAllWeightsNamed(formula.with(formula.children.map { withAllWeights($0) }))
    }
    return withAllWeightsNamed(formula)
  }

  private func withAllWeightsNamed(_ formula: Formula) -> Formula {
    guard formula.names.contains(where: { $0 != AllWeights.plain && AllWeights.names.contains($0) }) else {
      return formula
    }
    return formula.replacing(name: AllWeights.half, by: .quotient(.name(AllWeights.squares), .two))
      .replacing(name: AllWeights.squares, by: squaresOfAllWeights)
      .replacing(name: AllWeights.magnitudes, by: magnitudesOfAllWeights)
  }

  /// E without a penalty, as it is; nil if it is of the weights alone.
  var plainError: Formula? {
    guard
      let rule = DerivationRules(self).rulesWithBiases.first(where: { $0.left == .quantity(.error, []) }),
      let portions = try? ErrorPortions(ownError.map { written(out: $0.formula) } ?? rule.right, at: 0..<0)
    else { return nil }
    return portions.ofOutputs
  }
}
