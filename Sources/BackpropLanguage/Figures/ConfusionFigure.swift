import Backprop

extension FigureEntry {
  static let confusion = FigureEntry(
    name: "confusion", meaning: "how often each class of the targets gets each class of the outputs",
    build: { (context) throws(Diagnostic) in
      let network = try context.network()
      let patterns = try context.patterns(for: network)
      let result = try context.work.test(network.core, patterns.set)
      guard let grid = Figure.Grid(confusionOf: result, patterns.set, network) else {
        throw context.work.need(
          "patterns whose targets are classes, 0 or 1", for: "plot confusion", example: "patterns xor")
      }
      return context.figure(
        "Classes of patterns \(patterns.name.asTyped)",
        "Rows: the target's class; columns: the class that the network gives.", .grid(grid))
    })
}

extension Figure.Grid {
  /// The number of patterns of each class that were assigned to each class; nil if the targets are not
  /// classes.
  init?(confusionOf result: TestResult, _ set: PatternSet, _ network: NetworkState) {
    guard let counts = result.confusion, let accuracy = result.accuracy else { return nil }
    let names = TestDocument.classNames(counts.count, set, network)
    let panel = Panel(
      title: "", rowName: "target", columnName: "output", rowLabels: names, columnLabels: names,
      values: Matrix(
        rows: counts.count, columns: counts.count, elements: counts.flatMap { $0 }.map { Double($0) }))
    let right = counts.indices.reduce(0) { $0 + counts[$1][$1] }
    let without = result.nonFinite.count
    self.init(
      style: .counts, panels: [panel],
      notes: ["\(right) of \(set.count) right: \(TestDocument.percentage(accuracy)) %."]
        + (without > 0 ? ["The outputs of \(without) are infinite or not a number."] : []))
  }
}
