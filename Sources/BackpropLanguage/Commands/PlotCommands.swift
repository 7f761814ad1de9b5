/// Pictures of the network and of its learning.
enum PlotCommands {
  static let all = [plot, animate, figures]

  static let plot = Command(
    name: "plot", family: .showing,
    synopsis: PlotSubject.allCases.map { $0.synopsis },
    meaning: "draw error curves, the network, its weights, activations, decision boundary and more",
    details: PlotSubject.allCases.map { "\($0.rawValue): \($0.meaning)" }.joined(separator: "\n"),
    arguments: [.words(PlotSubject.allCases.map { $0.rawValue })],
    options: [
      CommandOption(name: "log", value: .flag, meaning: "`plot error`: a logarithmic axis for E"),
      CommandOption(
        name: "loglog", value: .flag, meaning: "`plot error`: logarithmic axes for E and the epochs"),
      CommandOption(name: "last", value: .flag, meaning: "`plot error`: only the last training"),
    ],
    examples: [
      "train 500 epochs\nplot error, log", "forward 2\nbackward\nplot network", "plot boundary",
      "train 500 epochs\nplot surface w_i1j1 w_j1k1", "plot transfer j",
    ],
    parse: parsePlot)

  static let animate = Command(
    name: "animate", family: .showing,
    synopsis: ["animate step", "animate training"],
    meaning:
      "a figure with a slider: one pattern through 1a to 2c, or the training from its first epoch to its last",
    details: "It needs no kernel once it is there: the slider works in an exported page too.",
    arguments: [.words(["step", "training"])],
    examples: ["animate step", "train 500 epochs\nanimate training"],
    parse: { (parser) throws(Diagnostic) in
      let range = parser.cursor.range
      guard let word = parser.cursor.word, let subject = AnimationSubject(rawValue: word) else {
        let words = AnimationSubject.allCases.map { $0.rawValue }
        throw parser.cursor.expected(
          "`step` or `training`",
          suggestion: parser.cursor.word.flatMap { Spelling.nearest(to: $0, among: words) },
          example: "animate step")
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
          throw parser.cursor.expected(
            "svg, png or pdf",
            suggestion: parser.cursor.word.flatMap { Spelling.nearest(to: $0, among: words) },
            example: "figures svg png")
        }
        parser.cursor.advance()
        if !formats.contains(format) { formats.append(format) }
        _ = parser.cursor.take(",")
      } while !parser.cursor.isAtEnd
      return .figures(formats)
    })

  @Sendable private static func parsePlot(_ parser: inout StatementParser) throws(Diagnostic)
    -> Statement.Kind
  {
    let range = parser.cursor.range
    let words = PlotSubject.allCases.map { $0.rawValue }
    guard let word = parser.cursor.word, let subject = PlotSubject(word: word) else {
      throw parser.cursor.expected(
        "what to plot: \(Wording.list(words, last: "or"))",
        suggestion: parser.cursor.word.flatMap { Spelling.nearest(to: $0, among: words) },
        example: "plot error")
    }
    parser.cursor.advance()
    var request = PlotRequest(subject: Located(subject, range))
    switch subject {
    case .surface:
      for _ in 0..<2 {
        request.weights.append(try parser.cursor.weightSelection(example: "plot surface w_i1j1 w_j1k1"))
        _ = parser.cursor.take(",")
      }
    case .boundary, .hidden:
      while let unit = try parser.cursor.takeUnit(
        example: "plot \(subject.rawValue) \(subject == .hidden ? "j1 j2" : "i1 i2")")
      {
        request.units.append(unit)
      }
    case .transfer:
      if parser.cursor.word != nil {
        request.layer = try parser.cursor.layerLetter(example: "plot transfer j")
      }
    case .error, .network, .weights, .activations, .digits, .confusion: break
    }
    let options = try parser.options()
    request.isLogarithmic = options.has("log") || options.has("loglog")
    request.hasLogarithmicEpochs = options.has("loglog")
    request.showsLastOnly = options.has("last")
    return .plot(request)
  }
}

extension TokenCursor {
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

/// What can be plotted.
enum PlotSubject: String, Sendable, CaseIterable {
  case error, network, weights, activations, boundary, hidden, surface, transfer, digits, confusion

  /// By its name or another word for it.
  init?(word: String) {
    switch word {
    case "E", "errors", "history": self = .error
    case "hinton", "w": self = .weights
    case "patterns", "images": self = .digits
    case "g": self = .transfer
    default: self.init(rawValue: word)
    }
  }

  var synopsis: String {
    switch self {
    case .error: "plot error [, log | loglog] [, last]"
    case .boundary: "plot boundary [i1 i2]"
    case .hidden: "plot hidden [j1 j2]"
    case .surface: "plot surface w_i1j1 w_j1k1"
    case .transfer: "plot transfer [j]"
    default: "plot \(rawValue)"
    }
  }

  var meaning: String {
    switch self {
    case .error: "E by epoch, each training of the network a curve"
    case .network: "units by their output, weights by size and sign, a and δ where they are known"
    case .weights: "a Hinton diagram: squares by size, white positive and black negative"
    case .activations: "the output of every unit for every pattern as shades"
    case .boundary: "the output over two inputs, and the patterns"
    case .hidden: "the patterns by the outputs of two hidden units"
    case .surface: "total E over two weights, and the way that the last training took"
    case .transfer: "g and g' of a layer, and where its units stand"
    case .digits: "patterns that are pictures, with what the network says they are"
    case .confusion: "classes of the targets against those of the outputs"
    }
  }
}

/// `plot …`
struct PlotRequest: Sendable {
  var subject: Located<PlotSubject>
  var weights: [Located<WeightSelection>] = []
  var units: [Located<Subscript>] = []
  var layer: Located<String>?
  var isLogarithmic = false
  var hasLogarithmicEpochs = false
  var showsLastOnly = false

  init(subject: Located<PlotSubject>) { self.subject = subject }
}

/// `animate …`
enum AnimationSubject: String, Sendable, CaseIterable { case step, training }
