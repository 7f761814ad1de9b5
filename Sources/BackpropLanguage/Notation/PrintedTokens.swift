/// What a book prints around or in place of its symbols: the number of an update after each, `δ_j(n)`, the
/// error signal `e_k`, an input with a letter of its own, `i_pi`, the number of a layer of weights,
/// `w_ji^{(1)}`, the output `ŷ` of the last layer, and `dz^{[1]}` for a partial derivative of the error.
struct PrintedTokens {
  let notation: Notation
  /// The letter of each layer.
  let letters: [String]
  /// Whether the line claims something, where the weight after the update, `w_ji(n+1)`, is w_ji + Δw_ji.
  var isClaim = false
  /// Whether a line of the same claim has `Δw_ji(n+1)`, which is the change of now: `Δw_ji(n)` is older then.
  var hasNextChange = false
  /// Whether a line of the same claim has `w_ji(n+1)`: `w_ji(n)` is what it was before the update then.
  var hasNextWeight = false

  func read(_ line: [Token]) -> [Token] {
    let tokens = notation.layers == nil ? line : withPartials(line)
    var read: [Token] = []
    let numbering = numbering(of: tokens)
    var place = 0
    while place < tokens.count {
      let token = tokens[place]
      if let numbering, let update = update(at: place, in: tokens) {
        let count = update == 0 ? 3 : 5
        let isWeight = tokens.kind(place - 2) == .word(notation.symbol("w"))
        if isClaim, hasNextWeight, isWeight, update >= 0, read.count > 1 {
          read[read.count - 2].isOfUpdate = true
        }
        if update == 1, isClaim, isWeight {
          let weight = Array(read.suffix(2))
          read = read.dropLast(2) + updated(weight)
          place += count
          continue
        }
        read += numbered(
          numbering(update, tokens.kind(place - 2)), at: token.range.through(tokens[place + count - 1].range))
        place += count
        continue
      }
      if notation.numbersWeights, let count = weightLayer(at: place, in: tokens) {
        place += count
        continue
      }
      if notation.layers != nil, let written = layered(at: place, in: tokens) {
        read += written.tokens
        place += written.count
        continue
      }
      if let below = subscripts(at: place + 1, in: tokens), case .word(let word) = token.kind {
        if word == notation.errorSignal, below.count == 1, let start = startOfSlope(read) {
          // e_k falls as y_k rises.
          read.insert(Token(.symbol("-"), token.range, spaceBefore: true), at: start)
          read.insert(Token(.symbol("("), token.range, spaceBefore: true), at: start)
          let output = notation.lastOutput ?? notation.symbol("y")
          read += [Token(.word(output), token.range), tokens[place + 1]]
          place += 2
          if let numbering, let update = update(at: place, in: tokens),
            numbering(update, nil) == 0
          {
            place += update == 0 ? 3 : 5
          }
          if read.kind(start + 2) == .symbol("\\frac"), place < tokens.count {
            read.append(tokens[place])
            place += 1
          }
          read.append(Token(.symbol(")"), token.range))
          continue
        }
        if word == notation.errorSignal, below.count == 1 {
          read += difference(at: token, tokens[place + 1])
          place += 2
          continue
        }
        if word == notation.inputLetter, below.count == 2, below[0].letter == notation.pattern {
          read.append(Token(.word(notation.symbol("x")), token.range, spaceBefore: token.spaceBefore))
          place += 1
          continue
        }
      }
      read.append(token)
      place += 1
    }
    return read
  }

  private func subscripts(at place: Int, in tokens: [Token]) -> [Subscript]? {
    guard tokens.indices.contains(place), case .subscripts(let places) = tokens[place].kind,
      !tokens[place].spaceBefore
    else { return nil }
    return places
  }

  // MARK: - Updates

