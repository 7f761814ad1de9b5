import Backprop

extension TrainingRun {
  fileprivate var hasStandardRule: Bool {
    options.rule.values == options.rule.parameters.map { $0.standard }
  }
}

/// The error curves of trainings.
struct ErrorPlot {
  let runs: [TrainingRun]
  let isLogarithmic: Bool
  let hasLogarithmicEpochs: Bool

  /// Nobody can tell more curves than this apart; the latest are shown.
  private static let mostRuns = 6

  var shown: [TrainingRun] { Array(runs.suffix(Self.mostRuns)) }

  /// What all runs minimized; nil if they differ in that.
  private var commonError: ErrorFunction? {
    guard let first = shown.first?.errorFunction else { return nil }
    return shown.allSatisfy { $0.errorFunction == first } ? first : nil
  }

  var chart: Figure.Chart {
    let shown = self.shown
    let names = shortNames
    // First the runs, so that a run has the same colour beside other figures of them.
    let curves =
      zip(names, shown).map { name, run in
        Figure.Curve(
          name: isAlone ? run.watched.map { _ in run.patterns.asTyped } ?? "" : name,
          points: run.curve.map { .init(x: Double($0.epoch), y: run.error($0, measure)) })
      } + zip(names, shown).flatMap { watched($1, $0) }
    return Figure.Chart(
      x: .epochs(isLogarithmic: hasLogarithmicEpochs),
      y: Figure.Axis(
        Self.axis(measure, commonError, isOfWatched: shown.contains { $0.watched != nil }),
        isLogarithmic: isLogarithmic),
      curves: curves, markers: zip(names, shown).flatMap { markers($0, $1) }, notes: notes)
  }

  var description: String {
    zip(shortNames, shown).map { name, run in
      let ends = [run.curve.first, run.curve.last].compactMap {
        $0.map { Numeral(run.error($0, measure), digits: 6).text }
      }
      return (isAlone ? "" : "\(name): ")
        + "\(measure.name) goes from \(ends.joined(separator: " to ")) in "
        + "\(Wording.plural(run.epochs, "epoch"))."
    }.joined(separator: " ")
  }

  private var isAlone: Bool { shown.count == 1 }

  /// How the errors of the patterns are combined: in the same way for all runs.
  private var measure: ErrorMeasure {
    shown.allSatisfy { $0.measure == .total } ? .total : .mean
  }

  /// The curve of a set that was not learned.
  private func watched(_ run: TrainingRun, _ name: String) -> [Figure.Curve] {
    guard let watched = run.watched else { return [] }
    // A set may be watched that is also learned: its E is taken after each epoch.
    let set = watched.name == run.patterns ? "\(watched.name.asTyped), watched" : watched.name.asTyped
    return [
      Figure.Curve(
        name: (isAlone ? "" : "\(name), ") + set,
        points: watched.curve.map { .init(x: Double($0.epoch), y: $0.error) })
    ]
  }

  /// The error on the axis, and how it is summed.
  ///
  /// function: nil if the curves are of different ones.
  /// isOfWatched: whether curves are of sets that were not learned, whose E is taken between two epochs.
  static func axis(
    _ measure: ErrorMeasure, _ function: ErrorFunction?, isOfWatched: Bool = false
  ) -> String {
    let one = function.map { $0.formula ?? $0.name } ?? "E"
    if isOfWatched { return "mean E, the mean of \(one) over the patterns" }
    return switch measure {
    case .mean: "mean E during each epoch, the mean of \(one) over the patterns"
    case .total: "total E during each epoch, the sum of \(one) over the patterns"
    }
  }

  // MARK: - Telling runs apart

  /// The settings of each run: `η 0.2`, `rule adam`, … A rule's parameters come last, and only if a run of
  /// that rule has another value than the standard one.
  private var settings: [[TrainingSetting]] {
    shown.map { run in
      let all = TrainingSetting.all(run.options, patterns: run.patterns)
      let isStandard = shown.allSatisfy {
        $0.options.rule.name != run.options.rule.name || $0.hasStandardRule
      }
      return (commonError == nil ? [TrainingSetting(run.errorFunction)] : [])
        + all.filter { $0.kind != .ruleParameter }
        + (isStandard ? [] : all.filter { $0.kind == .ruleParameter })
        + [TrainingSetting(weights: run.weights)]
    }
  }

  /// The settings that all runs share, in order.
  private var common: [TrainingSetting] {
    let settings = self.settings
    return (settings.first ?? []).filter { part in settings.allSatisfy { $0.contains(part) } }
  }

  /// Each run by all of its settings that are not shared by all runs, `rule adam, η 0.01, an update after
  /// every 16 patterns`.
  private var differences: [[TrainingSetting]] {
    let common = self.common
    let different = settings.map { $0.filter { !common.contains($0) && $0.kind != .epochs } }
    // The stopping rule seldom says more than the curve does, and the first weights often differ anyway.
    let brief = [[TrainingSetting.Kind.target, .weights], [.target]].map { dull in
      different.map { $0.filter { !dull.contains($0.kind) } }
    }
    return brief.first { Self.areDistinct($0) } ?? different
  }

