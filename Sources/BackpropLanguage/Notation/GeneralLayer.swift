/// A line about any layer: `check a^l = σ(w^l a^{l-1} + b^l)`, `print δ^l`.
struct GeneralLayer {
  /// The letter for it.
  let letter: String
  /// The layers for which all parts exist, counted from 0.
  let layers: [Int]
  /// The line for all of them.
  let tokens: [Token]

  /// nil if the line has no layer in general. Throws if it is none that goes through all, or there is none.
  init?(_ line: [Token], _ symbols: LayerSymbolReader) throws(Diagnostic) {
    guard let (letter, range) = Self.letter(in: line) else { return nil }
    guard let (head, separator) = Self.head(of: line) else {
      throw Diagnostic(.layers(.generalLayer(letter: letter)), at: range)
    }
    var layers: Set<Int> = []
    var tokens = head
    let start = line.first?.kind == head.first?.kind ? head.count : 0
    let end = line.lastIndex { $0.kind == .word("within") } ?? line.count
    for (number, part) in Self.parts(line[start..<max(start, end)], separator).enumerated() {
      let lines = symbols.letters.indices.compactMap { layer in
        Self.line(part, letter, layer, symbols).map { (layer, $0) }
      }
      let isGeneral = Self.letter(in: part) != nil
      guard let first = lines.first else {
        throw Diagnostic(.layers(.noLayer(letter: letter)), at: range)
      }
      for (place, (layer, line)) in (isGeneral ? lines : [first]).enumerated() {
        if number + place > 0 { tokens.append(Token(.symbol(separator), line[0].range)) }
        if isGeneral { layers.insert(layer) }
        tokens += line
      }
    }
    self.letter = letter
    self.layers = layers.sorted()
    self.tokens = tokens + line[max(start, end)...]
  }

  /// A line of a rule about the matrix or vector of any layer, `Δw^l = -η δ^l (a^{l-1})^T`, for the last
  /// layer; nil if the line is about single weights.
  static func ofLastLayer(
    _ line: ArraySlice<Token>, _ symbols: LayerSymbolReader
  ) throws(Diagnostic) -> [Token]? {
    let tokens = Array(line)
    guard let level = level(at: 1, in: tokens) else { return nil }
    let end = (tokens[level.tokens.upperBound...].firstIndex { $0.kind == .symbol("=") }) ?? tokens.count
    guard !tokens[level.tokens.upperBound..<end].contains(where: { $0.kind.isSubscripts }) else { return nil }
    guard let written = Self.line(tokens, level.letter, symbols.letters.count - 1 - level.offset, symbols)
    else {
      let range = tokens[0].range.through(tokens[level.tokens.upperBound - 1].range)
      throw Diagnostic(.layers(.noLayer(letter: level.letter)), at: range)
    }
    return written
  }

  /// With a sum over the layers, `Σ_l ‖w^l‖^2`, written out: one term for each layer that has all its parts.
  static func summed(_ line: [Token], _ symbols: LayerSymbolReader) -> [Token] {
    var read: [Token] = []
    var place = 0
    while place < line.count {
      guard line[place].kind == .symbol("Σ"), case .subscripts(let places)? = line.kind(place + 1),
        places.count == 1, places[0].unit == nil, places[0].letter == "l" || places[0].letter == "ℓ"
      else {
        read.append(line[place])
        place += 1
        continue
      }
      let bounds = bounds(at: place + 2, in: line, symbols)
      let start = bounds?.end ?? place + 2
      let body = term(in: line, from: start)
      let terms = (bounds?.layers ?? 0..<0).compactMap { layer in
        Self.line(body, places[0].letter, layer, symbols)
      }
      guard letter(in: body) != nil, !terms.isEmpty else {
        read.append(line[place])
        place += 1
        continue
      }
      let range = line[place].range
      read.append(Token(.symbol("("), range, spaceBefore: true))
      for (number, term) in terms.enumerated() {
        if number > 0 { read.append(Token(.symbol("+"), range, spaceBefore: true)) }
        read += term
      }
      read.append(Token(.symbol(")"), range))
      place = start + body.count
    }
    return read
  }

  /// The layers that a sum with or without bounds is over, `Σ_{l=1}^L`, and where its body begins; nil for
  /// other bounds.
  private static func bounds(
    at place: Int, in line: [Token], _ symbols: LayerSymbolReader
  ) -> (layers: Range<Int>, end: Int)? {
    let all = symbols.letters.indices
    func layer(_ kind: Token.Kind?) -> Int? {
      switch kind {
      case .word("L")?: return all.upperBound - 1
      case .number(let value, _)?: return Int(exactly: value).map { $0 - symbols.numbers.first }
      default: return nil
      }
    }
    var place = place
    var first = 0
    if line.kind(place) == .symbol("=from") {
      guard let from = layer(line.kind(place + 1)) else { return nil }
      first = from
      place += 2
    }
    guard line.kind(place) == .symbol("^") else { return first == 0 ? (all, place) : nil }
    let isBraced = line.kind(place + 1) == .symbol("{")
    guard let last = layer(line.kind(place + (isBraced ? 2 : 1))),
      !isBraced || line.kind(place + 3) == .symbol("}"), all.contains(first), all.contains(last),
      first <= last
    else { return nil }
    return (first..<last + 1, place + (isBraced ? 4 : 2))
  }

