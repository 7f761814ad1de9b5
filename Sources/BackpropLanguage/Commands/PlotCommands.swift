/// Pictures of the network and of its learning.
enum PlotCommands {
  static let all = [plot, animate, figures]

  static let plot = Command(
    name: "plot", family: .showing,
    synopsis: ["plot WHAT, WHAT, … [, OPTIONS]"] + PlotSubject.allCases.map { $0.synopsis },
    meaning: "draw error curves, the network, its weights, activations, decision boundary and more",
    details: PlotSubject.allCases.map { "\($0.rawValue): \($0.meaning)" }.joined(separator: "\n"),
    arguments: [.words(PlotSubject.allCases.map { $0.rawValue })],
    continuation: { words in words.first.flatMap { PlotSubject(word: $0)?.arguments } ?? [] },
    options: [
      CommandOption(name: "log", value: .flag, meaning: "`plot error`: a logarithmic axis for E"),
      CommandOption(
        name: "loglog", value: .flag, meaning: "`plot error`: logarithmic axes for E and the epochs"),
      CommandOption(name: "last", value: .flag, meaning: "`plot error`: only the last training"),
    ],
    takesList: true,
    examples: [
      "train 500 epochs\nplot error, log", "forward 2\nbackward\nplot network",
      "train 500 epochs\nplot error, network, weights", "forward 2\nplot network y w", "plot boundary",
      "train 500 epochs\nplot surface w_i1j1 w_j1k1", "plot transfer j",
    ],
    parse: parsePlot)

  static let animate = Command(
    name: "animate", family: .showing,
    synopsis: ["animate step", "animate training"],
    meaning:
      "a figure with a slider: one pattern through 1a to 2c, or the training from its first epoch to its last",
    details: "It needs no kernel once it is there: the slider works in an exported page too. "
      + "After `step` or `update` it shows the step just taken.",
    arguments: [.words(["step", "training"])],
    continuation: { _ in [] },
    examples: ["animate step", "train 500 epochs\nanimate training"],
    parse: { (parser) throws(Diagnostic) in
      let range = parser.cursor.range
      guard let word = parser.cursor.word, let subject = AnimationSubject(rawValue: word) else {
        let words = AnimationSubject.allCases.map { $0.rawValue }
        throw parser.unknownWord("`step` or `training`", among: words, example: "animate step")
      }
      parser.cursor.advance()
      try parser.finish()
      return .animate(Located(subject, range))
    })

  static let figures = Command(
    name: "figures", family: .session,
    synopsis: ["figures FORMAT FORMAT …"],
    meaning: "say in which formats figures are kept: svg, png, pdf; all of them at first",
    arguments: [.words(Figure.Format.allCases.map { $0.rawValue })],
    examples: ["figures svg png pdf"],
    parse: { (parser) throws(Diagnostic) in
      let words = Figure.Format.allCases.map { $0.rawValue }
      var formats: [Figure.Format] = []
      repeat {
        guard let word = parser.cursor.word, let format = Figure.Format(rawValue: word) else {
          throw parser.unknownWord("svg, png or pdf", among: words, example: "figures svg png")
        }
        parser.cursor.advance()
        if !formats.contains(format) { formats.append(format) }
        _ = parser.cursor.take(",")
      } while !parser.cursor.isAtEnd
      return .figures(formats)
    })

  /// `WHAT, WHAT, OPTION, …`: what stands behind a comma is another thing to plot, or an option of all.
  @Sendable private static func parsePlot(_ parser: inout StatementParser) throws(Diagnostic)
    -> Statement.Kind
  {
    let words = PlotSubject.allCases.map { $0.rawValue }
    var items = [try item(&parser, "what to plot: \(Wording.list(words, last: "or"))", among: words)]
    var options = OptionValues()
    while parser.cursor.take(",") {
      let names = parser.command.options.map { $0.name }
      if let word = parser.cursor.word, names.contains(word) {
        try parser.option(into: &options)
      } else {
        items.append(
          try item(
            &parser, "another thing to plot, or an option: \(Wording.list(names, last: "or"))",
            among: words + names))
      }
    }
    try parser.finish()
    return .plot(
      PlotRequest(
        items: items, isLogarithmic: options.has("log") || options.has("loglog"),
        hasLogarithmicEpochs: options.has("loglog"), showsLastOnly: options.has("last")))
  }

  private static func item(
    _ parser: inout StatementParser, _ expected: String, among words: [String]
  ) throws(Diagnostic) -> PlotItem {
    let range = parser.cursor.range
    guard let word = parser.cursor.word, let subject = PlotSubject(word: word) else {
      throw parser.unknownWord(expected, among: words, example: "plot error")
    }
    parser.cursor.advance()
    // `plot learning curve`, `plot decision boundary`
    if subject == .error { _ = parser.cursor.take(word: "curve") || parser.cursor.take(word: "curves") }
    if word == "decision" {
      _ = parser.cursor.take(word: "boundary") || parser.cursor.take(word: "boundaries")
    }
    var item = PlotItem(subject: Located(subject, range))
    switch subject {
    case .surface:
      for place in 0..<2 {
        if place == 1 { _ = parser.cursor.take(",") }
        item.weights.append(try parser.cursor.weightSelection(example: "plot surface w_i1j1 w_j1k1"))
      }
    case .boundary, .hidden:
      while let unit = try parser.cursor.takeUnit(
        example: "plot \(subject.rawValue) \(subject == .hidden ? "j1 j2" : "i1 i2")")
      {
        item.units.append(unit)
      }
    case .transfer:
      if let layer = try parser.cursor.takeLayerOrUnit(example: "plot transfer j") { item.units = [layer] }
    case .network:
      let numbers = NetworkNumber.allCases.map { $0.rawValue }
      while let word = parser.cursor.word {
        guard let number = NetworkNumber(rawValue: word) else {
          throw parser.cursor.expected(
            "what the network shows: \(Wording.list(numbers, last: "or"))", example: "plot network a y δ")
        }
        item.numbers.append(Located(number, parser.cursor.range))
        parser.cursor.advance()
      }
    case .error, .weights, .activations, .digits, .confusion: break
    }
    return item
  }
}

extension TokenCursor {
  /// A layer by its letter, or one of its units, `j` or `j2`; nil where no word stands.
  fileprivate mutating func takeLayerOrUnit(example: String) throws(Diagnostic) -> Located<Subscript>? {
    var ahead = self
    guard let name = ahead.takeName() else { return nil }
    guard name.value.unicodeScalars.count == 1 else { return try takeUnit(example: example) }
    self = ahead
    return Located(Subscript(name.value), name.range)
  }

  /// One unit of a layer, `j2`; nil where no word stands.
  fileprivate mutating func takeUnit(example: String) throws(Diagnostic) -> Located<Subscript>? {
    let start = range
    guard let name = takeName() else { return nil }
    guard let letter = name.value.first, letter.isLetter, let unit = Int(name.value.dropFirst()) else {
      throw Diagnostic(
        .expected("a unit, its layer's letter and its number", found: "`\(name.value)`"), at: start,
        example: example)
    }
    return Located(Subscript(String(letter), unit: unit), name.range)
  }
}

/// `animate …`
enum AnimationSubject: String, Sendable, CaseIterable { case step, training }
