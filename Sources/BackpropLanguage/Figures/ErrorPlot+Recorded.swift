import Backprop

/// The formulas that were recorded while training: a figure for each beside the error curve, because a second
/// axis in one figure would make curves meet that have nothing to do with one another.
extension ErrorPlot {
  var recordedFigures: [Figure] {
    var formulas: [Formula] = []
    for recorded in shown.flatMap({ $0.recorded }) where !formulas.contains(recorded.formula) {
      formulas.append(recorded.formula)
    }
    return formulas.map { figure(of: $0) }
  }

  /// Those of the error curves, which stand beside them.
  private var epochs: ClosedRange<Double>? {
    let all = shown.flatMap { $0.curve }.map { Double($0.epoch) }
    guard let first = all.min(), let last = all.max(), first < last else { return nil }
    return first...last
  }

  private func figure(of formula: Formula) -> Figure {
    var curves: [Figure.Curve] = []
    var notes: [String] = []
    var means: [String] = []
    var sentences: [String] = []
    for (number, (name, run)) in zip(shortNames, shown).enumerated() {
      guard let recorded = run.recorded.first(where: { $0.formula == formula }) else { continue }
      let head = shown.count == 1 ? "" : "\(name): "
      curves.append(
        Figure.Curve(
          name: shown.count == 1 ? "" : name,
          points: recorded.points.map { .init(x: Double($0.epoch), y: $0.error) }, number: number))
      if let mean = recorded.mean, !means.contains(mean) { means.append(mean) }
      if let gaps = recorded.gapsInWords { notes.append(head + gaps + ".") }
      if let course = recorded.course { sentences.append(head + course + ".") }
    }
    notes.insert(contentsOf: means.isEmpty ? [] : ["The " + Wording.list(means) + "."], at: 0)
    let isPositive = curves.allSatisfy { $0.points.allSatisfy { $0.y > 0 } }
    return Figure(
      title: "\(formula.unicode) after each epoch", description: sentences.joined(separator: " "),
      content: .chart(
        Figure.Chart(
          x: .epochs(isLogarithmic: hasLogarithmicEpochs, range: epochs),
          y: Figure.Axis(formula, isLogarithmic: isLogarithmic && isPositive), curves: curves,
          notes: notes)))
  }
}

extension TrainingRun.Recorded {
  /// Its first and last value in words; nil without a point.
  var course: String? {
    guard let first = points.first, let last = points.last else { return nil }
    let numbers = [first, last].map { Numeral($0.error, digits: 6).text }
    return "\(numbers[0]) after epoch \(first.epoch)"
      + (last.epoch > first.epoch ? ", \(numbers[1]) after epoch \(last.epoch)" : "")
  }

  /// The epochs without a value in words; nil if there is none.
  var gapsInWords: String? {
    gaps == 0 ? nil : "no finite value after \(Wording.plural(gaps, "epoch"))"
  }
}
