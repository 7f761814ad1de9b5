/// Reads numbered layers: gives every symbol the letters of its layers instead. A symbol without subscripts
/// is a vector or a matrix; their formulas are read as such, and written in units.
struct LayerNumberReader {
  let symbols: LayerSymbolReader
  /// How many units each layer has; empty if it is not known.
  let units: [Int]
  let source: SourceText
  /// Names that `let` has given to vectors and matrices.
  var vectors: [String: VectorDefinition] = [:]

  /// The rows above, for a line that continues them.
  var above = Above()

  struct Above {
    var letters: [LayerLetters.Unbound] = []
    /// The last vector or matrix of the chain, whose rows and columns those below it must have.
    var side: LayerFormula?
  }

  private var letters: [String] { symbols.letters }

  /// A line in the handout's letters. Throws if a letter stands for two layers, or vectors do not fit.
  mutating func letters(for tokens: [Token]) throws(Diagnostic) -> [Token] {
    var command: Command?
    if case .word(let word)? = tokens.first?.kind, tokens.count > 1 {
      if case .subscripts = tokens[1].kind {} else { command = CommandTable.command(named: word) }
      if tokens[1].kind == .symbol("=") { command = nil }
    }
    if command?.name == Command.ask.name { return try question(tokens) }
    let takesFormulas = command.map { Self.takingFormulas.contains($0.name) } ?? true
    var out: [Token] = []
    var part: [Token] = []
    var depth = 0
    var start = command == nil ? 0 : 1
    for token in tokens {
      if case .symbol(let symbol) = token.kind {
        if symbol == "(" || symbol == "[" || symbol == "{" { depth += 1 }
        if symbol == ")" || symbol == "]" || symbol == "}" { depth -= 1 }
        if depth == 0, symbol == "," || symbol == ";" {
          out += try lettered(part, from: start, takesFormulas) + [token]
          part = []
          start = 0
          continue
        }
        // `check, hint 2: a^2 = …`
        if depth == 0, symbol == ":", part.first?.kind == .word("hint") {
          out += part + [token]
          part = []
          continue
        }
      }
      part.append(token)
    }
    return out + (try lettered(part, from: start, takesFormulas))
  }

  /// The commands that take formulas.
  private static let takingFormulas: Set<String> = [
    Command.check.name, Command.prove.name, Command.mark.name, Command.explain.name, Command.print.name,
    Command.letName.name, Command.keep.name,
  ]

  /// A question: what follows it, such as its choices, has its letters.
  private mutating func question(_ tokens: [Token]) throws(Diagnostic) -> [Token] {
    var parts: [[Token]] = [[]]
    var depth = 0
    for token in tokens {
      if case .symbol(let symbol) = token.kind {
        if ["(", "[", "{", "|("].contains(symbol) { depth += 1 }
        if [")", "]", "}", "|)"].contains(symbol) { depth -= 1 }
        if depth == 0, [",", ":", "|"].contains(symbol) { parts.append([]) }
      }
      parts[parts.count - 1].append(token)
    }
    var out = try lettered(parts[0], from: 1, true)
    let asked = above
    for part in parts.dropFirst() {
      above = asked
      var start = 1
      if case .word(let word)? = part.kind(1), Command.ask.options.named(word) != nil { start = 2 }
      let formula = Array(part.dropFirst(start))
      out += part.prefix(start) + (try lettered(formula, from: 0, true, answers: true))
    }
    above = asked
    return out
  }

  /// One formula or equation, after the command's name. answers: whether it belongs to a question, whose
  /// letters stand above.
  private mutating func lettered(
    _ tokens: [Token], from start: Int, _ isFormula: Bool, answers: Bool = false
  ) throws(Diagnostic) -> [Token] {
    let found = symbols.symbols(in: tokens)
    if answers, found.isEmpty { return tokens }
    let isContinued = answers || continues(tokens, from: start)
    // What is no formula, such as an option, ends no chain.
    let isNew = !found.isEmpty || sideRanges(tokens, min(start, tokens.count)..<tokens.count).count > 1
    if isNew, !isContinued { above = Above() }
    if isFormula, let wrong = symbols.noLayer(in: tokens, besides: found, source) { throw wrong }
    let isGradient = isFormula && tokens.contains { $0.kind == .symbol("∇") }
    let hasNames = isFormula && tokens.dropFirst(start).contains { isVector($0.kind) } && !defines(tokens)
    guard !found.isEmpty || isGradient || hasNames || isContinued && !above.letters.isEmpty else {
      return tokens
    }
    let names = try LayerLetters(tokens, found, symbols, above: above.letters, mayDiffer: answers)
    above.letters = names.unbound
    let isOfVectors = found.contains { $0.isVector && ($0.isNumbered || hasSignOfVectors(tokens)) }
    guard isFormula, isGradient || isOfVectors || hasNames, !isMatrixOfNumbers(tokens)
    else {
      above.side = nil
      return inUnits(tokens, found, names)
    }
    let side = isContinued ? above.side : nil
    do throws(Diagnostic) {
      let plain = LayerFormulaWriter(letters: letters)
      let (read, last) = try vectors(tokens, from: start, below: side, found, names, plain)
      above.side = last ?? above.side
      return read
    } catch {
      // What belongs to the only unit of a layer is a number where no vector fits: `C = (y - a^2)^2 / 2`.
      let ones = Set(units.indices.filter { units[$0] == 1 })
      let writer = LayerFormulaWriter(letters: letters, ones: ones)
      guard case .layers = error.problem, !ones.isEmpty,
        let (read, last) = try? vectors(tokens, from: start, below: side, found, names, writer)
      else { throw error }
      above.side = last ?? above.side
      return read
    }
  }

