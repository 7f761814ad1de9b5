import Backprop

/// Reads the rows of `notation NAME:`.
struct NotationRows {
  private let rows: [TokenCursor]
  private let range: SourceRange
  /// The letter of each layer of the network in use.
  private let letters: [String]
  private static let example = "notation course:\n  a -> z\n  y -> a\n  t -> y"

  init(_ parser: StatementParser) {
    (rows, range, letters) = (parser.rows, parser.range, parser.notations.letters)
  }

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
    var subjects: Set<String> = []
    var ranges: [String: SourceRange] = [:]
    var superscript: (brackets: LayerNumbers.Brackets, range: SourceRange)?
    for var row in rows {
      let start = row.range
      let read = try read(&row, into: &notation)
      if let found = read.superscript {
        if let other = superscript, other.brackets != found.brackets {
          throw Diagnostic(
            .expected("the same brackets in all superscripts", found: "two kinds"), at: found.range,
            example: Self.layersExample)
        }
        superscript = found
      }
      guard row.isAtEnd else { throw row.expected("the end of the row", example: Self.example) }
      guard subjects.insert(read.subject).inserted else {
        throw Diagnostic(.repeatedOption(read.subject), at: start, example: Self.example)
      }
      if let written = read.written { ranges[written] = row.range(from: start.lowerBound) }
    }
    if let (brackets, range) = superscript {
      guard notation.layers != nil else {
        throw Diagnostic(
          .expected("a row `layers` with the numbers for this superscript", found: "none"), at: range,
          example: Self.layersExample)
      }
      notation.layers?.brackets = brackets
    }
    notation.makeRoomForParameters(except: subjects)
    // Only all rows together say which symbols are still free.
    if let clash = notation.clash {
      let meanings = Wording.list(clash.meanings.map { "the \($0)" })
      throw Diagnostic(
        .expected("one meaning for each symbol", found: "`\(clash.written)` for \(meanings)"),
        at: ranges[clash.written] ?? range, example: Self.example)
    }
    if notation.numbersUnits, notation.layers != nil {
      throw Diagnostic(
        .expected("numbers for units, or for layers", found: "both `units` and `layers`"), at: range,
        example: "notation course:\n  units through the network")
    }
    return notation
  }

  /// What a row is about, and the symbol that it gives a meaning; each may have one row.
  private struct Row {
    let subject: String
    var written: String?
    /// The kind of brackets in which the row has layers in superscripts, and where.
    var superscript: (brackets: LayerNumbers.Brackets, range: SourceRange)?

    init(
      _ subject: String, _ written: String?,
      _ superscript: (brackets: LayerNumbers.Brackets, range: SourceRange)? = nil
    ) {
      (self.subject, self.written, self.superscript) = (subject, written, superscript)
    }
  }

  private func read(_ row: inout TokenCursor, into notation: inout Notation) throws(Diagnostic) -> Row {
    if row.take(word: "bias") {
      let symbol = try symbol(&row)
      // `bias b_j`, `bias b^{[l]}_j`
      let (_, superscript) = below(&row, most: 1)
      notation.bias = symbol
      return Row("bias", symbol, superscript)
    }
    if row.take(word: "layers") {
      let start = row.range
      let (numbers, brackets) = try layers(&row)
      notation.layers = numbers
      return Row("layers", nil, brackets.map { ($0, row.range(from: start.lowerBound)) })
    }
    if row.take(word: "units") {
      guard row.take(word: "through"), row.take(word: "the"), row.take(word: "network") else {
        throw row.expected(
          "`units through the network`", example: "notation course:\n  units through the network")
      }
      notation.numbersUnits = true
      return Row("units", nil)
    }
    return try renaming(&row, into: &notation)
  }

  private static let layersExample = "notation course:\n  w_ij -> W^{[l]}_ji\n  layers [0] [1] [2]"

  /// `1 2 3`, `(1) (2) (3)` or `[0] [1] [2]`; brackets: those that are written.
  private func layers(
    _ row: inout TokenCursor
  ) throws(Diagnostic) -> (numbers: LayerNumbers, brackets: LayerNumbers.Brackets?) {
    let isRound = row.peek == .symbol("(")
    let isSquare = row.peek == .symbol("[")
    let first = try layer("the number of the input layer", most: 1, isSquare, &row)
    var next = first.value
    while isSquare ? row.peek == .symbol("[") : row.isAtNumber {
      next += 1
      let number = try layer("the numbers of the layers", isSquare, &row)
      guard number.value == next else {
        throw Diagnostic(
          .expected("\(next), the next layer", found: "\(number.value)"), at: number.range,
          example: "notation course:\n  layers 1 2 3")
      }
    }
    var numbers = LayerNumbers(first: Int(first.value), brackets: isSquare ? .square : .round)
    numbers.listed = Int(next - first.value) + 1
    return (numbers, isSquare ? .square : isRound ? .round : nil)
  }

  private func layer(
    _ what: String, most: Int64 = 1 << 52, _ isSquare: Bool, _ row: inout TokenCursor
  ) throws(Diagnostic) -> Located<Int64> {
    guard isSquare else { return try row.integer(what, most: most) }
    _ = row.take("[")
    let number = try row.integer(what, most: most)
    guard row.take("]") else { throw row.expected("`]`", example: Self.layersExample) }
    return number
  }

  /// `a -> z`
  private func renaming(_ row: inout TokenCursor, into notation: inout Notation) throws(Diagnostic) -> Row {
    let known = Wording.list(Notation.concepts.map { "`\($0.symbol)`" }, last: "or")
    guard let handout = row.word, Self.canRename(handout) else {
      throw row.expected(
        "a symbol of the handout, \(known), or `bias`, `layers` or `units through the network`",
        example: Self.example)
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
    let place = row.range
    let written = try symbol(&row)
    let (to, superscript) = below(&row)
    // `w_i0j -> b_j`: the bias weights, which have a symbol of their own.
    if handout == "w", from.first?.unit == 0 {
      notation.bias = written
      return Row("bias", written, superscript)
    }
    guard to == from || to.isEmpty || handout == "w" && to == from.reversed() else {
      throw Diagnostic(
        .expected(
          from.isEmpty ? "a symbol without subscripts" : "the subscripts on the left, or none",
          found: "`\(written)_\(to.map { $0.spelling }.joined())`"), at: place, example: Self.example)
    }
    // `y_k -> y`: the outputs of the last layer, if those of hidden units are called otherwise.
    if handout == "y", from == [Subscript("k")] {
      notation.lastOutput = written
      return Row("y_k", written, superscript)
    }
    if handout == "w", to.count == 2 { notation.receivesFirst = from != to }
    if written != handout { notation.symbols[handout] = written }
    return Row(handout, written, superscript)
  }

  private static func canRename(_ word: String) -> Bool {
    (Notation.concepts + Notation.parameters).contains { $0.symbol == word }
  }

  /// The most scalars that a symbol may have: it stands in every formula.
  private static let longestSymbol = 20

  /// A letter, or a word such as `net`, that means nothing else.
  private func symbol(_ row: inout TokenCursor) throws(Diagnostic) -> String {
    guard let word = row.word else { throw row.expected("the course's symbol", example: Self.example) }
    guard word.unicodeScalars.count <= Self.longestSymbol else {
      throw Diagnostic(
        .expected("a symbol of at most \(Self.longestSymbol) letters", found: "a longer one"), at: row.range,
        example: Self.example)
    }
    let isFree =
      !Vocabulary.isReserved(word) && ParticularLetter(rawValue: word) == nil && word != "Δ"
      && !word.includes("'")
    guard Self.canRename(word) || isFree else {
      throw row.expected("a symbol that means nothing else in a formula", example: Self.example)
    }
    guard Self.canRename(word) || !isOfCommands(word) else {
      throw row.expected("a symbol that is no word of a command", example: Self.example)
    }
    // `n` numbers epochs and updates.
    guard word != "n", !letters.contains(word), !["i", "j", "k"].contains(word) else {
      throw row.expected("a symbol that is no letter of a layer or index", example: Self.example)
    }
    row.advance()
    return word
  }

  /// `net` may be a symbol: a command is one only at the beginning of a line. So may β, although `decay` has
  /// that name, too.
  private func isOfCommands(_ word: String) -> Bool {
    guard word.unicodeScalars.count > 1 else { return false }
    return CommandTable.command(named: word)?.name == word || CommandTable.owner(of: word) != nil
  }

  private func subscripts(_ row: inout TokenCursor) -> [Subscript] {
    guard case .subscripts(let places) = row.peek else { return [] }
    row.advance()
    return places
  }

  /// The subscripts of the course's symbol, and the superscript that numbers its layer, before or after them:
  /// `W^{[l]}_{ji}`.
  private func below(
    _ row: inout TokenCursor, most: Int = .max
  ) -> (places: [Subscript], superscript: (LayerNumbers.Brackets, SourceRange)?) {
    var superscript = self.superscript(&row)
    var places: [Subscript] = []
    if case .subscripts(let given) = row.peek, given.count <= most {
      places = given
      row.advance()
    }
    if superscript == nil { superscript = self.superscript(&row) }
    return (places, superscript)
  }

  private func superscript(_ row: inout TokenCursor) -> (LayerNumbers.Brackets, SourceRange)? {
    guard let read = LayerSuperscript.read({ row.peek($0)?.kind }) else { return nil }
    let start = row.range
    var brackets = LayerNumbers.Brackets.none
    for _ in 0..<read.count {
      if row.peek == .symbol("[") { brackets = .square }
      if row.peek == .symbol("(") { brackets = .round }
      row.advance()
    }
    return (brackets, row.range(from: start.lowerBound))
  }
}