  /// What a sum that begins before a place is of: all up to the next `+` or `-` outside brackets.
  static func term(in line: [Token], from start: Int) -> [Token] {
    var depth = 0
    var isInNorm = false
    for place in start..<max(start, line.count) {
      guard case .symbol(let symbol) = line[place].kind else { continue }
      switch symbol {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        depth -= 1
        if depth < 0 { return Array(line[start..<place]) }
      case "‖": isInNorm.toggle()
      case "+", "-", "=", ",", ";":
        if depth == 0, !isInNorm, place > start { return Array(line[start..<place]) }
      default: break
      }
    }
    return Array(line[min(start, line.count)...])
  }

  /// What is in front of the formulas, and what separates them; nil for a line that takes no list.
  private static func head(of line: [Token]) -> (head: [Token], separator: String)? {
    guard let first = line.first else { return nil }
    if case .word(let word) = first.kind, let command = CommandTable.command(named: word), line.count > 1 {
      switch command.name {
      case Command.check.name, Command.prove.name: return ([first], ";")
      case Command.print.name, Command.explain.name: return ([first], ",")
      default: return nil
      }
    }
    guard !line.contains(where: { $0.kind == .symbol("=") }) else { return nil }
    let start = first.range.lowerBound..<first.range.lowerBound
    return ([Token(.word(Command.print.name), start)], ",")
  }

  static func parts(_ tokens: ArraySlice<Token>, _ separator: String) -> [[Token]] {
    var parts: [[Token]] = [[]]
    var depth = 0
    for token in tokens {
      if case .symbol(let symbol) = token.kind {
        if symbol == "(" || symbol == "[" || symbol == "{" { depth += 1 }
        if symbol == ")" || symbol == "]" || symbol == "}" { depth -= 1 }
        if depth == 0, symbol == separator {
          parts.append([])
          continue
        }
      }
      parts[parts.count - 1].append(token)
    }
    return parts.filter { !$0.isEmpty }
  }

  /// The first superscript that is a small letter.
  static func letter(in tokens: [Token]) -> (String, SourceRange)? {
    for place in tokens.indices.dropFirst() {
      guard let (letter, _, _) = level(at: place, in: tokens) else { continue }
      return (letter, tokens[place].range.through(tokens[place + 1].range))
    }
    return nil
  }

  /// More than any network has.
  private static let mostLayers = 1_000_000

  /// `^l`, `^{l+1}`: the letter, what is added, and the tokens of these.
  private static func level(
    at place: Int, in tokens: [Token]
  ) -> (letter: String, offset: Int, tokens: Range<Int>)? {
    func kind(_ place: Int) -> Token.Kind? { tokens.indices.contains(place) ? tokens[place].kind : nil }
    guard kind(place) == .symbol("^") else { return nil }
    switch kind(place - 1) {
    case .word?: break
    case .subscripts? where kind(place - 2) != .symbol("Σ"): break
    default: return nil
    }
    var next = place + 1
    while kind(next) == .symbol("{") || kind(next) == .symbol("(") || kind(next) == .symbol("[") { next += 1 }
    guard case .word(let letter)? = kind(next), letter.unicodeScalars.count == 1,
      let scalar = letter.unicodeScalars.first, ("a"..."z").contains(scalar) || letter == "ℓ"
    else { return nil }
    // `e^{z^L_j}` is a power.
    if next > place + 1, kind(next + 1) == .symbol("^") || kind(next + 1)?.isSubscripts == true { return nil }
    guard next > place + 1, case .symbol(let sign)? = kind(next + 1), sign == "+" || sign == "-",
      case .number(let value, _)? = kind(next + 2), let offset = Int(exactly: value), offset <= mostLayers
    else { return (letter, 0, next..<next + 1) }
    return (letter, sign == "-" ? -offset : offset, next..<next + 3)
  }

  /// A formula for one layer; nil if some part of it does not exist.
  static func line(
    _ tokens: [Token], _ letter: String, _ layer: Int, _ symbols: LayerSymbolReader
  ) -> [Token]? {
    var line: [Token] = []
    var place = 0
    while place < tokens.count {
      guard let level = level(at: place, in: tokens), level.letter == letter else {
        line.append(tokens[place])
        place += 1
        continue
      }
      let number = layer + level.offset
      guard symbols.letters.indices.contains(number) else { return nil }
      line += tokens[place..<level.tokens.lowerBound]
      let range =
        tokens[level.tokens.lowerBound].range
        .lowerBound..<tokens[level.tokens.upperBound - 1].range.upperBound
      let written = symbols.numbers.first + number
      line.append(Token(.number(Double(written), spelling: "\(written)"), range))
      if number == 0, place > 0, !hasInputLayer(tokens, before: place, symbols) { return nil }
      place = level.tokens.upperBound
    }
    return line
  }

  /// Whether the symbol that a superscript belongs to exists for the input layer.
  private static func hasInputLayer(
    _ tokens: [Token], before place: Int, _ symbols: LayerSymbolReader
  ) -> Bool {
    var place = place - 1
    if case .subscripts = tokens[place].kind { place -= 1 }
    guard place >= 0, case .word(let word) = tokens[place].kind else { return true }
    switch symbols.quantity(of: word) {
    case .output, .input, nil: return true
    case .weight, .weightChange, .previousWeightChange, .totalInput, .target, .delta, .error, .totalError,
      .meanError, .accuracy, .epochs:
      return false
    }
  }
}