  /// Whether a line belongs to the row above, as rows of a derivation are joined: `= B`, `+ B`, `⇒ B`.
  private func continues(_ tokens: [Token], from start: Int) -> Bool {
    guard case .symbol(let symbol)? = tokens.kind(start) else { return false }
    if symbol == ":=" || DerivationRows.continuing.contains(symbol) { return true }
    return (symbol == "-" || symbol == "->") && sideRanges(tokens, start..<tokens.count).count == 1
  }

  private func isVector(_ kind: Token.Kind) -> Bool {
    guard case .word(let word) = kind else { return false }
    return vectors[word]?.notation == symbols.notation.name
  }

  /// Whether it is `let v = …` with the name v of a vector only on its left.
  private func defines(_ tokens: [Token]) -> Bool {
    guard let first = tokens.first?.kind, Command.naming.contains(where: { first == .word($0) }),
      let sign = tokens.firstIndex(where: { $0.kind == .symbol("=") })
    else { return false }
    return !tokens[sign...].contains { isVector($0.kind) }
  }

  /// `x^T x`, `y ⊙ y`, `δ ⊗ x`
  private func hasSignOfVectors(_ tokens: [Token]) -> Bool {
    tokens.indices.contains { place in
      ["⊙", "⊗", "⊤", "‖"].contains { tokens[place].kind == .symbol($0) }
        || tokens[place].kind == .word("T") && tokens.kind(place - 1) == .symbol("^")
    }
  }

  /// `w^3 = [0.40 0.45; 0.50 0.55]`, or with rows below it
  private func isMatrixOfNumbers(_ tokens: [Token]) -> Bool {
    guard let place = tokens.firstIndex(where: { $0.kind == .symbol("=") }) else { return false }
    return place + 1 == tokens.count || tokens[place + 1].kind == .symbol("[")
  }

  private func inUnits(_ tokens: [Token], _ found: [LayerSymbol], _ names: LayerLetters) -> [Token] {
    var out: [Token] = []
    var place = 0
    for symbol in found {
      out += renamed(tokens, place..<symbol.tokens.lowerBound, names)
      out += symbol.written(tokens, names, symbols)
      place = symbol.tokens.upperBound
    }
    return out + renamed(tokens, place..<tokens.count, names)
  }

  /// A letter means the same throughout a formula: a_j in `Σ_j (y_j - a_j)^2` is an output, too.
  private func renamed(_ tokens: [Token], _ places: Range<Int>, _ names: LayerLetters) -> [Token] {
    places.map { place in
      var token = tokens[place]
      if case .word(let letter) = token.kind {
        if isInBracket(place, tokens) || tokens.kind(place - 1) == .symbol("∈of") {
          token.kind = .word(names.name(of: letter, at: place))
        } else if let summed = letterOfSum(boundedAt: place, tokens) {
          token.kind = bound(letter, of: summed, at: place, names)
        }
      }
      guard case .subscripts(let given) = token.kind else { return token }
      token.kind = .subscripts(given.map { Subscript(names.name(of: $0.letter, at: place), unit: $0.unit) })
      return token
    }
  }

  /// The letter of the sum above which a word stands: k of `Σ_{k=1}^{K}`.
  private func letterOfSum(boundedAt place: Int, _ tokens: [Token]) -> String? {
    var start = tokens.kind(place - 1) == .symbol("{") ? place - 2 : place - 1
    guard tokens.kind(start) == .symbol("^") else { return nil }
    if tokens.kind(start - 2) == .symbol("=from") { start -= 2 }
    guard tokens.kind(start - 2) == .symbol("Σ"), case .subscripts(let letters)? = tokens.kind(start - 1)
    else { return nil }
    return letters.last?.letter
  }

  /// What stands above a sum. The capital of a letter of this line is the width of that letter's layer: -1,
  /// which no layer has, if the sum is over another one. Other letters that count are for the whole layer.
  private func bound(_ name: String, of letter: String, at place: Int, _ names: LayerLetters) -> Token.Kind {
    let own = name.lowercased()
    guard own != name, let layer = names.layer(of: own, at: place) else {
      return .word(SumBounds.countingLetters.contains(name) ? SumBounds.wholeLayer : name)
    }
    return layer == names.layer(of: letter, at: place)
      ? .word(SumBounds.wholeLayer) : .number(-1, spelling: "-1")
  }

