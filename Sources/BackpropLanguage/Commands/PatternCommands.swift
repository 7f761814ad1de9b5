import Backprop

/// Commands that define pattern sets.
enum PatternCommands {
  static let all = [patterns]

  static let builtInNames = ["and", "or", "xor", "parity", "encoder", "symmetry", "iris", "digits"]
  /// Those of which there are several sizes.
  static let sizedNames = ["parity", "encoder", "symmetry"]

  static let patterns = Command(
    name: "patterns", synonyms: ["pattern"], family: .patterns,
    synopsis: [
      "patterns NAME:\n  INPUTS -> TARGETS\n  …", "patterns and|or|xor",
      "patterns parity N | encoder N | symmetry N", "patterns iris|digits",
      "patterns NAME from \"FILE\", inputs COLUMNS, target COLUMNS [, classes] [, pictures N N] "
        + "[, skip bad rows]",
    ],
    meaning: "define the patterns to learn, one per row, take a built-in set, or read a file",
    details:
      "A file is a table whose fields are separated by commas, semicolons, tabs, bars or spaces. "
      + "The first row may name the columns; lines that begin with `#` or `%` are comments; "
      + "a first column that names or counts the rows is left out where its name says so (none, id, index). "
      + BuiltInData.all.map { "\($0.name): \($0.description); \($0.licence)." }.joined(separator: " "),
    arguments: [.words(builtInNames), .fileName],
    continuation: { words in
      words.last.map { sizedNames.contains($0) } == true ? [.words(["4"])] : [.words(["from \""])]
    },
    options: [
      CommandOption(
        name: "inputs", synonyms: ["input"], value: .columns, defaultValue: "all columns but the target",
        meaning: "the columns of the file that are inputs, by number or name: 1..4, length, \"petal "
          + "length\""),
      CommandOption(
        name: "target", synonyms: ["targets"], value: .columns, defaultValue: "the last column",
        meaning: "the columns that are targets; a single column of words makes classes, one unit each"),
      CommandOption(
        name: "classes", value: .flag, defaultValue: "numbers stay numbers",
        meaning: "make classes of a target column of numbers"),
      CommandOption(
        name: "pictures", synonyms: ["picture", "images"], value: .sides,
        defaultValue: "the inputs are not pictures",
        meaning: "the inputs are the pixels of pictures with this many rows and columns: `pictures 28 28`"),
      CommandOption(
        name: "skip", value: .phrase("bad rows"), defaultValue: "a bad row is an error",
        meaning:
          "leave out rows with something missing, a word for a number, or more or fewer fields; say which"),
    ],
    takesRows: true,
    examples: [
      "patterns xor:\n  0 0 -> 0\n  0 1 -> 1\n  1 0 -> 1\n  1 1 -> 0", "patterns xor", "patterns parity 4",
      "patterns iris",
    ],
    parse: parse)

  @Sendable private static func parse(_ parser: inout StatementParser) throws(Diagnostic) -> Statement.Kind {
    if parser.cursor.contains(":") || !parser.rows.isEmpty { return try parseRows(&parser) }
    if parser.cursor.contains(word: "from") { return try DataCommands.parsePatternsFromFile(&parser) }
    guard let word = parser.cursor.word, builtInNames.contains(word) else {
      throw parser.unknownWord(
        "a built-in set (\(Wording.list(builtInNames, last: "or"))) or a name, `:` and rows",
        among: builtInNames,
        example: "patterns xor:\n  0 1 -> 1\n  1 1 -> 0")
    }
    parser.cursor.advance()
    var size: Int?
    if sizedNames.contains(word) {
      size = try parser.cursor.integer(
        "the size of the set", least: 1, most: .max, example: "patterns \(word) 4"
      ).value
    }
    try parser.finish()
    return .patterns(PatternsDefinition(name: word, source: .builtIn(word, size: size)))
  }

  private static func parseRows(_ parser: inout StatementParser) throws(Diagnostic) -> Statement.Kind {
    let example = "patterns xor:\n  0 1 -> 1\n  1 1 -> 0"
    var name = "patterns"
    if !parser.cursor.isAtEnd, case .word = parser.cursor.peek {
      name = try parser.cursor.name("a name for the patterns", example: example).value
    }
    guard parser.cursor.take(":") else { throw parser.cursor.expected("`:`", example: example) }
    try parser.finish()
    guard !parser.rows.isEmpty else {
      throw Diagnostic(
        .missingRows(command: "patterns"), at: parser.range,
        suggestion: builtInNames.contains(name) ? "patterns \(name)" : nil, example: example)
    }
    var patterns: [Pattern] = []
    for var row in parser.rows {
      let start = row.range.lowerBound
      let input = try row.numbers(example: "patterns mine:\n  0.5 0.1 -> 1")
      guard !input.isEmpty else { throw row.expected("the inputs of a pattern, numbers", example: example) }
      let inputRange = row.range(from: start)
      guard row.take("->") else { throw row.expected("`->` and the targets", example: example) }
      let targetStart = row.range.lowerBound
      let target = try row.numbers(example: "patterns mine:\n  0.5 0.1 -> 1")
      guard !target.isEmpty else {
        throw row.expected("the targets of the pattern, numbers", example: example)
      }
      let targetRange = row.range(from: targetStart)
      guard row.isAtEnd else { throw row.expected("a number or the end of the row", example: example) }
      if let first = patterns.first {
        if input.count != first.input.count {
          throw Diagnostic(
            .raggedRow(expected: first.input.count, count: input.count), at: inputRange, example: example)
        }
        if target.count != first.target.count {
          throw Diagnostic(
            .raggedRow(expected: first.target.count, count: target.count), at: targetRange, example: example)
        }
      }
      patterns.append(Pattern(input: input.map { $0.value }, target: target.map { $0.value }))
    }
    return .patterns(PatternsDefinition(name: name, source: .rows(patterns)))
  }
}
