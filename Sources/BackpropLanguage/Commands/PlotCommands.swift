/// Pictures of the network and of its learning.
extension Command {
  static let plot = drawing(
    FigureTable.plotted, by: "plot", isList: true,
    synopsis: ["plot WHAT, WHAT, … [, OPTIONS]", "plot WHAT | WHAT"]
      + FigureTable.plotted.map { "plot \($0.form)" },
    meaning: "draw error curves, the network, its weights, activations, decision boundary and more",
    details: (FigureTable.plotted.map { "\($0.name): \($0.meaning)" }
      + [
        "Figures with `,` between them stand one below the other, figures with `|` side by side where there "
          + "is room. An option before `|` is that of the figure before it, one at the end that of all "
          + "figures without options of their own."
      ]).joined(separator: "\n"),
    expected: "what to plot: \(Wording.list(FigureTable.plotted.names, last: "or"))",
    examples: [
      "train 500 epochs\nplot error, log", "forward 2\nbackward\nplot network",
      "train 500 epochs\nplot error, network, weights", "forward 2\nplot network y w", "plot boundary",
      "plot network | boundary",
      "train 500 epochs\nplot surface w_i1j1 w_j1k1", "plot transfer j",
    ])

  static let animate = drawing(
    FigureTable.animated, by: "animate", isList: false,
    synopsis: FigureTable.animated.map { "animate \($0.form)" },
    meaning: "show a figure with a slider: one pattern through 1a to 2c, or the training epoch by epoch",
    details: """
      The slider needs no kernel, so it works in an exported page too. After `step` or `update`, \
      `animate step` shows the step just taken, and without a pattern the one presented last. `by unit` has \
      a frame for each product, sum, output, δ and Δw, and at the end the new weights and the new E; in \
      larger networks, one for each unit.
      """,
    expected: Wording.list(FigureTable.animated.names.map { "`\($0)`" }, last: "or"),
    examples: ["animate step", "animate step, by layer", "train 500 epochs\nanimate training"])

  static let figures = Command(
    name: "figures", family: .session,
    synopsis: ["figures FORMAT FORMAT …"],
    meaning: "choose the formats in which figures are stored: svg, png, pdf; all of them by default",
    arguments: [.words(Figure.Format.allCases.map { $0.rawValue })],
    examples: ["figures svg png pdf"],
    parse: { (parser) throws(Diagnostic) in
      let words = Figure.Format.allCases.map { $0.rawValue }
      var formats: [Figure.Format] = []
      repeat {
        guard let word = parser.cursor.word, let format = Figure.Format(rawValue: word) else {
          throw parser.unknownWord("svg, png or pdf", among: words)
        }
        parser.cursor.advance()
        if !formats.contains(format) { formats.append(format) }
        _ = parser.cursor.take(",")
      } while !parser.cursor.isAtEnd
      return Action { [formats] (execution) in
        execution.state.figureFormats = formats
        execution.note("figures as \(Wording.list(formats.map { $0.rawValue })), and as text")
      }
    })

  /// A command that draws figures of a table. isList: whether it takes several at once; expected: what must
  /// follow its name.
  private static func drawing(
    _ table: [FigureEntry], by name: String, isList: Bool, synopsis: [String], meaning: String,
    details: String,
    expected: String, examples: [String]
  ) -> Command {
    var options: [CommandOption] = [.size]
    for option in table.flatMap({ $0.options }) where !options.contains(where: { $0.name == option.name }) {
      options.append(option)
    }
    return Command(
      name: name, family: .showing, synopsis: synopsis, meaning: meaning, details: details,
      arguments: [.words(table.names)],
      continuation: { words in words.first.flatMap { table.named($0)?.arguments } ?? [] },
      options: options, takesList: isList, examples: examples,
      parse: { (parser) throws(Diagnostic) in
        .draw(try request(&parser, of: table, isList: isList, expected: expected))
      })
  }

  /// `WHAT, WHAT | WHAT, OPTION, …`: after a comma comes another figure, or an option that applies to all of
  /// them; after a bar comes a figure beside the last one. Options before a bar are those of the figure
  /// before it, those at the end are for all figures without options of their own.
  private static func request(
    _ parser: inout StatementParser, of table: [FigureEntry], isList: Bool, expected: String
  ) throws(Diagnostic) -> FigureRequest {
    let options = parser.command.options
    var request = FigureRequest(rows: [[try item(&parser, of: table, expected, among: table.names)]])
    /// The options since the last figure.
    var own = OptionValues()
    while isList || !options.isEmpty {
      if isList, parser.cursor.take("|") {
        var row = request.rows.removeLast()
        row[row.count - 1].options = own
        own = OptionValues()
        row.append(try item(&parser, of: table, expected, among: table.names))
        request.rows.append(row)
        continue
      }
      guard parser.cursor.take(",") else { break }
      let isOption = parser.cursor.word.map { word in options.contains { $0.name == word } } ?? false
      if isOption || !isList {
        try parser.option(into: &own)
      } else {
        let names = options.map { $0.name }
        try request.options.add(own)
        own = OptionValues()
        request.rows.append([
          try item(
            &parser, of: table,
            "another thing to \(parser.command.name), or an option: \(Wording.list(names, last: "or"))",
            among: table.names + names)
        ])
      }
    }
    try request.options.add(own)
    try parser.finish()
    return request
  }

  /// A figure of the table, and what follows its name.
  private static func item(
    _ parser: inout StatementParser, of table: [FigureEntry], _ expected: String, among words: [String]
  ) throws(Diagnostic) -> FigureRequest.Item {
    let range = parser.cursor.range
    guard let word = parser.cursor.word, let entry = table.named(word) else {
      throw parser.unknownWord(expected, among: words)
    }
    parser.cursor.advance()
    return FigureRequest.Item(entry: entry, range: range, build: try entry.parse(&parser.cursor, word))
  }
}
