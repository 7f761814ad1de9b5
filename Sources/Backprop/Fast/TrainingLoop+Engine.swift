extension TrainingLoop {
  /// Trains by a rule.
  mutating func run<Rule: UpdateRule>(by rule: Rule) {
    if rule.isPlain(options) {
      run(PlainUpdater(scale: rule.scale, averages: options.reduction == .mean), memories: 0)
    } else {
      run(rule.updater(options), memories: Rule.memories)
    }
  }

  /// Chooses the engine.
  private mutating func run<Updater: WeightUpdater>(_ updater: Updater, memories: Int) {
    let layout = Layout(network)
    let weights = TrainedWeights(
      network, layout, memories: memories, memory: memory, keepsSlopes: Updater.isDeferred)
    let order = PatternOrder(count: patterns.count)
    let patterns = patterns
    let batch = options.batchSize(of: patterns.count)
    let pace = TrainingPace(layout, patterns: patterns.count, batch: batch)
    _ = patterns.withSource(order: order.places, isShuffled: options.shuffleSeed != nil) { source in
      if let small = SmallNetwork(layout) {
        if batch == 1 {
          var engine = SmallPatternEngine(small, source)
          run(&engine, updater, weights, order, pace)
        } else if small.fitsFourLanes && batch <= 4 {
          var engine = SmallBatchEngine<FourLanes>(small, layout, source, batchSize: batch)
          run(&engine, updater, weights, order, pace)
        } else {
          var engine = SmallBatchEngine<Lanes>(small, layout, source, batchSize: batch)
          run(&engine, updater, weights, order, pace)
        }
      } else if batch == 1 {
        var engine = PatternEngine(layout, source)
        run(&engine, updater, weights, order, pace)
      } else {
        var engine = BatchEngine(
          layout, source, batchSize: batch, isPlain: Updater.isPlain && !weights.hasFrozen,
          precision: options.precision, crew: .forNetwork(ofWeights: network.weightCount, cores: threads))
        run(&engine, updater, weights, order, pace)
      }
    }
  }

  private mutating func run<Engine: TrainingEngine & ~Copyable, Updater: WeightUpdater>(
    _ engine: inout Engine, _ updater: Updater, _ weights: borrowing TrainedWeights,
    _ order: borrowing PatternOrder, _ pace: TrainingPace
  ) {
    var updater = updater
    let (watch, bound, count) = (watch, bound, patterns.count)
    run(
      weights, order, pace,
      present: { turns, updates in
        updater.updates = updates
        return engine.present(turns, weights, &updater, watch)
      },
      presentEpochs: { epochs, updates, errors in
        updater.updates = updates
        engine.presentEpochs(epochs, of: count, until: bound, weights, &updater, &errors)
      })
  }
}
