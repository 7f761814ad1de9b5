/// Trains a network. It keeps what the learning rule remembers, and the state of the generator that shuffles,
/// between calls: 100 epochs twice are 200 epochs.
public struct Trainer: Sendable {
  public private(set) var network: Network
  public private(set) var options: TrainingOptions
  public private(set) var errorHistory = ErrorHistory()
  /// How many processor cores a large network may use; the result does not depend on it.
  public let threads: Int

  private var memory = LearningMemory()
  private var updates = 0
  private var generator: RandomGenerator

  /// Throws: an option out of its range.
  public init(network: Network, options: TrainingOptions, threads: Int = 1) throws(NetworkError) {
    try options.validate()
    self.network = network
    self.options = options
    self.threads = max(threads, 1)
    generator = RandomGenerator(seed: options.shuffleSeed ?? 0)
    if case .rprop = options.rule { memory.secondAtFirst = options.learningRate }
  }

  /// Δw of the last update, one matrix a projection; nil where gradient descent with momentum has made none
  /// yet.
  public var lastChanges: [Matrix]? {
    guard options.rule == .gradient, options.momentum != 0, !memory.first.isEmpty else { return nil }
    return Layout(network).matrices(memory.first)
  }

  /// Lets the next update's Δw(n-1) be these changes, one matrix a projection, of an update made elsewhere.
  /// Of rules other than gradient descent with momentum, which remember other things, nothing changes.
  public mutating func setLastChanges(_ changes: [Matrix]) throws(NetworkError) {
    guard options.rule == .gradient, options.momentum != 0 else { return }
    for (index, projection) in network.projections.enumerated() {
      let weights = projection.weights
      guard changes.indices.contains(index), changes[index].rows == weights.rows,
        changes[index].columns == weights.columns
      else { throw .noSuchProjection(index) }
    }
    memory.first = Layout(network).numbers(changes)
  }

  /// Changes when the next calls of `train` end; what the learning rule remembers stays.
  ///
  /// Throws: a negative number of epochs.
  public mutating func setEnd(epochs: Int, target: StoppingRule?) throws(NetworkError) {
    var changed = options
    changed.epochs = epochs
    changed.target = target
    try changed.validate()
    options = changed
  }

  /// Trains for `epochs` (nil: those of the options), or until the target is reached, or the observer returns
  /// false. It is asked about once a millisecond, and the weights are always those after a whole update.
  ///
  /// Throws: patterns whose widths are not the network's.
  public mutating func train(
    _ patterns: PatternSet, epochs: Int? = nil, observer: (TrainingProgress) -> Bool = { _ in true }
  ) throws(NetworkError) -> TrainingResult {
    try network.check(patterns)
    let limit = epochs ?? options.epochs
    guard limit >= 0 else { throw .epochsOutOfRange(limit) }
    let scale = options.learningRate
    let averages = options.reduction == .mean
    let rateDecay = scale * options.decay
    switch options.rule {
    case .gradient where options.momentum == 0 && options.decay == 0:
      return train(patterns, limit, PlainDescent(scale: scale, averages: averages), observer)
    case .gradient:
      return train(
        patterns, limit,
        MomentumDescent(scale: scale, averages: averages, decay: rateDecay, momentum: options.momentum),
        observer)
    case .nesterov:
      return train(
        patterns, limit,
        NesterovDescent(scale: scale, averages: averages, decay: rateDecay, momentum: options.momentum),
        observer)
    case .rprop(let increase, let decrease, let smallest, let largest):
      return train(
        patterns, limit,
        Rprop(
          scale: 1, averages: averages, decay: options.decay, increase: increase, decrease: decrease,
          smallest: smallest, largest: largest), observer)
    case .quickprop(let growth):
      return train(
        patterns, limit,
        Quickprop(
          scale: 1, averages: averages, decay: options.decay, learningRate: options.learningRate,
          growth: growth),
        observer)
    case .adam(let beta1, let beta2, let epsilon):
      return train(
        patterns, limit,
        Adam(
          scale: 1, averages: averages, decay: options.decay, learningRate: options.learningRate,
          beta1: beta1,
          beta2: beta2, epsilon: epsilon, updates: updates), observer)
    }
  }

