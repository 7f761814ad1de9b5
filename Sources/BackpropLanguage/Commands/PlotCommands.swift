/// Pictures of the network and of its learning.
extension Command {
  static let plot = Command(
    name: "plot", family: .showing,
    synopsis: ["plot WHAT, WHAT, … [, OPTIONS]"] + FigureTable.plotted.map { "plot \($0.form)" },
    meaning: "draw error curves, the network, its weights, activations, decision boundary and more",
    details: FigureTable.plotted.map { "\($0.name): \($0.meaning)" }.joined(separator: "\n"),
    arguments: [.words(FigureTable.plotted.names)],
    continuation: { words in words.first.flatMap { FigureTable.plotted.named($0)?.arguments } ?? [] },
    options: FigureTable.plotted.flatMap { $0.options },
    takesList: true,
    examples: [
      "train 500 epochs\nplot error, log", "forward 2\nbackward\nplot network",
      "train 500 epochs\nplot error, network, weights", "forward 2\nplot network y w", "plot boundary",
      "train 500 epochs\nplot surface w_i1j1 w_j1k1", "plot transfer j",
    ],
    parse: { (parser) throws(Diagnostic) in .draw(try list(&parser)) })

  static let animate = Command(
    name: "animate", family: .showing,
    synopsis: FigureTable.animated.map { "animate \($0.form)" },
    meaning:
      "a figure with a slider: one pattern through 1a to 2c, or the training from its first epoch to its "
      + "last",
    details: "It needs no kernel once it is there: the slider works in an exported page too. "
      + "After `step` or `update` it shows the step just taken.",
    arguments: [.words(FigureTable.animated.names)],
    continuation: { words in words.first.flatMap { FigureTable.animated.named($0)?.arguments } ?? [] },
    examples: ["animate step", "train 500 epochs\nanimate training"],
    parse: { (parser) throws(Diagnostic) in
      let names = FigureTable.animated.names
      let item = try item(
        &parser, of: FigureTable.animated, Wording.list(names.map { "`\($0)`" }, last: "or"), among: names)
      try parser.finish()
      return .draw(FigureRequest(items: [item]))
    })

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

  /// `WHAT, WHAT, OPTION, …`: after a comma comes another figure, or an option that applies to all of them.
  private static func list(_ parser: inout StatementParser) throws(Diagnostic) -> FigureRequest {
    let words = FigureTable.plotted.names
    let options = parser.command.options.map { $0.name }
    var request = FigureRequest(items: [
      try item(
        &parser, of: FigureTable.plotted, "what to plot: \(Wording.list(words, last: "or"))", among: words)
    ])
    while parser.cursor.take(",") {
      if let word = parser.cursor.word, options.contains(word) {
        try parser.option(into: &request.options)
      } else {
        request.items.append(
          try item(
            &parser, of: FigureTable.plotted,
            "another thing to plot, or an option: \(Wording.list(options, last: "or"))",
            among: words + options))
      }
    }
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
