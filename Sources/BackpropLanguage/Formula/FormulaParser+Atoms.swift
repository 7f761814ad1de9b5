extension FormulaParser {
  private static let anyExample = "Σ_j w_jk y_j"

  /// The parts that bind tightest: numbers, symbols, calls, brackets, sums and derivatives.
  mutating func atom() throws(Diagnostic) -> Node {
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.deepestNesting { throw tooDeep() }
    switch peek {
    case .number(let value, let spelling):
      index += 1
      if takesPercent, take("%") {
        return Node(formula: .number(value / 100, spelling: spelling + "%"), height: 1)
      }
      return Node(formula: .number(value, spelling: spelling), height: 1)
    case .word(let word):
      return try symbol(word)
    case .symbol(let symbol):
      switch symbol {
      case "(": return try bracketed(until: ")")
      case "{": return try bracketed(until: "}")
      case "[":
        if let bracket = try iverson() { return bracket }
        return takesComparisons ? try comparison() : try bracketed(until: "]")
      case "|" where isNormOfVector: throw otherCourse("‖")
      case "|", "|(":
        leaves.append(range)
        return try wrap(try bracketed(until: symbol == "|" ? "|" : "|)")) { .elementary(.abs, $0) }
      case "√":
        leaves.append(range)
        index += 1
        try refuseDegree()
        return try wrap(try atom()) { .elementary(.sqrt, $0) }
      case "Σ": return try summation()
      case "∂": return try partial()
      case "∂_": return try subscriptedPartial()
      case "\\frac": return try fraction()
      case "∇", "⊙", "⊗", "⊤", "‖": throw otherCourse(symbol)
      default: throw expected("a number, a symbol or a bracket", example: Self.anyExample)
      }
    default:
      throw expected("a number, a symbol or a bracket", example: Self.anyExample)
    }
  }

  /// Whether this is `||t - y||`, the norm of what has no subscripts.
  private var isNormOfVector: Bool {
    guard token(1)?.kind == .symbol("|"), case .word(let word)? = token(2)?.kind,
      let quantity = Quantity(rawValue: word)
    else { return false }
    return quantity.subscriptCount > 0 && token(3)?.kind.isSubscripts == false
  }

  /// Skips the opening bracket here and reads up to the closing one.
  mutating func bracketed(until close: String) throws(Diagnostic) -> Node {
    let open = range
    index += 1
    let inner = try closedExpression(isWithinBars: close == "|")
    guard take(close) else {
      if close == "]", case .symbol(let symbol) = peek, Relation(symbol: symbol)?.isOrder == true {
        throw expected(
          "`]`: a comparison in brackets belongs to a claim, a learning rule or a schedule; "
            + "`min` and `max` are for any formula", example: "let c = min(0.5, 1)")
      }
      throw expected("`\(close)` for the `\(source.string(open))` at \(place(open))")
    }
    return inner
  }

  /// An expression closed by a bracket or a bar.
  mutating func closedExpression(isWithinBars: Bool = false) throws(Diagnostic) -> Node {
    let outer = (self.isWithinBars, isNumerator)
    (self.isWithinBars, isNumerator) = (isWithinBars, false)
    defer { (self.isWithinBars, isNumerator) = outer }
    return try expression()
  }

  /// `line 1, column 5`, for naming a place other than that of the diagnostic.
  func place(_ range: SourceRange) -> String {
    let position = source.position(of: range.lowerBound)
    return "line \(position.line), column \(position.column)"
  }

  /// `[k = r]`, or another comparison in a learning rule or a schedule; nil if the bracket here is of another
  /// kind.
  private mutating func iverson() throws(Diagnostic) -> Node? {
    if isRule || parameter == "n" { return try comparison() }
    let start = range.lowerBound
    guard case .word(let left)? = token(1)?.kind, let equals = token(2)?.kind,
      equals == .symbol("=") || equals == .symbol("==") || equals == .symbol("≠")
    else { return nil }
    index += 1
    let first = try iversonSubscript(left)
    index += 1
    let second: Subscript
    switch peek {
    case .word(let right): second = try iversonSubscript(right)
    // `[k = 1]`: the unit of that number.
    case .number(let value, _) where first.unit == nil:
      second = Subscript(first.letter, unit: Int(exactly: value) ?? -1)
      index += 1
    default: throw expected("the letter of a unit, or its number", example: "[k = r]")
    }
    guard take("]") else { throw expected("`]`", example: "[k = r]") }
    leaves.append(range(from: start))
    let bracket = Formula.iverson(first, second)
    // [r ≠ k] is 1 - [r = k].
    guard equals == .symbol("≠") else { return Node(formula: bracket, height: 1) }
    return Node(formula: .difference(.one, bracket), height: 2)
  }

  /// `k` or `k2`.
  private mutating func iversonSubscript(_ word: String) throws(Diagnostic) -> Subscript {
    let letters = word.unicodeScalars.prefix { !("0"..."9").contains($0) }
    let digits = word.unicodeScalars.dropFirst(letters.count)
    // A second letter of a layer is written with a prime.
    guard letters.filter({ $0 != "'" }).count == 1, digits.isEmpty || Int(String(digits)) != nil else {
      throw expected("the letter of a unit", example: "[k = r]")
    }
    index += 1
    return Subscript(String(letters), unit: Int(String(digits)))
  }

  /// `Σ_k …`; `Σ_jk …` is `Σ_j Σ_k …`.
  private mutating func summation() throws(Diagnostic) -> Node {
    let start = range.lowerBound
    index += 1
    let example = "Σ_j w_jk y_j"
    guard case .subscripts(let subscripts) = peek else {
      throw expected("the letter that the sum runs over, as in `Σ_k`", example: example)
    }
    guard !subscripts.isEmpty, subscripts.allSatisfy({ $0.unit == nil && !$0.letter.isEmpty }) else {
      throw expected("letters without numbers: a sum runs over all units of a layer", example: example)
    }
    index += 1
    leaves += subscripts.map { _ in range(from: start) }
    sumCount += subscripts.count
    // Σ_{r≠k} is Σ_r with [r ≠ k] in front.
    var bracket: Formula?
    if let last = subscripts.last {
      if take("≠from"), case .subscripts(let others) = peek, let other = others.first, others.count == 1 {
        index += 1
        leaves.append(range(from: start))
        bracket = .difference(.one, .iverson(last, other))
      }
      if take("∈from"), case .word(let units) = peek {
        index += 1
        var bounds = SumBounds(letter: last.letter, place: sumCount - 1, units: units, range: range)
        if take("∈of"), case .word(let unit) = peek {
          index += 1
          bounds.unit = unit
        }
        bounds.range = range(from: start)
        sumBounds.append(bounds)
      }
      try readBounds(of: last.letter, from: start)
    }
    var node = try signedTerm()
    if let bracket {
      node = try join(Node(formula: bracket, height: 2), node) { .product($0, $1, sign: .juxtaposed) }
    }
    for place in subscripts.reversed() { node = try wrap(node) { .summation(place.letter, $0) } }
    return node
  }

  /// `=1`, which the lexer leaves from `{k=1}`, and `^K`, `^{K}`, `^3` after the letter of a sum.
  private mutating func readBounds(of letter: String, from start: Int) throws(Diagnostic) {
    var bounds = SumBounds(letter: letter, place: sumCount - 1, first: nil, last: nil, range: range)
    if take("=from") {
      guard case .number(let value, _) = peek else { throw expected("1", example: "Σ_j w_jk y_j") }
      bounds.first = Int(exactly: value) ?? -1
      index += 1
    }
    if take("^") {
      let isBraced = take("{")
      switch peek {
      case .number(let value, _): bounds.last = Int(exactly: value) ?? -1
      case .word(let name):
        bounds.lastName = name
        if case .subscripts(let places)? = token(1)?.kind {
          bounds.lastPlaces = places
          index += 1
        }
      default: throw expected("the number of units of the layer", example: "Σ_j w_jk y_j")
      }
      index += 1
      if isBraced, !take("}") {
        throw expected(
          "`}`: a sum runs over a whole layer, so that `Σ_\(letter)` says it all", example: "Σ_j w_jk y_j")
      }
    }
    bounds.range = range(from: start)
    if bounds.first != nil || bounds.last != nil || bounds.lastName != nil { sumBounds.append(bounds) }
  }

  // MARK: - Superscripts

  /// Throws if the `^` after a quantity numbers its layer or transposes it.
  func refuseSuperscript(of base: Formula, from start: Int) throws(Diagnostic) {
    if isRule { try refuseEarlierValue(of: base, from: start) }
    let symbol: String
    var subscripts: [Subscript] = []
    switch base {
    // -δ where a course has the other sign.
    case .quantity(let quantity, let places), .negated(.quantity(let quantity, let places)):
      symbol = quantity.rawValue
      subscripts = places
    case .name(let name):
      let (bare, places) = OtherCourses.parts(of: name)
      guard OtherCourses.quantity(named: bare) != nil else { return }
      symbol = bare
      subscripts = places
    default: return
    }
    guard let superscript = LayerSuperscript.read({ token($0)?.kind }) else { return }
    let end = token(superscript.count - 1)?.range.upperBound ?? self.end
    if superscript.level == "T", !superscript.isBracketed {
      throw OtherCourses.diagnostic("^T", at: range.lowerBound..<end)
    }
    guard superscript.isBracketed else { return }
    throw layerSuperscript(symbol, subscripts, superscript, from: start)
  }

  /// The error for the superscript here; subscripts may follow it.
  func layerSuperscript(
    _ symbol: String, _ subscripts: [Subscript], _ superscript: LayerSuperscript.Reading, from start: Int
  ) -> Diagnostic {
    let end = token(superscript.count - 1)?.range.upperBound ?? self.end
    if superscript.level == "T", !superscript.isBracketed {
      return Diagnostic(
        .otherCourse(
          word: "^T",
          here: "a sum says which subscripts it runs over, as in `Σ_jk w_jk^2` for the squares of "
            + "all weights between two layers"), at: start..<end, example: "Σ_jk w_jk^2")
    }
    if superscript.numbersUpdates {
      return Diagnostic(
        .otherCourse(
          word: source.string(start..<end),
          here:
            "a line `w_ij = w_ij + Δw_ij` has the new weight on its left and the old one on its right; in a "
            + "rule, `n` is the number of the update, and `w_ij(n-1)` the weight before it"), at: start..<end,
        example: isRule ? "rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)" : "w_ij = w_ij + Δw_ij")
    }
    return LayerSuperscript.refusal(of: superscript, at: symbol, subscripts, from: start) { token($0) }
  }

  /// The error for a sign of another course.
  func otherCourse(_ sign: String) -> Diagnostic {
    OtherCourses.diagnostic(sign, at: range) ?? expected("a number, a symbol or a bracket")
  }
}
