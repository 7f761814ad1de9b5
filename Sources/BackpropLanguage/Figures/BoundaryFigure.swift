import Backprop

extension FigureEntry {
  static let boundary = FigureEntry(
    name: "boundary", synonyms: ["decision"], form: "boundary [i1 i2]",
    meaning: "the output over two inputs, and the patterns", arguments: [.units(.input)],
    parse: { (cursor, word) throws(Diagnostic) in
      // `plot decision boundary`
      if word == "decision" { _ = cursor.take(word: "boundary") || cursor.take(word: "boundaries") }
      let units = try cursor.takeUnits()
      return { (context) throws(Diagnostic) in
        let network = try context.network()
        let set = try context.patterns(for: network).set
        guard network.core.inputUnits >= 2 else {
          throw context.work.need(
            "a network of two inputs or more", for: "plot boundary", example: "network 2-2-1")
        }
        let inputs = try network.pair(units, ofLayer: 0, for: "plot boundary", context.work)
        let boundary = try DecisionBoundary(network, set, inputs, context.work)
        let names = (network.unit(0, inputs.0 + 1), network.unit(0, inputs.1 + 1))
        return context.figure(
          "Decision boundary of \(network.name.asTyped)",
          "The output over inputs \(names.0) and \(names.1), and the patterns.",
          .chart(try boundary.chart(of: network, context.work)))
      }
    })
}

/// Patterns over two of their inputs, and the outputs of a network in that plane. Everything that does not
/// depend on the weights is computed once for all frames of an animation.
struct DecisionBoundary {
  private let inputs: (Int, Int)
  private let x: ClosedRange<Double>
  private let y: ClosedRange<Double>
  /// The fixed values of the other inputs.
  private let means: [Double]
  private let groups: PatternGroups
  private let scale: Figure.Field.Scale
  /// The names of both axes.
  private let labels: (String, String)

  init(
    _ network: NetworkState, _ set: PatternSet, _ inputs: (Int, Int) = (0, 1),
    mostPoints: Int = PatternGroups.mostPoints, _ work: LongWork
  ) throws(Diagnostic) {
    var first: [Double] = []
    var second: [Double] = []
    var means = [Double](repeating: 0, count: set.inputs.columns)
    for n in 0..<set.count {
      if n % LongWork.patternsPerPoll == 0 { try work.checkInterrupt() }
      first.append(set.inputs[n, inputs.0])
      second.append(set.inputs[n, inputs.1])
      for column in means.indices { means[column] += set.inputs[n, column] / Double(set.count) }
    }
    self.inputs = inputs
    self.means = means
    x = PlaneField.range(around: first)
    y = PlaneField.range(around: second)
    groups = try PatternGroups(set, of: network, most: mostPoints, work) { (first[$0], second[$0]) }
    scale = network.outputScale(for: set)
    labels = (network.inputLabel(inputs.0, of: set), network.inputLabel(inputs.1, of: set))
  }

  /// size: the number of points in each direction.
  func chart(of network: NetworkState, size: Int = PlaneField.usualSize, _ work: LongWork) throws(Diagnostic)
    -> Figure.Chart
  {
    let plane = PlaneField(x: x, y: y, size: size)
    let outputs = try plane.outputs(
      of: network.core, inputs, others: means, areClasses: scale.isOfClasses, work)
    let label = network.outputLabel(scale)
    var notes = groups.notes
    if means.count > 2 { notes.append("The other inputs are held at their means over the patterns.") }
    return Figure.Chart(
      x: Figure.Axis(labels.0), y: Figure.Axis(labels.1),
      field: plane.field(outputs, label: label, scale: scale), points: groups.points,
      notes: notes + (try PlaneField.gaps(in: outputs.values, of: label, work)))
  }
}

extension NetworkState {
  /// How its outputs are distinguished: the two sides of a level for one output unit, classes by name for
  /// several.
  func outputScale(for set: PatternSet) -> Figure.Field.Scale {
    set.targets.columns == 1
      ? .sides(of: set.middleTarget)
      : .classes(TestDocument.classNames(set.targets.columns, set, self))
  }

  /// An input, from 0, by the name of its column in the patterns, or as `y_i1`.
  func inputLabel(_ input: Int, of set: PatternSet) -> String {
    let unit = unit(0, input + 1)
    return set.inputName(input + 1).map { "\($0) (\(unit))" } ?? "y_\(unit)"
  }

  /// The quantity shown by a field of its outputs: `y_k1`.
  func outputLabel(_ scale: Figure.Field.Scale) -> String {
    scale.isOfClasses ? "output" : "y_\(unit(core.layers.count - 1, 1))"
  }
}

extension Figure.Field.Scale {
  var isOfClasses: Bool {
    switch self {
    case .classes: true
    case .sides, .height: false
    }
  }
}
