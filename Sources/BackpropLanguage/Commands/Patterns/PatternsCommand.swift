import Backprop

/// `patterns xor`, or `patterns mine:` followed by rows
extension Command {
  static let patterns = Command(
    name: "patterns", synonyms: ["pattern"], family: .patterns,
    synopsis: [
      "patterns NAME:\n  INPUTS -> TARGETS\n  …", "patterns and|or|xor",
      "patterns parity N | encoder N | symmetry N", "patterns iris|digits",
      "patterns \(BuiltInPatterns.ofPoints.joined(separator: "|")) N [, noise NUMBER] [, seed NUMBER]",
      "patterns NAME from \"FILE\", inputs COLUMNS, target COLUMNS [, classes] [, pictures N N] "
        + "[, skip bad rows] [, first N]",
      "patterns NAME from \"FILE\" [, labels \"FILE\"] [, first N]",
    ],
    meaning: "define the patterns to learn, one per row, take a built-in set, or read a file",
    details:
      "A file is a table whose fields are separated by commas, semicolons, tabs, bars or spaces. "
      + "The first row may name the columns; lines that begin with `#` or `%` are comments; "
      + "a first column that names or counts the rows is left out if its name says so (none, id, index). "
      + "A file may also hold arrays: MNIST's own format (IDX), with the labels in a second file, or NumPy's "
      + "(.npy, or .npz, in which `inputs` and `target` name arrays; without them x_train and y_train). The "
      + "first subscript counts the patterns; bytes are divided by 255, and whole numbers as labels are "
      + "classes. Any file may be packed by gzip. "
      + BuiltInData.all.map { "\($0.name): \($0.description); \($0.licence)." }.joined(separator: " "),
    arguments: [.words(BuiltInPatterns.names), .fileName],
    continuation: { words in
      words.last.flatMap { BuiltInPatterns.named($0) }?.isSized == true
        ? [.words([words.last.flatMap { BuiltInPatterns.named($0)?.points } == nil ? "4" : "200"])]
        : [.words(["from \""])]
    },
    options: [
      CommandOption(
        name: "inputs", synonyms: ["input"], value: .columns, defaultValue: "all columns but the target",
        meaning: "the columns that are inputs, by number or name: 1..4, length, \"petal length\""),
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
      CommandOption(
        name: "labels", synonyms: ["label"], value: .name(.fileName),
        defaultValue: "`labels` in place of `images` in the file's name",
        meaning: "the file with the labels of an array's patterns: `labels \"train-labels-idx1-ubyte.gz\"`"),
      CommandOption(
        name: "first", value: .integer(least: 1), defaultValue: "all",
        meaning: "take only so many patterns, from the beginning of the file"),
    ] + ofPoints,
    takesRows: true,
    examples: [
      "patterns xor:\n  0 0 -> 0\n  0 1 -> 1\n  1 0 -> 1\n  1 1 -> 0", "patterns xor", "patterns parity 4",
      "patterns iris", "patterns spiral 200, noise 0.02, seed 3",
    ],
    parse: parsePatterns)

  /// The options of `patterns moons 200`.
  private static let ofPoints = [
    CommandOption(
      name: "noise", value: .number(.notNegative),
      defaultValue: PlanePatterns.allCases.map { "\($0.rawValue) \(Wording.number($0.standardNoise))" }
        .joined(separator: ", "),
      meaning: "with \(Wording.list(BuiltInPatterns.ofPoints)): the standard deviation of the noise"),
    CommandOption(
      name: "seed", value: .integer(least: 0), defaultValue: "1",
      meaning: "with \(Wording.list(BuiltInPatterns.ofPoints)): the seed of the generator"),
  ]

  /// Throws at an option that belongs to patterns of another origin.
  static func check(_ options: OptionValues, areOfPoints: Bool) throws(Diagnostic) {
    for option in options.entries {
      guard ofPoints.contains(where: { $0.name == option.name }) != areOfPoints else { continue }
      throw Diagnostic(
        .expected(
          areOfPoints
            ? "`noise` or `seed`"
            : "an option of a file, since points in the plane alone are drawn at random",
          found: "`\(option.spelling)`"), at: option.range,
        example: areOfPoints ? "patterns moons 200, noise 0.1" : "patterns iris from \"iris.csv\"")
    }
  }

