import Backprop

/// The error curves of trainings.
struct ErrorPlot {
  let runs: [TrainingRun]
  let request: PlotRequest
  let errorFunction: ErrorFunction

  /// More curves than these are told apart by nobody; the latest are shown.
  private static let mostRuns = 6

  var chart: Figure.Chart {
    let shown = Array(runs.suffix(Self.mostRuns))
    let first = runs.count - shown.count
    let names = shown.count == 1 ? [""] : Self.names(shown, from: first + 1)
    let curves = zip(names, shown).map { name, run in
      Figure.Curve(
        name: name,
        points: run.curve.map { .init(x: Double($0.epoch), y: $0.error) })
    }
    var notes = shown.enumerated().map { place, run in
      (shown.count == 1 ? "" : "\(first + place + 1): ") + run.settings + "; " + run.ending + "."
    }
    if first > 0 { notes.append("The latest \(shown.count) of \(runs.count) trainings.") }
    return Figure.Chart(
      x: Figure.Axis("epoch", isLogarithmic: request.hasLogarithmicEpochs),
      y: Figure.Axis(errorName, isLogarithmic: request.isLogarithmic), curves: curves,
      markers: markers(shown),
      notes: notes)
  }

  /// Each by what it was told that not all were told, `η 0.2`; with its number where that does not tell them apart.
  private static func names(_ runs: [TrainingRun], from number: Int) -> [String] {
    let parts = runs.map { run in
      run.settings.dropFirst("train: ".count).split(separator: ",").map { String($0.drop { $0 == " " }) }
    }
    return parts.enumerated().map { place, own in
      let different = own.filter { part in
        !part.hasPrefix("at most") && !parts.allSatisfy { $0.contains(part) }
      }
      let name = different.joined(separator: ", ")
      let isAlone = !name.isEmpty && parts.filter { $0 == own }.count == 1
      return isAlone ? name : "\(number + place): " + (name.isEmpty ? "training" : name)
    }
  }

  var description: String {
    runs.suffix(Self.mostRuns).map { run in
      let ends = [run.curve.first, run.curve.last].compactMap { $0.map { Numeral($0.error, digits: 6).text } }
      return
        "\(run.errorName) goes from \(ends.joined(separator: " to ")) in \(Wording.plural(run.epochs, "epoch"))."
    }.joined(separator: " ")
  }

  /// How E is summed, where the curves agree on it.
  private var errorName: String {
    let isMean = runs.last?.errorName == "mean E"
    let one = errorFunction == .squares ? "½ Σ_k (t_k - y_k)^2" : "cross-entropy"
    return isMean
      ? "mean E, the mean of \(one) over the patterns" : "total E, the sum of \(one) over the patterns"
  }

  /// The least error of a single training, where it is not simply the last.
  private func markers(_ runs: [TrainingRun]) -> [Figure.Marker] {
    guard runs.count == 1, let run = runs.first,
      let least = run.curve.filter({ $0.error.isFinite }).min(by: { $0.error < $1.error })
    else { return [] }
    let label = "least \(Numeral(least.error, digits: 4).withoutTrailingZeros.text) in epoch \(least.epoch)"
    return [Figure.Marker(.init(x: Double(least.epoch), y: least.error), label: label)]
  }
}