  /// Each run by what is unusual about it, `rule adam, η 0.01`; or, if that is longer or does not distinguish
  /// as many, by the first few of its settings that distinguish it from all others.
  var shortNames: [String] {
    let differences = self.differences
    let most = differences.map { $0.count }.max() ?? 0
    let first = { (count: Int) in differences.map { Array($0.prefix(count)) } }
    let enough = (1...max(most, 1)).first { Self.areDistinct(first($0)) }
    let leading = first(enough ?? most)
    let unusual = Self.unusual(differences)
    // Whether gradients are summed or averaged is seldom what makes a difference.
    let briefest = unusual.map { $0.filter { $0.kind != .reduction } }
    let longest = { (parts: [[TrainingSetting]]) in names(parts).map { $0.count }.max() ?? 0 }
    let best = [briefest, unusual].first {
      alone($0).count >= alone(leading).count && longest($0) < longest(leading)
    }
    return names(best ?? leading)
  }

  /// The settings that at most half of the runs have; of a run without any, its first one.
  private static func unusual(_ differences: [[TrainingSetting]]) -> [[TrainingSetting]] {
    differences.map { own in
      let unusual = own.filter { part in
        differences.filter { $0.contains(part) }.count * 2 <= differences.count
      }
      let rate = own.first { $0.kind == .learningRate } ?? own.first
      return unusual.isEmpty ? rate.map { [$0] } ?? [] : unusual
    }
  }

  /// The places of the runs without a name that these settings distinguish from the others without one.
  private func alone(_ parts: [[TrainingSetting]]) -> [Int] {
    let unnamed = parts.indices.filter { shown[$0].name == nil }
    return unnamed.filter { place in
      !parts[place].isEmpty && unnamed.filter { parts[$0] == parts[place] }.count == 1
    }
  }

  /// With its number if the settings of a run do not distinguish it from the others.
  private func names(_ parts: [[TrainingSetting]]) -> [String] {
    let alone = alone(parts)
    return parts.enumerated().map { place, own in
      let settings = own.map { $0.words }.joined(separator: ", ")
      if let name = shown[place].name { return name.asTyped + (settings.isEmpty ? "" : " (\(settings))") }
      let number = runs.count - shown.count + place + 1
      return alone.contains(place) ? settings : "\(number): " + (settings.isEmpty ? "training" : settings)
    }
  }

  private static func areDistinct(_ names: [[TrainingSetting]]) -> Bool {
    names.indices.allSatisfy { place in
      !names[place].isEmpty && !names[..<place].contains(names[place])
    }
  }

  /// How the runs were trained and how they ended: shared settings once, the rest per run.
  private var notes: [String] {
    let isEmpty = shown.allSatisfy { $0.curve.isEmpty }
    return (isEmpty ? ["No epoch was completed, so there is no curve."] : []) + endings
  }

  private var endings: [String] {
    guard !isAlone else {
      return shown.map {
        TrainingWords.line($0.options, patterns: $0.patterns) + "; " + Self.ending($0) + "."
      }
    }
    var notes: [String] = []
    let common = common.filter { $0.kind != .epochs }
    if !common.isEmpty { notes.append("all: " + common.map { $0.words }.joined(separator: ", ") + ".") }
    notes.append(
      zip(names(differences), shown).map { "\($0): \(Self.ending($1))" }.joined(separator: "; ") + ".")
    if shown.count < runs.count { notes.append("The latest \(shown.count) of \(runs.count) trainings.") }
    return notes
  }

  private static func ending(_ run: TrainingRun) -> String {
    TrainingWords.ending(run.end, after: run.epochs)
  }

  /// The smallest error, and the point where training diverged. For several runs, the smallest errors are
  /// marked without a label.
  private func markers(_ name: String, _ run: TrainingRun) -> [Figure.Marker] {
    var markers: [Figure.Marker] = []
    let finite = run.curve.filter { $0.error.isFinite }
    if let least = finite.min(by: { $0.error < $1.error }) {
      let error = run.error(least, measure)
      let number = Numeral(error, digits: 4).withoutTrailingZeros.text
      let label = (isAlone ? "" : name + ": ") + "least \(number) in epoch \(least.epoch)"
      markers.append(
        Figure.Marker(.init(x: Double(least.epoch), y: error), label: label, showsLabel: isAlone))
    }
    if let watched = run.watched, let least = watched.least {
      let number = Numeral(least.error, digits: 4).withoutTrailingZeros.text
      let label =
        (isAlone ? "" : name + ", ")
        + "\(watched.name.asTyped): least \(number) after epoch \(least.epoch)"
      markers.append(
        Figure.Marker(.init(x: Double(least.epoch), y: least.error), label: label, showsLabel: isAlone))
    }
    if let epoch = run.divergence, let last = finite.last {
      let label = (isAlone ? "" : name + ": ") + "diverged in epoch \(epoch)"
      markers.append(Figure.Marker(.init(x: Double(last.epoch), y: run.error(last, measure)), label: label))
    }
    return markers
  }
}
