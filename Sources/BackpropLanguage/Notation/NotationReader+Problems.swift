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
    if notation.layers != nil, !isFunction(lines.head.tokens) {
      for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
        if let problem = withoutLayer(in: tokens) { return problem }
      }
    }
    if notation.layers?.brackets == LayerNumbers.Brackets.none {
      for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
        if let problem = layerOrPower(in: tokens) { return problem }
      }
    }
    for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
      if let problem = targetTwice(in: tokens) ?? ofInput(in: tokens) { return problem }
    }
    if notation.layers != nil, lines.head.tokens.first?.kind == .word(Command.rule.name) {
      for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
        if let problem = otherLevel(in: unified(tokens)) { return problem }
      }
    }
    guard let numberedUnits else { return nil }
    for tokens in [lines.head.tokens] + lines.rows.map({ $0.tokens }) {
      let tokens = changes(in: tokens)
      for (word, below) in zip(tokens, tokens.dropFirst()) {
        guard case .word(let written) = word.kind, case .subscripts(let given) = below.kind,
          !below.spaceBefore, let count = subscriptCount(of: written),
          let problem = numberedUnits.read(given, count: count).problem(written, numberedUnits)
        else { continue }
        let range = word.range.through(below.range)
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
      at: tokens[t].range.through(tokens[t + 1].range))
  }

  /// `y(x)` and `a^L(x)`, where no product is meant.
  private func ofInput(in tokens: [Token]) -> Diagnostic? {
    guard !isFunction(tokens) else { return nil }
    for place in tokens.indices {
      guard case .word(let word) = tokens[place].kind,
        ["a", "y", "t"].contains(word == "a" ? word : meaning(of: word))
      else { continue }
      var next = place + 1
      while let kind = tokens.kind(next), next < place + 8 {
        if kind.isSubscripts {
          next += 1
        } else if let level = LayerSuperscript.read({ tokens.kind(next + $0) }) {
          next += level.count
        } else {
          break
        }
      }
      guard tokens.kind(next) == .symbol("("), !tokens[next].spaceBefore,
        case .word(let input)? = tokens.kind(next + 1), meaning(of: input) == "x",
        tokens.kind(next + 2) == .symbol(")")
      else { continue }
      // `C = 1/(2n) Σ_x ‖y(x) - a^L(x)‖^2`
      let overInputs = Token.Kind.subscripts([Subscript(input)])
      if let sum = tokens.indices.first(where: {
        tokens[$0].kind == .symbol("Σ") && tokens.kind($0 + 1) == overInputs
      }) {
        return Diagnostic(
          .errorOverPatterns(letter: input), at: tokens[sum].range.through(tokens[sum + 1].range))
      }
      return Diagnostic(
        .expected(
          "no input in brackets: outputs and targets are those of the presented pattern",
          found: "`(\(input.asTyped))`"),
        at: tokens[next].range.through(tokens[next + 2].range), example: "print y_j")
    }
    return nil
  }

  /// `z_j^2`, where `z^2_j` is a symbol of layer 2.
  private func layerOrPower(in tokens: [Token]) -> Diagnostic? {
    for place in tokens.indices.dropLast(3) {
      guard case .word(let word) = tokens[place].kind, case .subscripts(let below) = tokens[place + 1].kind,
        let raised = LayerSuperscript.read({ tokens.kind(place + 2 + $0) }), !raised.isBracketed,
        place == 0 || tokens[place - 1].kind != .symbol("^"), subscriptCount(of: word) == below.count,
        let layers = notation.layers, let layer = raised.number,
        letters.indices.contains(layer - layers.first)
      else { continue }
      let unit = word + "_" + below.map { $0.spelling }.joined()
      let numbered = "\(word)^\(raised.level)" + unit.dropFirst(word.count)
      let power = "(\(unit))^\(raised.level)"
      return Diagnostic(
        .expected(
          "`\(numbered.asTyped)` for layer \(layer), or `\(power.asTyped)` for a power",
          found: "one that may be either"),
        at: tokens[place].range.through(tokens[place + 1 + raised.count].range),
        suggestion: numbered.asTyped, example: "print y_j")
    }
    return nil
  }

  /// `Δw^l_jk = -η δ^l_j a^l_k`: in a rule, the number of a layer must be that of the units that it stands
  /// at, those before the weight in the layer below its own.
  private func otherLevel(in tokens: [Token]) -> Diagnostic? {
    var weight: (text: String, level: Level, from: String, to: String)?
    var wholeWeight = 0..<0
    /// The levels of the units below it, and the first that is another than expected.
    var units: [(letter: String, level: Level)] = []
    var other: Diagnostic?
    for place in tokens.indices {
      guard case .word(let word) = tokens[place].kind,
        let superscript = LayerSuperscript.read({ tokens.kind(place + 1 + $0) }),
        case .subscripts(let below)? = tokens.kind(place + 1 + superscript.count),
        let level = Level(superscript.level), below.count == subscriptCount(of: plain(word)) ?? below.count
      else { continue }
      let end = tokens[place + 1 + superscript.count].range.upperBound
      let range = tokens[place].range.lowerBound..<end
      guard let weight else {
        // A line for biases, `b^l_j → …`, or for what a rule remembers about them.
        let isOfBias = below.count == 1 && (notation.isBias(word) || subscriptCount(of: plain(word)) == nil)
        if isOfBias { weight = ("\(word)^\(superscript.level)", level, "", below[0].letter) }
        guard below.count == 2 else { continue }
        let places = notation.receivesFirst ? below.reversed() : below
        weight = ("\(word)^\(superscript.level)", level, places[0].letter, places[1].letter)
        wholeWeight = range
        continue
      }
      var expected = weight.level
      if below.count == 1, below[0].letter == weight.from, weight.from != weight.to { expected.offset -= 1 }
      guard below.count == 2 || [weight.from, weight.to].contains(below[0].letter) else { continue }
      if below.count == 1 { units.append((below[0].letter, level)) }
      guard level != expected, other == nil else { continue }
      let found = "\(word)^\(superscript.level)".asTyped
      let here = below.count == 2 || notation.isBias(word) ? "this weight" : "unit \(below[0].letter.asTyped)"
      other = Diagnostic(
        .expected(
          "layer \(expected.text.asTyped), where \(here) is in a rule for `\(weight.text.asTyped)`",
          found: "`\(found)`"), at: range)
    }
    if other != nil, let weight, isOtherWay(units, weight.level, weight.from, weight.to) {
      return swapped(weight.text, weight.level.text, weight.from, weight.to, at: wholeWeight)
    }
    return other
  }

  /// Whether both units of a weight, and all that is said about them, are in the layers of a weight that
  /// leads the other way.
  private func isOtherWay(
    _ units: [(letter: String, level: Level)], _ level: Level, _ from: String, _ to: String
  ) -> Bool {
    guard Set(units.map { $0.letter }) == [from, to] else { return false }
    return units.allSatisfy { unit in
      unit.level.letter == level.letter && unit.level.offset == level.offset - (unit.letter == to ? 1 : 0)
    }
  }

  /// `Δw^l_kj`, where the rest of the line is about `Δw^l_jk`.
  private func swapped(
    _ weight: String, _ level: String, _ from: String, _ to: String, at range: SourceRange
  ) -> Diagnostic {
    let isFirst = notation.receivesFirst
    let (found, expected) = isFirst ? (to + from, from + to) : (from + to, to + from)
    return Diagnostic(
      .expected(
        "the receiving unit, here \(from.asTyped) in layer \(level.asTyped), as the "
          + "\(isFirst ? "first" : "last") subscript",
        found: "`\("\(weight)_\(found)".asTyped)`"), at: range, suggestion: "\(weight)_{\(expected)}")
  }

  /// `b_1`, where units have numbers and layers have others.
  private func withoutLayer(in tokens: [Token]) -> Diagnostic? {
    for place in tokens.indices.dropLast() {
      guard case .word(let word) = tokens[place].kind, case .subscripts(let below) = tokens[place + 1].kind,
        !tokens[place + 1].spaceBefore, below.allSatisfy({ $0.letter.isEmpty && $0.unit != nil }),
        let count = subscriptCount(of: word), count > 0, count == below.count || below.count == 1,
        !["x", "t"].contains(meaning(of: word)), tokens.kind(place + 2) != .symbol("^"),
        let numbers = notation.layers
      else { continue }
      let level = numbers.text(letters.count - 1)
      let raised = level.utf8.count > 1 ? "{\(level)}" : level
      let text = below.map { $0.spelling }.joined()
      return Diagnostic(
        .expected(
          "the number of its layer above it, as in `\("\(word)^\(raised)_\(text)".asTyped)`",
          found: "`\("\(word)_\(text)".asTyped)`"),
        at: tokens[place].range.through(tokens[place + 1].range), example: "print y_j")
    }
    return nil
  }

  /// `w` for the `∂w` and `Δw` of a rule.
  private func plain(_ word: String) -> String {
    word.hasPrefix("Δ") && subscriptCount(of: word) == nil ? String(word.dropFirst()) : word
  }

  /// `l-1`, or a number.
  private struct Level: Equatable {
    let letter: String
    var offset: Int

    init?(_ text: String) {
      if let number = Int(text) {
        (letter, offset) = ("", number)
        return
      }
      letter = String(text.prefix { $0 != "+" && $0 != "-" })
      guard letter.unicodeScalars.count == 1 else { return nil }
      let rest = text.dropFirst(letter.count)
      guard let number = rest.isEmpty ? 0 : Int(rest) else { return nil }
      offset = number
    }

    var text: String {
      letter.isEmpty ? "\(offset)" : letter + (offset == 0 ? "" : offset > 0 ? "+\(offset)" : "\(offset)")
    }
  }
}
