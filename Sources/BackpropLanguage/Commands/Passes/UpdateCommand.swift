import Backprop

/// `update`
extension Command {
  static let update = Command(
    name: "update", family: .passes,
    synopsis: ["update [, hidden]"],
    meaning: "add Δw to the weights: w ← w + Δw",
    details: """
      Δw follows η, α and the rule in force (`rule`), and the weights are those of `train`, to the last bit.
      """,
    arguments: [.words(["hidden"])], options: [.hidden("adds it, and shows nothing")],
    examples: ["forward 2\nbackward\nupdate"],
    parse: { (parser) throws(Diagnostic) in
      let options = try parser.options(commaIsOptional: true)
      return Action { (execution) throws(Diagnostic) in
        let blocks = try execution.update()
        if !options.has("hidden") { execution.emit(blocks) }
      }
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
    let before = network.core
    network.core.apply(changes)
    for (place, projection) in network.core.projections.enumerated() {
      guard let wrong = projection.weights.elements.firstIndex(where: { !$0.isFinite }) else { continue }
      let (row, column) = wrong.quotientAndRemainder(dividingBy: projection.weights.columns)
      let weight = network.weightName(WeightPlace(projection: place, row: row, column: column))
      throw problem(
        .notFinite("\(weight) after this update"),
        example: "η = \(Wording.number(state.learningRate / 10))\nforward\nbackward\nupdate")
    }
    if let presentation = network.presentation, let target = presentation.target {
      // The fast engines compute the update that `train` makes.
      network.core = before
      let isMade: Bool
      do throws(NetworkError) {
        var trainer = try network.trainer(state.stepOptions, cores: host.cores)
        isMade = try trainer.step(presentation.input, target: target)
        network.core = trainer.network
        network.trainer = trainer
      } catch { throw problem(error) }
      guard isMade else {
        throw problem(.notFinite("a weight after this update"), example: "weights uniform -0.5 0.5")
      }
    }
    network.changesAreApplied = true
    network.isSteppedByHand = true
    network.lastChanges = network.core.withoutFrozen(network.trainer?.lastChanges ?? changes)
    network.lastStep = network.lastChanges
    state.store(network)
    return PassDocument(network: network, patterns: state.patterns).update()
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
