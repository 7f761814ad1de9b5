import Backprop

/// Commands that define a network and change it.
enum NetworkCommands {
  static let all = [network, weights, connect, transfer, freeze, thaw, reset]

  static let network = Command(
    name: "network", synonyms: ["net"], family: .network,
    synopsis: ["network 2-2-1", "network NAME: [LETTER] UNITS [TRANSFER] - … - UNITS [TRANSFER], OPTIONS"],
    meaning: "define a network of layers, each joined to the next, and give it its first weights",
    details: """
      Two layers are called i and k, three i, j and k, deeper ones i, j, l, m, n, o and so on, then k, \
      unless the cell names them. Without a name the network is called `net`. Weights begin uniform between \
      -0.5 and 0.5, seed 1.
      """,
    arguments: [.words(["2-2-1"]), .transferFunction],
    continuation: { _ in [.transferFunction] },
    options: [
      CommandOption(
        name: "bias", value: .optionalNumber(otherwise: 1), defaultValue: "no bias units",
        meaning:
          "give every layer but the last a unit 0 whose output is always this number (1 if none is given)"),
      CommandOption(
        name: "error", value: .choice(["squares", "cross-entropy"]), defaultValue: "squares",
        meaning: "the error function: E = 1/2 Σ_k (t_k - y_k)^2, or cross-entropy (with softmax or sigmoid)"),
    ],
    examples: [
      "network 2-2-1",
      "network xor: 2 - 2 tanh - 1 sigmoid, bias -1",
      "network deep: i 4 - h 8 relu - j 8 relu - k 3 softmax, bias, error cross-entropy",
    ],
    parse: parseNetwork)

  static let weights = Command(
    name: "weights", family: .network,
    synopsis: ["weights uniform LOW HIGH", "weights normal MEAN DEVIATION", "weights xavier|he|zero"],
    meaning: "give the network new weights, drawn by a documented generator, the same on every machine",
    arguments: [.words(["uniform", "normal", "xavier", "he", "zero"])],
    continuation: { words in
      switch words {
      case ["uniform"]: [.words(["-0.5 0.5"])]
      case ["normal"]: [.words(["0 0.1"])]
      default: []
      }
    },
    options: [
      CommandOption(
        name: "seed", value: .integer(least: 0), defaultValue: "1", meaning: "the seed of the generator")
    ],
    examples: ["weights uniform -0.5 0.5, seed 1", "weights normal 0 0.1", "weights xavier", "weights zero"],
    parse: parseWeights)

  static let connect = Command(
    name: "connect", family: .network,
    synopsis: ["connect LETTER -> LETTER"],
    meaning: "add weights that skip a layer; they begin at zero",
    arguments: [.layerLetter],
    examples: ["connect i -> k"],
    parse: { (parser) throws(Diagnostic) in
      let example = "connect i -> k"
      let source = try parser.cursor.layerLetter(example: example)
      guard parser.cursor.take("->") else { throw parser.cursor.expected("`->`", example: example) }
      let target = try parser.cursor.layerLetter(example: example)
      try parser.finish()
      return .connect(source, target)
    })

  static let transfer = Command(
    name: "transfer", family: .network,
    synopsis: ["transfer [LETTER] FUNCTION"],
    meaning: "change the transfer function of a layer, or of all layers but the input",
    details:
      "FUNCTION is sigmoid, identity, tanh, relu, leaky relu, softplus, step, softmax (last layer only) or "
      + "your "
      + "own, defined by a line like `g(a) = a / (1 + abs(a))`.",
    arguments: [.layerLetter, .transferFunction],
    continuation: { _ in [.transferFunction] },
    examples: ["transfer j tanh", "transfer k identity"],
    parse: { (parser) throws(Diagnostic) in
      var layer: Located<String>?
      if let word = parser.cursor.word, word.unicodeScalars.count == 1, let next = parser.cursor.peek(1),
        case .word = next.kind
      {
        layer = try parser.cursor.layerLetter(example: "transfer j tanh")
      }
      guard let function = parser.cursor.takeTransfer() else {
        throw parser.cursor.expected("a transfer function", example: "transfer j tanh")
      }
      try parser.finish()
      return .transfer(layer: layer, function)
    })

