import Backprop

/// `train 1000 epochs, η 0.5`
extension Command {
  static let train = Command(
    name: "train", synonyms: ["learn"], family: .training,
    synopsis: ["train [N epochs], OPTIONS"],
    meaning: "present the patterns again and again and update the weights",
    details: """
      One update per pattern unless `batch` is given; gradients are summed, not averaged, unless `mean` is \
      given. Training continues where the last `train` with the same options ended. If you stop it, the \
      weights are kept. If it diverges, the weights are those from before, and the curve is kept for `plot \
      error`. What `watch` and `record` look at is evaluated after every epoch up to the thousandth, then \
      after every second one, from 2000 on after every fourth, and so on; the weights are the same without. \
      `plot error` draws it, `print record` tabulates it. η, α and decay may be formulas in n, the number of \
      the epoch from 1, counted on by a `train` that continues. Batches of a large network are computed by \
      all cores; their number does not change \
      the result. `precision single` applies to products of at least 2^18 multiplications, such as 128 \
      patterns through 64 by 32 weights; smaller products, and those with inputs that are mostly 0, stay \
      double.
      """,
    arguments: [.words(["1000 epochs", "until"])],
    continuation: { words in words.count == 1 && Double(words[0]) != nil ? [.words(["epochs"])] : [] },
    options: [
      CommandOption(
        name: "epochs", value: .integer(least: 0), defaultValue: "\(TrainingOptions.standard.epochs)",
        meaning: "the largest number of epochs"),
      CommandOption(
        name: "η", synonyms: ["eta", "rate", "lr"], value: .rate(.positive),
        defaultValue: learningRateDefault,
        meaning: "the learning rate"),
      CommandOption(
        name: "α", synonyms: ["alpha", "momentum"], value: .rate(.notNegative),
        defaultValue: momentumDefault,
        meaning: "the momentum: Δw_ij = η δ_j y_i + α Δw_ij(n-1)"),
      CommandOption(
        name: "batch", value: .optionalCount, defaultValue: "one update per pattern",
        meaning: "update after the whole set, or after every N patterns"),
      CommandOption(
        name: "mean", value: .flag, meaning: "average the gradients of a batch instead of summing them"),
      CommandOption(
        name: "rule", value: .rule,
        defaultValue: TrainingOptions.standard.rule.name + ", or what `rule …` has set",
        meaning: "the learning rule"),
      TrainRequest.decay,
      CommandOption(
        name: "shuffle", value: .flag, meaning: "present the patterns in a new order in every epoch"),
      CommandOption(
        name: "seed", value: .integer(least: 0), defaultValue: "1", meaning: "the seed of `shuffle`"),
      CommandOption(
        name: "precision", value: .choice(["double", "single"]),
        defaultValue: TrainingOptions.standard.precision.rawValue,
        meaning: "`single`: products of large layers have seven digits, in little more than half the time"),
      CommandOption(
        name: "until", value: .condition,
        meaning: """
          stop as soon as E during an epoch (each pattern's with the weights at that moment) is below this; \
          `test` shows E with the final weights
          """),
      CommandOption(
        name: "watch", value: .name(.patternsName),
        meaning: "a set that is not learned, such as a test set: its mean E after each epoch is kept"),
      CommandOption(
        name: "record", value: .formulas(least: 1),
        meaning: """
          formulas that are evaluated after each epoch, with the weights that it has left; one with a, y, t, \
          δ or E of a pattern in it is averaged over the patterns, Δw is what the epoch has changed, and n \
          counts the epochs
          """),
      CommandOption(
        name: "as", value: .name(nil),
        meaning: "the name of this training in `history` and in the error curve"),
      .hidden("trains, and shows nothing"),
    ] + TrainRequest.ruleParameters,
    start: "train 100 epochs",
    examples: [
      "train 5000 epochs, η 0.5, α 0.9, batch, until total E < 0.01",
      "train 100 epochs, rule adam, η 0.01, batch 2, shuffle, seed 3",
      "train 500 epochs, η 2 / (1 + n/100), decay 0.0001 without bias",
      "train 500 epochs, record sqrt(Σ_j δ_j^2)\nplot error",
    ],
    parse: parseTrain)

  /// Also for `sweep`.
  static let learningRateDefault =
    Wording.number(TrainingOptions.standard.learningRate) + ", or what `η = …` has set"
  static let momentumDefault =
    Wording.number(TrainingOptions.standard.momentum) + ", or what `α = …` has set"

