import Backprop

/// `rule adam, β1 0.9`
extension Command {
  static let rule = Command(
    name: "rule", family: .training,
    synopsis: ["rule NAME, OPTIONS", "rule NAME: Δw_ij = FORMULA", "rule"],
    meaning: "set the learning rule of `update` and `step`, and of a `train` or `sweep` that names no other; "
      + "define one; list them",
    details: """
      A rule of one's own has a formula of Δw_ij for every weight w_ij, or several lines below `rule \
      NAME:`. It may use w_ij, the gradient (`∂E/∂w_ij = -δ_j y_i`, summed or averaged over the patterns \
      of a batch, decay included; what weights in E add is in ∂E/∂w_ij, not in δ_j y_i), η, α, n (the \
      number of the update, from 1), l (the number of the layer that the weight leads to; the input layer is \
      number 1), names defined by `let`, β1 and the other parameters of \
      built-in rules, and quantities of its own: m_ij, one for each weight, or s and η_n, one number for all \
      weights. X(n-1) is the value at the update before, 0 at first; w_ij(n-1) is w_ij at first. `[n = 1]` \
      and other \
      comparisons are 1 where they hold, else 0. A formula of t_j, y_j and a_j may take the place of \
      δ_j: such a rule trains the weights into the output layer. A line `w_ij ← w_ij + η δ_j y_i` says \
      the same by the weight after the update, and `w ← w - η ∂E/∂w` by all of them. The numbers of \
      updates may be those of books: `Δw_ij(t+1) = η δ_j y_i + α Δw_ij(t)`. On the right of an arrow, a \
      quantity of the rule's own is that of the update before: `v_ij ← α v_ij + η δ_j y_i`, or, of all \
      weights, `v → v' = α v - η ∇E` and `w → w' = w + v'`. Lines such \
      as `Δw_i0j = η δ_j` say what happens to biases alone; without them, biases change as the other \
      weights do.
      With the rule in force, m_ij, m_ij(n-1), n and β1 have values in `check`, `print` and `explain`: those \
      of the update that `backward` works out, or else of the last one.
      One step by hand over each pattern gives the weights of an epoch of `train`, to the last bit, and \
      each goes on with what the other remembers, as long as the rule is the same. η and α are set by `η \
      = …` and `α = …`, or here; they may be schedules, `η = 0.5 / (1 + n/100)`, of which n is the epoch of \
      `train`, and which are as in the first epoch by hand. `rule gradient` returns to Δw_ij = -η ∂E/∂w_ij.
      """,
    arguments: [.learningRule],
    options: [
      CommandOption(
        name: "η", synonyms: ["eta", "rate", "lr"], value: .rate(.positive),
        defaultValue: "what it was", meaning: "the learning rate"),
      CommandOption(
        name: "α", synonyms: ["alpha", "momentum"], value: .rate(.notNegative),
        defaultValue: "what it was", meaning: "the momentum: Δw_ij = η δ_j y_i + α Δw_ij(n-1)"),
      CommandOption(
        name: "decay", synonyms: ["β", "beta"], value: .decay,
        defaultValue: Wording.number(TrainingOptions.standard.decay), meaning: TrainRequest.decay.meaning),
    ] + TrainRequest.ruleParameters,
    takesRows: true,
    start: "rule gradient",
    examples: [
      "rule adam, η 0.01, β1 0.9, β2 0.99\nstep 1\nstep 2", "rule momentum, decay 0.001 without bias",
      "rule mine: Δw_ij = η δ_j y_i + α Δw_ij(n-1)\ntrain 20 epochs, rule mine, α 0.9",
      """
      rule l2:
        w_ij ← (1 - 0.01 η) w_ij - η ∂E/∂w_ij
        w_i0j ← w_i0j - η ∂E/∂w_i0j
      train 20 epochs, rule l2
      """,
      "rule slower: Δw_ij = -(η / l) ∂E/∂w_ij\ntrain 20 epochs, rule slower",
      RulesByHand.definition("rms", RulesByHand.rmsprop) + "\ntrain 20 epochs, rule rms, η 0.01",
    ],
    parse: { (parser) throws(Diagnostic) in
      if parser.cursor.isAtEnd, parser.rows.isEmpty { return Action { $0.listRules() } }
      guard let word = parser.cursor.takeName() else {
        throw parser.unknownWord("the name of a learning rule", among: TrainRequest.rules)
      }
      if parser.cursor.peek == .symbol(":") || !parser.rows.isEmpty { return try parser.ownRule(word) }
      let options = try parser.options()
      let request = try RuleRequest(word, options, of: parser.command)
      let range = word.range
      return Action { (execution) throws(Diagnostic) in
        let choice = try request.choice(in: execution.state)
        let rate = try execution.setting("η", of: options, .positive)
        let momentum = try execution.setting("α", of: options, .notNegative)
        let decay = try execution.setting("decay", of: options, .notNegative)
        execution.state.rule = choice.rule
        execution.state.decay = WeightDecay(options) ?? WeightDecay()
        if let decay {
          execution.state.decay.value = decay.number
          execution.state.schedules.decay = decay.schedule
        }
        if let rate {
          execution.state.learningRate = rate.number
          execution.state.schedules.learningRate = rate.schedule
        }
        if let number = momentum?.number ?? choice.momentum {
          execution.state.momentum = number
          execution.state.schedules.momentum = momentum?.schedule
        }
        execution.state.refreshWeightChanges()
        try execution.rebindFunctions(at: range)
        execution.note(execution.state.stepSettings.joined(separator: ", "))
        let scheduled = [("η", rate?.schedule), ("α", momentum?.schedule), ("decay", decay?.schedule)]
        let names = scheduled.filter { $0.1 != nil }.map { $0.0 }
        if !names.isEmpty { execution.noteSchedule(names) }
        execution.noteLeftOutPenalty()
      }
    })
}

