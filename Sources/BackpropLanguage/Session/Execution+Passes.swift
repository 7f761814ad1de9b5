import Backprop

/// The handout's steps.
extension Execution {
  /// Presents a pattern; what it gives, under the headings 1a, 1b and 1c.
  mutating func forward(_ presented: Presented) throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    let (input, target, number) = try resolve(presented, for: network)
    let pass: ForwardPass
    do throws(NetworkError) { pass = try network.network.forward(input) } catch { throw problem(error) }
    if let place = firstNotFinite(pass, network) {
      throw problem(.notFinite("the output of unit \(place)"), example: "weights uniform -0.5 0.5")
    }
    network.weightChanges = nil
    network.changesAreApplied = false
    network.presentation = Presentation(
      input: input, target: target, network: network.network, forward: pass, backward: nil, number: number)
    state.store(network)
    return PassDocument(network: network, patternsName: state.currentPatterns).forward(pass)
  }

  /// All δ and Δw of the presented pattern, under the headings 2a, 2b and 2c.
  mutating func backward() throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    guard var presentation = network.presentation else {
      throw problem(.nothingYet("presented pattern", command: "forward"), example: "forward 2")
    }
    guard let target = presentation.target else {
      throw problem(
        .nothingYet("target for the presented pattern", command: "forward INPUTS -> TARGETS"),
        example: "forward 0 1 -> 1")
    }
    guard !network.changesAreApplied else {
      throw problem(
        .nothingYet("presentation since the weights were updated", command: "forward"),
        example: "forward\nbackward")
    }
    let pass: BackwardPass
    do throws(NetworkError) {
      pass = try presentation.network.backward(presentation.forward, target: target)
    } catch { throw problem(error) }
    presentation.backward = pass
    network.presentation = presentation
    network.weightChanges = pass.negativeGradients.map { gradient in
      Matrix(
        rows: gradient.rows, columns: gradient.columns,
        elements: gradient.elements.map { state.learningRate * $0 })
    }
    state.store(network)
    return PassDocument(network: network, patternsName: state.currentPatterns)
      .backward(pass, learningRate: state.learningRate)
  }

  /// w ← w + Δw
  mutating func update() throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    guard let changes = network.weightChanges else {
      throw problem(.nothingYet("Δw", command: "backward"), example: "forward 2\nbackward\nupdate")
    }
    guard !network.changesAreApplied else {
      throw problem(
        .nothingYet("new Δw since the last update", command: "forward` and `backward"),
        example: "forward 2\nbackward\nupdate")
    }
    network.network.apply(changes)
    network.changesAreApplied = true
    network.trainer = nil
    state.store(network)
    return PassDocument(network: network, patternsName: state.currentPatterns).update()
  }

  // MARK: - What to present

  private func resolve(
    _ presented: Presented, for network: NetworkState
  ) throws(Diagnostic) -> (input: [Double], target: [Double]?, number: Int?) {
    switch presented {
    case .again:
      if let last = network.presentation { return (last.input, last.target, last.number) }
      let pattern = try fittingPatterns(for: network).set[0]
      return (pattern.input, pattern.target, 1)
    case .number(let number):
      if state.patterns == nil, network.network.inputUnits == 1 { return ([Double(number.value)], nil, nil) }
      let patterns = try fittingPatterns(for: network)
      guard (1...patterns.set.count).contains(number.value) else {
        throw Diagnostic(
          .noSuchPattern(number.value, name: patterns.name, count: patterns.set.count), at: number.range,
          example: "forward 1")
      }
      let pattern = patterns.set[number.value - 1]
      return (pattern.input, pattern.target, number.value)
    case .typed(let input, let target):
      let example = typedExample(network)
      guard input.value.count == network.network.inputUnits else {
        throw Diagnostic(
          .inputWidth(expected: network.network.inputUnits, count: input.value.count), at: input.range,
          example: example)
      }
      if let target, target.value.count != network.network.outputUnits {
        throw Diagnostic(
          .targetWidth(expected: network.network.outputUnits, count: target.value.count), at: target.range,
          example: example)
      }
      return (input.value, target?.value, nil)
    }
  }

  private func typedExample(_ network: NetworkState) -> String {
    let inputs = [String](repeating: "0", count: min(network.network.inputUnits, 8)).joined(separator: " ")
    let targets = [String](repeating: "1", count: min(network.network.outputUnits, 8)).joined(separator: " ")
    return "forward \(inputs) -> \(targets)"
  }

  private func firstNotFinite(_ pass: ForwardPass, _ network: NetworkState) -> String? {
    for (layer, outputs) in pass.outputs.enumerated() {
      if let unit = outputs.firstIndex(where: { !$0.isFinite }) { return network.unit(layer, unit + 1) }
    }
    return nil
  }
}
