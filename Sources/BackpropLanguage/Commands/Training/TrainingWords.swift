import Backprop

/// Training in words.
enum TrainingWords {
  /// The request to `train`, defaults included, in one line.
  static func line(_ options: TrainingOptions, patterns: String) -> String {
    "train: " + TrainingSetting.all(options, patterns: patterns).map { $0.words }.joined(separator: ", ")
  }

  /// Why the network cannot learn these patterns by the rule, however long it trains.
  static func warnings(
    _ network: NetworkState, _ patterns: NamedPatterns, _ rule: LearningRule
  ) -> [String] {
    var warnings: [String] = []
    // A rule with something in place of δ needs no slope.
    for layer in network.core.layers.indices.dropFirst()
    where rule.outputDelta == nil && network.core.layers[layer].transfer.slope == .isZero {
      let letter = network.letter(layer)
      let function = network.core.layers[layer].transfer.name
      warnings.append(
        """
        layer \(letter) is `\(function)`, whose slope is 0: no δ passes through it, so the weights into it \
        and into the layers before it do not change; \(AdvisedFunctions.learning(letter, most: 2)) lets \
        them learn
        """)
    }
    if let leftOut = leftOut(by: rule, network.core) { warnings.append(leftOut) }
    if let targets = network.core.unreachableTargets(in: patterns.set) {
      warnings.append(unreachable(targets, network))
    }
    return warnings
  }

  /// That a rule does not follow the penalty of E; nil if it does, or there is none.
  static func leftOut(by rule: LearningRule, _ network: Network) -> String? {
    guard network.errorFunction.penalty != nil, rule.leavesOutPenalty else { return nil }
    return "in rule \(rule.name.asTyped), `δ_j y_i` is without what the weights in E add to the gradient; "
      + "`-∂E/∂w_ij` has it"
  }

  /// Targets that the outputs cannot approach, and what to do about it.
  static func unreachable(_ targets: UnreachableTargets, _ network: NetworkState) -> String {
    let last = network.core.layers.count - 1
    let range =
      targets.range.upperBound.isFinite
      ? "between \(Wording.number(targets.range.lowerBound)) and \(Wording.number(targets.range.upperBound))"
      : "\(Wording.number(targets.range.lowerBound)) or more"
    let patterns =
      "\(Wording.plural(targets.patterns, "pattern")) \(targets.patterns == 1 ? "has" : "have")"
    return """
      the outputs of `\(network.core.outputTransfer.name)` are \(range), but \(patterns) targets outside \
      this range, such as \(Wording.number(targets.target)): E cannot come near 0; other targets help, or \
      `transfer \(network.letter(last)) identity`
      """
  }

  /// Says that the error of a training has grown so much that it is likely to diverge; nil otherwise.
  /// usesRate: whether the learning rule uses η.
  static func growth(_ run: TrainingRun, usesRate: Bool) -> String? {
    let first = run.curve.first?.error ?? 0
    guard let last = run.curve.last?.error, first > 0, last > 100 * first else { return nil }
    let numbers = [first, last].map { Numeral($0, digits: 6).withoutTrailingZeros.text }
    let cure =
      usesRate
      ? "an η smaller than \(Wording.number(run.options.learningRate)) helps"
      : "a rule with smaller steps helps"
    return """
      \(run.measure.name) has grown from \(numbers[0]) to \(numbers[1]): training is diverging; \(cure), and \
      `reset` brings back the first weights
      """
  }

  /// E over a set that was watched, after the last epoch and where it was least; nil if no epoch was
  /// completed.
  static func watched(_ watched: TrainingRun.Watched) -> String? {
    guard let last = watched.curve.last, let least = watched.least else { return nil }
    let numbers = [last, least].map { Numeral($0.error, digits: 6).text }
    let isLeast = least.epoch == last.epoch
    return "\(watched.name.asTyped): mean E \(numbers[0]) after epoch \(last.epoch)"
      + (isLeast ? ", its least" : "; its least, \(numbers[1]), was after epoch \(least.epoch)")
  }

  /// A recorded formula after the first and the last epoch.
  static func recorded(_ recorded: TrainingRun.Recorded) -> [Inline] {
    let mean = recorded.mean.map { ", " + $0 } ?? ""
    let words = [recorded.course, recorded.gapsInWords].compactMap { $0 }
    return [.formula(recorded.formula), .text(mean + ": " + words.joined(separator: "; "))]
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
