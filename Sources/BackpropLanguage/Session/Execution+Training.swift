import Backprop

/// `train` and `test`.
extension Execution {
  mutating func train(_ request: TrainRequest) throws(Diagnostic) {
    var network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    let options = options(of: request)
    let told = TrainingWords.line(options, patterns: patterns.name)
    state.trainings += 1
    try require(
      Trainer.bytesNeeded(for: network.core, options), for: "training network \(network.name)")
    let warnings = TrainingWords.warnings(network, patterns)
    emit([.note([.text(told)])] + warnings.map { .note(Inline.prose($0)) })
    let start: Trainer
    do throws(NetworkError) { start = try trainer(for: network, options) } catch { throw problem(error) }
    let (trainer, result, report) = try train(start, patterns, options)
    let run = TrainingRun(
      options: options, patterns: patterns.name, epochs: result.epochs, end: result.end,
      totalError: result.totalError, curve: report.curve)
    if case .diverged(let epoch, let pattern) = result.end {
      // Weights and all else stay as they were; the curve is kept, because it shows how it happened.
      failure = Diagnostic(
        .diverged(epoch: epoch, pattern: pattern + 1, learningRate: options.learningRate), at: range,
        example:
          "train 1000 epochs, η \(Numeral(options.learningRate / 10, digits: 6).withoutTrailingZeros.text)")
    } else {
      network.core = trainer.network
      network.trainer = trainer
      network.lastChanges = trainer.lastChanges
      network.networkHasChanged()
      network.lastTraining = FollowedTraining(epochs: result.epochs, start: start, set: patterns.set)
    }
    network.runs.append(run)
    state.store(network)
    wasInterrupted = result.end == .stopped
    if let growth = TrainingWords.growth(report, options) { note(growth) }
  }

  /// The options in full, by the session's settings where nothing was said.
  func options(of request: TrainRequest) -> TrainingOptions {
    TrainingOptions(
      epochs: request.epochs ?? 1000, learningRate: request.learningRate ?? state.learningRate,
      momentum: request.momentum ?? state.momentum, updates: request.updates, reduction: request.reduction,
      rule: request.rule, decay: request.decay, shuffleSeed: request.shuffleSeed.map { UInt64($0) },
      target: request.target, precision: request.precision)
  }

  /// Trains, telling the host at most ten times a second how it goes, and once how it ended.
  private func train(
    _ start: Trainer, _ patterns: NamedPatterns, _ options: TrainingOptions
  ) throws(Diagnostic) -> (Trainer, TrainingResult, TrainingReport) {
    let key = "training-\(state.trainings)"
    let divisor = options.measure == .mean ? Double(patterns.set.count) : 1
    var report = TrainingReport(epoch: 0, epochs: options.epochs, errorName: options.measure.name)
    var lastShown = host.now()
    let began = lastShown
    var trainer = start
    let result: TrainingResult
    let host = self.host
    let digits = state.digits
    do throws(NetworkError) {
      let before = trainer.errorHistory.epochs
      result = try trainer.train(patterns.set) { progress in
        if host.isInterrupted() { return false }
        if let error = progress.totalError, progress.epoch > (report.curve.last?.epoch ?? 0) {
          report.curve.append(.init(epoch: progress.epoch, error: error / divisor))
          if report.curve.count > 2000 {
            report.curve = report.curve.enumerated().filter { $0.offset % 2 == 0 }.map { $0.element }
          }
        }
        let now = host.now()
        guard now - lastShown >= 0.1 else { return true }
        lastShown = now
        report.epoch = progress.epoch
        report.error = progress.totalError.map { $0 / divisor }
        let speed = Double(progress.epoch) / (now - began)
        report.speed = speed > 0 ? speed : nil
        report.secondsLeft = speed > 0 ? Double(options.epochs - progress.epoch) / speed : nil
        host.emit(CellResult(.training(report), displayKey: key, digits: digits))
        return true
      }
      report.curve = result.errorHistory.points.filter { $0.epoch > before }.map {
        .init(epoch: $0.epoch - before, error: $0.totalError / divisor)
      }
    } catch { throw problem(error) }
    report.epoch = result.epochs
    report.error = result.totalError.map { $0 / divisor }
    report.speed = nil
    report.secondsLeft = nil
    report.ending = TrainingWords.ending(result.end, after: result.epochs)
    host.emit(CellResult(.training(report), displayKey: key, digits: digits))
    return (trainer, result, report)
  }

