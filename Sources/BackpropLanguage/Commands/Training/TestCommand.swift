import Backprop

/// `test`
extension Command {
  static let test = Command(
    name: "test", family: .training,
    synopsis: ["test"],
    meaning: "present every pattern: input, target, output and E; accuracy where the targets are classes",
    examples: ["test"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in try execution.test() }
    })
}

extension Execution {
  fileprivate func test() throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    let result = try tested(network, patterns)
    emit(
      TestDocument(
        network: network, patterns: patterns, result: result,
        namesInputs: !state.notations.inUse.isHandout
      ).blocks)
  }

  /// All patterns, presented to the network.
  func tested(_ network: NetworkState, _ patterns: NamedPatterns) throws(Diagnostic) -> TestResult {
    try require(
      Network.bytesToTest(network.core, patterns.set), for: "testing network \(network.name.asTyped)")
    let result: TestResult
    do throws(NetworkError) {
      result = try network.core.test(patterns.set, threads: host.cores) { !host.isInterrupted() }
    } catch {
      throw problem(error)
    }
    if host.isInterrupted() { throw problem(.interrupted) }
    return result
  }
}
