import Backprop

/// The runs of a sweep: a row for each combination of settings, with its seeds combined, and the error
/// curves.
struct SweepDocument {
  let runs: [SweepRun]
  let results: [SweepResult]
  let request: SweepRequest
  let settings: String
  let errorFunction: ErrorFunction
  let formats: [Figure.Format]

  /// The maximum number of overlaid curves.
  private static let mostCurves = 40

  /// The results of one combination of η and α, over its seeds.
  private var combinations: [(options: TrainingOptions, results: [SweepResult])] {
    var groups: [(options: TrainingOptions, results: [SweepResult])] = []
    for result in results {
      let options = runs[result.number].options
      if let place = groups.firstIndex(where: { $0.options == options }) {
        groups[place].results.append(result)
      } else {
        groups.append((options, [result]))
      }
    }
    return groups
  }

  var blocks: [Block] {
    var columns: [[Inline]] = [[.text("η")], [.text("α")]]
    let hasTarget = request.training.target != nil
    let hasSeeds = request.seeds.count > 1
    if hasSeeds { columns.append([.text("runs")]) }
    if hasTarget { columns += [[.text("reached")], [.text(hasSeeds ? "epochs, median" : "epochs")]] }
    columns +=
      hasSeeds
      ? [[.text("total E, least")], [.text("median")], [.text("greatest")]]
      : [[.formula(.quantity(.totalError, []))]]
    let rows = combinations.map { group in
      var cells: [Table.Cell] = [.inline([.text(group.options.learningRateWords)])]
      cells.append(.inline([.text(group.options.momentumWords)]))
      if hasSeeds { cells.append(.integer(group.results.count)) }
      if hasTarget {
        let reached = group.results.filter { $0.hasReached }
        cells.append(.integer(reached.count))
        cells.append(Self.median(reached.map { Double($0.epochs) }).map { .integer(Int($0)) } ?? .empty)
      }
      let errors = group.results.compactMap { $0.totalError }
      let statistics = hasSeeds ? [errors.min(), Self.median(errors), errors.max()] : [errors.first]
      cells += statistics.map { $0.map { .number($0) } ?? .empty }
      return Table.Row(cells: cells)
    }
    var blocks: [Block] = [.note([.text("sweep: " + settings)]), .table(Table(columns: columns, rows: rows))]
    if hasSeeds { blocks += combinations.compactMap { stuckWords($0.options, $0.results) } }
    blocks.append(.note([.text("E is the error during the last epoch of each run")]))
    if !diverged.isEmpty {
      blocks.append(.note([.text("\(Wording.plural(diverged.count, "run")) diverged")]))
    }
    if results.count < runs.count {
      blocks.append(.note([.text("stopped: \(results.count) of \(Wording.plural(runs.count, "run")) done")]))
    }
    return blocks
  }

  /// A run is far above the least E with more than this share of the way left from the E of the start.
  private static let stuckShare = 0.1

  /// The runs of one combination that do not get where they should: those that have not reached the target
  /// or, without one, those whose E stays far above the least that another seed reaches, and no longer falls.
  private func stuck(_ results: [SweepResult]) -> [SweepResult] {
    guard request.training.target == nil else { return results.filter { !$0.hasReached } }
    let ends = results.compactMap { $0.totalError }.filter { $0.isFinite }
    let starts = results.compactMap { $0.curve.first?.totalError }.filter { $0.isFinite }
    guard let least = ends.min(), let start = Self.median(starts) else { return [] }
    // Where even the best has most of the way left, none has learned yet.
    guard least < start / 2 else { return [] }
    return results.filter { result in
      guard let end = result.totalError, end.isFinite else { return false }
      let left = end - least
      let middle = result.curve.last { $0.epoch * 2 <= result.epochs }?.totalError ?? start
      return left > Self.stuckShare * (start - least) && middle - end < left / 4
    }
  }

  /// The seeds that are stuck, if there are any.
  private func stuckWords(_ options: TrainingOptions, _ results: [SweepResult]) -> Block? {
    let stuck = stuck(results)
    guard !stuck.isEmpty else { return nil }
    let which = stuck.count == results.count ? "any seed" : seeds(stuck)
    let what = request.training.target == nil ? "E stays far above the least with " : "not reached with "
    return .note([.text(name(options) + ": " + what + which)])
  }

  private func seeds(_ results: [SweepResult]) -> String {
    let seeds = results.compactMap { runs[$0.number].seed }.map { "\($0)" }
    return (seeds.count == 1 ? "seed " : "seeds ") + Wording.shortList(seeds)
  }

  private func name(_ options: TrainingOptions) -> String {
    let name = "η \(options.learningRateWords)"
    return request.momenta.isEmpty ? name : name + ", α \(options.momentumWords)"
  }

  /// The lower of the two middle values if their number is even.
  private static func median(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.sorted()[(values.count - 1) / 2]
  }

  /// The error curves; those of the same η and α look the same, except that without a target those of seeds
  /// that are stuck, if others are not, have a look of their own. If there are very many, an evenly spaced
  /// selection.
  var figure: Figure? {
    guard !results.isEmpty else { return nil }
    let shown = Set(Evenly.places(results.count, atMost: Self.mostCurves))
    var curves: [Figure.Curve] = []
    var place = 0
    for group in combinations {
      // With a target, curves that end early have reached it.
      let isMarked = request.seeds.count > 1 && request.training.target == nil
      let stuck = isMarked ? stuck(group.results) : []
      let numbers = stuck.count < group.results.count ? Set(stuck.map { $0.number }) : []
      let stuckName = name(group.options) + ", stuck: " + seeds(stuck)
      for result in group.results {
        if shown.contains(place) {
          let seed = request.seeds.count > 1 ? runs[result.number].seed : nil
          curves.append(
            Figure.Curve(
              name: numbers.contains(result.number) ? stuckName : name(group.options),
              detail: seed.map { "seed \($0)" } ?? "",
              points: result.curve.map { Figure.Point(x: Double($0.epoch), y: $0.totalError) }))
        }
        place += 1
      }
    }
    var notes = ["sweep: " + settings + "."]
    if results.count > curves.count {
      notes.append("\(curves.count) of \(results.count) runs, evenly spaced.")
    }
    if !diverged.isEmpty {
      notes.append("\(Wording.plural(diverged.count, "run")) diverged: their curves end there.")
    }
    return Figure(
      title: "Error of \(Wording.plural(results.count, "run"))",
      description: "The error over the pattern set by epoch, one curve per run of the sweep.",
      content: .chart(
        Figure.Chart(
          x: .epochs(),
          y: Figure.Axis(ErrorPlot.axis(.total, errorFunction), isLogarithmic: true), curves: curves,
          notes: notes)), formats: formats)
  }

  private var diverged: [SweepResult] {
    results.filter { if case .diverged = $0.end { true } else { false } }
  }
}