  /// The trainer of the last `train`, where nothing but the length of training differs, so that 100 epochs
  /// twice are 200.
  private func trainer(for network: NetworkState, _ options: TrainingOptions) throws(NetworkError) -> Trainer
  {
    if let trainer = network.trainer, trainer.network == network.core {
      var last = trainer.options
      last.epochs = options.epochs
      last.target = options.target
      if last == options {
        var trainer = trainer
        try trainer.setEnd(epochs: options.epochs, target: options.target)
        return trainer
      }
    }
    var trainer = try Trainer(network: network.core, options: options, threads: Processor.cores)
    // Steps by hand have their momentum, which training goes on with.
    if network.trainer == nil, let changes = network.lastChanges { try trainer.setLastChanges(changes) }
    return trainer
  }

  func test() throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    try require(
      Network.bytesToTest(network.core, patterns.set), for: "testing network \(network.name)")
    let result: TestResult
    do throws(NetworkError) {
      result = try network.core.test(patterns.set, threads: Processor.cores) { !host.isInterrupted() }
    } catch {
      throw problem(error)
    }
    if host.isInterrupted() { throw problem(.interrupted) }
    emit(TestDocument(network: network, patterns: patterns, result: result).blocks)
  }
}

/// Training in words.
enum TrainingWords {
  /// What `train` was asked for, defaults included, in one line.
  static func line(_ options: TrainingOptions, patterns: String) -> String {
    "train: " + TrainingSetting.all(options, patterns: patterns).map { $0.words }.joined(separator: ", ")
  }

  /// What will keep the network from learning these patterns, however long it trains.
  static func warnings(_ network: NetworkState, _ patterns: NamedPatterns) -> [String] {
    var warnings: [String] = []
    for layer in network.core.layers.indices.dropFirst()
    where network.core.layers[layer].transfer == .step {
      let letter = network.letter(layer)
      warnings.append(
        "layer \(letter) is `step`, whose slope is 0: no δ passes it, so the weights into it and into the "
          + "layers "
          + "before it stay as they are; `transfer \(letter) sigmoid` or `tanh` lets them learn")
    }
    if let targets = network.core.unreachableTargets(in: patterns.set) {
      warnings.append(unreachable(targets, network))
    }
    return warnings
  }

  /// Targets that the outputs cannot come near, and what to do.
  static func unreachable(_ targets: UnreachableTargets, _ network: NetworkState) -> String {
    let last = network.core.layers.count - 1
    let range =
      targets.range.upperBound.isFinite
      ? "between \(Wording.number(targets.range.lowerBound)) and \(Wording.number(targets.range.upperBound))"
      : "\(Wording.number(targets.range.lowerBound)) or more"
    return
      "the outputs of `\(network.core.outputTransfer.name)` are \(range), but "
      + "\(Wording.plural(targets.patterns, "pattern")) \(targets.patterns == 1 ? "has" : "have") targets "
      + "beyond, such "
      + "as \(Wording.number(targets.target)): E cannot come near 0; other targets fit, or `transfer "
      + "\(network.letter(last)) identity`"
  }

  /// A training whose error has grown so much that it is on its way to diverge; nil for any other.
  static func growth(_ report: TrainingReport, _ options: TrainingOptions) -> String? {
    let first = report.curve.first?.error ?? 0
    guard let last = report.curve.last?.error, first > 0, last > 100 * first else { return nil }
    let numbers = [first, last].map { Numeral($0, digits: 6).withoutTrailingZeros.text }
    return
      "\(report.errorName) has grown from \(numbers[0]) to \(numbers[1]): training is diverging; a smaller η "
      + "than "
      + "\(Wording.number(options.learningRate)) helps, and `reset` brings the first weights back"
  }

  /// How training ended, in one sentence.
  static func ending(_ end: TrainingEnd, after count: Int) -> String {
    let epochs = Wording.plural(count, "epoch")
    return switch end {
    case .epochsDone: "\(epochs) done"
    case .reachedTarget: "reached after \(epochs)"
    case .stopped: "stopped after \(epochs); the weights are kept"
    case .diverged(let epoch, let pattern): "diverged in epoch \(epoch), pattern \(pattern + 1)"
    }
  }
}
