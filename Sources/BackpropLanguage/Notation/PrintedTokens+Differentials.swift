/// `dC/dw^2_{jk}` and `\frac{dC}{dw^2_{jk}}`, in which each d is printed for ∂.
extension PrintedTokens {
  /// With `∂` for the d of each derivative.
  func withPartials(_ line: [Token]) -> [Token] {
    var differentials: Set<Int> = []
    for place in line.indices where isDifferential(place, in: line) {
      guard let below = placeBelow(place, in: line), isDifferential(below, in: line) else { continue }
      differentials.formUnion([place, below])
    }
    guard !differentials.isEmpty else { return line }
    return line.indices.flatMap { differentials.contains($0) ? partial(line[$0]) : [line[$0]] }
  }

  /// Whether the d of a quantity of the network is here: `dC`, `dw`, `db`.
  private func isDifferential(_ place: Int, in tokens: [Token]) -> Bool {
    guard case .word(let word)? = tokens.kind(place), word.utf8.first == UInt8(ascii: "d") else {
      return false
    }
    let symbol = String(word.dropFirst())
    let symbols = ["E", "w", "a", "y", "x", "t"].map { notation.symbol($0) }
    return symbol == "W" || notation.isBias(symbol)
      || symbols.contains { Lexer.plain(word: $0.unicodeScalars) == symbol }
  }

  /// Where the denominator begins of the fraction whose numerator begins here.
  private func placeBelow(_ start: Int, in tokens: [Token]) -> Int? {
    var end = start + 1
    if let level = LayerSuperscript.read({ tokens.kind(end + $0) }) { end += level.count }
    if tokens.kind(end)?.isSubscripts == true { end += 1 }
    if tokens.kind(end) == .symbol("/") { return end + 1 }
    let isAbove = tokens.kind(start - 1) == .symbol("{") && tokens.kind(start - 2) == .symbol("\\frac")
    guard isAbove, tokens.kind(end) == .symbol("}"), tokens.kind(end + 1) == .symbol("{") else { return nil }
    return end + 2
  }

  /// `∂C` for `dC`.
  private func partial(_ token: Token) -> [Token] {
    guard case .word(let word) = token.kind else { return [token] }
    let (start, end) = (token.range.lowerBound, token.range.upperBound)
    let middle = min(start + 1, end)
    return [
      Token(.symbol("∂"), start..<middle, spaceBefore: token.spaceBefore),
      Token(.word(String(word.dropFirst())), middle..<end),
    ]
  }
}