  @Sendable private static func parsePatterns(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    if parser.cursor.contains(":") || !parser.rows.isEmpty { return try parseRows(&parser) }
    if parser.cursor.contains(word: "from") || parser.cursor.peek?.isString == true {
      return try parsePatternsFromFile(&parser)
    }
    guard let word = parser.cursor.word, let builtIn = BuiltInPatterns.named(word) else {
      throw parser.unknownWord(
        "a built-in set (\(Wording.list(BuiltInPatterns.names, last: "or"))) or a name, `:` and rows",
        among: BuiltInPatterns.names)
    }
    parser.cursor.advance()
    var size = BuiltInPatterns.Size()
    if builtIn.isSized {
      size.count = try parser.cursor.integer("the size of the set", least: 1, most: .max).value
    }
    if builtIn.points != nil {
      let options = try parser.options()
      try check(options, areOfPoints: true)
      size.noise = options.number("noise")
      size.seed = UInt64(options.integer("seed") ?? 1)
    } else {
      try parser.finish()
    }
    let definition = PatternsDefinition(name: word, source: .builtIn(builtIn, size: size))
    return Action { (execution) throws(Diagnostic) in try execution.define(definition) }
  }

  private static func parseRows(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    var name = "patterns"
    if !parser.cursor.isAtEnd, case .word = parser.cursor.peek {
      name = try parser.cursor.name("a name for the patterns").value
    }
    guard parser.cursor.take(":") else { throw parser.cursor.expected("`:`") }
    try parser.finish()
    guard !parser.rows.isEmpty else {
      throw Diagnostic(
        .missingRows(command: "patterns"), at: parser.range,
        suggestion: BuiltInPatterns.names.contains(name) ? "patterns \(name)" : nil)
    }
    var patterns: [Pattern] = []
    for var row in parser.rows {
      let start = row.range.lowerBound
      let input = try row.numbers()
      guard !input.isEmpty else { throw row.expected("the inputs of a pattern, numbers") }
      let inputRange = row.range(from: start)
      guard row.take("->") else { throw row.expected("`->` and the targets") }
      let targetStart = row.range.lowerBound
      let target = try row.numbers()
      guard !target.isEmpty else {
        throw row.expected("the targets of the pattern, numbers")
      }
      let targetRange = row.range(from: targetStart)
      guard row.isAtEnd else { throw row.expected("a number or the end of the row") }
      if let first = patterns.first {
        if input.count != first.input.count {
          throw Diagnostic(
            .raggedRow(expected: first.input.count, count: input.count), at: inputRange)
        }
        if target.count != first.target.count {
          throw Diagnostic(
            .raggedRow(expected: first.target.count, count: target.count), at: targetRange)
        }
      }
      patterns.append(Pattern(input: input.map { $0.value }, target: target.map { $0.value }))
    }
    let definition = PatternsDefinition(name: name, source: .rows(patterns))
    return Action { (execution) throws(Diagnostic) in try execution.define(definition) }
  }
}

/// `patterns …`
struct PatternsDefinition: Sendable {
  enum Source: Sendable {
    case rows([Pattern])
    case builtIn(BuiltInPatterns, size: BuiltInPatterns.Size)
  }
  var name: String
  var source: Source
}

extension Execution {
  fileprivate mutating func define(_ definition: PatternsDefinition) throws(Diagnostic) {
    do throws(NetworkError) {
      let set: PatternSet
      switch definition.source {
      case .rows(let rows): set = try PatternSet(rows)
      case .builtIn(let builtIn, let size): set = try builtIn.set(size)
      }
      state.store(NamedPatterns(name: definition.name, set: set))
    } catch {
      throw problem(error)
    }
    guard let patterns = state.patterns else { return }
    var text = PatternWords.summary(patterns)
    if case .builtIn(let builtIn, _) = definition.source,
      let data = BuiltInData.all.first(where: { $0.name == builtIn.name })
    {
      text += "; \(data.description). Source: \(data.source). Licence: \(data.licence)."
    }
    note(text)
  }
}
