import Backprop

/// `rule adam, β1 0.9`
extension Command {
  static let rule = Command(
    name: "rule", family: .training,
    synopsis: ["rule NAME, OPTIONS"],
    meaning: "set the learning rule of `update` and `step`, and of a `train` or `sweep` that names no other",
    details: """
      One step by hand over each pattern gives the weights of an epoch of `train`, to the last bit, and each \
      goes on with what the other remembers, as long as the rule is the same. η and α are set by `η = …` and \
      `α = …`, or here. `rule gradient` returns to Δw = η δ y.
      """,
    arguments: [.words(TrainRequest.rules)],
    options: [
      CommandOption(
        name: "η", synonyms: ["eta", "rate", "lr"], value: .number(.positive),
        defaultValue: "what it was", meaning: "the learning rate"),
      CommandOption(
        name: "α", synonyms: ["alpha", "momentum"], value: .number(.notNegative),
        defaultValue: "what it was", meaning: "the momentum: Δw(n) = η δ y + α Δw(n-1)"),
      CommandOption(
        name: "decay", synonyms: ["β", "beta"], value: .decay,
        defaultValue: Wording.number(TrainingOptions.standard.decay), meaning: TrainRequest.decay.meaning),
    ] + TrainRequest.ruleParameters,
    start: "rule gradient",
    examples: [
      "rule adam, η 0.01, β1 0.9, β2 0.99\nstep 1\nstep 2", "rule momentum, decay 0.001 without bias",
    ],
    parse: { (parser) throws(Diagnostic) in
      let range = parser.cursor.range
      let words = TrainRequest.rules
      guard let word = parser.cursor.takeName(), words.contains(word.value) else {
        throw parser.unknownWord("the name of a learning rule", among: words)
      }
      let options = try parser.options()
      if let formula = options.schedule("decay") {
        throw Diagnostic(
          .expected("a number: by hand there are no epochs to count", found: "`n`"), at: formula.range,
          example: "rule gradient, decay 0.001")
      }
      let choice = try TrainRequest.rule(options, named: word.value, of: parser.command, at: range)
      return Action { (execution) throws(Diagnostic) in
        execution.state.rule = choice.rule
        execution.state.decay = WeightDecay(options) ?? WeightDecay()
        if let rate = options.number("η") { execution.state.learningRate = rate }
        if let momentum = options.number("α") ?? choice.momentum { execution.state.momentum = momentum }
        execution.state.refreshWeightChanges()
        try execution.rebindFunctions(at: range)
        execution.note(execution.state.stepSettings.joined(separator: ", "))
      }
    })
}

extension SessionState {
  /// The options by which `update` and `step` change the weights.
  var stepOptions: TrainingOptions {
    TrainingOptions(
      learningRate: learningRate, momentum: rule.usesMomentum ? momentum : 0, rule: rule,
      decay: decay.value, decaysBias: decay.includesBias)
  }

  /// The same in words: `η = 0.5`, `α = 0.9`, `rule adam`.
  var stepSettings: [String] {
    var words: [String] = []
    if rule != .gradient {
      words.append("rule \(rule.name)")
      words += zip(rule.parameters, rule.values).map { "\($0.name) \(Wording.number($1))" }
    }
    words.append("η = \(Wording.number(learningRate))")
    if rule.usesMomentum, momentum != 0 { words.append("α = \(Wording.number(momentum))") }
    if decay.value != 0 {
      words.append("decay \(decay.words)")
    }
    return words
  }
}

extension NetworkState {
  /// A trainer of the network as it is, with what the last training or the steps by hand remember.
  func trainer(_ options: TrainingOptions) throws(NetworkError) -> Trainer {
    var trainer = try Trainer(network: core, options: options, threads: Processor.cores)
    try trainer.takeMemory(of: self)
    return trainer
  }
}

extension Trainer {
  mutating func takeMemory(of network: NetworkState) throws(NetworkError) {
    if let last = network.trainer { takeMemory(of: last) }
    if let changes = network.lastChanges { try setLastChanges(changes) }
  }
}
