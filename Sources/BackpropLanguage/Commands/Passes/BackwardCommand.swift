import Backprop

/// `backward`
extension Command {
  static let backward = Command(
    name: "backward", family: .passes,
    synopsis: ["backward [, hidden]"],
    meaning: "2a: δ_k and Δw_jk; 2b: δ_j; 2c: Δw_ij, all with the weights before any update",
    details: """
      Δw_jk = η δ_k y_j, and with momentum Δw_jk = η δ_k y_j + α Δw_jk(n-1), where Δw(n-1) is the change at \
      the previous update, by hand or by `train`. Other rules are set by `rule`.
      """,
    arguments: [.words(["hidden"])], options: [.hidden("computes them, and shows nothing")],
    examples: ["forward 2\nbackward", "forward 2\nbackward, hidden"],
    parse: { (parser) throws(Diagnostic) in
      let options = try parser.options(commaIsOptional: true)
      return Action { (execution) throws(Diagnostic) in
        let blocks = try execution.backward()
        if !options.has("hidden") { execution.emit(blocks) }
      }
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
    let hasSlope =
      network.firstNotFinite(pass.deltas) == nil
      && pass.negativeGradients.allSatisfy { $0.elements.allSatisfy { $0.isFinite } }
    if !hasSlope,
      let place = state.outsideDomain(
        of: network, presentation.network, presentation.input, target: target,
        isInterrupted: host.isInterrupted)
    {
      throw problem(.outsideDomain(place), example: "E = 1/2 Σ_k (t_k - y_k)^2")
    }
    if let place = network.firstNotFinite(pass.deltas) {
      throw problem(.notFinite("δ of unit \(place)"), example: "weights uniform -0.5 0.5")
    }
    presentation.backward = pass
    network.presentation = presentation
    network.previousChanges = network.lastChanges
    network.previousStep = network.lastStep
    do throws(NetworkError) {
      let trainer = try network.trainer(state.stepOptions, cores: host.cores)
      network.weightChanges = try trainer.changes(by: presentation.forward, target: target)
      network.trainerBefore = trainer
    } catch { throw problem(error) }
    state.store(network)
    var settings = state.stepSettings
    if state.ruleUsesEarlierChange, state.rule.usesMomentum, state.momentum != 0,
      network.previousChanges == nil
    {
      settings.append("Δw(n-1) = 0")
    }
    return PassDocument(network: network, patterns: state.patterns)
      .backward(pass, settings: settings.joined(separator: ", "))
  }
}

extension SessionState {
  /// After η, α or the rule has changed: a Δw that has not been added yet is recomputed with the new values.
  /// One that has been added came from the old values, so no formula gives it any more and it is dropped.
  mutating func refreshWeightChanges() {
    for place in networks.indices {
      guard networks[place].weightChanges != nil else { continue }
      if !networks[place].changesAreApplied, let presentation = networks[place].presentation,
        let target = presentation.target, presentation.backward != nil
      {
        let trainer = try? networks[place].trainer(stepOptions)
        networks[place].weightChanges = try? trainer?.changes(by: presentation.forward, target: target)
        networks[place].trainerBefore = trainer
      } else {
        networks[place].weightChanges = nil
        networks[place].previousChanges = nil
      }
    }
  }
}
