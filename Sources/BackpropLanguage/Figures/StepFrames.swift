import Backprop

/// The frames of one step: the numbers of the network diagram appear in the order in which the handout
/// computes them, each next to its equation.
struct StepFrames {
  private let network: NetworkState
  private let presentation: Presentation
  private let target: [Double]
  private let backward: BackwardPass
  private let changes: [Matrix]
  /// Whether momentum is in use.
  private let hasMomentum: Bool

  private var last: Int { network.core.layers.count - 1 }

  /// nil before `backward` has run.
  init?(_ network: NetworkState, hasMomentum: Bool) {
    guard let presentation = network.presentation, let target = presentation.target,
      let backward = presentation.backward, let changes = network.weightChanges
    else { return nil }
    self.network = network
    self.presentation = presentation
    self.target = target
    self.backward = backward
    self.changes = changes
    self.hasMomentum = hasMomentum
  }

  func all() -> [Animation.Frame] {
    let pass = presentation.forward
    let layers = network.core.layers.count
    var diagram = Figure.NetworkDiagram(network: presentation.network, letters: network.letters)
    diagram.outputs = [[Double]](repeating: [], count: layers)
    diagram.totalInputs = diagram.outputs
    diagram.deltas = diagram.outputs
    diagram.outputs[0] = pass.outputs[0]
    diagram.activeLayers = [0]
    var frames = [frame("input", "the pattern is presented", diagram, [])]

    for layer in 1...last {
      diagram.outputs[layer] = pass.outputs[layer]
      diagram.totalInputs[layer] = pass.totalInputs[layer]
      diagram.activeLayers = [layer]
      diagram.activeProjections = into(layer)
      let from =
        layer == last && last > 1
        ? "hidden to output"
        : last == 1 ? "input to output" : layer == 1 ? "input to hidden" : "hidden to hidden"
      frames.append(frame(layer == last && last > 1 ? "1b" : "1a", from, diagram, forward(layer)))
    }

    diagram.targets = target
    diagram.activeLayers = [last]
    diagram.activeProjections = []
    frames.append(
      frame(
        "1c", "compare with the target", diagram,
        [.paragraph([.formula(.quantity(.error, [])), .text(" = "), .formula(error)])]))

    diagram.weightChanges = network.core.projections.map {
      Matrix(rows: 0, columns: $0.weights.columns, elements: [])
    }
    diagram.deltas[last] = backward.deltas[last]
    show(changesInto: last, in: &diagram)
    diagram.activeProjections = into(last)
    frames.append(
      frame(
        "2a", "δ of the output layer, and Δw into it", diagram, outputDelta + weightChange(last)))

    guard last > 1 else { return frames }
    diagram.activeProjections = into(last)
    for layer in (1..<last).reversed() {
      diagram.deltas[layer] = backward.deltas[layer]
      diagram.activeLayers = [layer]
      diagram.activeProjections = network.core.projections.indices.filter {
        network.core.projections[$0].source == layer
      }
      frames.append(
        frame("2b", "errors go back: δ of layer \(network.letter(layer))", diagram, hiddenDelta(layer)))
    }
    for layer in (1..<last).reversed() {
      show(changesInto: layer, in: &diagram)
      diagram.activeLayers = [layer]
      diagram.activeProjections = into(layer)
      frames.append(frame("2c", "Δw into layer \(network.letter(layer))", diagram, weightChange(layer)))
    }
    return frames
  }

  private func frame(
    _ name: String, _ meaning: String, _ diagram: Figure.NetworkDiagram, _ equations: [Block]
  ) -> Animation.Frame {
    let figure = Figure(
      title: "\(name): \(meaning)", description: "\(NetworkWords.layers(network)). Step \(name): \(meaning).",
      content: .network(diagram))
    return Animation.Frame(name: "\(name): \(meaning)", blocks: equations, figures: [figure])
  }

  private func into(_ layer: Int) -> [Int] {
    network.core.projections.indices.filter { network.core.projections[$0].target == layer }
  }

  private func show(changesInto layer: Int, in diagram: inout Figure.NetworkDiagram) {
    for projection in into(layer) where projection < changes.count {
      diagram.weightChanges[projection] = changes[projection]
    }
  }

  // MARK: - Equations

  private func quantity(_ quantity: Quantity, _ layer: Int) -> Formula {
    .quantity(quantity, [Subscript(network.letter(layer))])
  }

  private func weight(_ from: Int, _ to: Int, _ quantity: Quantity = .weight) -> Formula {
    .quantity(quantity, [Subscript(network.letter(from)), Subscript(network.letter(to))])
  }

  /// The layer where the weights of the equations begin: the one just below.
  private func forward(_ layer: Int) -> [Block] {
    let below = network.letter(layer - 1)
    let sum = Formula.summation(
      below, .product(weight(layer - 1, layer), quantity(.output, layer - 1), sign: .juxtaposed))
    return [
      .paragraph([
        .equation(Equation(quantity(.totalInput, layer), sum)), .text(",  "),
        .equation(Equation(quantity(.output, layer), .call(.transfer, [quantity(.totalInput, layer)]))),
      ])
    ]
  }

  private var error: Formula {
    network.core.errorTerms.error(
      over: network.letter(last), target: quantity(.target, last), output: quantity(.output, last))
  }

  private func slope(_ layer: Int) -> Formula { .call(.transferDerivative, [quantity(.totalInput, layer)]) }

  private var outputDelta: [Block] {
    let (target, output) = (quantity(.target, last), quantity(.output, last))
    let terms = network.core.errorTerms
    let delta =
      terms.isMatched
      ? Formula.difference(target, output)
      : .product(slope(last), terms.descent(target: target, output: output), sign: .juxtaposed)
    return [.paragraph([.equation(Equation(quantity(.delta, last), delta))])]
  }

  private func hiddenDelta(_ layer: Int) -> [Block] {
    let above = layer + 1
    let sum = Formula.summation(
      network.letter(above), .product(quantity(.delta, above), weight(layer, above), sign: .juxtaposed))
    return [
      .paragraph([
        .equation(Equation(quantity(.delta, layer), .product(slope(layer), sum, sign: .juxtaposed)))
      ])
    ]
  }

  private func weightChange(_ layer: Int) -> [Block] {
    let rate = Formula.product(.name("η"), quantity(.delta, layer), sign: .juxtaposed)
    var change = Formula.product(rate, quantity(.output, layer - 1), sign: .juxtaposed)
    if hasMomentum {
      let before = weight(layer - 1, layer, .previousWeightChange)
      change = .sum(change, .product(.name("α"), before, sign: .juxtaposed))
    }
    return [.paragraph([.equation(Equation(weight(layer - 1, layer, .weightChange), change))])]
  }
}
