extension FigureEntry {
  static let error = FigureEntry(
    name: "error", synonyms: ["E", "errors", "history", "loss", "losses", "cost", "curve", "learning"],
    form: "error [, log | loglog] [, last | runs NAMES]",
    meaning: "E by epoch, each training of the network a curve, and beside it what `record` has kept",
    options: [
      CommandOption(name: "log", value: .flag, meaning: "`plot error`: a logarithmic axis for E"),
      CommandOption(
        name: "loglog", value: .flag, meaning: "`plot error`: logarithmic axes for E and the epochs"),
      CommandOption(name: "last", value: .flag, meaning: "`plot error`: only the last training"),
      FigureEntry.runs,
    ],
    parse: { (cursor, _) throws(Diagnostic) in
      // `plot learning curve`
      _ = cursor.take(word: "curve") || cursor.take(word: "curves")
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        let all = network.runs.joined
        guard !all.isEmpty else { throw context.work.notTrained(network) }
        let runs = try context.named(all) ?? (context.options.has("last") ? Array(all.suffix(1)) : all)
        let plot = ErrorPlot(
          runs: runs, isLogarithmic: context.options.has("log") || context.options.has("loglog"),
          hasLogarithmicEpochs: context.options.has("loglog"))
        let error = Figure(
          title: "Error of \(network.name.asTyped) while training", description: plot.description,
          content: .chart(plot.chart))
        return context.figure(row: [error] + plot.recordedFigures)
      }
    })
}

extension FigureEntry {
  static let runs = CommandOption(
    name: "runs", value: .names(.trainingName),
    meaning:
      "`plot error`, `plot surface`: only the trainings that `train …, as NAME` has given these names")
}

extension Diagnostic {
  /// There is no training of that name.
  static func unknownTraining(_ name: Located<String>, known: [String], figure: String) -> Diagnostic {
    Diagnostic(
      .unknownName(name.value, kind: "training", known: known), at: name.range,
      suggestion: Spelling.nearest(to: name.value, among: known)?.asTyped,
      example: "train 100 epochs, as \"\(name.value)\"\nplot \(figure), runs \"\(name.value)\"")
  }
}

extension FigureContext {
  /// The latest trainings of the names that the option `runs` asks for, in its order; nil without it.
  fileprivate func named(_ runs: [TrainingRun]) throws(Diagnostic) -> [TrainingRun]? {
    guard let names = options.names("runs") else { return nil }
    var chosen: [TrainingRun] = []
    for name in names {
      guard let run = runs.last(where: { $0.name == name.value }) else {
        throw .unknownTraining(name, known: runs.compactMap { $0.name }, figure: "error")
      }
      chosen.append(run)
    }
    return chosen
  }
}

extension LongWork {
  /// A network that has not been trained.
  func notTrained(_ network: NetworkState) -> Diagnostic {
    problem(
      .nothingYet("training of network \(network.name.asTyped)", command: "train"),
      example: "train 1000 epochs")
  }
}
