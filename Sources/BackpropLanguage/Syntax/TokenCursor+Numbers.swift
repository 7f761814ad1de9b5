/// Numbers of a command, each of which may be a formula made of numbers: `1/2`, `4*50`, `10^-6`, `sqrt(2)/2`.
///
/// Numbers may be listed side by side, so juxtaposition does not multiply them, and `+` and `-` join two
/// numbers only with a space on both sides of the sign, or on neither: `-0.5 0.5` and `1 -1` are two numbers,
/// `1 - 1` is one. Where a command needs a number, a name may stand for it, with the number that it has when
/// the cell is read: `train N epochs`, `seed 2*N`.
extension TokenCursor {
  /// The number that begins here; nil if there is none. A sign comes immediately before its number.
  ///
  /// joiningSums: whether `+` and `-` may be part of it: not in `2-2-1`, where a hyphen joins layers.
  /// isWhole: whether only whole numbers make sense, so that a comma after it separates.
  /// byName: whether names may stand for numbers.
  mutating func takeNumber(
    joiningSums: Bool = true, isWhole: Bool = false, byName: Bool = false
  ) throws(Diagnostic) -> Located<Double>? {
    let start = range.lowerBound
    // The usual case, which makes up a table of numbers.
    if case .number(let value, _) = peek, endsNumber(1) {
      advance()
      return Located(value, range(from: start))
    }
    let count = numberLength(joiningSums: joiningSums, byName: byName)
    guard count > 0 else { return nil }
    if let number = plainNumber(count) {
      for _ in 0..<count { advance() }
      if !isWhole, let comma = decimalComma() { throw comma }
      return Located(number, range(from: start))
    }
    var tokens: [Token] = []
    for place in 0..<count { if let token = peek(place) { tokens.append(token) } }
    for _ in 0..<count { advance() }
    if !isWhole, let comma = decimalComma() { throw comma }
    let range = range(from: start)
    let formula = try FormulaParser.formula(tokens, in: source)
    let value = try FunctionResolver(definitions: definitions, functions: [:])
      .resolve(formula.formula, at: range).value(at: .real(.nan)).value
    guard value.isFinite else {
      throw Diagnostic(.notFinite(formula.formula.unicode), at: range, example: "let c = 1/2")
    }
    return Located(value, range)
  }

  /// Reads the number that begins here, in whose brackets there may be names.
  mutating func takeNumberTokens() -> [Token] {
    let start = self
    for _ in 0..<numberLength(joiningSums: true, byName: false) { advance() }
    return (0..<index - start.index).compactMap { start.peek($0) }
  }

  /// Whether a number begins here.
  var isAtNumber: Bool { numberLength(joiningSums: false, byName: false) > 0 }

  /// Whether a number begins here, or a name that stands for one.
  var isAtNumberOrName: Bool { numberLength(joiningSums: false, byName: true) > 0 }

  /// Whether this is a name that stands for a number.
  private func isNumber(_ name: String) -> Bool {
    guard definitions[name] != nil else { return false }
    let resolver = FunctionResolver(definitions: definitions, functions: [:])
    guard let resolved = try? resolver.resolve(.name(name), at: range) else { return false }
    return resolved.value(at: .real(.nan)).value.isFinite
  }

  /// Whether the token there is neither part of the number before it nor a decimal comma.
  private func endsNumber(_ place: Int) -> Bool {
    switch peek(place)?.kind {
    case nil, .number, .symbol("->"), .symbol(";"), .symbol("]"): true
    default: false
    }
  }

  /// The value of a number of `count` tokens that is not a formula: `0.5` or `-0.5`.
  private func plainNumber(_ count: Int) -> Double? {
    guard count <= 2, case .number(let value, _)? = peek(count - 1)?.kind else { return nil }
    switch (count, peek) {
    case (1, _), (2, .symbol("+")): return value
    case (2, .symbol("-")): return -value
    default: return nil
    }
  }

  /// The number of tokens in the number that begins here; 0 if there is none.
  private func numberLength(joiningSums: Bool, byName: Bool) -> Int {
    var place = 0
    while isSign(place), let next = peek(place + 1), !next.spaceBefore { place += 1 }
    guard var end = operandEnd(place, byName) else { return 0 }
    while let sign = peek(end), case .symbol(let symbol) = sign.kind {
      var next = end + 1
      switch symbol {
      case "*", "×", "·", "/", "^": while isSign(next) { next += 1 }
      case "+", "-":
        guard joiningSums, let after = peek(next), after.spaceBefore == sign.spaceBefore else { return end }
      default: return end
      }
      guard let operand = operandEnd(next, byName) else { return end }
      end = operand
    }
    return end
  }

  private func isSign(_ place: Int) -> Bool {
    peek(place)?.kind == .symbol("-") || peek(place)?.kind == .symbol("+")
  }

  /// The end of the operand that begins at `place`: a number, π, e, a bracket, a function's value, a fraction
  /// or a root.
  private func operandEnd(_ place: Int, _ byName: Bool) -> Int? {
    var place = place
    while peek(place)?.kind == .symbol("√") { place += 1 }
    switch peek(place)?.kind {
    case .number:
      // `2π`
      guard let next = peek(place + 1), !next.spaceBefore, next.kind == .word("π") else { return place + 1 }
      return place + 2
    case .word("π"), .word("e"): return place + 1
    case .word(let name) where byName && isNumber(name): return place + 1
    case .word(let word) where ElementaryFunction.allCases.named(word) != nil:
      guard peek(place + 1)?.kind == .symbol("(") else { return nil }
      return bracketEnd(place + 1, "(", ")")
    case .symbol("("): return bracketEnd(place, "(", ")", isList: true)
    case .symbol("\\frac"):
      if case .number? = peek(place + 1)?.kind { return place + 2 }
      guard peek(place + 1)?.kind == .symbol("{"), let middle = bracketEnd(place + 1, "{", "}"),
        peek(middle)?.kind == .symbol("{")
      else { return nil }
      return bracketEnd(middle, "{", "}")
    default: return nil
    }
  }

  private func bracketEnd(_ place: Int, _ open: String, _ close: String, isList: Bool = false) -> Int? {
    var depth = 0
    var place = place
    while let token = peek(place) {
      // `(0, 1)` is a list, not a number.
      if open == "(", depth == 1, token.kind == .symbol(","), isList { return nil }
      if token.kind == .symbol(open) { depth += 1 }
      if token.kind == .symbol(close) { depth -= 1 }
      place += 1
      if depth == 0 { return place }
    }
    return nil
  }
}
