import Backprop

/// `reset`
extension Command {
  static let reset = Command(
    name: "reset", family: .network,
    synopsis: ["reset"],
    meaning: "bring back the weights that training began from, and forget what training remembers",
    examples: ["train 10\nreset"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in try execution.reset() }
    })
}

extension Execution {
  fileprivate mutating func reset() throws(Diagnostic) {
    var network = try currentNetwork()
    for (index, weights) in network.initialWeights.enumerated() {
      do throws(NetworkError) { try network.core.setWeights(weights, ofProjection: index) } catch {
        throw problem(error)
      }
    }
    network.forgetTraining(because: "`reset` has brought back the first weights")
    network.networkHasChanged()
    state.store(network)
    note("weights of \(network.name.asTyped) as before training: \(network.weightOrigin)")
  }
}
