import Backprop

/// `update`
extension Command {
  static let update = Command(
    name: "update", family: .passes,
    synopsis: ["update"],
    meaning: "add Δw to the weights: w ← w + Δw",
    examples: ["forward 2\nbackward\nupdate"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in execution.emit(try execution.update()) }
    })
}

extension Execution {
  /// w ← w + Δw, unless a weight would become infinite or not a number.
  mutating func update() throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    guard let changes = network.weightChanges else {
      throw problem(.nothingYet("Δw", command: "backward"), example: "forward 2\nbackward\nupdate")
    }
    guard !network.changesAreApplied else {
      throw problem(
        .changesAreAdded,
        example: "forward 2\nbackward\nupdate")
    }
    network.core.apply(changes)
    for (place, projection) in network.core.projections.enumerated() {
      guard let wrong = projection.weights.elements.firstIndex(where: { !$0.isFinite }) else { continue }
      let (row, column) = wrong.quotientAndRemainder(dividingBy: projection.weights.columns)
      let weight = network.weightName(WeightPlace(projection: place, row: row, column: column))
      throw problem(
        .notFinite("\(weight) after this update"),
        example: "η = \(Wording.number(state.learningRate / 10))\nforward\nbackward\nupdate")
    }
    network.changesAreApplied = true
    network.trainer = nil
    network.lastChanges = network.core.withoutFrozen(changes)
    state.store(network)
    return PassDocument(network: network, patternsName: state.currentPatterns).update()
  }
}

extension Network {
  /// The changes actually made: 0 for frozen weights.
  func withoutFrozen(_ changes: [Matrix]) -> [Matrix] {
    zip(changes, projections).map { change, projection in
      guard let frozen = projection.frozen else { return change }
      var change = change
      for w in frozen.indices where frozen[w] { change.elements[w] = 0 }
      return change
    }
  }
}
