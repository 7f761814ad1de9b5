extension FormulaParser {
  /// `∂X/∂Y`, or `∂/∂Y X`.
  mutating func partial() throws(Diagnostic) -> Node {
    index += 1
    try refuseHigherOrder()
    if take("/") {
      guard takeDifferential() else {
        throw expected("`∂` and what to differentiate by", example: "∂E/∂w_qr")
      }
      return try operatorForm()
    }
    let outer = isNumerator
    isNumerator = true
    defer { isNumerator = outer }
    let numerator = try factor()
    isNumerator = outer
    guard take("/"), takeDifferential() else {
      throw expected("`/∂` and what to differentiate by", example: "∂E/∂w_qr")
    }
    let variable = try variable()
    return try derivative(of: numerator, by: variable)
  }

  /// Throws at the 2 of `∂²E/∂w_jk²`.
  private func refuseHigherOrder() throws(Diagnostic) {
    guard stands("^") else { return }
    throw expected(
      "what is differentiated: a second derivative is the derivative of one, `∂(∂E/∂w_jk)/∂w_jk`",
      example: "∂(∂y_k/∂a_k)/∂a_k")
  }

  /// `∂_{a_k} y_k`, of which `∂_` is one token.
  mutating func subscriptedPartial() throws(Diagnostic) -> Node {
    index += 1
    return try operatorForm(closing: take("{") ? "}" : nil)
  }

  /// In a rule, `∂E_0/∂w_ij` is -δ_j y_i: what weights in E add is not in it.
  private mutating func derivative(of numerator: Node, by variable: Node) throws(Diagnostic) -> Node {
    guard numerator.formula == .name(AllWeights.plain),
      case .quantity(.weight, let places) = variable.formula, let from = places.first, let to = places.last
    else { return try join(numerator, variable) { .partial($0, $1) } }
    let product = Formula.product(
      .quantity(.delta, [to]), .quantity(.output, [from]), sign: .juxtaposed)
    return Node(formula: .negated(product), height: 3)
  }

  /// The rest of `∂/∂Y X`: its leaves are those of X, followed by Y.
  private mutating func operatorForm(closing: String? = nil) throws(Diagnostic) -> Node {
    let before = leaves
    leaves = []
    let variable = try variable()
    if let closing, !take(closing) {
      throw expected("`\(closing)`", example: "\\frac{\\partial E}{\\partial w_{qr}}")
    }
    let ofVariable = leaves
    leaves = before
    let start = index
    var numerator = try factor()
    // Of `∂/∂y_k 1/2 Σ_r …` the whole product is meant: nobody differentiates a number.
    if numerator.formula.isArithmetic, numerator.formula.names.isEmpty {
      (index, leaves) = (start, before)
      numerator = try term()
    }
    leaves += ofVariable
    return try join(numerator, variable) { .partial($0, $1) }
  }

  /// A variable of differentiation.
  private mutating func variable() throws(Diagnostic) -> Node {
    let start = range.lowerBound
    let node = try atom()
    try refuseSuperscript(of: node.formula, from: start)
    switch node.formula {
    case .quantity(.weight, _), .quantity(.output, _), .quantity(.totalInput, _), .quantity(.input, _):
      return node
    case .call(.named, _) where node.formula.ofUpdate != nil: return node
    case .name(let name):
      if let foreign = OtherCourses.diagnostic(name, at: range(from: start)) { throw foreign }
      fallthrough
    default:
      throw expected(
        "a weight, an output or a total input, such as w_qr, y_q or a_j", at: range(from: start),
        example: "∂E/∂w_qr")
    }
  }

  /// `\frac{A}{B}`, `\frac12`, `\frac{∂X}{∂Y}`, `\frac{∂}{∂Y} X`.
  mutating func fraction() throws(Diagnostic) -> Node {
    let example = "\\frac{\\partial E}{\\partial w_{qr}}"
    index += 1
    if case .number(_, let spelling) = peek, spelling.utf8.count == 2,
      !spelling.utf8.contains(UInt8(ascii: "."))
    {
      index += 1
      let digits = spelling.unicodeScalars.map {
        Formula.number(Double(String($0)) ?? 0, spelling: String($0))
      }
      if let above = digits.first, let below = digits.last {
        return Node(formula: .quotient(above, below), height: 2)
      }
    }
    if let above = unbraced() {
      let below: Node
      if take("{") {
        below = try closedExpression()
        guard take("}") else { throw expected("`}` after the denominator", example: example) }
      } else if let letter = unbraced() {
        below = letter
      } else {
        throw expected("`{` and the denominator", example: example)
      }
      return try join(above, below) { .quotient($0, $1) }
    }
    guard take("{") else { throw expected("`{` and the numerator", example: example) }
    let isDerivative = takeDifferential() || takeLoneDifferential()
    if isDerivative { try refuseHigherOrder() }
    if isDerivative, take("}") {
      guard take("{"), takeDifferential() || takeSpacedDifferential() else {
        throw expected("`∂` and what to differentiate by", example: example)
      }
      return try operatorForm(closing: "}")
    }
    let above = try closedExpression()
    guard take("}") else { throw expected("`}` after the numerator", example: example) }
    if !isDerivative, let below = unbraced() { return try join(above, below) { .quotient($0, $1) } }
    guard take("{") else { throw expected("`{` and the denominator", example: example) }
    guard isDerivative else {
      let below = try closedExpression()
      guard take("}") else { throw expected("`}` after the denominator", example: example) }
      return try join(above, below) { .quotient($0, $1) }
    }
    guard takeDifferential() || takeSpacedDifferential() else {
      throw expected("`∂` and what to differentiate by", example: example)
    }
    let below = try variable()
    guard take("}") else { throw expected("`}` after the denominator", example: example) }
    return try derivative(of: above, by: below)
  }

  /// The digit or the letter above or below the line of a fraction without braces: `\frac1n`.
  private mutating func unbraced() -> Node? {
    guard let token = token(0), token.isDigitOrLetter else { return nil }
    let formula: Formula
    switch token.kind {
    case .number(let value, let spelling): formula = .number(value, spelling: spelling)
    case .word("e"): formula = .constant(.e)
    case .word("π"): formula = .constant(.pi)
    case .word("E"): formula = .quantity(.error, [])
    case .word(let word) where Quantity(rawValue: word) == nil || word == parameter: formula = .name(word)
    default: return nil
    }
    index += 1
    switch formula {
    case .number, .constant: break
    default: leaves.append(token.range)
    }
    return Node(formula: formula, height: 1)
  }

  /// Reads `∂`, or the `d` of `dE`, if it is here.
  private mutating func takeDifferential() -> Bool {
    if take("∂") { return true }
    guard let word = differential(at: index) else { return false }
    let range = tokens[index].range
    tokens[index] = Token(.word(word), range.lowerBound + 1..<range.upperBound)
    return true
  }

  /// Reads the `d` of `d y_k`, if it is here.
  private mutating func takeSpacedDifferential() -> Bool {
    guard isSpacedDifferential(at: index) else { return false }
    index += 1
    return true
  }

  private func isSpacedDifferential(at place: Int) -> Bool {
    guard tokens.indices.contains(place + 1), tokens[place].kind == .word("d"),
      case .word(let word) = tokens[place + 1].kind
    else { return false }
    return Self.differentiated.contains(word)
  }

  /// Reads the d of `\frac{d}{dy_k}` and of `\frac{d (…)}{dy_k}`, if it is here: below the line there is
  /// another.
  private mutating func takeLoneDifferential() -> Bool {
    guard peek == .word("d") else { return false }
    var depth = 1
    for place in (index + 1)..<max(tokens.count, index + 1) {
      switch tokens[place].kind {
      case .symbol("{"): depth += 1
      case .symbol("}"): depth -= 1
      default: break
      }
      guard depth == 0 else { continue }
      guard tokens.indices.contains(place + 2), tokens[place + 1].kind == .symbol("{"),
        tokens[place + 2].kind == .symbol("∂") || differential(at: place + 2) != nil
          || isSpacedDifferential(at: place + 2)
      else { return false }
      index += 1
      return true
    }
    return false
  }

  /// What stands after a d.
  private static let differentiated = ["E", "w", "y", "a", "x", "t", "δ"]

  /// The quantity after the `d` of `dE` or `dw`.
  private func differential(at place: Int) -> String? {
    guard tokens.indices.contains(place), case .word(let word) = tokens[place].kind,
      word.utf8.first == UInt8(ascii: "d")
    else { return nil }
    let quantity = String(word.dropFirst())
    return Self.differentiated.contains(quantity) ? quantity : nil
  }

  /// Whether this is the `/∂` that ends the numerator of a derivative.
  var endsNumerator: Bool {
    isNumerator && stands("/")
      && (token(1)?.kind == .symbol("∂") || differential(at: index + 1) != nil)
  }

  /// Whether `dE/dw_qr`, `d(…)/dy_k`, `dg(a_k)/da_k` or `d/dy_k …` begins here.
  var beginsDifferentialQuotient: Bool {
    var place = index + 1
    guard differential(at: index) != nil else {
      guard case .word(let word)? = token(0)?.kind, word.utf8.first == UInt8(ascii: "d"),
        !word.utf8.contains(UInt8(ascii: "'"))
      else { return false }
      if word == "d", token(1)?.kind == .symbol("/") { return differential(at: index + 2) != nil }
      guard token(1)?.kind == .symbol("("), let close = closingBracket(from: place) else { return false }
      return token(close + 1 - index)?.kind == .symbol("/") && differential(at: close + 2) != nil
    }
    if case .subscripts? = token(1)?.kind { place += 1 }
    return tokens.indices.contains(place) && tokens[place].kind == .symbol("/")
      && differential(at: place + 1) != nil
  }

  /// The place of the bracket that closes the one at a place.
  private func closingBracket(from open: Int) -> Int? {
    var depth = 0
    for place in open..<tokens.count {
      switch tokens[place].kind {
      case .symbol("("): depth += 1
      case .symbol(")"):
        depth -= 1
        if depth == 0 { return place }
      default: break
      }
    }
    return nil
  }

  mutating func differentialQuotient() throws(Diagnostic) -> Node {
    guard differential(at: index) == nil, case .word(let word)? = token(0)?.kind else {
      _ = takeDifferential()
      index -= 1
      return try partial()
    }
    // Of `d(…)` and `d/…`, the d itself is read as ∂; of `dg(a)`, what follows it is a function.
    if word == "d" { return try partial() }
    let range = tokens[index].range
    tokens[index] = Token(.word(String(word.dropFirst())), range.lowerBound + 1..<range.upperBound)
    index -= 1
    return try partial()
  }
}
