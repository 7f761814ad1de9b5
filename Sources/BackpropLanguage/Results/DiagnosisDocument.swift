import Backprop

/// Why training is stuck, or that it is not.
struct DiagnosisDocument {
  let network: NetworkState
  let patternCount: Int
  let learningRate: Double
  let diagnosis: NetworkDiagnosis

  /// An epoch of gradient descent lowers ΣE by about η|∂ΣE/∂w|².
  private var gainPerEpoch: Double { learningRate * diagnosis.gradientNorm * diagnosis.gradientNorm }
  /// Epochs to lower the error by a hundredth.
  private var epochsToAHundredth: Double { diagnosis.totalError / 100 / gainPerEpoch }
  private var isFlat: Bool { !(epochsToAHundredth < 50) }

  /// Curvatures nearer 0 than this share of the largest count as 0.
  private var tolerance: Double {
    1e-6 * max(1, (diagnosis.curvatures ?? []).reduce(0) { max($0, $1.magnitude) })
  }

  var blocks: [Block] {
    var blocks: [Block] = [.table(facts), .paragraph([.strong(verdict)])]
    blocks += advice.map { .paragraph(Inline.prose($0)) }
    return blocks
  }

  private var facts: Table {
    var rows: [Table.Row] = [
      Table.Row(header: [.formula(.quantity(.totalError, []))], cells: [.number(diagnosis.totalError)]),
      Table.Row(header: [.text("size of the gradient |∂E/∂w|")], cells: [.number(diagnosis.gradientNorm)]),
    ]
    if let curvatures = diagnosis.curvatures, let least = curvatures.first, let greatest = curvatures.last {
      rows += [
        Table.Row(header: [.text("least curvature")], cells: [.number(least)]),
        Table.Row(header: [.text("greatest curvature")], cells: [.number(greatest)]),
        Table.Row(
          header: [.text("directions that curve down")],
          cells: [.integer(curvatures.filter { $0 < -tolerance }.count)]),
        Table.Row(
          header: [.text("directions that are flat")],
          cells: [.integer(curvatures.filter { $0.magnitude <= tolerance }.count)]),
      ]
    }
    return Table(caption: [.text("network \(network.name)")], rows: rows)
  }

  private var verdict: String {
    guard isFlat else { return "Not stuck: the gradient is large enough to learn by." }
    guard let least = diagnosis.curvatures?.first else {
      return "The gradient is next to nothing: a flat place."
    }
    if least < -tolerance {
      return "A saddle: the gradient is next to nothing, but E still falls in some direction."
    }
    return diagnosis.totalError < 0.01 * Double(patternCount)
      ? "A minimum, and a good one: E is small." : "A minimum, or a plateau: E falls in no direction nearby."
  }

  private var advice: [String] {
    var advice: [String] = []
    if gainPerEpoch > 0 {
      let gain = Numeral(gainPerEpoch, digits: 6).text
      advice.append(
        "An epoch at η = \(Wording.number(learningRate)) lowers total E by about \(gain)"
          + (epochsToAHundredth > 1 && epochsToAHundredth < 1e9
            ? ", so a hundredth of it takes about \(Wording.plural(Int(epochsToAHundredth.rounded()), "epoch"))."
            : "."))
    }
    if let greatest = diagnosis.curvatures?.last, greatest > tolerance, learningRate > 2 / greatest {
      advice.append(
        "η is too large here for batch training: beyond 2 over the greatest curvature, \(Numeral(2 / greatest, digits: 6).text), "
          + "steps overshoot and E rises.")
    }
    for pair in diagnosis.identical.prefix(8) {
      advice.append(
        "Units \(network.unit(pair.layer, pair.first + 1)) and \(network.unit(pair.layer, pair.second + 1)) give the same "
          + "output for every pattern: where their weights are the same as well, they stay the same. "
          + "`weights uniform -0.5 0.5` breaks the symmetry.")
    }
    for unit in diagnosis.saturated.prefix(12) {
      advice.append(
        "Unit \(network.unit(unit.layer, unit.unit + 1)) is saturated for \(unit.patterns) of \(patternCount) patterns: "
          + "g' is next to nothing there, so hardly any δ passes it. Smaller weights help.")
    }
    let frozen = network.network.projections.reduce(0) { $0 + ($1.frozen?.filter { $0 }.count ?? 0) }
    if frozen > 0 { advice.append("\(Wording.plural(frozen, "weight")) frozen; `thaw` lets them learn.") }
    return advice
  }
}
