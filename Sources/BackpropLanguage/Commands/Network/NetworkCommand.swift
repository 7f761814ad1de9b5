import Backprop

/// `network 2-2-1, bias`
extension Command {
  static let network = Command(
    name: "network", synonyms: ["net"], family: .network,
    synopsis: ["network 2-2-1", "network NAME: [LETTER] UNITS [TRANSFER] - … - UNITS [TRANSFER], OPTIONS"],
    meaning: "define a network of layers, each connected to the next, with its first weights",
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
        name: "error", value: .choice(NamedError.all.map { $0.name }),
        defaultValue: ErrorFunction.standard.name,
        meaning: "the error function: " + NamedError.all.map { $0.summary }.joined(separator: "; ")),
    ],
    examples: [
      "network 2-2-1",
      "network xor: 2 - 2 tanh - 1 sigmoid, bias -1",
      "network deep: i 4 - h 8 relu - j 8 relu - k 3 softmax, bias, error cross-entropy",
    ],
    parse: parseNetwork)

  @Sendable private static func parseNetwork(_ parser: inout StatementParser) throws(Diagnostic)
    -> Action
  {
    var name = "net"
    if parser.cursor.contains(":") {
      name = try parser.cursor.name("a name for the network").value
      guard parser.cursor.take(":") else {
        throw parser.cursor.expected("`:` after the name")
      }
    }
    if let word = parser.cursor.word, word.unicodeScalars.count > 1, !Vocabulary.isReserved(word),
      let number = parser.cursor.peek(1), case .number = number.kind
    {
      throw Diagnostic(
        .expected("`:` after the name of a network", found: "a number"), at: number.range,
        suggestion: "network \(word): \(parser.cursor.source.string(number.range))…")
    }
    var layers = [try layer(&parser)]
    while parser.cursor.take("-") { layers.append(try layer(&parser)) }
    // `2 2 1` and `2, 2, 1`
    var ahead = parser.cursor
    _ = ahead.take(",")
    if layers.count == 1, ahead.isAtNumber, let first = layers.first {
      throw Diagnostic(
        .expected("`-` between two layers", found: ahead.found), at: ahead.range,
        suggestion: "\(first.units)-\(parser.cursor.source.string(ahead.range))")
    }
    if layers.count == 1, parser.cursor.isAtEnd {
      throw parser.cursor.expected("`-` and the next layer")
    }
    let options = try parser.options()
    let error = try options.choice("error") { word in NamedError.all.first { $0.name == word } }
    let definition =
      NetworkDefinition(
        name: name, layers: layers, bias: options.number("bias"),
        error: Located(error ?? .standard, options.range("error") ?? parser.range))
    // Names that do not fit are refused when the network is defined.
    let letters = try? definition.letters(at: parser.range)
    return Action(
      network: letters.map { NumberedUnits(letters: $0, units: definition.layers.map { $0.units }) }
    ) { (execution) throws(Diagnostic) in try execution.define(definition) }
  }

  private static func layer(
    _ parser: inout StatementParser
  ) throws(Diagnostic) -> NetworkDefinition.LayerDefinition {
    let start = parser.cursor.range.lowerBound
    var letter: Located<String>?
    if case .word = parser.cursor.peek, !parser.cursor.isCount { letter = try parser.cursor.layerLetter() }
    guard parser.cursor.isAtNumberOrName, parser.cursor.peek != .symbol("-") else {
      throw parser.cursor.expected("the number of units of a layer")
    }
    let units = try parser.cursor.count(
      "the number of units", least: 1, most: 1_000_000, joiningSums: false, isInList: true)
    let isOption = parser.cursor.word.flatMap { parser.command.options.named($0) } != nil
    let transfer = isOption ? nil : parser.cursor.takeTransfer()
    return NetworkDefinition.LayerDefinition(
      letter: letter, units: units.value, transfer: transfer, range: parser.cursor.range(from: start))
  }
}

extension TokenCursor {
  /// Whether a name here stands for a number of units: no number follows it, whose letter it would be.
  fileprivate var isCount: Bool {
    if case .number? = peek(1)?.kind { false } else { isAtNumberOrName }
  }
}

/// `network NAME: …`
struct NetworkDefinition: Sendable {
  struct LayerDefinition: Sendable {
    var letter: Located<String>?
    var units: Int
    var transfer: Located<TransferName>?
    var range: SourceRange
  }
  var name: String
  var layers: [LayerDefinition]
  var bias: Double?
  var error: Located<NamedError>
}

