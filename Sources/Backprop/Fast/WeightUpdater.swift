/// What is done with the gradients -∂E/∂w that an engine computes. Engines are compiled for each kind of
/// updater, not for each rule.
protocol WeightUpdater {
  /// Whether Δw is the scaled gradient itself, so that weights with gradient 0 can be skipped.
  static var isPlain: Bool { get }
  /// Whether weights change only at the end of an update.
  static var isDeferred: Bool { get }
  /// The factor by which gradients must be multiplied beforehand.
  var scale: Double { get }
  /// Whether gradients are divided by the number of patterns of the update.
  var averages: Bool { get }

  /// Training goes on after this number of updates.
  mutating func resume(after updates: Int64)
  /// Called before the gradients of an update.
  mutating func beginUpdate()
  /// Takes the gradients, gradient · factor, of as many weights from a place on. Returns: these weights,
  /// already updated unless updates are deferred.
  @discardableResult
  func take<V: LaneVector>(
    _ place: Int, _ gradient: V, _ factor: V, _ weights: borrowing TrainedWeights
  ) -> V
  /// Ends an update by this number of patterns, whose gradients were passed to `take`.
  func finishUpdate(_ weights: borrowing TrainedWeights, patterns: Int)
  /// A whole update of the weights in the given places, including frozen ones, by scale · gradients.
  func updateAll(
    _ places: Range<Int>, by gradients: Numbers, scale: Double, _ weights: borrowing TrainedWeights)
}

/// Gradient descent with neither momentum nor decay: w ← w + gradient · factor.
struct PlainUpdater: WeightUpdater {
  static var isPlain: Bool { true }
  static var isDeferred: Bool { false }
  let scale: Double
  let averages: Bool

  @inline(__always) mutating func resume(after updates: Int64) {}
  @inline(__always) mutating func beginUpdate() {}

  @inline(__always)
  func take<V: LaneVector>(
    _ place: Int, _ gradient: V, _ factor: V, _ weights: borrowing TrainedWeights
  ) -> V {
    let updated = V.multiplyAdd(gradient, factor, V(weights.weights.numbers + place))
    updated.store(weights.weights.numbers + place)
    return updated
  }

  @inline(__always) func finishUpdate(_ weights: borrowing TrainedWeights, patterns: Int) {
    weights.putFrozenBack()
  }

  func updateAll(
    _ places: Range<Int>, by gradients: Numbers, scale: Double, _ weights: borrowing TrainedWeights
  ) {
    let scale = Lanes(repeating: scale)
    for n in stride(from: places.lowerBound, to: places.upperBound, by: 8) {
      _ = take(n, gradients.lanes(n), scale, weights)
    }
  }
}

/// A rule whose updates are part of an engine: each weight changes as soon as its gradient is known.
struct FusedUpdater<Rule: WeightRule>: WeightUpdater {
  static var isPlain: Bool { false }
  static var isDeferred: Bool { false }
  private var rule: Rule
  private let decay: Double
  let averages: Bool
  /// The number of updates so far.
  private var updates: Int64 = 0

  init(_ rule: Rule, _ options: TrainingOptions) {
    self.rule = rule
    decay = rule.scale * options.decay
    averages = options.reduction == .mean
  }

  @inline(__always) var scale: Double { rule.scale }

  @inline(__always) mutating func resume(after updates: Int64) { self.updates = updates }

  @inline(__always) mutating func beginUpdate() {
    updates += 1
    rule.beginUpdate(updates)
  }

  @inline(__always)
  func take<V: LaneVector>(
    _ place: Int, _ gradient: V, _ factor: V, _ weights: borrowing TrainedWeights
  ) -> V {
    weights.update(place, gradient * factor, rule, decay: decay)
  }

  @inline(__always) func finishUpdate(_ weights: borrowing TrainedWeights, patterns: Int) {
    weights.putFrozenBack()
  }

  func updateAll(
    _ places: Range<Int>, by gradients: Numbers, scale: Double, _ weights: borrowing TrainedWeights
  ) {
    weights.updateAll(places, by: gradients, scale: scale, rule, decay: decay)
  }
}

/// A rule with what all weights share in the current update. It changes only between updates, when no other
/// thread reads it.
private final class CurrentRule<Rule: WeightRule> {
  // Each access would be checked for another one at the same time.
  @exclusivity(unchecked) var rule: Rule
  init(_ rule: Rule) { self.rule = rule }
}

/// A rule that is compiled once, over all weights: gradients are kept until the end of the update.
struct DeferredUpdater: WeightUpdater {
  static var isPlain: Bool { false }
  static var isDeferred: Bool { true }
  let scale: Double
  let averages: Bool
  /// The number of updates so far.
  private var updates: Int64 = 0
  /// Update number n of the weights in the given places, by scale · gradients.
  private let begin: (_ n: Int64) -> Void
  private let updateAll: (_ n: Int64, _ places: Range<Int>, Numbers, Double, borrowing TrainedWeights) -> Void

  init<Rule: WeightRule>(_ rule: Rule, _ options: TrainingOptions) {
    scale = rule.scale
    averages = options.reduction == .mean
    let decay = rule.scale * options.decay
    let current = CurrentRule(rule)
    begin = { n in current.rule.beginUpdate(n) }
    updateAll = { _, places, gradients, scale, weights in
      weights.updateAll(places, by: gradients, scale: scale, current.rule, decay: decay)
    }
  }

  init(_ program: RuleProgram, _ options: TrainingOptions) {
    scale = 1
    averages = options.reduction == .mean
    let run = RuleRun(program, options)
    begin = { _ in }
    updateAll = { n, places, gradients, scale, weights in
      run.update(n, places, by: gradients, scale: scale, weights)
    }
  }

  @inline(__always) mutating func resume(after updates: Int64) { self.updates = updates }

  @inline(__always) mutating func beginUpdate() {
    updates += 1
    begin(updates)
  }

  @inline(__always)
  func take<V: LaneVector>(
    _ place: Int, _ gradient: V, _ factor: V, _ weights: borrowing TrainedWeights
  ) -> V {
    (gradient * factor).store(weights.gradient.numbers + place)
    return V(weights.weights.numbers + place)
  }

  func finishUpdate(_ weights: borrowing TrainedWeights, patterns: Int) {
    let share = averages ? scale : scale * Double(patterns)
    weights.addPenalty(of: patterns, to: weights.gradient.numbers, scale: share)
    updateAll(updates, 0..<weights.weights.count, weights.gradient.numbers, 1, weights)
    weights.putFrozenBack()
  }

  func updateAll(
    _ places: Range<Int>, by gradients: Numbers, scale: Double, _ weights: borrowing TrainedWeights
  ) {
    updateAll(updates, places, gradients, scale, weights)
  }
}

extension WeightRule where Updater == FusedUpdater<Self> {
  func updater(_ options: TrainingOptions) -> Updater { Updater(self, options) }
}

extension WeightRule where Updater == DeferredUpdater {
  func updater(_ options: TrainingOptions) -> Updater { Updater(self, options) }
}
