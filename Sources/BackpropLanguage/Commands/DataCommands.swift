import Backprop

/// Commands that bring patterns into shape and move networks and patterns between sessions and programs.
enum DataCommands {
  static let all = [split, scale, save, load, export]

  static let split = Command(
    name: "split", family: .patterns,
    synopsis: ["split TRAINING TEST"],
    meaning: "divide the patterns at random into a training and a test set",
    details: """
      The two numbers are shares: 80 20, 4 1 and 120 30 divide 150 patterns in the same way. The sets are \
      called NAME-training, \
      which is then in use, and NAME-test.
      """,
    arguments: [.words(["80 20"])],
    options: [
      CommandOption(
        name: "seed", value: .integer(least: 0), defaultValue: "1", meaning: "the seed of the generator")
    ],
    examples: ["split 75 25, seed 1"],
    parse: { (parser) throws(Diagnostic) in
      let shares = try twoNumbers(
        &parser, "the share of the training set, a number", "the share of the test set, a number")
      for share in shares where share.value <= 0 {
        throw Diagnostic(
          .outOfRange("a share", value: share.value, allowed: "more than 0"), at: share.range,
          example: parser.example)
      }
      let options = try parser.options()
      // Halved first, since the sum of two of the greatest numbers is none.
      let half = shares[0].value / 2
      let fraction = half / (half + shares[1].value / 2)
      return .data(.split(fraction: fraction, seed: options.integer("seed") ?? 1))
    })

  static let scale = Command(
    name: "scale", family: .patterns,
    synopsis: ["scale inputs LOW HIGH", "scale inputs standard"],
    meaning: "bring each input to a range, or to mean 0 and standard deviation 1",
    details: """
      The scaling is computed from the patterns in use. If they are a training set made by `split`, its test \
      set is scaled by the same numbers.
      """,
    arguments: [.words(["inputs 0 1", "inputs standard"])],
    continuation: { words in words.last == "inputs" ? [.words(["0 1", "standard"])] : [] },
    examples: ["scale inputs 0 1", "scale inputs standard"],
    parse: { (parser) throws(Diagnostic) in
      _ = parser.cursor.take(word: "inputs") || parser.cursor.take(word: "input")
      if parser.cursor.take(word: "standard") {
        try parser.finish()
        return .data(.scale(.standard))
      }
      guard parser.cursor.isAtNumber else {
        throw parser.cursor.expected(
          "`standard`, or the least and the greatest input", example: parser.example)
      }
      let range = try twoNumbers(&parser, "the least input, a number", "the greatest input, a number")
      guard range[0].value < range[1].value else {
        throw Diagnostic(
          .outOfRange(
            "the greatest input", value: range[1].value,
            allowed: "more than \(Wording.number(range[0].value))"),
          at: range[1].range, example: parser.example)
      }
      try parser.finish()
      return .data(.scale(.range(range[0].value, range[1].value)))
    })

  static let save = Command(
    name: "save", family: .files,
    synopsis: ["save \"FILE\"", "save network|patterns \"FILE\""],
    meaning: "write the networks, patterns and functions of the session to a file, or only those in use",
    details: "The file is JSON; every number comes back to the last digit.",
    arguments: [.words(["network", "patterns"]), .fileName],
    continuation: { _ in [.words(["\""])] },
    examples: ["save \"net.json\"", "save network \"net.json\""],
    parse: { (parser) throws(Diagnostic) in
      var content = SavedContent.all
      if parser.cursor.take(word: "network") { content = .network }
      if content == .all, parser.cursor.take(word: "patterns") { content = .patterns }
      let file = try fileName(&parser)
      return .data(.save(content, file))
    })

  static let load = Command(
    name: "load", family: .files,
    synopsis: ["load \"FILE\""],
    meaning: "bring back what `save` has written; what it holds replaces what has the same name",
    arguments: [.fileName],
    examples: ["save \"net.json\"\nload \"net.json\""],
    parse: { (parser) throws(Diagnostic) in .data(.load(try fileName(&parser))) })

  static let export = Command(
    name: "export", family: .files,
    synopsis: ["export onnx|safetensors|csv \"FILE\""],
    meaning: "write the network for other programs",
    details: """
      onnx: the whole network, from `input` to `output`, in doubles. safetensors: the weights by their \
      names, w_ij and so on, rows from, columns to, the bias unit's row first. csv: one weight a line.
      """,
    arguments: [.words(ExportFormat.allCases.map { $0.rawValue }), .fileName],
    continuation: { _ in [.words(["\""])] },
    examples: [
      "export onnx \"net.onnx\"", "export safetensors \"net.safetensors\"", "export csv \"weights.csv\"",
    ],
    parse: { (parser) throws(Diagnostic) in
      let formats = ExportFormat.allCases.map { $0.rawValue }
      guard let word = parser.cursor.word, let format = ExportFormat(rawValue: word) else {
        throw parser.unknownWord(
          Wording.list(formats.map { "`\($0)`" }, last: "or"), among: formats, example: parser.example)
      }
      parser.cursor.advance()
      return .data(.export(format, try fileName(&parser)))
    })