  /// Whether it is one of the letters of `[j = k]`.
  private func isInBracket(_ place: Int, _ tokens: [Token]) -> Bool {
    [place - 1, place - 3].contains { start in
      tokens.kind(start) == .symbol("[") && tokens.kind(start + 2) == .symbol("=")
        && tokens.kind(start + 4) == .symbol("]")
    }
  }

  // MARK: - Vectors

  /// side: what the line is equal to as it continues a row; last: what the next row is equal to.
  private func vectors(
    _ tokens: [Token], from start: Int, below side: LayerFormula?, _ found: [LayerSymbol],
    _ names: LayerLetters, _ writer: LayerFormulaWriter
  ) throws(Diagnostic) -> (read: [Token], last: LayerFormula?) {
    var parser = LayerFormulaParser(
      tokens, in: source, found, symbols, names, ones: writer.ones, vectors: vectors)
    // What a command and a name that `let` defines have before the formula, and `within`.
    var first = start
    if start > 0, Command.naming.contains(where: { tokens[0].kind == .word($0) }) {
      first = (tokens.firstIndex { $0.kind == .symbol("=") } ?? 0) + 1
    }
    if tokens.kind(first) == .symbol(":") { first += 1 }
    var end = tokens.lastIndex { $0.kind == .word("within") } ?? tokens.count
    // `mark δ^2:`
    if end > first, tokens.kind(end - 1) == .symbol(":") { end -= 1 }
    var sides: [LayerFormula] = []
    var signs: [Token] = []
    var out = Array(tokens[..<min(first, tokens.count)])
    for range in sideRanges(tokens, first..<max(first, end)) {
      if range.lowerBound > first, tokens.indices.contains(range.lowerBound - 1) {
        signs.append(tokens[range.lowerBound - 1])
      }
      if range.isEmpty, sides.isEmpty { continue }
      sides.append(try parser.formula(range))
    }
    let shape = try shape(of: sides, signs, below: side)
    let row = shape.rows.map { letters[$0] }
    let column = shape.columns.map { writer.fresh($0, besides: row.map { [$0] } ?? []) }
    let live = Set([row, column].compactMap { $0 })
    if sides.count == signs.count, let sign = signs.first { out.append(sign) }
    let offset = sides.count == signs.count ? 1 : 0
    for (number, side) in sides.enumerated() {
      if number > 0 { out.append(signs[number - 1 + offset]) }
      var written = writer.tokens(side, row, column, live: live)
      if !written.isEmpty {
        written[0].vectorForm = VectorForm(
          text: source.string(side.range), rows: row, isSymbol: side.isSymbol || side.isPlain,
          isNumber: shape.isNumber)
      }
      out += written
    }
    return (out + tokens[end...], sides.last { !$0.shape.isNumber })
  }

  /// What stands between relations.
  private func sideRanges(_ tokens: [Token], _ places: Range<Int>) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = places.lowerBound
    var depth = 0
    for place in places {
      guard case .symbol(let symbol) = tokens[place].kind else { continue }
      if symbol == "(" || symbol == "[" || symbol == "{" { depth += 1 }
      if symbol == ")" || symbol == "]" || symbol == "}" { depth -= 1 }
      guard depth == 0, Relation(symbol: symbol) != nil || symbol == ":=" || symbol == "<-" else { continue }
      ranges.append(start..<place)
      start = place + 1
    }
    return ranges + [start..<places.upperBound]
  }

  /// That of all sides, and of what they continue; a number may stand for a vector of equal ones.
  private func shape(
    of sides: [LayerFormula], _ signs: [Token], below above: LayerFormula?
  ) throws(Diagnostic) -> LayerFormula.Shape {
    guard let first = above ?? sides.first(where: { !$0.shape.isNumber }) else { return .number }
    for side in sides {
      let both =
        min(
          first.range.lowerBound, side.range.lowerBound)..<max(first.range.upperBound, side.range.upperBound)
      let range = above == nil ? both : side.range
      guard side.letters.isEmpty else {
        throw Diagnostic(.layers(.mixed(letters: side.letters.sorted(), part(first))), at: range)
      }
      guard side.shape != first.shape, !(side.shape.isNumber && side.isPlain) else { continue }
      let isFirst = side.range.lowerBound < first.range.lowerBound
      let sign = signs.first.map { source.string($0.range) } ?? "="
      throw Diagnostic(
        .layers(.differ(part(isFirst ? side : first), sign: sign, part(isFirst ? first : side))), at: range,
        suggestion: above == nil
          ? suggestion(first, side) : side.shape.transposed == first.shape ? side.transposedText : nil)
    }
    return first.shape
  }

  /// The second side transposed, if it fits then.
  private func suggestion(_ first: LayerFormula, _ side: LayerFormula) -> String? {
    guard side.shape.transposed == first.shape, side.range.lowerBound > first.range.upperBound else {
      return nil
    }
    let whole = source.string(first.range.lowerBound..<side.range.lowerBound)
    return whole + side.transposedText
  }

  private func part(_ formula: LayerFormula) -> LayerProblem.Part {
    formula.part(symbols.numbers)
  }
}
