/// One statement being parsed: what follows its verb, and its rows.
struct StatementParser {
  let command: Command
  var cursor: TokenCursor
  /// The indented lines below it.
  var rows: [TokenCursor]
  /// From the first to the last scalar.
  let range: SourceRange
  /// Those that the session knows at this line.
  let notations: Notations
  /// Rows of a derivation that are left out, since they cannot be read.
  var unread: [UnreadRow] = []

  /// Reads `, option value` up to the end of the statement. If nothing precedes the first option, its comma
  /// may be missing: `train until total E < 0.01`.
  mutating func options(commaIsOptional: Bool = false) throws(Diagnostic) -> OptionValues {
    var values = OptionValues()
    var isFirst = true
    while !cursor.isAtEnd {
      let hasComma = cursor.take(",")
      if !hasComma && !(isFirst && commaIsOptional) {
        throw trailing()
      }
      isFirst = false
      try option(into: &values)
    }
    return values
  }

  /// Throws unless the statement ends here.
  func finish() throws(Diagnostic) {
    guard cursor.isAtEnd else { throw trailing() }
  }

  /// The error for text that does not belong to the command; perhaps it is an option that lacks its comma.
  private func trailing() -> Diagnostic {
    if let percent = cursor.percentSign { return percent }
    if let option = cursor.word.flatMap({ command.options.named($0) }) {
      return Diagnostic(
        .missingComma(option: option.name, command: command.name), at: cursor.range,
        suggestion: ", \(option.name)")
    }
    return Diagnostic(
      .trailing(
        cursor.found, command: command.name,
        takesOptions: !command.options.isEmpty && cursor.peek != .symbol(";")),
      at: cursor.range)
  }

  /// One option and its value; the comma has already been read.
  mutating func option(into values: inout OptionValues) throws(Diagnostic) {
    let start = cursor.range.lowerBound
    let names = command.options.filter { option in
      option.onlyWith.isEmpty || option.onlyWith.contains { cursor.hasRead($0) }
    }.map { $0.name }
    guard let word = cursor.word else {
      throw cursor.expected(
        names.isEmpty ? "the end of the line" : "an option of `\(command.name)`")
    }
    if let rate = rateOfLayer(word) { throw rate }
    guard let (option, length) = command.option(at: 0, in: cursor.rest), length == 2 || !isWrittenOn else {
      throw unknownOption(word, names)
    }
    for _ in 0..<length { cursor.advance() }
    let nameRange = cursor.range(from: start)
    // `η = 0.5` in a list of options, as in other languages.
    if option.value != .flag { _ = cursor.take("=") }
    let value = try value(of: option)
    if values.has(option.name) {
      throw Diagnostic(.repeatedOption(option.name), at: nameRange)
    }
    let spelling = Lexer.plain(word: cursor.source.string(nameRange).unicodeScalars)
    values.add(option.name, as: spelling, value, cursor.range(from: start))
    if option.value == .decay { try leftOut(of: option, into: &values) }
  }

  /// `without bias` after the value of `decay`, as a flag of its own.
  private mutating func leftOut(
    of option: CommandOption, into values: inout OptionValues
  ) throws(Diagnostic) {
    let start = cursor.range.lowerBound
    guard cursor.take(word: "without") else { return }
    guard cursor.take(word: "bias") || cursor.take(word: "biases") else {
      throw cursor.expected("`bias`: only bias weights may be left out", suggestion: "bias")
    }
    let name = "without bias"
    values.add(name, as: name, .flag, cursor.range(from: start))
  }

  /// The error for `η_j 0.5` and `η^2 0.5`.
  private func rateOfLayer(_ word: String) -> Diagnostic? {
    let isRaised = cursor.peek(1)?.kind == .symbol("^") && cursor.peek(1)?.spaceBefore == false
    guard word == "η", command.options.contains(where: { $0.name == word }), isWrittenOn || isRaised,
      let end = (isRaised ? cursor.peek(2) : cursor.peek(1))?.range.upperBound
    else { return nil }
    let range = cursor.range.lowerBound..<end
    return Diagnostic(
      .rule(.rateOfLayer(cursor.source.string(range))), at: range,
      example: "rule mine: Δw_ij = -η (1 [l < 3] + 0.1 [l = 3]) ∂E/∂w_ij\ntrain 20 epochs, rule mine, η 1")
  }

  /// Whether something is attached to the word: `batch_size`.
  private var isWrittenOn: Bool {
    guard let next = cursor.peek(1), !next.spaceBefore, case .subscripts = next.kind else { return false }
    return true
  }

  /// The error for a word that is not an option: the option that takes it, its name here, or the nearest
  /// option.
  private func unknownOption(_ word: String, _ names: [String]) -> Diagnostic {
    let problem = Problem.unknownOption(
      cursor.source.string(cursor.range), command: command.name, options: names)
    let owner = command.options.first { $0.words.contains(word) }
    if let owner {
      return Diagnostic(problem, at: cursor.range, suggestion: "\(owner.name) \(word)")
    }
    let spellings = command.options.flatMap { $0.spellings }
    var unknown = Diagnostic.unknown(
      cursor.foreignWord ?? word, problem, at: cursor.foreignRange, among: spellings)
    // `eps` begins one of them.
    let begun = command.options.filter { $0.spellings.contains { $0.hasPrefix(word) } }
    if unknown.problem == problem, unknown.suggestion == nil, word.utf8.count > 2, begun.count == 1 {
      unknown.suggestion = begun.first?.name
    }
    return unknown
  }

  /// The error if one of a few words was expected: the name used here for another course's word, otherwise
  /// the nearest word.
  func unknownWord(_ what: String, among words: [String]) -> Diagnostic {
    guard let word = cursor.word else { return cursor.expected(what) }
    return Diagnostic.unknown(
      cursor.foreignWord ?? word, .expected(what, found: cursor.found), at: cursor.foreignRange, among: words)
  }
}

extension StatementParser {
  mutating func fileName() throws(Diagnostic) -> Located<String> {
    guard let file = cursor.takeString() else {
      throw cursor.expected("the name of a file, in quotes")
    }
    guard !file.value.isEmpty else {
      throw Diagnostic(
        .expected("the name of a file", found: "nothing between the quotes"), at: file.range)
    }
    try finish()
    return file
  }

  mutating func twoNumbers(
    _ first: String, _ second: String
  ) throws(Diagnostic) -> [Located<Double>] {
    [
      try cursor.number(first),
      try cursor.number(second),
    ]
  }

  /// The rest of the line, as a formula.
  mutating func formula(_ what: String) throws(Diagnostic) -> SourceFormula {
    try cursor.formula(what)
  }
}
