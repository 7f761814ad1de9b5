import Backprop

/// `backward`
extension Command {
  static let backward = Command(
    name: "backward", family: .passes,
    synopsis: ["backward"],
    meaning: "2a: δ_k and Δw_jk; 2b: δ_j; 2c: Δw_ij, all with the weights before any update",
    details: """
      Δw_jk = η δ_k y_j, and with momentum Δw_jk = η δ_k y_j + α Δw_jk(n-1), where Δw(n-1) is the change at \
      the previous update, by hand or by `train`.
      """,
    examples: ["forward 2\nbackward"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in execution.emit(try execution.backward()) }
    })
}

extension Execution {
  /// All δ and Δw of the presented pattern, under the headings 2a, 2b and 2c.
  mutating func backward() throws(Diagnostic) -> [Block] {
    var network = try currentNetwork()
    guard var presentation = network.presentation else {
      throw problem(.nothingYet("presented pattern", command: "forward"))
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
    if let place = network.firstNotFinite(pass.deltas) {
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
}

extension SessionState {
  /// Δw(n) = η δ y + α Δw(n-1), one matrix per projection.
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

  /// After η or α has changed: a Δw that has not been added yet is recomputed with the new values. One that
  /// has been added came from the old values, so no formula gives it any more and it is dropped.
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
