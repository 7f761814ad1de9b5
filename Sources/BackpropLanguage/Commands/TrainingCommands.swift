import Backprop

/// Learning and its test.
enum TrainingCommands {
  static let all = [train, test] + SweepCommand.all + [DiagnoseCommand.diagnose]

  static let rules = ["gradient", "momentum", "nesterov", "rprop", "quickprop", "adam"]

  static let train = Command(
    name: "train", synonyms: ["learn"], family: .training,
    synopsis: ["train [N epochs], OPTIONS"],
    meaning: "present the patterns again and again and update the weights",
    details: """
      One update per pattern unless `batch` is given; gradients are summed, not averaged, unless `mean` is \
      given. Training goes on where the last `train` with the same options ended. Stopping it keeps the \
      weights. If it diverges, the weights stay as they were before, and its curve is kept for `plot error`. \
      Batches of a large network are computed by all cores, whose number does not change the result. \
      `precision single` is for products of at least 2^18 multiplications, such as 128 patterns through 64 \
      by 32 weights; smaller ones are double, and so are those with inputs that are mostly 0.
      """,
    arguments: [.words(["1000 epochs", "until"])],
    continuation: { words in words.count == 1 && Double(words[0]) != nil ? [.words(["epochs"])] : [] },
    options: [
      CommandOption(
        name: "epochs", value: .integer(least: 0), defaultValue: "1000", meaning: "the most epochs"),
      CommandOption(
        name: "η", synonyms: ["eta", "rate", "lr"], value: .number(.positive),
        defaultValue: "0.5, or what `η = …` has set",
        meaning: "the learning rate"),
      CommandOption(
        name: "α", synonyms: ["alpha", "momentum"], value: .number(.notNegative),
        defaultValue: "0, or what `α = …` has set",
        meaning: "the momentum: Δw(n) = η δ y + α Δw(n-1)"),
      CommandOption(
        name: "batch", value: .optionalCount, defaultValue: "one update per pattern",
        meaning: "update after the whole set, or after every N patterns"),
      CommandOption(
        name: "mean", value: .flag, meaning: "average the gradients of a batch instead of summing them"),
      CommandOption(
        name: "rule", value: .choice(rules), defaultValue: "gradient", meaning: "the learning rule"),
      CommandOption(
        name: "decay", synonyms: ["β", "beta"], value: .number(.notNegative), defaultValue: "0",
        meaning: "weight decay: each update descends E + β/2 Σ w², over all weights, those of bias units "
          + "too"),
      CommandOption(name: "shuffle", value: .flag, meaning: "a new order of the patterns in every epoch"),
      CommandOption(
        name: "seed", value: .integer(least: 0), defaultValue: "1", meaning: "the seed of `shuffle`"),
      CommandOption(
        name: "precision", value: .choice(["double", "single"]), defaultValue: "double",
        meaning: "`single`: a large network's products with seven digits, in little more than half the time"),
      CommandOption(
        name: "until", value: .condition,
        meaning:
          "stop as soon as E during an epoch (each pattern's with the weights at that moment) is below this; "
          + "`test` "
          + "shows E with the final weights"),
    ],
    examples: [
      "train 5000 epochs, η 0.5, α 0.9, batch, until total E < 0.01",
      "train 100 epochs, rule adam, η 0.01, batch 2, shuffle, seed 3",
    ],
    parse: parseTrain)

  static let test = Command(
    name: "test", family: .training,
    synopsis: ["test"],
    meaning: "present every pattern: input, target, output and E; accuracy where the targets are classes",
    examples: ["test"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return .test
    })

  @Sendable private static func parseTrain(_ parser: inout StatementParser) throws(Diagnostic)
    -> Statement.Kind
  {
    var epochs: Int?
    let isSigned = parser.cursor.peek == .symbol("-") || parser.cursor.peek == .symbol("+")
    if !isSigned, parser.cursor.isAtNumber {
      epochs = try parser.cursor.integer(
        "the number of epochs", most: 1_000_000_000, example: "train 1000 epochs"
      ).value
      if !parser.cursor.take(word: "epochs") { _ = parser.cursor.take(word: "epoch") }
    } else if case .symbol("-") = parser.cursor.peek {
      throw parser.cursor.expected("the number of epochs", example: "train 1000 epochs")
    }
    let options = try parser.options(commaIsOptional: epochs == nil)
    if let range = options.range("epochs"), epochs != nil {
      throw Diagnostic(.repeatedOption("epochs"), at: range, example: parser.example)
    }
    var request = request(options)
    if let epochs { request.epochs = epochs }
    return .train(request)
  }

  /// What the options of `train`, or of `sweep`, ask for.
  static func request(_ options: OptionValues) -> TrainRequest {
    var updates = Updates.perPattern
    switch options["batch"] {
    case .flag: updates = .batch
    case .integer(let size): updates = .miniBatch(size)
    default: break
    }
    let rule: LearningRule =
      switch options.word("rule") {
      case "nesterov": .nesterov
      case "rprop": .rprop()
      case "quickprop": .quickprop()
      case "adam": .adam()
      default: .gradient
      }
    var target: StoppingRule?
    if case .condition(let condition) = options["until"] {
      switch condition {
      case .totalError(let bound): target = .totalError(below: bound)
      case .meanError(let bound): target = .meanError(below: bound)
      }
    }
    var momentum = options.number("α")
    if options.word("rule") == "momentum", momentum == nil { momentum = 0.9 }
    return TrainRequest(
      epochs: options.integer("epochs") ?? options.integer("train"), learningRate: options.number("η"),
      momentum: momentum,
      updates: updates, reduction: options.has("mean") ? .mean : .sum, rule: rule,
      decay: options.number("decay") ?? 0,
      shuffleSeed: options.has("shuffle") ? options.integer("seed") ?? 1 : nil, target: target,
      precision: options.word("precision") == "single" ? .single : .double)
  }
}