  /// What the number of an update behind a symbol is: 0 for that of now, -1 for the one before; nil if they
  /// are not read.
  ///
  /// n is the update that is due: w(n) is before it and w(n+1) after it, δ(n) and y(n) are of its pattern,
  /// and Δw(n) is its change, unless `Δw_ji(n+1) = … + α Δw_ji(n)` calls it that of n + 1.
  private func numbering(of tokens: [Token]) -> ((Int, Token.Kind?) -> Int)? {
    guard notation.update != nil else { return nil }
    let later = later(in: tokens)
    let (weight, change) = (Token.Kind.word(notation.symbol("w")), Self.change)
    let hasNext = hasNextChange || hasNextChange(tokens)
    let isRead =
      later.allSatisfy { tokens.kind($0 - 2) == change || isClaim && tokens.kind($0 - 2) == weight }
      // `w_ji(n+1) = w_ji(n) + Δw_ji(n)` sets a weight.
      || later == [2] && tokens[0].kind == weight && tokens.contains { $0.kind == .symbol("=") }
    guard isRead else { return nil }
    return { update, symbol in hasNext && symbol == change ? update - 1 : min(update, 0) }
  }

  private static let change = Token.Kind.word("Δw")

  /// Where `(n+1)` stands.
  private func later(in tokens: [Token]) -> [Int] {
    tokens.indices.filter { update(at: $0, in: tokens) == 1 }
  }

  /// Whether `Δw_ji(n+1)` stands in it.
  func hasNextChange(_ tokens: [Token]) -> Bool {
    notation.update != nil && later(in: tokens).contains { tokens.kind($0 - 2) == Self.change }
  }

  /// Throws at `w_ji(n+1) = … + α Δw_ji(n)` in claims that have no other number of a change: some books call
  /// the change before this one so, and others this one.
  func refuseUnclearChange(in claims: [[Token]], _ source: SourceText) throws(Diagnostic) {
    guard claims.contains(where: { hasNextWeight($0) }) else { return }
    var factor: SourceRange?
    for tokens in claims {
      for place in tokens.indices where tokens.kind(place - 2) == Self.change {
        guard let update = update(at: place, in: tokens) else { continue }
        if update != 0 { return }
        switch tokens.kind(place - 3) {
        case .symbol("+"), .symbol("-"), .symbol("="), .symbol("("), nil: return
        case .word(let word) where CommandTable.command(named: word) != nil: return
        default: factor = factor ?? tokens[place - 2].range.through(tokens[place + 2].range)
        }
      }
    }
    guard let factor else { return }
    throw Diagnostic(
      .expected(
        "(n-1) behind the change at the update before: beside a weight with (n+1), some books call it (n), "
          + "and others call the change of this update so", found: "`\(source.string(factor))`"),
      at: factor)
  }

  /// Whether `w_ji(n+1)` stands in it.
  func hasNextWeight(_ tokens: [Token]) -> Bool {
    notation.update != nil
      && later(in: tokens).contains { tokens.kind($0 - 2) == .word(notation.symbol("w")) }
  }

  /// 0 at `(n)`, 1 at `(n+1)` and -1 at `(n-1)`, after a symbol with subscripts or after E.
  private func update(at place: Int, in tokens: [Token]) -> Int? {
    func kind(_ offset: Int) -> Token.Kind? {
      tokens.indices.contains(place + offset) ? tokens[place + offset].kind : nil
    }
    guard kind(0) == .symbol("("), !tokens[place].spaceBefore, let letter = notation.update,
      kind(1) == .word(letter)
    else { return nil }
    var end = place
    // `e_k^2(n)`
    if case .number? = kind(-1), kind(-2) == .symbol("^") { end -= 2 }
    let error = Lexer.plain(word: notation.symbol("E").unicodeScalars)
    guard subscripts(at: end - 1, in: tokens) != nil || kind(-1) == .word(error) else { return nil }
    if kind(2) == .symbol(")") { return 0 }
    guard case .number(1, _)? = kind(3), kind(4) == .symbol(")") else { return nil }
    return kind(2) == .symbol("+") ? 1 : kind(2) == .symbol("-") ? -1 : nil
  }

