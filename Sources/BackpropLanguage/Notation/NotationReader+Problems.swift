/// What can be read in two ways, or in none.
extension NotationReader {
  /// What cannot be read in this notation: the number of a unit that the network does not have, or digits
  /// that may be read in two ways.
  func problem(in lines: StatementLines) -> Diagnostic? {
    guard lines.head.tokens.first?.kind != .word(Command.notation.name) else { return nil }
    let index = TransferIndex(letters: letters, firstNumber: notation.layers?.first) { word in
      ["g", "g'"].contains(meaning(of: word))
    }
    for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
      if let problem = index.problem(in: tokens) { return problem }
    }
    if notation.layers?.brackets == LayerNumbers.Brackets.none {
      for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
        if let problem = layerOrPower(in: tokens) { return problem }
      }
    }
    for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
      if let problem = targetTwice(in: tokens) { return problem }
    }
    guard let numberedUnits else { return nil }
    for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
      let tokens = changes(in: tokens)
      for (word, below) in zip(tokens, tokens.dropFirst()) {
        guard case .word(let written) = word.kind, case .subscripts(let given) = below.kind,
          !below.spaceBefore, let count = subscriptCount(of: written),
          let problem = numberedUnits.read(given, count: count).problem(written, numberedUnits)
        else { continue }
        let range = word.range.lowerBound..<below.range.upperBound
        return Diagnostic(
          problem.problem, at: range, suggestion: problem.suggestion,
          example: count == 2 ? "print w_ij" : "print y_j")
      }
    }
    return nil
  }

  /// `t_k - y_k`, where y is the target: both are the handout's symbols, but only t is read as the handout's.
  private func targetTwice(in tokens: [Token]) -> Diagnostic? {
    guard meanings["y"] == "t", meanings["t"] == nil else { return nil }
    func place(of word: String) -> Int? {
      tokens.indices.dropLast().first { place in
        guard tokens[place].kind == .word(word), case .subscripts = tokens[place + 1].kind else {
          return false
        }
        return true
      }
    }
    guard let t = place(of: "t"), place(of: "y") != nil else { return nil }
    return Diagnostic(
      // Shown in this notation, but for what was typed.
      .expected(
        "one symbol for the target: `t` is that here, and the output is `y`",
        found: "`\("t".asTyped)` beside `\("y".asTyped)`"),
      at: tokens[t].range.lowerBound..<tokens[t + 1].range.upperBound)
  }

  /// `z_j^2`, where `z^2_j` is a symbol of layer 2.
  private func layerOrPower(in tokens: [Token]) -> Diagnostic? {
    for place in tokens.indices.dropLast(3) {
      guard case .word(let word) = tokens[place].kind, case .subscripts(let below) = tokens[place + 1].kind,
        tokens[place + 2].kind == .symbol("^"),
        case .number(let number, let spelling) = tokens[place + 3].kind,
        place == 0 || tokens[place - 1].kind != .symbol("^"), subscriptCount(of: word) == below.count,
        let layers = notation.layers, let layer = Int(exactly: number),
        letters.indices.contains(layer - layers.first)
      else { continue }
      let text = below.map { $0.spelling }.joined()
      return Diagnostic(
        .expected(
          "`\(word)^\(spelling)_\(text)` for layer \(layer), or `(\(word)_\(text))^\(spelling)` for a power",
          found: "one that may be either"),
        at: tokens[place].range.lowerBound..<tokens[place + 3].range.upperBound,
        suggestion: "\(word)^\(spelling)_\(text)", example: "print y_j")
    }
    return nil
  }
}
