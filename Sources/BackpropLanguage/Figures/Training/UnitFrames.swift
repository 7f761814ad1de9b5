import Backprop

/// The frames of one step, unit by unit, each with its numbers: the products along the edges, the sum, g;
/// then δ, backwards along the edges, and each Δw; last the new weights, and E with them.
struct UnitFrames {
  private let steps: StepFrames
  private let explanation: Explanation
  private let range: SourceRange
  /// Whether each product and each Δw has a frame of its own; otherwise each unit has one.
  private let isDetailed: Bool
  private var diagram: Figure.NetworkDiagram
  private(set) var frames: [Animation.Frame] = []

  private var network: NetworkState { steps.network }
  private var projections: [Projection] { network.core.projections }

  /// A reader does not follow more.
  static let mostFrames = 60
  /// With more units that compute, there are more frames.
  static let mostUnits = (mostFrames - 4) / 3

  /// nil if even a frame for each unit would be too many. Throws when it is interrupted.
  ///
  /// - Parameter explanation: of the numbers before the update.
  init?(_ steps: StepFrames, _ explanation: Explanation, at range: SourceRange) throws(Diagnostic) {
    let network = steps.network.core
    let fits = { Self.count(network, isDetailed: $0) <= Self.mostFrames }
    guard let isDetailed = [true, false].first(where: fits) else { return nil }
    self.steps = steps
    self.explanation = explanation
    self.range = range
    self.isDetailed = isDetailed
    diagram = steps.presented
    add("input: the pattern is presented", [])
    for layer in 1...steps.last { try addOutputs(of: layer) }
    try addComparison()
    for layer in (1...steps.last).reversed() {
      try addDeltas(of: layer)
      if layer == steps.last { try addChanges(into: layer) }
    }
    for layer in (1..<steps.last).reversed() { try addChanges(into: layer) }
  }

  /// How many frames there are at most.
  static func count(_ network: Network, isDetailed: Bool) -> Int {
    let units = network.layers.dropFirst().reduce(0) { $0 + $1.units }
    let together = network.layers.reduce(0) { $0 + ($1.transfer.isSoftmax ? $1.units : 0) }
    guard isDetailed else { return 4 + 3 * units + together }
    let weights = network.projections.reduce(0) { $0 + $1.weights.elements.count }
    let backwards = network.projections.filter { $0.source > 0 }.reduce(0) { sum, projection in
      sum + network.layers[projection.source].units * projection.weights.columns
    }
    return 4 + 3 * units + 2 * weights + backwards
  }

  private mutating func add(_ name: String, _ blocks: [Block]) {
    let figure = Figure(
      title: name, description: "\(NetworkWords.layers(network)). \(name).", content: .network(diagram))
    frames.append(Animation.Frame(name: name, blocks: blocks, figures: [figure]))
  }

  // MARK: - Forwards

  private mutating func addOutputs(of layer: Int) throws(Diagnostic) {
    let pass = steps.presentation.forward
    let step = HandoutStep.activations(ofLayer: layer, in: network.core).rawValue
    // The outputs of softmax need the total inputs of all units.
    let isTogether = network.core.layers[layer].transfer.isSoftmax
    for unit in 0..<network.core.layers[layer].units {
      let a = symbol(.totalInput, layer, unit)
      if isDetailed { try addProducts(of: a, NetworkPart.unit(layer: layer, unit: unit), step) }
      diagram.totalInputs[layer].append(pass.totalInputs[layer][unit])
      diagram.active = edges(into: layer, unit).union([.unit(layer: layer, unit: unit)])
      let sum = try explained(a)
      if isDetailed || isTogether { add("\(step): the sum at \(name(layer, unit))", sum) }
      guard !isTogether else { continue }
      diagram.outputs[layer].append(pass.outputs[layer][unit])
      diagram.active = isDetailed ? [.unit(layer: layer, unit: unit)] : diagram.active
      add("\(step): the output of \(name(layer, unit))", (isDetailed ? [] : sum) + (try output(layer, unit)))
    }
    guard isTogether else { return }
    for unit in 0..<network.core.layers[layer].units {
      diagram.outputs[layer].append(pass.outputs[layer][unit])
      diagram.active = Set(network.core.units(ofLayer: layer))
      add("\(step): the output of \(name(layer, unit))", try output(layer, unit))
    }
  }

  private func output(_ layer: Int, _ unit: Int) throws(Diagnostic) -> [Block] {
    try explained(symbol(.output, layer, unit))
  }

  private mutating func addComparison() throws(Diagnostic) {
    diagram.targets = steps.target
    diagram.active = Set(network.core.units(ofLayer: steps.last))
    add("1c: \(HandoutStep.comparison.meaning(in: network.core))", try explained(.quantity(.error, [])))
  }

  // MARK: - Backwards

  private mutating func addDeltas(of layer: Int) throws(Diagnostic) {
    let step = HandoutStep.delta(ofLayer: layer, in: network.core).rawValue
    for unit in 0..<network.core.layers[layer].units {
      let delta = symbol(.delta, layer, unit)
      if isDetailed && layer < steps.last {
        try addProducts(of: delta, .unit(layer: layer, unit: unit), step)
      }
      diagram.deltas[layer].append(steps.backward.deltas[layer][unit])
      diagram.active = edges(from: layer, unit).union([.unit(layer: layer, unit: unit)])
      add("\(step): the error signal of \(name(layer, unit))", try explained(delta))
    }
  }

