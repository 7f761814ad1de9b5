/// A call of `Trainer.train`: epoch after epoch, until training ends.
struct TrainingLoop {
  let options: TrainingOptions
  let patterns: PatternSet
  let limit: Int
  /// How many cores a large network may use.
  let threads: Int
  let watch: TrainingWatch
  /// Whether `beforeLast` is wanted.
  let keepsLastStep: Bool

  /// The network that training starts from and, at the end, the trained network.
  var network: Network
  var memory: LearningMemory
  var position: TrainingPosition
  var errorHistory = ErrorHistory()
  var end = TrainingEnd.epochsDone
  /// As it was before the last update; nil if that is not known.
  private(set) var beforeLast: BeforeLastUpdate?

  /// ΣE of the epochs since the checkpoint.
  private var errors: [Double] = []
  private var workSinceReport: Int64 = 0
  private var workSinceCheckpoint: Int64 = 0

  init(
    network: Network, memory: LearningMemory, position: TrainingPosition, options: TrainingOptions,
    patterns: PatternSet, limit: Int, threads: Int, watch: TrainingWatch, keepsLastStep: Bool = false
  ) {
    self.network = network
    self.memory = memory
    self.position = position
    self.options = options
    self.patterns = patterns
    self.limit = limit
    self.threads = threads
    self.watch = watch
    self.keepsLastStep = keepsLastStep
  }

  /// Training ends when ΣE of an epoch is less than this; -∞ if there is no target.
  var bound: Double { options.target?.totalError(patterns: patterns.count) ?? -.infinity }

  /// Numbers are checked once per millisecond, per epoch or at the interval of the pace, whichever is
  /// longest. If one is not finite, everything since the last check is repeated update by update, up to the
  /// update that caused it.
  ///
  /// present: learns the patterns of the given turns from the given position on. Returns ΣE, or nil if the
  /// watch has stopped it.
  /// presentEpochs: learns the given number of epochs, or fewer if the target is reached, after the given
  /// number of updates, and appends ΣE of each.
  mutating func repeatEpochs(
    _ weights: borrowing TrainedWeights, _ order: borrowing PatternOrder, _ pace: TrainingPace,
    present: (_ turns: Range<Int>, _ position: TrainingPosition) -> Double?,
    presentEpochs: (_ epochs: Int, _ updates: Int64, _ errors: inout [Double]) -> Void
  ) {
    var checkpoint = Checkpoint(weights, position)
    var beforeLast = Checkpoint(weights, position, isUsed: keepsLastStep)
    var isWhole = false
    // Epochs presented together since the checkpoint, and the updates before them.
    var together: (epochs: Int, updates: Int64)?
    let mayPresentSeveral =
      pace.epochsBetweenReports > 1 && options.shuffleSeed == nil && !options.isScheduled
      && !weights.hasPenalty
    while position.epoch < limit {
      if mayPresentSeveral && !checkpoint.isCareful {
        errors.reserveCapacity(pace.epochsBetweenReports)
        presentEpochs(min(pace.epochsBetweenReports, limit - position.epoch), position.updates, &errors)
        (isWhole, together) = (true, (errors.count, position.updates))
        position.epoch += errors.count
        position.updates += Int64(pace.updatesPerEpoch) * Int64(errors.count)
        position.seen += Int64(patterns.count) * Int64(errors.count)
        position.lastError = errors.last ?? position.lastError
      } else {
        (isWhole, together) = (false, nil)
        if let ended = presentEpoch(weights, order, pace, &checkpoint, &beforeLast, present) {
          end = ended
          break
        }
        isWhole = true
        if mayDeferCheckpoint(pace, checkpoint) {
          guard isStopped(weights) else { continue }
          end = .stopped
          break
        }
      }
      workSinceReport = 0
      guard errors.allSatisfy({ $0.isFinite }) && weights.weights.isFinite else {
        position = checkpoint.goBack(weights)
        errors.removeAll(keepingCapacity: true)
        continue
      }
      workSinceCheckpoint = 0
      errorHistory.append(contentsOf: errors)
      errors.removeAll(keepingCapacity: true)
      if hasReachedTarget {
        end = .reachedTarget
        break
      }
      if observerSaysStop() {
        end = .stopped
        break
      }
      if position.epoch < limit { checkpoint.save(weights, position) }
    }
    errorHistory.append(contentsOf: errors)
    weights.write(to: &network)
    memory = weights.newMemory
    guard keepsLastStep, isWhole else { return }
    let last = startOfLast(pace)
    if let together {
      checkpoint.restore(weights)
      if together.epochs > 1 {
        var repeated: [Double] = []
        presentEpochs(together.epochs - 1, together.updates, &repeated)
      }
      var position = position
      position.updates = together.updates + Int64(pace.updatesPerEpoch) * Int64(together.epochs - 1)
      if last > 0 { _ = present(0..<last, position) }
    } else {
      beforeLast.restore(weights)
    }
    var network = network
    weights.write(to: &network)
    self.beforeLast = BeforeLastUpdate(
      network: network, memory: weights.newMemory, patterns: (last..<patterns.count).map { order.places[$0] })
  }

