import Backprop

/// One `train`, for `history` and the error curve: its settings and its result, put into words where it is
/// shown.
struct TrainingRun: Sendable {
  /// The name that the user gave it.
  let name: String?
  let options: TrainingOptions
  /// The name of its training set, and the number of its patterns.
  let patterns: String
  let patternCount: Int
  /// The origin of the weights with which it began, in words: `uniform -0.5 0.5, seed 1`.
  let weights: String
  /// What it minimized.
  let errorFunction: ErrorFunction
  /// The number of epochs before it that it continues; 0 if it began anew.
  let epochsBefore: Int
  /// The number of complete epochs.
  let epochs: Int
  let end: TrainingEnd
  /// Σ E over the set in the last complete epoch; nil if there was none.
  let totalError: Double?
  /// How `curve` combines the errors of the patterns.
  let measure: ErrorMeasure
  /// The error during each epoch, from 1.
  let curve: [TrainingReport.Point]
  /// A set that was not learned.
  let watched: Watched?
  /// The formulas that were recorded.
  let recorded: [Recorded]

  /// A formula, evaluated after each epoch.
  struct Recorded: Sendable {
    let formula: Formula
    /// Of a formula about a pattern, what its values are means over; nil if it is about the network alone.
    let mean: String?
    /// Its values, where they are finite numbers.
    var points: [TrainingReport.Point] = []
    /// The number of epochs after which it had none.
    var gaps = 0
  }

  struct Watched: Sendable {
    /// The name of the set.
    let name: String
    /// Its mean E after each epoch.
    let curve: [TrainingReport.Point]

    /// Where it was least; nil if it never was a finite number.
    var least: TrainingReport.Point? {
      curve.filter { $0.error.isFinite }.min { $0.error < $1.error }
    }
  }

  /// The epoch, from 1, in which it diverged; nil if it did not.
  var divergence: Int? {
    if case .diverged(let epoch, _) = end { epoch } else { nil }
  }

  /// The error of its curve as another measure gives it.
  func error(_ point: TrainingReport.Point, _ measure: ErrorMeasure) -> Double {
    switch (self.measure, measure) {
    case (.total, .mean): point.error / Double(patternCount)
    case (.mean, .total): point.error * Double(patternCount)
    case (.total, .total), (.mean, .mean): point.error
    }
  }
}

extension [TrainingRun] {
  /// Each training as one with those that it continues: twice 100 epochs are 200 epochs. A new name begins a
  /// new curve.
  var joined: [TrainingRun] {
    var all: [TrainingRun] = []
    for run in self {
      guard run.epochsBefore > 0, let place = all.lastIndex(where: { $0.divergence == nil }),
        all[place].epochsBefore + all[place].epochs == run.epochsBefore,
        run.name == nil || run.name == all[place].name
      else {
        all.append(run)
        continue
      }
      all.append(all.remove(at: place).continued(by: run))
    }
    return all
  }
}

extension TrainingRun {
  fileprivate func continued(by next: TrainingRun) -> TrainingRun {
    let later = { (points: [TrainingReport.Point]) in
      points.map { TrainingReport.Point(epoch: $0.epoch + epochs, error: $0.error) }
    }
    let before = curve.map { TrainingReport.Point(epoch: $0.epoch, error: error($0, next.measure)) }
    var watched = next.watched.map { Watched(name: $0.name, curve: later($0.curve)) }
    if let earlier = self.watched, let later = watched, earlier.name == later.name {
      watched = Watched(name: later.name, curve: earlier.curve + later.curve)
    }
    let end: TrainingEnd =
      if case .diverged(let epoch, let pattern) = next.end {
        .diverged(epoch: epochs + epoch, pattern: pattern)
      } else { next.end }
    return TrainingRun(
      name: next.name ?? name, options: next.options, patterns: next.patterns,
      patternCount: next.patternCount, weights: weights, errorFunction: next.errorFunction,
      epochsBefore: epochsBefore, epochs: epochs + next.epochs, end: end,
      totalError: next.totalError ?? totalError, measure: next.measure, curve: before + later(next.curve),
      watched: watched, recorded: Self.continued(recorded, by: next.recorded, after: epochs))
  }

  /// A formula that both have recorded goes on; one that only the later has begins there.
  private static func continued(
    _ earlier: [Recorded], by next: [Recorded], after epochs: Int
  ) -> [Recorded] {
    var all = earlier
    for recorded in next {
      let later = recorded.points.map { TrainingReport.Point(epoch: $0.epoch + epochs, error: $0.error) }
      if let place = all.firstIndex(where: { $0.formula == recorded.formula && $0.mean == recorded.mean }) {
        all[place].points += later
        all[place].gaps += recorded.gaps
      } else {
        var recorded = recorded
        recorded.points = later
        all.append(recorded)
      }
    }
    return all
  }
}

/// The starting point of a training, so that it can be replayed epoch by epoch.
struct FollowedTraining: Sendable {
  var epochs: Int
  var start: Trainer
  var set: PatternSet
}

/// How the errors of the patterns are combined into one number.
enum ErrorMeasure: Sendable {
  case total, mean

  var name: String {
    switch self {
    case .total: "total E"
    case .mean: "mean E"
    }
  }
}

extension TrainingOptions {
  /// The error that is tracked during training: the one to be minimised.
  var measure: ErrorMeasure {
    switch target {
    case .meanError: .mean
    case .totalError, nil: .total
    }
  }
}
