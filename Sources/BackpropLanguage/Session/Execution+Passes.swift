import Backprop

/// The handout's steps.
extension Execution {
  /// Presents a pattern; what it gives, under the headings 1a, 1b and 1c.
  mutating func forward(_ presented: Presented) throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    let (input, target, number) = try resolve(presented, for: network)
    let pass: ForwardPass
    do throws(NetworkError) { pass = try network.core.forward(input) } catch { throw problem(error) }
    try checkFinite(pass, target, network)
    network.weightChanges = nil
    network.previousChanges = nil
    network.changesAreApplied = false
    network.presentation = Presentation(
      input: input, target: target, network: network.core, forward: pass, backward: nil, number: number)
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
        .weightsHaveChanged,
        example: "forward\nbackward")
    }
    let pass: BackwardPass
    do throws(NetworkError) {
      pass = try presentation.network.backward(presentation.forward, target: target)
    } catch { throw problem(error) }
    if let place = firstNotFinite(pass.deltas, network) {
      throw problem(.notFinite("δ of unit \(place)"), example: "weights uniform -0.5 0.5")
    }
    presentation.backward = pass
    network.presentation = presentation
    network.previousChanges = network.lastChanges
    network.weightChanges = state.changes(by: pass, after: network.previousChanges)
    state.store(network)
    return PassDocument(network: network, patternsName: state.currentPatterns)
      .backward(pass, learningRate: state.learningRate, momentum: state.momentum)
  }

  /// w ← w + Δw, unless that would leave a weight that is no number.
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
      if state.patterns == nil, network.core.inputUnits == 1 { return ([Double(number.value)], nil, nil) }
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
      guard input.value.count == network.core.inputUnits else {
        throw Diagnostic(
          .inputWidth(expected: network.core.inputUnits, count: input.value.count), at: input.range,
          example: example)
      }
      if let target, target.value.count != network.core.outputUnits {
        throw Diagnostic(
          .targetWidth(expected: network.core.outputUnits, count: target.value.count), at: target.range,
          example: example)
      }
      return (input.value, target?.value, nil)
    }
  }

  private func typedExample(_ network: NetworkState) -> String {
    let inputs = [String](repeating: "0", count: min(network.core.inputUnits, 8)).joined(separator: " ")
    let targets = [String](repeating: "1", count: min(network.core.outputUnits, 8)).joined(separator: " ")
    return "forward \(inputs) -> \(targets)"
  }

  /// Throws where an output or E is infinite or not a number, as `train` stops there.
  private func checkFinite(
    _ pass: ForwardPass, _ target: [Double]?, _ network: NetworkState
  ) throws(Diagnostic) {
    if let place = firstNotFinite(pass.outputs, network) {
      throw problem(.notFinite("the output of unit \(place)"), example: "weights uniform -0.5 0.5")
    }
    guard let target else { return }
    let range = network.core.outputTransfer.outputRange
    if network.core.errorFunction == .crossEntropy,
      let beyond = target.first(where: { !range.contains($0) })
    {
      throw problem(.crossEntropyTarget(beyond), example: typedExample(network))
    }
    let error: Double
    do throws(NetworkError) { error = try network.core.error(pass, target: target) } catch {
      throw problem(error)
    }
    if !error.isFinite {
      throw problem(.notFinite("E of this pattern"), example: typedExample(network))
    }
  }

  private func firstNotFinite(_ layers: [[Double]], _ network: NetworkState) -> String? {
    for (layer, numbers) in layers.enumerated() {
      if let unit = numbers.firstIndex(where: { !$0.isFinite }) { return network.unit(layer, unit + 1) }
    }
    return nil
  }
}

extension SessionState {
  /// Δw(n) = η δ y + α Δw(n-1), one matrix a projection.
  func changes(by pass: BackwardPass, after previous: [Matrix]?) -> [Matrix] {
    pass.negativeGradients.enumerated().map { place, gradient in
      var change = gradient
      let before = momentum != 0 ? previous?[place].elements : nil
      for w in change.elements.indices {
        change.elements[w] *= learningRate
        if let before { change.elements[w] += momentum * before[w] }
      }
      return change
    }
  }

  /// After η or α has changed: Δw that have not been added yet are worked out by the new ones, and others are
  /// what they were by the old ones, which no formula says any more.
  mutating func refreshWeightChanges() {
    for place in networks.indices {
      guard networks[place].weightChanges != nil else { continue }
      if !networks[place].changesAreApplied, let pass = networks[place].presentation?.backward {
        networks[place].weightChanges = changes(by: pass, after: networks[place].previousChanges)
      } else {
        networks[place].weightChanges = nil
        networks[place].previousChanges = nil
      }
    }
  }
}

extension NetworkState {
  /// `w_j1k2`
  func weightName(_ place: WeightPlace) -> String {
    let projection = core.projections[place.projection]
    let first = projection.hasBias ? 0 : 1
    return "w_\(unit(projection.source, place.row + first))\(unit(projection.target, place.column + 1))"
  }
}

extension Network {
  /// Changes as they were made: 0 where a weight is frozen.
  func withoutFrozen(_ changes: [Matrix]) -> [Matrix] {
    zip(changes, projections).map { change, projection in
      guard let frozen = projection.frozen else { return change }
      var change = change
      for w in frozen.indices where frozen[w] { change.elements[w] = 0 }
      return change
    }
  }
}