  /// Chooses the engine.
  private mutating func train<Rule: UpdateRule>(
    _ patterns: PatternSet, _ limit: Int, _ rule: Rule, _ observer: (TrainingProgress) -> Bool
  ) -> TrainingResult {
    let layout = Layout(network)
    var weights = TrainedWeights(network, layout, memories: Rule.memories, memory: memory)
    let order = UnsafeMutablePointer<Int>.allocate(capacity: patterns.count)
    defer { order.deallocate() }
    for n in 0..<patterns.count { order[n] = n }
    let result = patterns.withSource(order: order, isShuffled: options.shuffleSeed != nil) { source in
      let batchSize = options.batchSize(of: patterns.count)
      if let small = SmallNetwork(layout) {
        if batchSize == 1 {
          var engine = SmallPatternEngine(small, source)
          return run(&engine, layout, &weights, rule, patterns, order, limit, observer)
        }
        if small.fitsFourLanes && batchSize <= 4 {
          var engine = SmallBatchEngine<FourLanes>(small, layout, source, batchSize: batchSize)
          return run(&engine, layout, &weights, rule, patterns, order, limit, observer)
        }
        var engine = SmallBatchEngine<Lanes>(small, layout, source, batchSize: batchSize)
        return run(&engine, layout, &weights, rule, patterns, order, limit, observer)
      }
      if batchSize == 1 {
        var engine = PatternEngine(layout, source, notesSlopes: TrainedWeights.notesSlopes(Rule.self))
        return run(&engine, layout, &weights, rule, patterns, order, limit, observer)
      }
      var engine = BatchEngine(
        layout, source, batchSize: batchSize, isPlain: Rule.isPlain && !weights.hasFrozen,
        precision: options.precision, crew: .forNetwork(ofWeights: network.weightCount, cores: threads))
      return run(&engine, layout, &weights, rule, patterns, order, limit, observer)
    }
    return result
      ?? TrainingResult(
        end: .epochsDone, epochs: 0, patternsSeen: 0, totalError: nil, errorHistory: errorHistory)
  }

  /// Where training stands at the end of an epoch, to go back to.
  private struct Checkpoint {
    var epoch = 0
    var seen = 0
    var lastError: Double?
    var generator: RandomGenerator
    var updates: Int
  }

  /// About a millisecond's work, in multiplications: so often the observer is asked, and the weights are
  /// looked at.
  private static let workBetweenReports = 2_000_000

  /// Looking at the weights and keeping a copy passes through them twice, which is little beside so many
  /// patterns or updates.
  private static let patternsBetweenCheckpoints = 512
  private static let updatesBetweenCheckpoints = 8

