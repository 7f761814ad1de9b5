/// Reads the rows of `notation NAME:`.
struct NotationRows {
  private let rows: [TokenCursor]
  private let range: SourceRange
  private static let example = "notation course:\n  a -> z\n  y -> a\n  t -> y"

  init(_ parser: StatementParser) { (rows, range) = (parser.rows, parser.range) }

  func notation(named name: Located<String>) throws(Diagnostic) -> Notation {
    if Notation.builtIn.contains(where: { $0.name == name.value }) {
      throw Diagnostic(
        .expected("a name of your own", found: "`\(name.value)`, a built-in notation"), at: name.range,
        example: Self.example)
    }
    guard !rows.isEmpty else {
      throw Diagnostic(
        .expected("rows below it, such as `a -> z`", found: "none"), at: range, example: Self.example)
    }
    var notation = Notation(name: name.value)
    var ranges: [String: SourceRange] = [:]
    for var row in rows {
      let start = row.range.lowerBound
      let written = try read(&row, into: &notation)
      guard row.isAtEnd else { throw row.expected("the end of the row", example: Self.example) }
      ranges[written] = row.range(from: start)
    }
    // Only all rows together say which symbols are still free.
    if let clash = notation.clash {
      let meanings = Wording.list(clash.meanings.map { "the \($0)" })
      throw Diagnostic(
        .expected("one meaning for each symbol", found: "`\(clash.written)` for \(meanings)"),
        at: ranges[clash.written] ?? range, example: Self.example)
    }
    return notation
  }

  /// Reads a row; returns the symbol that it gives a meaning.
  private func read(_ row: inout TokenCursor, into notation: inout Notation) throws(Diagnostic) -> String {
    if row.take(word: "bias") {
      let symbol = try symbol(&row)
      notation.bias = symbol
      return symbol
    }
    if row.take(word: "layers") {
      let first = try row.integer("the number of the input layer", most: 1)
      var next = first.value
      while row.isAtNumber {
        next += 1
        let number = try row.integer("the numbers of the layers")
        guard number.value == next else {
          throw Diagnostic(
            .expected("\(next), the next layer", found: "\(number.value)"), at: number.range,
            example: "notation course:\n  layers 1 2 3")
        }
      }
      notation.layers = LayerNumbers(first: Int(first.value))
      return ""
    }
    let known = Wording.list(Notation.concepts.map { "`\($0.symbol)`" }, last: "or")
    let first = row.range
    guard let handout = row.word, Notation.concepts.contains(where: { $0.symbol == handout }) else {
      throw row.expected("a symbol of the handout, \(known), or `bias` or `layers`", example: Self.example)
    }
    row.advance()
    let from = subscripts(&row)
    guard row.take("->") else {
      throw row.expected("`->` and how the course writes it", example: Self.example)
    }
    if row.take("-") {
      guard handout == "δ" else {
        throw row.expected("a symbol without a sign: only δ may have the opposite one", example: Self.example)
      }
      notation.hasOppositeDelta = true
    }
    let below = row.range
    let written = try symbol(&row)
    let to = subscripts(&row)
    // `w_i0j -> b_j`: the bias weights, which have a symbol of their own.
    if handout == "w", from.first?.unit == 0 {
      notation.bias = written
      return written
    }
    guard to == from || to.isEmpty || handout == "w" && to == from.reversed() else {
      throw Diagnostic(
        .expected(
          from.isEmpty ? "a symbol without subscripts" : "the subscripts on the left, or none",
          found: "`\(written)_\(to.map { $0.spelling }.joined())`"), at: below, example: Self.example)
    }
    if handout == "w", to.count == 2 { notation.receivesFirst = from != to }
    guard notation.symbols[handout] == nil else {
      throw Diagnostic(.repeatedOption(handout), at: first, example: Self.example)
    }
    if written != handout { notation.symbols[handout] = written }
    return written
  }

  /// A letter, or a word such as `net`, that means nothing else in a formula.
  private func symbol(_ row: inout TokenCursor) throws(Diagnostic) -> String {
    guard let word = row.word else { throw row.expected("the course's symbol", example: Self.example) }
    let isConcept = Notation.concepts.contains { $0.symbol == word }
    guard isConcept || !Vocabulary.isReserved(word), ParticularLetter(rawValue: word) == nil, word != "Δ",
      !word.includes("'")
    else {
      throw row.expected("a symbol that means nothing else in a formula", example: Self.example)
    }
    row.advance()
    return word
  }

  private func subscripts(_ row: inout TokenCursor) -> [Subscript] {
    guard case .subscripts(let places) = row.peek else { return [] }
    row.advance()
    return places
  }
}