extension Execution {
  /// Says it if the rule in force does not follow the penalty of E.
  func noteLeftOutPenalty() {
    guard let network = state.network,
      let leftOut = TrainingWords.leftOut(by: state.rule, network.core)
    else { return }
    emit([.note(Inline.prose(leftOut))])
  }

  /// A setting as a number, that of the first epoch if it is a formula in n; nil if it is not given.
  fileprivate func setting(
    _ name: String, of options: OptionValues, _ bounds: CommandOption.Bounds
  ) throws(Diagnostic) -> (number: Double, schedule: SourceFormula?)? {
    guard let formula = options.schedule(name) else { return options.number(name).map { ($0, nil) } }
    if let number = try number(name, formula, bounds) { return (number, nil) }
    return try lasting(name, formula, bounds).map { ($0.first, $0.formula) }
  }
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
      words.append("rule \(rule.name.asTyped)")
      words += zip(rule.parameters, rule.values).map { "\($0.name) \(Wording.number($1))" }
    }
    return words + stepNumbers
  }

  /// A setting: a number, or a formula of n and the number that it is by hand.
  func words(_ number: Double, _ schedule: SourceFormula?) -> String {
    guard let schedule else { return Wording.number(number) }
    return "\(schedule.formula.unicode); by hand \(TrainingOptions.words(number))"
  }

  /// η, and α and decay if they have an effect: `η = 0.5`.
  var stepNumbers: [String] {
    var words = ["η = \(TrainingOptions.words(learningRate))"]
    if rule.usesMomentum, momentum != 0 { words.append("α = \(Wording.number(momentum))") }
    if decay.value != 0 {
      words.append("decay \(decay.words)")
    }
    return words
  }
}

extension NetworkState {
  /// A trainer of the network as it is, with what the last training or the steps by hand remember.
  func trainer(
    _ options: TrainingOptions, cores: Int = Processor.cores
  ) throws(NetworkError) -> Trainer {
    var trainer = try Trainer(network: core, options: options, threads: cores)
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