extension Execution {
  fileprivate mutating func define(_ definition: NetworkDefinition) throws(Diagnostic) {
    let letters = try definition.letters(at: range)
    var layers: [Layer] = []
    for (index, layer) in definition.layers.enumerated() {
      let isInput = index == 0
      if isInput, let transfer = layer.transfer {
        throw problem(.transferOfInputLayer, at: transfer.range)
      }
      let transfer = try layer.transfer.map { (name) throws(Diagnostic) in try resolve(name) } ?? .sigmoid
      layers.append(Layer(name: letters[index], units: layer.units, transfer: isInput ? .identity : transfer))
    }
    let needed: Double
    do throws(NetworkError) {
      needed = try Network.bytesNeeded(units: layers.map { $0.units }, hasBias: definition.bias != nil)
    } catch { throw problem(error) }
    try require(needed, for: "a network of these sizes")
    do throws(NetworkError) {
      var network = try Network(layers: layers, bias: definition.bias)
      network.initializeWeights(.uniform(-0.5, 0.5), seed: 1)
      state.store(
        NetworkState(name: definition.name, core: network, weightOrigin: "uniform -0.5 0.5, seed 1"))
    } catch {
      let place: SourceRange
      switch error {
      case .softmaxBeforeLastLayer(let layer), .emptyLayer(let layer):
        place = definition.layers.indices.contains(layer) ? definition.layers[layer].range : range
      case .softmaxOfOneUnit: place = definition.layers.last?.range ?? range
      case .tooFewLayers, .tooManyWeights, .noSuchLayer, .noSuchProjection, .noSuchWeight, .notForward,
        .alreadyConnected, .transferOfInputLayer, .nonFiniteBias, .nonFiniteWeight, .weightShape,
        .frozenCount,
        .weightsCannotBeDrawn, .changeCount, .changeShape, .inputWidth, .targetWidth, .foreignPass,
        .noPatterns,
        .raggedPattern, .nonFinitePattern, .patternCounts, .noSuchPattern, .patternSetSize,
        .fractionOutOfRange,
        .scalingRange, .inputSpread, .raggedRow, .elementCount, .noSuchElement, .rateOutOfRange,
        .momentumOutOfRange, .decayOutOfRange, .epochsOutOfRange, .batchSizeOutOfRange, .targetOutOfRange,
        .noSuchRuleParameter, .ruleParameterOutOfRange, .transferDoesNotFit:
        place = range
      }
      throw problem(error, at: place)
    }
    let error = definition.error
    let chosen = try error.value.function(
      number: nil, state.formulaContext(of: try currentNetwork()), at: error.range)
    try use(chosen.function, chosen.own, at: error.range)
    emit([.note([.text(NetworkWords.summary(try currentNetwork(), in: state))])])
  }
}

extension NetworkDefinition {
  /// The letters of the layers: those given, otherwise the handout's. range: of the definition.
  fileprivate func letters(at range: SourceRange) throws(Diagnostic) -> [String] {
    let count = layers.count
    guard count >= 2 else { throw Diagnostic(.network(.tooFewLayers(count: count)), at: range) }
    var between = Layer.hiddenNames
    guard count - 2 <= between.count else {
      throw Diagnostic(
        .outOfRange("the number of layers", value: Double(count), allowed: "at most \(between.count + 2)"),
        at: range)
    }
    var letters: [String] = []
    let given = layers.compactMap { $0.letter }
    for letter in given {
      if !Vocabulary.mayNameLayer(letter.value) || letters.contains(letter.value) {
        throw Diagnostic(
          .expected(
            "a letter for the layer that means nothing else", found: "`\(letter.value)`"), at: letter.range)
      }
      letters.append(letter.value)
    }
    between.removeAll { letters.contains($0) }
    var result: [String] = []
    for (index, layer) in layers.enumerated() {
      if let letter = layer.letter {
        result.append(letter.value)
      } else if index == 0, !letters.contains("i") {
        result.append("i")
      } else if index == count - 1, !letters.contains("k") {
        result.append("k")
      } else if !between.isEmpty {
        result.append(between.removeFirst())
      } else {
        throw Diagnostic(.network(.tooFewLayers(count: count)), at: range)
      }
    }
    return result
  }
}
