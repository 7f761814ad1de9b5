import Backprop

/// `sweep`, which trains with every combination of the given settings.
extension Command {
  static let sweep = Command(
    name: "sweep", family: .training,
    synopsis: ["sweep η NUMBERS, α NUMBERS, seeds N..N, train N epochs, OPTIONS"],
    meaning: "train every combination of the settings on all cores; tabulate and overlay the errors",
    details: """
      Each run begins with new weights, drawn with its seed in the same way as the network's; without \
      `seeds`, it begins with the weights that training began from. η and α may be formulas in n, the number \
      of the epoch; several stand side by side, in brackets if they need them. All other options are those \
      of `train`. The network itself does not change.
      """,
    arguments: [.words(["η", "α", "seeds"])],
    options: own + train.options.filter { !ofOneTraining.contains($0.name) && !isOwn($0) } + [.size],
    start: "sweep seeds 1..4, train 100 epochs",
    examples: [
      "sweep η 0.1 0.5 2, seeds 1..4, train 200 epochs, until total E < 0.01",
      "sweep η 0.5 (2 / (1 + n/100)), seeds 1..4, train 200 epochs",
    ],
    parse: parseSweep)

  /// What `sweep` varies, or writes in another way than `train`.
  private static let own: [CommandOption] = [
    CommandOption(
      name: "η", synonyms: ["eta", "rate", "lr"], value: .rates(.positive),
      defaultValue: learningRateDefault,
      meaning: "the learning rates to try"),
    CommandOption(
      name: "α", synonyms: ["alpha", "momentum"], value: .rates(.notNegative),
      defaultValue: momentumDefault,
      meaning: "the momenta to try"),
    CommandOption(
      name: "seeds", synonyms: ["seed"], value: .integers,
      defaultValue: "the weights that training began from",
      meaning: "the seeds of the weights to try: `1..20`, or `1 5 9`"),
    CommandOption(
      name: "train", synonyms: ["epochs"], value: .epochs,
      defaultValue: "\(TrainingOptions.standard.epochs) epochs",
      meaning: "the largest number of epochs of each run"),
  ]

  /// What only a training by itself has.
  private static let ofOneTraining = ["shuffle", "watch", "record", "as", "hidden"]

  /// `train` and `sweep` share every other option, except these: the seeds of a sweep are those of its
  /// weights.
  private static func isOwn(_ option: CommandOption) -> Bool {
    own.contains { $0.isCalled(option.name) }
  }

  @Sendable private static func parseSweep(_ parser: inout StatementParser) throws(Diagnostic) -> Action {
    let options = try parser.options(commaIsOptional: true)
    guard options.has("η") || options.has("α") || options.has("seeds") else {
      throw Diagnostic(
        .expected("a setting to vary: η, α or seeds", found: "none"), at: parser.range)
    }
    let training = try TrainRequest(options, of: parser.command, at: parser.range)
    let request = SweepRequest(
      learningRates: options.rates("η") ?? [], momenta: options.rates("α") ?? [],
      seeds: options.numbers("seeds")?.map { UInt64($0) } ?? [], training: training,
      isWide: options.isWide)
    guard request.runCount <= SweepRequest.mostRuns else {
      throw Diagnostic(
        .outOfRange(
          "the number of runs", value: Double(request.runCount), allowed: "at most \(SweepRequest.mostRuns)"),
        at: parser.range)
    }
    return Action { (execution) throws(Diagnostic) in try execution.sweep(request) }
  }
}

/// The request to `sweep`; an empty list means the session's setting.
struct SweepRequest: Sendable {
  var learningRates: [OptionValues.Rate]
  var momenta: [OptionValues.Rate]
  var seeds: [UInt64]
  var training: TrainRequest
  /// Whether its figure fills the width of the page.
  var isWide: Bool

  static let mostRuns = 10_000
  var runCount: Int { max(learningRates.count, 1) * max(momenta.count, 1) * max(seeds.count, 1) }
}

extension Execution {
  fileprivate mutating func sweep(_ request: SweepRequest) throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network).set
    let runs = try runs(of: request, network)
    let sweep: Sweep
    do throws(NetworkError) {
      sweep = try Sweep(runs.map { $0.run }, on: patterns)
    } catch { throw problem(error) }
    if let first = runs.first {
      let each = Trainer.bytesNeeded(for: network.core, first.run.options)
      try require(each * Double(min(host.cores, runs.count)), for: "this sweep")
    }
    state.trainings += 1
    let key = "sweep-\(state.trainings)"
    let host = self.host
    let digits = state.digits
    var watch = SweepWatch(began: host.now(), runs: runs)
    let points = SweepResult.pointsPerCurve(runs: runs.count)
    let results = sweep.train(
      threads: host.cores, summary: { SweepResult($0, $1.result, points: points) },
      observer: { progress in
        if let report = watch.report(progress, now: host.now()) {
          host.emit(CellResult(.training(report), displayKey: key, digits: digits))
        }
        return !host.isInterrupted()
      })
    let finished = results.compactMap { $0 }.filter { !$0.wasStopped }
    wasInterrupted = finished.count < runs.count
    let document = SweepDocument(
      runs: runs, results: finished, request: request, settings: settings(request, runs),
      errorFunction: network.core.errorFunction, formats: state.figureFormats)
    host.emit(CellResult(.document(Document(document.blocks)), displayKey: key, digits: digits))
    if let figure = document.figure {
      host.emit(CellResult(.figure(request.isWide ? figure.widened : figure), digits: digits))
    }
  }

  private func settings(_ request: SweepRequest, _ runs: [SweepRun]) -> String {
    let varied = [
      request.learningRates.isEmpty ? nil : "η", request.momenta.isEmpty ? nil : "α",
      request.seeds.isEmpty ? nil : "seeds",
    ]
    let text =
      runs.first.map { TrainingWords.line($0.run.options, patterns: state.currentPatterns ?? "") } ?? ""
    return "\(Wording.plural(runs.count, "run")) over \(Wording.list(varied.compactMap { $0 })); the first: "
      + text
  }

  private func runs(of request: SweepRequest, _ network: NetworkState) throws(Diagnostic) -> [SweepRun] {
    let rates: [OptionValues.Rate?] =
      request.learningRates.isEmpty ? [nil] : request.learningRates.map { .some($0) }
    let momenta: [OptionValues.Rate?] =
      request.momenta.isEmpty ? [nil] : request.momenta.map { .some($0) }
    let seeds: [UInt64?] = request.seeds.isEmpty ? [nil] : request.seeds.map { .some($0) }
    var beginning = network.core
    for (place, weights) in network.initialWeights.enumerated() {
      do throws(NetworkError) { try beginning.setWeights(weights, ofProjection: place) } catch {
        throw problem(error)
      }
    }
    var runs: [SweepRun] = []
    for rate in rates {
      for momentum in momenta {
        for seed in seeds {
          var request = request.training
          if let rate { request.set(learningRate: rate) }
          if let momentum { request.set(momentum: momentum) }
          let draw = seed.map { Sweep.Draw(network.scheme, seed: $0) }
          runs.append(
            SweepRun(
              number: runs.count,
              run: Sweep.Run(network: beginning, options: try options(of: request), draw: draw)))
        }
      }
    }
    return runs
  }
}
