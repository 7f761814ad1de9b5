import Backprop

/// Prose and code that are written with the handout's symbols, rewritten with the course's.
extension NotationWriter {
  /// A sentence, with code between backticks; quotations stay as they were typed, and so does kept, a part of
  /// the cell.
  func prose(_ sentence: String, keeping kept: String = "") -> String {
    if isPlain { return Quotation.plain(sentence) }
    var isCode = false
    return Quotation.parts(of: sentence).map { part in
      guard !part.isTyped else { return part.text }
      let spans = part.text.split(separator: "`", omittingEmptySubsequences: false)
      return spans.enumerated().map { place, span in
        if place > 0 { isCode.toggle() }
        return isCode ? line(of: String(span), keeping: kept) : respelt(String(span), isCode: false)
      }.joined(separator: "`")
    }.joined()
  }

  /// Lines of this language, or parts of one.
  func code(_ source: String, keeping kept: String = "") -> String {
    if isPlain { return Quotation.plain(source) }
    return Quotation.parts(of: source).map { $0.isTyped ? $0.text : line(of: $0.text, keeping: kept) }
      .joined()
  }

  private func line(of source: String, keeping kept: String = "") -> String {
    // An error quotes a formula of vectors, which is the course's already.
    if notation.layers != nil, hasNumberedLayers(source) { return source }
    // A sign in front of what was typed is that of the handout's δ.
    if !kept.isEmpty, let range = source.firstRange(of: kept), !source[..<range.lowerBound].hasSuffix("-") {
      return line(of: String(source[..<range.lowerBound])) + kept
        + line(of: String(source[range.upperBound...]))
    }
    return matrices(source.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) })
      .map { respelt($0, isCode: true) }.joined(separator: "\n")
  }

  private func hasNumberedLayers(_ source: String) -> Bool {
    let tokens = Lexer.tokens(of: SourceText(source)).tokens
    return zip(tokens, tokens.dropFirst()).contains { word, sign in
      guard case .word(let symbol) = word.kind, sign.kind == .symbol("^") else { return false }
      let bare = symbol.hasPrefix("Δ") ? String(symbol.dropFirst()) : symbol
      return bare == "W" || bare == notation.bias
        || ["w", "a", "y", "x", "t", "δ"].contains { notation.symbol($0) == bare }
    }
  }

  /// Symbol by symbol, or equation by equation if δ has the opposite sign. isCode: whether every letter is a
  /// symbol; in prose, `a` is an article unless it has subscripts or brackets.
  private func respelt(_ text: String, isCode: Bool) -> String {
    let source = SourceText(text)
    let tokens = Lexer.tokens(of: source).tokens
    var out = ""
    var end = 0
    func put(_ written: String, for range: SourceRange) {
      out += source.string(end..<range.lowerBound) + written
      end = range.upperBound
    }
    func isNumber(_ place: Int) -> Bool {
      guard place >= 0, case .number = tokens[place].kind else { return false }
      return true
    }
    let signs = isCode && notation.hasOppositeDelta ? turnedSigns(in: tokens) : [:]
    var place = 0
    while place < tokens.count {
      if notation.hasOppositeDelta, let found = equation(at: place, in: tokens, source, isCode: isCode) {
        put(found.text, for: tokens[place].range.through(tokens[found.end - 1].range))
        place = found.end
        continue
      }
      let token = tokens[place]
      switch signs[place] {
      case .changed(let sign)?: put(sign, for: token.range)
      case .added?: put("-", for: token.range.lowerBound..<token.range.lowerBound)
      case nil: break
      }
      place += 1
      // The t of `Δw_ij(t)` numbers an update.
      if word(at: place - 1, in: tokens) == "t", tokens.isUpdateNumber(at: place - 1) { continue }
      // The a of step 1a is no symbol.
      guard case .word(let word) = token.kind, token.spaceBefore || !isNumber(place - 2) else { continue }
      // The rule `delta`, written out, is no symbol.
      if word == "δ", source.string(token.range) == LearningRule.delta.name { continue }
      let next = place < tokens.count ? tokens[place] : nil
      if let next, case .subscripts(let places) = next.kind, !next.spaceBefore {
        guard var written = symbol(word, places, source.string(next.range)) else { continue }
        // `(a^2_j)^2`
        let isPower = tokens.kind(place + 1) == .symbol("^") && !tokens[place + 1].spaceBefore
        if isPower, notation.layers != nil, written.includes("^") { written = "(\(written))" }
        put(written, for: token.range.through(next.range))
        place += 1
      } else if let written = lone(word) {
        let isBracketed = next?.kind == .symbol("(") || next?.kind == .symbol(")")
        guard isCode || word != "a" || isBracketed else { continue }
        put(written, for: token.range)
      }
    }
    return out + source.string(end..<source.scalars.count)
  }

  /// The sign of a term with a δ: another one in its place, or a minus in front of the term.
  private enum TurnedSign {
    case changed(String)
    case added
  }

  /// The signs of terms with a δ, in a line that is no equation of this language, such as one with the
  /// numbers of updates: `w_ij ← w_ij + η δ_j y_i`.
  private func turnedSigns(in tokens: [Token]) -> [Int: TurnedSign] {
    var signs: [Int: TurnedSign] = [:]
    for place in tokens.indices where word(at: place, in: tokens) == "δ" {
      var sign = place - 1
      scan: while sign >= 0 {
        switch tokens[sign].kind {
        case .word, .subscripts, .number: sign -= 1
        default: break scan
        }
      }
      guard sign >= 0, case .symbol(let symbol) = tokens[sign].kind else { continue }
      switch symbol {
      case "+": signs[sign] = .changed("-")
      case "-" where sign > 0 && tokens[sign - 1].kind != .symbol("="): signs[sign] = .changed("+")
      case "=" where sign > 0: signs[sign + 1] = .added
      default: break
      }
    }
    return signs
  }

  private func word(at place: Int, in tokens: [Token]) -> String? {
    if tokens.indices.contains(place), case .word(let word) = tokens[place].kind { word } else { nil }
  }

  /// A symbol with subscripts. The sign of δ is that of the equation around it.
  private func symbol(_ word: String, _ places: [Subscript], _ below: String) -> String? {
    guard let quantity = Quantity(rawValue: word), quantity.subscriptCount == places.count,
      !places.isEmpty, places.allSatisfy({ !$0.letter.isEmpty })
    else {
      let name = "\(word)_\(places.map { $0.text }.joined())"
      if name == Notation.freeLetter, notation.leavesAFree { return "a" }
      guard Quantity(rawValue: word) == nil, notation.receivesFirst, places.arePair(of: ofPairs) else {
        return nil
      }
      return "\(word)_\(places[1].text)\(places[0].text)"
    }
    var written = formula(.quantity(quantity, places))
    if case .negated(let inner) = written { written = inner }
    let text = written.unicode
    guard below.includes("{"), let line = text.firstRange(of: "_"), !text[line.upperBound...].hasPrefix("{")
    else { return text }
    return text[..<line.upperBound] + "{" + text[line.upperBound...] + "}"
  }

  private func lone(_ word: String) -> String? {
    if let number = numberedUnits?.number(ofUnitNamed: word) { return "\(number)" }
    let primes = word.reversed().prefix { $0 == "'" }
    let letter = String(word.dropLast(primes.count))
    if letter == "Δw" { return notation.symbols["w"].map { "Δ" + $0 } }
    return notation.symbols[letter].map { $0 + String(primes) }
  }

  /// The longest equation with a δ that begins at a token, written as a whole; in code also a formula that is
  /// more than a symbol.
  private func equation(
    at start: Int, in tokens: [Token], _ source: SourceText, isCode: Bool
  ) -> (text: String, end: Int)? {
    switch tokens[start].kind {
    case .symbol("∂"), .symbol("Σ"): break
    case .word(let word) where Quantity(rawValue: word) != nil: break
    case .word, .number, .symbol:
      guard isCode, start == 0 || tokens[start - 1].kind.takesEquations else { return nil }
    case .subscripts, .string, .newline, .indent, .end: return nil
    }
    guard start == 0 || tokens[start].spaceBefore || tokens[start - 1].kind.isBreak else { return nil }
    var end = start
    var hasSign = false
    var mentionsDelta = false
    scan: while end < tokens.count {
      switch tokens[end].kind {
      case .word(let word):
        let isName = isCode && word.unicodeScalars.count == 1
        guard Vocabulary.isReserved(word) || isName, word != "within" else { break scan }
        if word == "δ" { mentionsDelta = true }
      case .symbol(let symbol):
        if symbol == "," || symbol == ";" || symbol == ":" || symbol == "." { break scan }
        if Relation(symbol: symbol) != nil { hasSign = true }
      case .subscripts, .number: break
      case .string, .newline, .indent, .end: break scan
      }
      end += 1
    }
    guard mentionsDelta else { return nil }
    if !hasSign {
      guard isCode, start == 0, end > 2, end >= tokens.count - 1,
        let read = try? FormulaParser.formula(Array(tokens[..<end]), in: source)
      else { return nil }
      return (formula(read.formula).unicode, end)
    }
    while end > start + 2 {
      if let read = try? FormulaParser.equations(tokens[start..<end], in: source), read.count == 1 {
        return (equation(read[0].equation).unicode, end)
      }
      end -= 1
    }
    return nil
  }

  /// `w_ij = [1 2; 3 4; 5 6]`, or rows below `w_ij =`, as the notation has them: the biases in a line of
  /// their own if they stand apart, and with a row for each receiving unit.
  private func matrices(_ lines: [String]) -> [String] {
    guard notation.receivesFirst || lacksBiases else { return lines }
    var written: [String] = []
    var place = 0
    while place < lines.count {
      let line = lines[place]
      place += 1
      guard line.hasPrefix("w_") else {
        written.append(line)
        continue
      }
      if line.hasSuffix(" =") {
        let rows = lines[place...].prefix { $0.hasPrefix(" ") }
        place += rows.count
        written += biases(line, rows.map { $0[...] }) + [line]
        written += matrix(rows.map { $0[...] }).map { "  " + $0 }
      } else if let open = line.firstRange(of: "= ["), line.last == "]" {
        let rows = line[open.upperBound...].dropLast().split(separator: ";")
        written += biases(line, rows)
        written.append(line[..<open.upperBound] + matrix(rows).joined(separator: "; ") + "]")
      } else {
        written.append(line)
      }
    }
    return written
  }

  /// `w_i0j = [1 2]`, if the biases are in the first row of a matrix and stand apart.
  private func biases(_ line: String, _ rows: some Collection<Substring>) -> [String] {
    guard lacksBiases, rows.count > 1, let row = rows.first, line.count > 3 else { return [] }
    let numbers = row.split(separator: " ").joined(separator: " ")
    let name = line.prefix { $0 != " " }
    return [name.prefix(3) + "0" + name.dropFirst(3) + " = [" + numbers + "]"]
  }

  private var lacksBiases: Bool { hasBias && notation.bias != nil }

  private func matrix(_ rows: [Substring]) -> [String] {
    let rows = rows.dropFirst(lacksBiases && rows.count > 1 ? 1 : 0)
    let numbers = rows.map { $0.split(separator: " ") }
    guard notation.receivesFirst else { return numbers.map { $0.joined(separator: " ") } }
    guard let first = numbers.first, numbers.allSatisfy({ $0.count == first.count }) else {
      return rows.map { String($0) }
    }
    return first.indices.map { column in numbers.map { $0[column] }.joined(separator: " ") }
  }
}

extension [Token] {
  /// Whether a letter is that of `Δw_ij(t)` or `w_ij(t+1)`.
  fileprivate func isUpdateNumber(at place: Int) -> Bool {
    guard place > 1, self[place - 1].kind == .symbol("("), !self[place - 1].spaceBefore,
      case .subscripts = self[place - 2].kind
    else { return false }
    return true
  }
}

extension Token.Kind {
  /// Whether it is a command that takes equations.
  fileprivate var takesEquations: Bool {
    [Command.check.name, Command.prove.name, Command.mark.name].contains { self == .word($0) }
  }

  /// Whether a formula may begin after it without a space.
  fileprivate var isBreak: Bool {
    switch self {
    case .symbol, .newline, .indent: true
    case .word, .subscripts, .number, .string, .end: false
    }
  }
}