  /// The turn that the last update of an epoch begins with.
  private func startOfLast(_ pace: TrainingPace) -> Int { (patterns.count - 1) / pace.batch * pace.batch }

  /// One epoch, in parts of about a millisecond, or update by update when training is careful. Returns: how
  /// training ended, if it did.
  private mutating func presentEpoch(
    _ weights: borrowing TrainedWeights, _ order: borrowing PatternOrder, _ pace: TrainingPace,
    _ checkpoint: inout Checkpoint, _ beforeLast: inout Checkpoint,
    _ present: (Range<Int>, TrainingPosition) -> Double?
  ) -> TrainingEnd? {
    if options.shuffleSeed != nil { order.shuffle(&position.generator) }
    let count = patterns.count
    var totalError = 0.0
    var next = 0
    while next < count {
      var turns = next..<min(next + (checkpoint.isCareful ? pace.batch : pace.patternsBetweenReports), count)
      if keepsLastStep {
        let last = startOfLast(pace)
        if turns.contains(last), last > next { turns = next..<last }
        if next == last { beforeLast.saveUpdate(weights) }
      }
      watch.progress = position.progress
      guard let error = present(turns, position) else {
        if !weights.weights.isFinite {
          position = checkpoint.goBack(weights)
          errors.removeAll()
        }
        return .stopped
      }
      totalError += error
      if checkpoint.isCareful {
        guard error.isFinite && weights.weights.isFinite else {
          checkpoint.restore(weights)
          let pattern = Checkpoint.culprit(weights, network, patterns, turns.map { order.places[$0] })
          return .diverged(epoch: position.epoch + 1, pattern: pattern)
        }
        checkpoint.saveUpdate(weights)
      }
      position.seen += Int64(turns.count)
      position.updates += Int64((turns.count + pace.batch - 1) / pace.batch)
      workSinceReport += Int64(turns.count) * pace.workPerPattern
      next = turns.upperBound
      if next < count && totalError.isFinite && isStopped(weights) { return .stopped }
    }
    position.epoch += 1
    position.lastError = totalError
    errors.append(totalError)
    workSinceCheckpoint += Int64(count) * pace.workPerPattern
    return nil
  }

  private var hasReachedTarget: Bool { position.lastError.map { $0 < bound } ?? false }

  /// Whether training goes on after this epoch, and too little has been done since the last checkpoint for a
  /// new one.
  private func mayDeferCheckpoint(_ pace: TrainingPace, _ checkpoint: borrowing Checkpoint) -> Bool {
    position.epoch < limit && position.lastError?.isFinite == true && !hasReachedTarget
      && !checkpoint.isCareful && workSinceCheckpoint < pace.workBetweenCheckpoints
  }

  /// Whether a report is due and ends training. If weights are not finite, training goes on until that is
  /// found.
  private mutating func isStopped(_ weights: borrowing TrainedWeights) -> Bool {
    guard workSinceReport >= TrainingPace.workBetweenReports else { return false }
    workSinceReport = 0
    return observerSaysStop() && weights.weights.isFinite
  }

  private func observerSaysStop() -> Bool {
    watch.progress = position.progress
    return watch.saysStop()
  }
}

/// A network in training, before its last update.
struct BeforeLastUpdate {
  let network: Network
  let memory: LearningMemory
  /// The places in the set of the patterns of that update.
  let patterns: [Int]
}
