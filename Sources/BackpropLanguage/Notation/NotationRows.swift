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
    for var row in rows {
      let start = row.range
      let read = try read(&row, into: &notation)
      guard row.isAtEnd else { throw row.expected("the end of the row", example: Self.example) }
      guard subjects.insert(read.subject).inserted else {
        throw Diagnostic(.repeatedOption(read.subject), at: start, example: Self.example)
      }
      if let written = read.written { ranges[written] = row.range(from: start.lowerBound) }
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
  private typealias Row = (subject: String, written: String?)

  private func read(_ row: inout TokenCursor, into notation: inout Notation) throws(Diagnostic) -> Row {
    if row.take(word: "bias") {
      let symbol = try symbol(&row)
      // `bias b_j`
      if case .subscripts(let places) = row.peek, places.count == 1 { row.advance() }
      notation.bias = symbol
      return ("bias", symbol)
    }
    if row.take(word: "layers") {
      notation.layers = try layers(&row)
      return ("layers", nil)
    }
    if row.take(word: "units") {
      guard row.take(word: "through"), row.take(word: "the"), row.take(word: "network") else {
        throw row.expected(
          "`units through the network`", example: "notation course:\n  units through the network")
      }
      notation.numbersUnits = true
      return ("units", nil)
    }
    return try renaming(&row, into: &notation)
  }

  private func layers(_ row: inout TokenCursor) throws(Diagnostic) -> LayerNumbers {
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
    return LayerNumbers(first: Int(first.value))
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
    let below = row.range
    let written = try symbol(&row)
    let to = subscripts(&row)
    // `w_i0j -> b_j`: the bias weights, which have a symbol of their own.
    if handout == "w", from.first?.unit == 0 {
      notation.bias = written
      return ("bias", written)
    }
    guard to == from || to.isEmpty || handout == "w" && to == from.reversed() else {
      throw Diagnostic(
        .expected(
          from.isEmpty ? "a symbol without subscripts" : "the subscripts on the left, or none",
          found: "`\(written)_\(to.map { $0.spelling }.joined())`"), at: below, example: Self.example)
    }
    // `y_k -> y`: the outputs of the last layer, if those of hidden units are called otherwise.
    if handout == "y", from == [Subscript("k")] {
      notation.lastOutput = written
      return ("y_k", written)
    }
    if handout == "w", to.count == 2 { notation.receivesFirst = from != to }
    if written != handout { notation.symbols[handout] = written }
    return (handout, written)
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
}
