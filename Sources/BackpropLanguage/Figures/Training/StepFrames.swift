import Backprop

/// The frames of one step: the numbers of the network diagram appear in the order in which the handout
/// computes them, each next to its equation.
struct StepFrames {
  let network: NetworkState
  let presentation: Presentation
  let target: [Double]
  let backward: BackwardPass
  let changes: [Matrix]
  /// The equations of the steps.
  private let rules: [DerivationRule]

  var last: Int { network.core.layers.count - 1 }

  /// nil before `backward` has run.
  init?(_ state: SessionState) {
    guard let network = state.network, let context = state.formulaContext,
      let presentation = network.presentation, let target = presentation.target,
      let backward = presentation.backward, let changes = network.weightChanges
    else { return nil }
    self.network = network
    self.presentation = presentation
    self.target = target
    self.backward = backward
    self.changes = changes
    rules = DerivationRules(context).rules
  }

  func all() -> [Animation.Frame] {
    let pass = presentation.forward
    var diagram = presented
    var frames = [frame("input", "the pattern is presented", diagram, [])]

    for layer in 1...last {
      diagram.outputs[layer] = pass.outputs[layer]
      diagram.totalInputs[layer] = pass.totalInputs[layer]
      diagram.active = units(layer).union(weights(into(layer)))
      let step = HandoutStep.activations(ofLayer: layer, in: network.core)
      let meaning = layer > 1 && layer < last ? "hidden to hidden" : step.meaning(in: network.core)
      frames.append(frame(step.rawValue, meaning, diagram, activations(of: layer)))
    }

    diagram.targets = target
    diagram.active = units(last)
    frames.append(
      frame(
        HandoutStep.comparison.rawValue, HandoutStep.comparison.meaning(in: network.core), diagram, error))

    diagram.deltas[last] = backward.deltas[last]
    show(changesInto: last, in: &diagram)
    diagram.active = units(last).union(weights(into(last)))
    frames.append(
      frame(
        HandoutStep.outputDelta.rawValue, "δ of the output layer, and Δw into it", diagram,
        delta(of: last) + changes(into: last)))

    guard last > 1 else { return frames }
    for layer in (1..<last).reversed() {
      diagram.deltas[layer] = backward.deltas[layer]
      let outgoing = network.core.projections.indices.filter { network.core.projections[$0].source == layer }
      diagram.active = units(layer).union(weights(outgoing))
      frames.append(
        frame(
          HandoutStep.hiddenDelta.rawValue, "errors go back: δ of layer \(network.letter(layer))", diagram,
          delta(of: layer)))
    }
    for layer in (1..<last).reversed() {
      show(changesInto: layer, in: &diagram)
      diagram.active = units(layer).union(weights(into(layer)))
      frames.append(
        frame(
          HandoutStep.hiddenChanges.rawValue, "Δw into layer \(network.letter(layer))", diagram,
          changes(into: layer)))
    }
    return frames
  }

  /// The diagram before anything is computed.
  var presented: Figure.NetworkDiagram {
    var diagram = Figure.NetworkDiagram(network: presentation.network, letters: network.letters)
    diagram.outputs = [[Double]](repeating: [], count: network.core.layers.count)
    diagram.totalInputs = diagram.outputs
    diagram.deltas = diagram.outputs
    diagram.outputs[0] = presentation.forward.outputs[0]
    diagram.active = units(0)
    diagram.leavesRoom = true
    return diagram
  }

  private func frame(
    _ name: String, _ meaning: String, _ diagram: Figure.NetworkDiagram, _ equations: [Block]
  ) -> Animation.Frame {
    let figure = Figure(
      title: "\(name): \(meaning)", description: "\(NetworkWords.layers(network)). Step \(name): \(meaning).",
      content: .network(diagram))
    return Animation.Frame(name: "\(name): \(meaning)", blocks: equations, figures: [figure])
  }

  private func units(_ layer: Int) -> Set<NetworkPart> { Set(network.core.units(ofLayer: layer)) }

  private func weights(_ projections: [Int]) -> Set<NetworkPart> {
    Set(projections.flatMap { network.core.weights(ofProjection: $0) })
  }

  func into(_ layer: Int) -> [Int] {
    network.core.projections.indices.filter { network.core.projections[$0].target == layer }
  }

  private func show(changesInto layer: Int, in diagram: inout Figure.NetworkDiagram) {
    for projection in into(layer) where projection < changes.count {
      diagram.show(changes[projection], ofProjection: projection)
    }
  }

  // MARK: - Equations

  private func quantity(_ quantity: Quantity, _ layer: Int) -> Formula {
    .quantity(quantity, [Subscript(network.letter(layer))])
  }

  /// The equation that works out a quantity.
  private func equation(_ quantity: Formula) -> [Inline] {
    rules.filter { $0.left == quantity }.map { .equation(Equation($0.left, $0.right)) }
  }

  private func activations(of layer: Int) -> [Block] {
    [
      .paragraph(
        equation(quantity(.totalInput, layer)) + [.text(",  ")] + equation(quantity(.output, layer)))
    ]
  }

  private var error: [Block] {
    rules.filter { $0.step == .comparison }.map {
      .paragraph([.formula($0.left), .text(" = "), .formula($0.right)])
    }
  }

  private func delta(of layer: Int) -> [Block] { [.paragraph(equation(quantity(.delta, layer)))] }

  private func changes(into layer: Int) -> [Block] {
    into(layer).map {
      .paragraph(equation(.quantity(.weightChange, network.subscripts(network.core.projections[$0]))))
    }
  }
}