  static let patternsExample = "patterns iris from \"iris.csv\", inputs 1..4, target species"

  // MARK: - Reading

  /// `iris from "iris.csv", inputs 1..4, target species`
  static func parsePatternsFromFile(_ parser: inout StatementParser) throws(Diagnostic) -> Statement.Kind {
    let example = patternsExample
    let isNamed = !(parser.cursor.word == "from" && parser.cursor.peek(1).map { $0.kind.isString } ?? false)
    let name = isNamed ? try parser.cursor.name("a name for the patterns", example: example) : nil
    guard parser.cursor.take(word: "from") else { throw parser.cursor.expected("`from`", example: example) }
    guard let file = parser.cursor.takeString() else {
      throw parser.cursor.expected("the name of a file, in quotes", example: example)
    }
    let options = try parser.options()
    return .data(
      .readPatterns(
        TableRequest(
          name: name?.value ?? "patterns", file: file, inputs: options.columns("inputs"),
          targets: options.columns("target"), areClasses: options.has("classes"),
          pictures: pictures(options), skipsBadRows: options.has("skip"))))
  }

  private static func pictures(_ options: OptionValues) -> Located<ImageShape>? {
    guard let sides = options.numbers("pictures"), sides.count == 2, let range = options.range("pictures")
    else { return nil }
    return Located(ImageShape(rows: Int(sides[0]), columns: Int(sides[1])), range)
  }

  private static func fileName(_ parser: inout StatementParser) throws(Diagnostic) -> Located<String> {
    guard let file = parser.cursor.takeString() else {
      throw parser.cursor.expected("the name of a file, in quotes", example: parser.example)
    }
    guard !file.value.isEmpty else {
      throw Diagnostic(
        .expected("the name of a file", found: "nothing between the quotes"), at: file.range,
        example: parser.example)
    }
    try parser.finish()
    return file
  }

  private static func twoNumbers(
    _ parser: inout StatementParser, _ first: String, _ second: String
  ) throws(Diagnostic) -> [Located<Double>] {
    [
      try parser.cursor.number(first, example: parser.example),
      try parser.cursor.number(second, example: parser.example),
    ]
  }
}

extension DataStatement {
  /// A correct line of the command.
  var example: String? {
    switch self {
    case .readPatterns: DataCommands.patternsExample
    case .split: DataCommands.split.examples.first
    case .scale: DataCommands.scale.examples.first
    case .save: DataCommands.save.examples.first
    case .load: "load \"net.json\""
    case .export: DataCommands.export.examples.first
    }
  }
}

extension TokenCursor {
  /// The text between quotes, if it stands here.
  mutating func takeString() -> Located<String>? {
    guard case .string(let text) = peek else { return nil }
    let range = self.range
    advance()
    return Located(text, range)
  }

  /// Columns of a table: numbers, ranges and names, a comma at most between each two.
  ///
  /// A word behind a comma is taken for the next option where it is one of `options`.
  mutating func columns(
    options: [CommandOption], example: String?
  ) throws(Diagnostic) -> [Located<ColumnSelection>] {
    var columns: [Located<ColumnSelection>] = []
    while true {
      guard let column = try takeColumn(example: example) else {
        if columns.isEmpty {
          throw expected("columns, by number or name: 1..4, species, \"sepal length\"", example: example)
        }
        return columns
      }
      columns.append(column)
      if case .symbol(",") = peek, let next = peek(1), next.kind.mayBeColumn(besides: options) { advance() }
    }
  }

  private mutating func takeColumn(example: String?) throws(Diagnostic) -> Located<ColumnSelection>? {
    let start = range.lowerBound
    if case .number = peek {
      let first = try integer(
        "the number of a column", least: 1, joiningSums: false, isInList: true, example: example
      ).value
      if case .symbol("-") = peek, case .number(_, let last)? = peek(1)?.kind {
        throw expected(
          "`..` between the first and the last column", suggestion: "\(first)..\(last)", example: example)
      }
      guard take("..") || take("...") else { return Located(.number(first), range(from: start)) }
      let last = try integer(
        "the number of the last column", least: 1, joiningSums: false, isInList: true, example: example
      ).value
      return Located(.numbers(first, last), range(from: start))
    }
    if let text = takeString() { return Located(.name(text.value), text.range) }
    guard let name = takeName() else { return nil }
    return Located(.name(name.value), name.range)
  }
}

extension Token.Kind {
  fileprivate var isString: Bool {
    if case .string = self { return true }
    return false
  }

  fileprivate func mayBeColumn(besides options: [CommandOption]) -> Bool {
    switch self {
    case .number, .string: true
    case .word(let word): !options.contains { $0.name == word || $0.synonyms.contains(word) }
    default: false
    }
  }
}
