extension FigureEntry {
  static let error = FigureEntry(
    name: "error", synonyms: ["E", "errors", "history", "loss", "losses", "cost", "curve", "learning"],
    form: "error [, log | loglog] [, last]",
    meaning: "E by epoch, each training of the network a curve",
    options: [
      CommandOption(name: "log", value: .flag, meaning: "`plot error`: a logarithmic axis for E"),
      CommandOption(
        name: "loglog", value: .flag, meaning: "`plot error`: logarithmic axes for E and the epochs"),
      CommandOption(name: "last", value: .flag, meaning: "`plot error`: only the last training"),
    ],
    parse: { (cursor, _) throws(Diagnostic) in
      // `plot learning curve`
      _ = cursor.take(word: "curve") || cursor.take(word: "curves")
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        let runs = context.options.has("last") ? Array(network.runs.suffix(1)) : network.runs
        guard !runs.isEmpty else { throw context.work.notTrained(network) }
        let plot = ErrorPlot(
          runs: runs, isLogarithmic: context.options.has("log") || context.options.has("loglog"),
          hasLogarithmicEpochs: context.options.has("loglog"))
        return context.figure(
          "Error of \(network.name.asTyped) while training", plot.description, .chart(plot.chart))
      }
    })
}

extension LongWork {
  /// A network that has not been trained.
  func notTrained(_ network: NetworkState) -> Diagnostic {
    problem(
      .nothingYet("training of network \(network.name.asTyped)", command: "train"),
      example: "train 1000 epochs")
  }
}