  @Sendable private static func parseTrain(_ parser: inout StatementParser) throws(Diagnostic)
    -> Action
  {
    var epochs: Int?
    let isSigned = parser.cursor.peek == .symbol("-") || parser.cursor.peek == .symbol("+")
    if !isSigned, parser.cursor.isAtNumberOrName {
      epochs = try parser.cursor.count(
        "the number of epochs", most: 1_000_000_000
      ).value
      if !parser.cursor.take(word: "epochs") { _ = parser.cursor.take(word: "epoch") }
    } else if case .symbol("-") = parser.cursor.peek {
      throw parser.cursor.expected("the number of epochs")
    } else if parser.command.option(at: 0, in: parser.cursor.rest) == nil,
      parser.cursor.contains(word: "epochs", at: 1) || parser.cursor.contains(word: "epoch", at: 1)
    {
      _ = try parser.cursor.count("the number of epochs")
    }
    let options = try parser.options(commaIsOptional: epochs == nil)
    if let range = options.range("epochs"), epochs != nil {
      throw Diagnostic(.repeatedOption("epochs"), at: range)
    }
    var request = try TrainRequest(options, of: parser.command, at: parser.range)
    if let epochs { request.epochs = epochs }
    return Action { [request] (execution) throws(Diagnostic) in try execution.train(request) }
  }
}

extension Execution {
  fileprivate mutating func train(_ request: TrainRequest) throws(Diagnostic) {
    var network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    let request = withSchedules(request)
    let options = try options(of: request)
    let told = TrainingWords.line(options, patterns: patterns.name)
    state.trainings += 1
    try require(
      Trainer.bytesNeeded(for: network.core, options), for: "training network \(network.name.asTyped)")
    try checkPenalty(of: network, patterns.set, options.rule, at: range)
    let usesRate = state.usesRate(options.rule)
    let warnings = TrainingWords.warnings(network, patterns, options.rule)
    let start: Trainer
    do throws(NetworkError) { start = try trainer(for: network, options) } catch { throw problem(error) }
    let beginning = beginning(of: start, network)
    let watched = try request.watched.map { name throws(Diagnostic) in
      try fittingPatterns(named: name, for: network)
    }
    let recorder =
      request.recorded.isEmpty
      ? nil : try recorder(of: request, training: start, options, network: network, on: patterns)
    if !request.isHidden {
      emit(
        [.note([.text(told)])] + (beginning.map { [.note(Inline.prose($0))] } ?? [])
          + warnings.map { .note(Inline.prose($0)) })
    }
    var course = TrainingCourse(
      start, patterns: patterns, watched: watched, recorder: recorder,
      key: request.isHidden ? nil : "training-\(state.trainings)", host: host, digits: state.digits)
    do throws(NetworkError) { try course.train() } catch { throw problem(error) }
    let trainer = course.trainer
    let run = course.run(
      name: request.name?.value, weights: network.startingWeights, errorFunction: network.core.errorFunction)
    if case .diverged(let epoch, let pattern) = run.end {
      // The weights and everything else are kept as they were; the curve of this run is kept too, because it
      // shows the divergence.
      failure = Diagnostic(
        reason(
          of: network, trainer, patterns.set[pattern],
          OutsideDomain.Moment(epoch: epoch, pattern: pattern + 1))
          ?? .diverged(
            epoch: epoch, pattern: pattern + 1, learningRate: usesRate ? options.learningRate : nil),
        at: range,
        example: usesRate
          ? "train 1000 epochs, η \(Numeral(options.learningRate / 10, digits: 6).withoutTrailingZeros.text)"
          : "train 1000 epochs, rule gradient, η 0.1")
    } else {
      network.core = trainer.network
      network.trainer = trainer
      network.isSteppedByHand = false
      network.newBeginning = nil
      network.lastChanges = trainer.lastChanges
      if run.epochs > 0 || run.end == .stopped {
        network.lastStep = trainer.lastStep.map { trainer.network.withoutFrozen($0) }
      }
      network.networkHasChanged()
    }
    network.runs.append(run)
    if run.divergence == nil { network.follow(from: start, on: patterns.set) }
    state.store(network)
    wasInterrupted = run.end == .stopped
    guard !request.isHidden else { return }
    if let growth = TrainingWords.growth(run, usesRate: usesRate) { note(growth) }
    if let watched = run.watched.flatMap({ TrainingWords.watched($0) }) { note(watched) }
    // Of training that continues, what was recorded goes on.
    let joined = network.runs.joined.last?.recorded ?? []
    for recorded in run.recorded {
      let whole = joined.first { $0.formula == recorded.formula && $0.mean == recorded.mean }
      emit([.note(TrainingWords.recorded(whole ?? recorded))])
    }
  }