  /// Epoch after epoch. Numbers are looked at once a millisecond, an epoch or as often as above, whichever is
  /// longest; where one is not finite, what came since the last look is done again, update by update, up to
  /// the one that spoilt it.
  private mutating func run<Engine: TrainingEngine & ~Copyable, Rule: UpdateRule>(
    _ engine: inout Engine, _ layout: Layout, _ weights: inout TrainedWeights, _ firstRule: Rule,
    _ patterns: PatternSet, _ order: UnsafeMutablePointer<Int>, _ limit: Int,
    _ observer: (TrainingProgress) -> Bool
  ) -> TrainingResult {
    let count = patterns.count
    let batch = options.batchSize(of: count)
    let updatesPerEpoch = (count + batch - 1) / batch
    let workPerPattern = 3 * layout.weightCount + 32 * layout.rowCount
    let patternsBetweenReports = max(Self.workBetweenReports / (workPerPattern * batch), 1) * batch
    var rule = firstRule
    var state = Checkpoint(generator: generator, updates: updates)
    var saved = state
    /// ΣE of the epochs since the checkpoint.
    var errors: [Double] = []
    var isCareful = false
    var work = 0
    var workSinceCheckpoint = 0
    let patternsBetweenCheckpoints = max(
      Self.patternsBetweenCheckpoints, Self.updatesBetweenCheckpoints * batch)
    let workBetweenCheckpoints = max(Self.workBetweenReports, patternsBetweenCheckpoints * workPerPattern)
    var end = TrainingEnd.epochsDone

    let epochsBetweenReports = Self.workBetweenReports / (workPerPattern * count)
    let bound = options.target?.totalError(patterns: count) ?? -.infinity

    training: while state.epoch < limit {
      if epochsBetweenReports > 1 && options.shuffleSeed == nil && !isCareful {
        let epochs = min(epochsBetweenReports, limit - state.epoch)
        errors.reserveCapacity(epochsBetweenReports)
        engine.presentEpochs(epochs, of: count, until: bound, weights, &rule, &errors)
        state.epoch += errors.count
        state.updates += updatesPerEpoch * errors.count
        state.seen += count * errors.count
        state.lastError = errors.last ?? state.lastError
      } else {
        if options.shuffleSeed != nil { shuffle(order, count, &state.generator) }
        var totalError = 0.0
        var next = 0
        while next < count {
          let upper = min(next + (isCareful ? batch : patternsBetweenReports), count)
          var isStopped = false
          let error = engine.present(next..<upper, weights, &rule) {
            isStopped = !observer(
              TrainingProgress(epoch: state.epoch, patternsSeen: state.seen, totalError: state.lastError))
            return isStopped
          }
          guard let error else {
            if !weights.weights.isFinite {
              weights.restore()
              state = saved
              errors.removeAll()
            }
            end = .stopped
            break training
          }
          totalError += error
          if isCareful {
            if !error.isFinite || !weights.weights.isFinite {
              weights.restore()
              let pattern = culprit(weights, patterns, (next..<upper).map { order[$0] })
              end = .diverged(epoch: state.epoch + 1, pattern: pattern)
              break training
            }
            weights.save()
          }
          state.seen += upper - next
          work += (upper - next) * workPerPattern
          next = upper
          if next < count && work >= Self.workBetweenReports && totalError.isFinite {
            work = 0
            let progress = TrainingProgress(
              epoch: state.epoch, patternsSeen: state.seen, totalError: state.lastError)
            if !observer(progress) && weights.weights.isFinite {
              end = .stopped
              break training
            }
          }
        }
        state.epoch += 1
        state.updates += updatesPerEpoch
        state.lastError = totalError
        errors.append(totalError)
        workSinceCheckpoint += count * workPerPattern
        let mayGoOn = state.epoch < limit && totalError.isFinite && totalError >= bound && !isCareful
        if mayGoOn && workSinceCheckpoint < workBetweenCheckpoints {
          if work >= Self.workBetweenReports {
            work = 0
            let progress = TrainingProgress(
              epoch: state.epoch, patternsSeen: state.seen, totalError: state.lastError)
            if !observer(progress) && weights.weights.isFinite {
              end = .stopped
              break
            }
          }
          continue
        }
      }
      work = 0
      guard errors.allSatisfy({ $0.isFinite }) && weights.weights.isFinite else {
        isCareful = true
        weights.restore()
        state = saved
        rule = firstRule
        rule.updates = state.updates
        errors.removeAll(keepingCapacity: true)
        continue
      }
      workSinceCheckpoint = 0
      errorHistory.append(contentsOf: errors)
      errors.removeAll(keepingCapacity: true)
      if let error = state.lastError, error < bound {
        end = .reachedTarget
        break
      }
      let progress = TrainingProgress(
        epoch: state.epoch, patternsSeen: state.seen, totalError: state.lastError)
      if !observer(progress) {
        end = .stopped
        break
      }
      if state.epoch < limit {
        weights.save()
        saved = state
      }
    }
    errorHistory.append(contentsOf: errors)
    weights.write(to: &network)
    memory = weights.remembered(memory)
    generator = state.generator
    updates = state.updates
    return TrainingResult(
      end: end, epochs: state.epoch, patternsSeen: state.seen, totalError: state.lastError,
      errorHistory: errorHistory)
  }

  private func shuffle(_ order: UnsafeMutablePointer<Int>, _ count: Int, _ generator: inout RandomGenerator) {
    for n in 0..<count { order[n] = n }
    var last = count - 1
    while last > 0 {
      let other = generator.below(last + 1)
      (order[last], order[other]) = (order[other], order[last])
      last -= 1
    }
  }

  /// The first of these patterns whose E is not finite by these weights, or else the last, whose update was
  /// the end.
  private func culprit(
    _ weights: borrowing TrainedWeights, _ patterns: PatternSet, _ places: [Int]
  ) -> Int {
    var network = network
    weights.write(to: &network)
    for place in places {
      let pattern = patterns[place]
      guard let pass = try? network.forward(pattern.input),
        let error = try? network.error(pass, target: pattern.target), error.isFinite
      else { return place }
    }
    return places.last ?? 0
  }
}

extension Network {
  /// Throws: patterns whose widths are not the network's.
  func check(_ patterns: PatternSet) throws(NetworkError) {
    guard patterns.inputs.columns == inputUnits else {
      throw .inputWidth(expected: inputUnits, count: patterns.inputs.columns)
    }
    guard patterns.targets.columns == outputUnits else {
      throw .targetWidth(expected: outputUnits, count: patterns.targets.columns)
    }
  }
}