  static let freeze = Command(
    name: "freeze", family: .network,
    synopsis: ["freeze bias", "freeze w_ij, w_j1k1, …", "freeze weights"],
    meaning: "keep weights out of updates",
    arguments: [.words(["bias", "weights"]), .weight],
    takesList: true,
    examples: ["freeze w_ij", "freeze w_i1j2, w_jk"],
    parse: { (parser) throws(Diagnostic) in .freeze(try parseSelections(&parser), true) })

  static let thaw = Command(
    name: "thaw", family: .network,
    synopsis: ["thaw", "thaw bias", "thaw w_ij, …"],
    meaning: "let frozen weights learn again; all of them if none is named",
    arguments: [.words(["bias", "weights"]), .weight],
    takesList: true,
    examples: ["thaw w_ij", "thaw"],
    parse: { (parser) throws(Diagnostic) in
      if parser.cursor.isAtEnd { return .freeze([Located(.all, parser.range)], false) }
      return .freeze(try parseSelections(&parser), false)
    })

  static let reset = Command(
    name: "reset", family: .network,
    synopsis: ["reset"],
    meaning: "bring back the weights that training began from, and forget what training remembers",
    examples: ["train 10\nreset"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .reset
    })

  // MARK: - Reading

  @Sendable private static func parseNetwork(_ parser: inout StatementParser) throws(Diagnostic)
    -> Statement.Kind
  {
    let example = "network xor: 2 - 2 tanh - 1 sigmoid, bias"
    var name = "net"
    if parser.cursor.contains(":") {
      name = try parser.cursor.name("a name for the network", example: example).value
      guard parser.cursor.take(":") else {
        throw parser.cursor.expected("`:` after the name", example: example)
      }
    }
    if let word = parser.cursor.word, word.unicodeScalars.count > 1, !Vocabulary.isReserved(word),
      let number = parser.cursor.peek(1), case .number = number.kind
    {
      throw Diagnostic(
        .expected("`:` after the name of a network", found: "a number"), at: number.range,
        suggestion: "network \(word): \(parser.cursor.source.string(number.range))…", example: example)
    }
    var layers = [try layer(&parser, example: example)]
    while parser.cursor.take("-") { layers.append(try layer(&parser, example: example)) }
    // `2 2 1` and `2, 2, 1`
    var ahead = parser.cursor
    _ = ahead.take(",")
    if layers.count == 1, ahead.isAtNumber, let first = layers.first {
      throw Diagnostic(
        .expected("`-` between two layers", found: ahead.found), at: ahead.range,
        suggestion: "\(first.units)-\(parser.cursor.source.string(ahead.range))", example: "network 2-2-1")
    }
    if layers.count == 1, parser.cursor.isAtEnd {
      throw parser.cursor.expected("`-` and the next layer", example: example)
    }
    let options = try parser.options()
    let error: ErrorFunction = options.word("error") == "cross-entropy" ? .crossEntropy : .squares
    return .network(
      NetworkDefinition(
        name: name, layers: layers, bias: options.number("bias"),
        errorFunction: Located(error, options.range("error") ?? parser.range)))
  }

  private static func layer(
    _ parser: inout StatementParser, example: String
  ) throws(Diagnostic) -> NetworkDefinition.LayerDefinition {
    let start = parser.cursor.range.lowerBound
    var letter: Located<String>?
    if case .word = parser.cursor.peek { letter = try parser.cursor.layerLetter(example: example) }
    guard parser.cursor.isAtNumber, parser.cursor.peek != .symbol("-") else {
      throw parser.cursor.expected("the number of units of a layer", example: example)
    }
    let units = try parser.cursor.integer(
      "the number of units", least: 1, most: 1_000_000, joiningSums: false, isInList: true, example: example)
    let isOption =
      parser.cursor.word.map { word in parser.command.options.contains { $0.isCalled(word) } } ?? false
    let transfer = isOption ? nil : parser.cursor.takeTransfer()
    return NetworkDefinition.LayerDefinition(
      letter: letter, units: units.value, transfer: transfer, range: parser.cursor.range(from: start))
  }

