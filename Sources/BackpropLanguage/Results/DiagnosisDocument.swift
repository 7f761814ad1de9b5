import Backprop

/// Whether training is stuck, and why.
struct DiagnosisDocument {
  let network: NetworkState
  let patternsName: String
  let patternCount: Int
  let learningRate: Double
  let diagnosis: NetworkDiagnosis
  /// The outputs are the same for every pattern, although the targets are not.
  let ignoresInputs: Bool
  /// Whether E is known to be 0 or more everywhere, so that total E says how far down it goes.
  let neverNegative: Bool

  /// An epoch of gradient descent lowers ΣE by about η|∂ΣE/∂w|².
  private var gainPerEpoch: Double { learningRate * diagnosis.gradientNorm * diagnosis.gradientNorm }
  /// The number of epochs to lower the error by one hundredth.
  private var epochsToAHundredth: Double { diagnosis.totalError / 100 / gainPerEpoch }
  /// Where E has no known least value, the way to the next flat place counts: the gradient over the greatest
  /// curvature.
  private var isFlat: Bool {
    guard !neverNegative else { return !(epochsToAHundredth < 50) }
    let greatest = (diagnosis.curvatures ?? [1]).reduce(0) { max($0, $1.magnitude) }
    return !(diagnosis.gradientNorm > 1e-3 * greatest)
  }
  /// The slope predicts a drop of more than E itself: such a step goes far beyond the range in which E is
  /// nearly linear.
  private var overshoots: Bool { neverNegative && gainPerEpoch > diagnosis.totalError }
  /// Inputs of about this size suit weights of about 1.
  private static let usualInput = 5.0

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
    return Table(
      caption: [.text("network \(network.name.asTyped) on patterns \(patternsName.asTyped)")], rows: rows)
  }

  private func function(_ layer: Int) -> String { network.core.layers[layer].transfer.name }

  private var verdict: String {
    guard diagnosis.isFinite else {
      return "E or its gradient is infinite or not a number: nothing can be learnt with these weights."
    }
    if ignoresInputs {
      return "Stuck: the output is the same for every pattern, so nothing from the inputs reaches it."
    }
    guard isFlat else {
      return overshoots
        ? "Not stuck, but steps at this η are too long: the gradient is very large."
        : "Not stuck: the gradient is large enough to learn from."
    }
    if diagnosis.gradientNorm == 0, let layer = diagnosis.stepLayers.last {
      return "No gradient at all: layer \(network.letter(layer)) is `\(function(layer))`, whose slope is 0."
    }
    guard let least = diagnosis.curvatures?.first else {
      return neverNegative && diagnosis.totalError == 0
        ? "E is 0: there is nothing left to learn." : "The gradient is almost 0: a flat place."
    }
    if least < -tolerance {
      return "A saddle: the gradient is almost 0, but E still falls in some direction."
    }
    return neverNegative && diagnosis.totalError < 0.01 * Double(patternCount)
      ? "A minimum, and a good one: E is small." : "A minimum, or a plateau: E falls in no direction nearby."
  }

  private var advice: [String] {
    guard diagnosis.isFinite else { return ["`reset` or `weights uniform -0.5 0.5` gives other weights."] }
    var advice: [String] = []
    let rate = Wording.number(learningRate)
    if overshoots {
      let fitting = Numeral(
        diagnosis.totalError / (diagnosis.gradientNorm * diagnosis.gradientNorm), digits: 6)
      advice.append(
        """
        At η = \(rate) the slope predicts a drop larger than total E itself, so a step overshoots; an η of \
        less than \(fitting.withoutTrailingZeros.text) fits here.
        """)
    } else if gainPerEpoch > 0 {
      let gain = Numeral(gainPerEpoch, digits: 6).text
      advice.append(
        "By the slope alone, an epoch at η = \(rate) lowers total E by \(gain)"
          + (neverNegative && epochsToAHundredth > 1 && epochsToAHundredth < 1e9
            ? "; about \(Wording.plural(Int(epochsToAHundredth.rounded()), "epoch")) lower it by 1 %."
            : "."))
    }
    if let greatest = diagnosis.curvatures?.last, greatest > tolerance, learningRate > 2 / greatest {
      let most = Numeral(2 / greatest, digits: 6).text
      advice.append(
        "η is too large here for batch training: above 2 / (largest curvature) = \(most) steps overshoot "
          + "and E rises.")
    }
    if diagnosis.largestInput > Self.usualInput {
      advice.append(
        """
        The inputs go up to \(Wording.number(diagnosis.largestInput)), so total inputs become large: units \
        saturate and steps overshoot. `scale inputs 0 1` or `scale inputs standard` brings the inputs to the \
        usual size.
        """)
    }
    if let targets = diagnosis.unreachableTargets {
      advice.append("Targets: " + TrainingWords.unreachable(targets, network) + ".")
    }
    for layer in diagnosis.stepLayers {
      advice.append(
        """
        Layer \(network.letter(layer)) is `\(function(layer))`: no δ passes through it, so the weights into \
        it and into the layers before it learn nothing. \
        \(AdvisedFunctions.learning(network.letter(layer), most: 1)) lets them learn.
        """)
    }
    for layer in network.core.layers.indices { advice += self.advice(onUnitsOf: layer) }
    let frozen = network.core.projections.reduce(0) { $0 + ($1.frozen?.filter { $0 }.count ?? 0) }
    if frozen > 0 { advice.append("\(Wording.plural(frozen, "weight")) frozen; `thaw` lets them learn.") }
    return advice
  }

  // MARK: - Units

  /// More units than this are not named one by one.
  private static let mostNamed = 4

  private func advice(onUnitsOf layer: Int) -> [String] {
    var advice: [String] = []
    let dead = diagnosis.dead.filter { $0.layer == layer }.map { $0.unit }
    let pairs = diagnosis.identical.filter { $0.layer == layer && !dead.contains($0.first) }
    if let pair = pairs.first {
      let alike = Set(pairs.filter { $0.first == pair.first }.map { $0.second } + [pair.first]).sorted()
      advice.append(
        """
        \(names(alike, layer)) give the same output for every pattern: if their weights are the same too, \
        they stay the same. `weights uniform -0.5 0.5` breaks the symmetry.
        """)
    }
    if !dead.isEmpty {
      let (are, their) = dead.count == 1 ? ("is", "its") : ("are", "their")
      advice.append(
        """
        \(names(dead, layer)) \(are) dead: \(their) total input is never above 0, so the output and g' are 0 \
        for every pattern and the weights never change. Other first weights (`weights he`), a smaller η or \
        \(AdvisedFunctions.neverDead(network.letter(layer))) can help.
        """)
    }
    let saturated = diagnosis.saturated.filter { $0.layer == layer }
    if let first = saturated.first {
      let are = saturated.count == 1 ? "is" : "are"
      let patterns =
        saturated.count == 1
        ? "\(first.patterns) of \(patternCount) patterns" : "at least three quarters of the patterns"
      advice.append(
        """
        \(names(saturated.map { $0.unit }, layer)) \(are) saturated for \(patterns): g' is almost 0 there, \
        so hardly any δ passes through. Smaller weights help.
        """)
    }
    return advice
  }

  /// `Unit j1`, `Units j1 and j2`, `10 of the 12 units of layer j (j1, j2, j3, …)`
  private func names(_ units: [Int], _ layer: Int) -> String {
    let names = units.map { network.unit(layer, $0 + 1) }
    if units.count == 1 { return "Unit \(names[0])" }
    if units.count <= Self.mostNamed { return "Units \(Wording.list(names))" }
    return
      "\(units.count) of the \(network.core.layers[layer].units) units of layer \(network.letter(layer)) "
      + "(\(names.prefix(Self.mostNamed - 1).joined(separator: ", ")), …)"
  }
}