  private mutating func addChanges(into layer: Int) throws(Diagnostic) {
    let step = HandoutStep.changes(intoLayer: layer, in: network.core).rawValue
    for unit in 0..<network.core.layers[layer].units {
      var blocks: [Block] = []
      let edges = steps.into(layer).flatMap { network.core.weights(ofProjection: $0) }.filter {
        ends(of: $0)?.target == .unit(layer: layer, unit: unit)
      }
      for edge in edges {
        guard case .weight(let place, let row, let column) = edge, let ends = ends(of: edge),
          let formula = explanation.symbol(.weightChange, of: edge)
        else { continue }
        diagram.weightChanges[edge] = steps.changes[place][row, column]
        blocks += try explained(formula)
        guard isDetailed else { continue }
        diagram.active = [edge, ends.source, ends.target]
        add("\(step): the change of the weight from \(name(ends.source)) to \(name(layer, unit))", blocks)
        blocks = []
      }
      guard !isDetailed else { continue }
      diagram.active = self.edges(into: layer, unit).union([.unit(layer: layer, unit: unit)])
      add("\(step): the changes of the weights into \(name(layer, unit))", blocks)
    }
  }

  // MARK: - The update

  /// More new weights are not written out.
  private static let mostWeights = 12

  /// The weights after the update, and the pattern's pass with them.
  mutating func addUpdate(_ updated: Explanation, _ again: Explanation) throws(Diagnostic) {
    diagram.network = updated.current.network
    let weights = projections.indices.flatMap { network.core.weights(ofProjection: $0) }
    diagram.active = Set(weights)
    var blocks: [Block] = []
    for weight in weights.prefix(weights.count > Self.mostWeights ? 0 : weights.count) {
      guard let formula = updated.symbol(.weight, of: weight) else { continue }
      blocks += try explained(formula, by: updated)
    }
    add("update: the new weights", blocks)

    guard let pass = again.current.presentation?.forward else { return }
    (diagram.totalInputs, diagram.outputs) = (pass.totalInputs, pass.outputs)
    diagram.deltas = []
    diagram.weightChanges = [:]
    diagram.active = Set(network.core.units(ofLayer: steps.last))
    let error = Formula.quantity(.error, [])
    let before = try explanation.number(error, explanation.presented, range)
    add(
      "the same pattern with the new weights",
      try explained(error, by: again) + [.paragraph([.text("before the update, it was "), .formula(before)])])
  }

  // MARK: - Parts and words

  /// A frame for each term of a sum, if there are several.
  private mutating func addProducts(
    of quantity: Formula, _ unit: NetworkPart, _ step: String
  ) throws(Diagnostic) {
    guard let rule = explanation.rules.rule(for: explanation.pinned(quantity)) else { return }
    let terms = try explanation.addends(of: rule.right, range)
    guard terms.count > 1 else { return }
    for term in terms {
      guard let edge = explanation.weight(in: term), let ends = ends(of: edge) else { continue }
      diagram.active = [edge, ends.source, ends.target]
      let numbers = try explanation.numbers(term, explanation.presented, range)
      let value = try explanation.number(term, explanation.presented, range)
      let product = Derivation(
        step: step, subject: term,
        chain: explanation.withEnoughDigits([numbers, value].withoutRepetition), uses: [])
      let other = ends.target == unit ? ends.source : ends.target
      add("\(step): from \(name(other)) to \(name(unit))", [.derivation(product)])
    }
  }

  /// The explanation without the origins of its numbers, which the frames before have shown.
  private func explained(
    _ formula: Formula, by other: Explanation? = nil
  ) throws(Diagnostic) -> [Block] {
    do throws(Diagnostic) {
      return try (other ?? explanation).blocks(of: SourceFormula(formula, range: range)).map { block in
        guard case .derivation(var derivation) = block else { return block }
        derivation.uses = []
        return .derivation(derivation)
      }
    } catch {
      // What cannot be explained is left out, but stopped work stays stopped.
      if case .interrupted = error.problem { throw error }
      return []
    }
  }

  private func symbol(_ quantity: Quantity, _ layer: Int, _ unit: Int) -> Formula {
    .quantity(quantity, [Subscript(network.letter(layer), unit: unit + 1)])
  }

  private func name(_ layer: Int, _ unit: Int) -> String { network.unit(layer, unit + 1) }

  private func name(_ unit: NetworkPart) -> String {
    guard case .unit(let layer, let place) = unit else { return "" }
    return place.map { network.unit(layer, $0 + 1) } ?? "the bias"
  }

  private func ends(of weight: NetworkPart) -> (source: NetworkPart, target: NetworkPart)? {
    guard case .weight(let place, let row, let column) = weight else { return nil }
    let projection = projections[place]
    let source = projection.hasBias ? (row > 0 ? row - 1 : nil) : row
    return (.unit(layer: projection.source, unit: source), .unit(layer: projection.target, unit: column))
  }

  private func edges(into layer: Int, _ unit: Int) -> Set<NetworkPart> {
    edges { $0.target == .unit(layer: layer, unit: unit) }
  }

  private func edges(from layer: Int, _ unit: Int) -> Set<NetworkPart> {
    edges { $0.source == .unit(layer: layer, unit: unit) }
  }

  private func edges(
    _ isWanted: ((source: NetworkPart, target: NetworkPart)) -> Bool
  ) -> Set<NetworkPart> {
    let weights = projections.indices.flatMap { network.core.weights(ofProjection: $0) }
    return Set(weights.filter { ends(of: $0).map(isWanted) ?? false })
  }
}
