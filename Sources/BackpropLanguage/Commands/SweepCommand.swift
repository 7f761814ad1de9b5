import Backprop

/// `sweep`, which trains every combination of some settings.
enum SweepCommand {
  static let all = [sweep]

  static let sweep = Command(
    name: "sweep", family: .training,
    synopsis: ["sweep η NUMBERS, α NUMBERS, seeds N..N, train N epochs, OPTIONS"],
    meaning: "train every combination of the settings on all cores; tabulate and overlay the errors",
    details: """
      Each run begins with weights of its own seed, drawn as those of the network were; without `seeds`, \
      with the weights that training began from. All other options are those of `train`. The network itself \
      stays as it is.
      """,
    arguments: [.words(["η", "α", "seeds"])],
    options: [
      CommandOption(
        name: "η", synonyms: ["eta", "rate", "lr"], value: .numbers(.positive),
        defaultValue: "0.5, or what `η = …` has set",
        meaning: "the learning rates to try"),
      CommandOption(
        name: "α", synonyms: ["alpha", "momentum"], value: .numbers(.notNegative),
        defaultValue: "0, or what `α = …` has set",
        meaning: "the momenta to try"),
      CommandOption(
        name: "seeds", synonyms: ["seed"], value: .integers,
        defaultValue: "the weights that training began from",
        meaning: "the seeds of the weights to try: `1..20`, or `1 5 9`"),
      CommandOption(
        name: "train", synonyms: ["epochs"], value: .epochs, defaultValue: "1000 epochs",
        meaning: "the most epochs of each run"),
    ]
      + TrainingCommands.train.options.filter {
        ["batch", "mean", "rule", "decay", "precision", "until"].contains($0.name)
      },
    examples: ["sweep η 0.1 0.5 2, seeds 1..4, train 200 epochs, until total E < 0.01"],
    parse: parse)

  @Sendable private static func parse(_ parser: inout StatementParser) throws(Diagnostic) -> Statement.Kind {
    let options = try parser.options(commaIsOptional: true)
    guard options.has("η") || options.has("α") || options.has("seeds") else {
      throw Diagnostic(
        .expected("a setting to vary: η, α or seeds", found: "none"), at: parser.range,
        example: parser.example)
    }
    let training = TrainingCommands.request(options)
    let request = SweepRequest(
      learningRates: options.numbers("η") ?? [], momenta: options.numbers("α") ?? [],
      seeds: options.numbers("seeds")?.map { Int($0) } ?? [], training: training)
    guard request.runCount <= SweepRequest.mostRuns else {
      throw Diagnostic(
        .outOfRange(
          "the number of runs", value: Double(request.runCount), allowed: "at most \(SweepRequest.mostRuns)"),
        at: parser.range, example: parser.example)
    }
    return .sweep(request)
  }
}

/// What `sweep` was asked for; an empty list: the session's setting.
struct SweepRequest: Sendable {
  var learningRates: [Double]
  var momenta: [Double]
  var seeds: [Int]
  var training: TrainRequest

  static let mostRuns = 10_000
  var runCount: Int { max(learningRates.count, 1) * max(momenta.count, 1) * max(seeds.count, 1) }
}