  /// `(w_ji + Δw_ji)`
  private func updated(_ weight: [Token]) -> [Token] {
    guard let symbol = weight.first, let places = weight.last else { return weight }
    return [Token(.symbol("("), symbol.range, spaceBefore: symbol.spaceBefore)] + weight + [
      Token(.symbol("+"), places.range, spaceBefore: true),
      Token(.word("Δw"), symbol.range, spaceBefore: true), places, Token(.symbol(")"), places.range),
    ]
  }

  /// `(n-1)`; nothing for the update of now.
  private func numbered(_ update: Int, at range: SourceRange) -> [Token] {
    guard update < 0 else { return [] }
    let kinds: [Token.Kind] = [
      .symbol("("), .word("n"), .symbol("-"), .number(Double(-update), spelling: "\(-update)"), .symbol(")"),
    ]
    return kinds.map { Token($0, range) }
  }

  // MARK: - Symbols

  /// The length of `^{(1)}` after a weight into the first layer.
  private func weightLayer(at place: Int, in tokens: [Token]) -> Int? {
    guard let places = subscripts(at: place - 1, in: tokens), tokens.indices.contains(place - 2),
      tokens[place - 2].kind == .word(notation.symbol("w")),
      let superscript = LayerSuperscript.read({ offset in
        tokens.indices.contains(place + offset) ? tokens[place + offset].kind : nil
      }),
      superscript.isBracketed, let number = superscript.number,
      let receiver = notation.receivesFirst ? places.first : places.last,
      letters.firstIndex(of: receiver.letter) == number
    else { return nil }
    return superscript.count
  }

  /// `ŷ` is a^{[L]}, `dz^{[1]}` is ∂J/∂z^{[1]}, and `ΔW` is Δw.
  private func layered(at place: Int, in tokens: [Token]) -> (tokens: [Token], count: Int)? {
    let token = tokens[place]
    guard case .word(let word) = token.kind else { return nil }
    func written(_ kinds: Token.Kind...) -> [Token] {
      kinds.enumerated().map { number, kind in
        Token(kind, token.range, spaceBefore: number == 0 && token.spaceBefore)
      }
    }
    if word == "ŷ" { return (written(.word(notation.symbol("y")), .symbol("^"), .word("L")), 1) }
    guard tokens.indices.contains(place + 1) else { return nil }
    if word == "Δ", tokens[place + 1].kind == .word("W") { return (written(.word("Δw")), 2) }
    let symbol = String(word.dropFirst())
    guard notation.hasDifferentials, word.hasPrefix("d"), tokens[place + 1].kind == .symbol("^"),
      ["W", notation.symbol("w"), notation.symbol("a"), notation.symbol("y"), notation.bias].contains(symbol)
    else { return nil }
    return (
      written(.symbol("∂"), .word(notation.symbol("E")), .symbol("/"), .symbol("∂"), .word(symbol)), 1
    )
  }

  /// Where `∂E/∂` or `\frac{∂E}{∂` begins, if it ends here.
  private func startOfSlope(_ read: [Token]) -> Int? {
    let error = Token.Kind.word(Lexer.plain(word: notation.symbol("E").unicodeScalars))
    let forms: [[Token.Kind]] = [
      [.symbol("∂"), error, .symbol("/"), .symbol("∂")],
      [
        .symbol("\\frac"), .symbol("{"), .symbol("∂"), error, .symbol("}"), .symbol("{"), .symbol("∂"),
      ],
    ]
    return forms.first { read.suffix($0.count).map { $0.kind } == $0 }.map { read.count - $0.count }
  }

  /// `e_k` is `(d_k - y_k)`.
  private func difference(at signal: Token, _ below: Token) -> [Token] {
    let output = notation.lastOutput ?? notation.symbol("y")
    let start = signal.range
    return [
      Token(.symbol("("), start, spaceBefore: signal.spaceBefore),
      Token(.word(notation.symbol("t")), start), below, Token(.symbol("-"), start, spaceBefore: true),
      Token(.word(output), start, spaceBefore: true), below, Token(.symbol(")"), below.range),
    ]
  }
}
