extension TrainingLoop {
  /// Trains by a rule with the options of an epoch.
  mutating func train<Rule: WeightRule>(by rule: (TrainingOptions) -> Rule) {
    if network.errorFunction.penalty != nil {
      // Gradients are kept until the penalty's are added.
      chooseEngine(memories: Rule.memories) { DeferredUpdater(rule($0), $0) }
    } else if rule(options).isPlain(options) {
      chooseEngine(memories: 0) { PlainUpdater(scale: rule($0).scale, averages: $0.reduction == .mean) }
    } else {
      chooseEngine(memories: Rule.memories) { rule($0).updater($0) }
    }
  }

  /// Trains by a rule that is given by a calculation.
  mutating func train(by program: RuleProgram) {
    chooseEngine(
      memories: program.memories, operations: program.operations, marksWeights: true,
      marksBiases: program.usesBias, marksLayers: program.usesLayer
    ) {
      DeferredUpdater(program, $0)
    }
  }

  /// Trains by gradient descent with the decay of a rule.
  mutating func train(by rule: DecayingRule) {
    let (memories, decaysBias) = (GradientDescent.memories, rule.decaysBias)
    if network.errorFunction.penalty != nil {
      chooseEngine(memories: memories, decaysBias: decaysBias) {
        DeferredUpdater(rule.descent($0), rule.decaying($0))
      }
    } else {
      chooseEngine(memories: memories, decaysBias: decaysBias) {
        rule.descent($0).updater(rule.decaying($0))
      }
    }
  }

  /// Trains with the engine that suits the network and the updates. memories: how many numbers the rule
  /// remembers about a weight. operations: of a rule that may have many. decaysBias: nil if the options say
  /// it. updater: by the options of an epoch.
  private mutating func chooseEngine<Updater: WeightUpdater>(
    memories: Int, operations: Int = 0, marksWeights: Bool = false, marksBiases: Bool = false,
    marksLayers: Bool = false, decaysBias: Bool? = nil, _ updater: (TrainingOptions) -> Updater
  ) {
    let layout = WeightLayout(network, outputDelta: options.rule.outputDelta)
    let weights = TrainedWeights(
      network.trained(by: options.rule), layout, memories: memories, memory: memory,
      keepsGradient: Updater.isDeferred, marksWeights: marksWeights, marksBiases: marksBiases,
      marksLayers: marksLayers, penaltyUse: PenaltyUse(options.rule),
      decaysBias: decaysBias ?? options.decaysBias)
    let order = PatternOrder(count: patterns.count)
    let patterns = patterns
    let batch = options.batchSize(of: patterns.count)
    let pace = TrainingPace(layout, patterns: patterns.count, batch: batch, operations: operations)
    _ = patterns.withSource(order: order.places, isShuffled: options.shuffleSeed != nil) { source in
      if let small = SmallNetwork(layout) {
        if batch == 1 {
          var engine = SmallPatternEngine(small, source)
          train(with: &engine, updater, weights, order, pace)
        } else if small.fitsFourLanes && batch <= 4 {
          var engine = SmallBatchEngine<FourLanes>(small, layout, source, batchSize: batch)
          train(with: &engine, updater, weights, order, pace)
        } else {
          var engine = SmallBatchEngine<Lanes>(small, layout, source, batchSize: batch)
          train(with: &engine, updater, weights, order, pace)
        }
      } else if batch == 1 {
        var engine = PatternEngine(layout, source)
        train(with: &engine, updater, weights, order, pace)
      } else {
        var engine = BatchEngine(
          layout, source, batchSize: batch, isPlain: Updater.isPlain && !weights.hasFrozen,
          precision: options.precision, crew: .forNetwork(ofWeights: network.weightCount, cores: threads))
        train(with: &engine, updater, weights, order, pace)
      }
    }
  }

  private mutating func train<Engine: TrainingEngine & ~Copyable, Updater: WeightUpdater>(
    with engine: inout Engine, _ updaterOf: (TrainingOptions) -> Updater, _ weights: borrowing TrainedWeights,
    _ order: borrowing PatternOrder, _ pace: TrainingPace
  ) {
    let (watch, bound, count) = (watch, bound, patterns.count)
    let (options, before) = (options, errorHistory.epochs)
    var updater = updaterOf(options.inEpoch(before + 1))
    repeatEpochs(
      weights, order, pace,
      present: { turns, position in
        if options.isScheduled && turns.lowerBound == 0 {
          updater = updaterOf(options.inEpoch(before + position.epoch + 1))
        }
        updater.resume(after: position.updates)
        let error = engine.present(turns, weights, &updater, watch)
        let penalty = weights.takePenalty()
        return error.map { $0 + penalty }
      },
      presentEpochs: { epochs, updates, errors in
        updater.resume(after: updates)
        engine.presentEpochs(epochs, of: count, until: bound, weights, &updater, &errors)
      })
  }
}