  /// Why training diverged, if E or the rule has no value with the weights before the last update.
  private func reason(
    of network: NetworkState, _ trainer: Trainer, _ pattern: Pattern, _ moment: OutsideDomain.Moment
  ) -> Problem? {
    var place = state.outsideDomain(
      of: network, trainer.network, pattern.input, target: pattern.target, isInterrupted: host.isInterrupted)
    place?.moment = moment
    return place.map { .outsideDomain($0) }
      ?? LostChange(
        trainer, state.rules.first { $0.name == trainer.options.rule.name }, of: network, pattern, moment,
        FunctionResolver(definitions: state.namedFormulas, functions: state.functionFormulas)
      ).map { .lostChange($0) }
  }

  /// What evaluates the formulas of a training, with its η and α.
  private func recorder(
    of request: TrainRequest, training start: Trainer, _ options: TrainingOptions, network: NetworkState,
    on patterns: NamedPatterns
  ) throws(Diagnostic) -> FormulaRecorder {
    var context = state.formulaContext(of: network)
    context.cores = host.cores
    // As in schedules, n is the number of the epoch, whatever the session calls so.
    context.definitions["n"] = .quantity(.epochs, [])
    for (name, schedule, value) in [
      ("η", request.schedules.learningRate, options.learningRate),
      ("α", request.schedules.momentum, options.momentum),
    ] {
      context.definitions[name] =
        schedule.map { spelledOut($0.formula).replacing(name: "n", by: .quantity(.epochs, [])) }
        ?? .number(value, spelling: Wording.number(value))
    }
    return try FormulaRecorder(
      request.recorded, in: context, training: start.network, on: patterns.set,
      epochs: start.errorHistory.epochs, isInterrupted: host.isInterrupted)
  }

  /// Whether training goes on where it was, or why not, if its numbers depend on that and there is something
  /// to go on with.
  private func beginning(of start: Trainer, _ network: NetworkState) -> String? {
    let counts = state.rules.contains { rule in
      start.options.rule.definition != nil && rule.name == start.options.rule.name
        && rule.lines.contains { $0.formula.formula.names.contains("n") }
    }
    guard start.dependsOnPast || counts else { return nil }
    let done = start.errorHistory.epochs
    if done > 0 { return "continues at epoch \(done + 1)" }
    if network.isSteppedByHand, start.updates > 0 {
      return "continues after the steps by hand"
    }
    if let reason = network.newBeginning { return "begins anew: \(reason)" }
    guard let last = network.trainer, last.updates > 0 else { return nil }
    let changed = last.options.settings(otherThanIn: start.options)
    if changed.isEmpty { return "begins anew: weights have been set" }
    let reason = "\(Wording.list(changed)) \(changed.count == 1 ? "has" : "have") changed"
    return "begins anew, with the weights as they are: \(reason)"
  }

  /// The options in full, with the session's settings as defaults.
  func options(of request: TrainRequest) throws(Diagnostic) -> TrainingOptions {
    let epochs = request.epochs ?? TrainingOptions.standard.epochs
    let request = try evaluated(request)
    let rule = try request.ownRule?.rule(in: state) ?? request.rule ?? state.rule
    var schedules = try schedules(request.schedules, epochs: epochs)
    var momentum = schedules.momentum?.value(inEpoch: 1) ?? request.momentum ?? state.momentum
    // An α that a rule does not use makes no other training.
    if !rule.usesMomentum { (schedules.momentum, momentum) = (nil, 0) }
    return TrainingOptions(
      epochs: epochs,
      learningRate: schedules.learningRate?.value(inEpoch: 1) ?? request.learningRate ?? state.learningRate,
      momentum: momentum,
      updates: request.updates, reduction: request.reduction,
      rule: rule,
      decay: schedules.decay?.value(inEpoch: 1) ?? request.decay?.value ?? state.decay.value,
      decaysBias: request.decay?.includesBias ?? state.decay.includesBias, schedules: schedules,
      shuffleSeed: request.shuffleSeed.map { UInt64($0) }, target: request.target,
      precision: request.precision)
  }

  /// The trainer of the last `train` if only the length of training differs, so that twice 100 epochs equal
  /// 200.
  private func trainer(for network: NetworkState, _ options: TrainingOptions) throws(NetworkError) -> Trainer
  {
    if !network.isSteppedByHand, let trainer = network.trainer, trainer.network == network.core {
      var last = trainer.options
      last.epochs = options.epochs
      last.target = options.target
      if last == options {
        var trainer = trainer
        trainer.threads = host.cores
        try trainer.setEnd(epochs: options.epochs, target: options.target)
        return trainer
      }
    }
    var trainer = try Trainer(network: network.core, options: options, threads: host.cores)
    // Training continues with what steps by hand remember.
    if network.isSteppedByHand { try trainer.takeMemory(of: network) }
    return trainer
  }
}