  @Sendable private static func parseWeights(_ parser: inout StatementParser) throws(Diagnostic)
    -> Statement.Kind
  {
    let schemes = ["uniform", "normal", "xavier", "he", "zero"]
    guard let word = parser.cursor.word, schemes.contains(word) else {
      throw parser.unknownWord(Wording.list(schemes, last: "or"), among: schemes, example: parser.example)
    }
    parser.cursor.advance()
    let scheme: WeightInitialization
    switch word {
    case "uniform":
      let example = "weights uniform -0.5 0.5"
      let low = try parser.cursor.number("the lowest weight, a number", example: example)
      let high = try parser.cursor.number("the highest weight, a number", example: example)
      guard low.value <= high.value else {
        throw Diagnostic(
          .outOfRange(
            "the highest weight", value: high.value, allowed: "\(Wording.number(low.value)) or more"),
          at: high.range, example: example)
      }
      scheme = .uniform(low.value, high.value)
    case "normal":
      let example = "weights normal 0 0.1"
      let mean = try parser.cursor.number("the mean of the weights, a number", example: example)
      let deviation = try parser.cursor.number("their standard deviation, a number", example: example)
      guard deviation.value >= 0 else {
        throw Diagnostic(
          .outOfRange("the standard deviation", value: deviation.value, allowed: "0 or more"),
          at: deviation.range,
          example: example)
      }
      scheme = .normal(mean.value, deviation.value)
    case "xavier": scheme = .xavier
    case "he": scheme = .he
    default: scheme = .zero
    }
    let options = try parser.options()
    return .weights(scheme, seed: options.integer("seed"))
  }

  /// `bias`, `weights`, `w_ij`, `w_i1j`, `w_i1j1`, …
  private static func parseSelections(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> [Located<WeightSelection>] {
    var selections: [Located<WeightSelection>] = []
    repeat {
      let range = parser.cursor.range
      if parser.cursor.take(word: "bias") {
        selections.append(Located(.bias, range))
      } else if parser.cursor.take(word: "weights") {
        selections.append(Located(.all, range))
      } else {
        selections.append(try parser.cursor.weightSelection(example: parser.example))
      }
    } while parser.cursor.take(",")
    try parser.finish()
    return selections
  }
}

extension TokenCursor {
  /// `sigmoid`, `leaky relu`, or a name of the user's own.
  mutating func takeTransfer() -> Located<TransferName>? {
    guard let word else { return nil }
    let start = range.lowerBound
    advance()
    if word == "leaky" {
      _ = take(word: "relu")
      return Located(.builtIn(.leakyRelu), range(from: start))
    }
    let builtIn: TransferFunction? =
      switch word {
      case "sigmoid", "logistic": .sigmoid
      case "identity", "linear": .identity
      case "tanh": .tanh
      case "relu": .relu
      case "softplus": .softplus
      case "step": .step
      case "softmax": .softmax
      default: nil
      }
    return Located(builtIn.map { .builtIn($0) } ?? .named(word), range(from: start))
  }

  /// `w_ij`, `w_i1j2`, or `w` for all.
  mutating func weightSelection(example: String?) throws(Diagnostic) -> Located<WeightSelection> {
    let start = range.lowerBound
    guard take(word: "w") else { throw expected("weights, as `w_ij` or `w_i1j2`", example: example) }
    if let superscript = layerSuperscript("w", [], from: start) { throw superscript }
    guard case .subscripts(let subscripts) = peek else { return Located(.all, range(from: start)) }
    guard subscripts.count == 2, let from = subscripts.first, let to = subscripts.last else {
      let lacksLetter = subscripts.contains { $0.letter.isEmpty }
      throw expected(
        lacksLetter
          ? "the letter of a layer before each number, as in `w_i1j2`"
          : "two subscripts, from and to, as in `w_ij`",
        example: lacksLetter ? "w_i1j2 = 0.25" : example)
    }
    advance()
    if let superscript = layerSuperscript("w", subscripts, from: start) { throw superscript }
    return Located(.between(from, to), range(from: start))
  }
}
