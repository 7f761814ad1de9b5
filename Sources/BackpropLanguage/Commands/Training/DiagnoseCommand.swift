import Backprop

/// `diagnose`, which looks for reasons why a network does not learn.
extension Command {
  static let diagnose = Command(
    name: "diagnose", synonyms: ["diagnosis"], family: .training,
    synopsis: ["diagnose"],
    meaning: "say why training is stuck: a small gradient, saturated or identical units, a saddle, a minimum",
    details: """
      The curvatures are those of total E over the weights that are not frozen. Where the gradient is small, \
      a negative curvature means a saddle, from which E still falls in some direction; without one it is a \
      minimum or a plateau.
      """,
    examples: ["weights zero\ndiagnose"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return Action { (execution) throws(Diagnostic) in try execution.diagnose() }
    })
}

extension Execution {
  fileprivate mutating func diagnose() throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    // Besides the test, the gradient is computed twice.
    try require(
      Network.bytesToTest(network.core, patterns.set) + 16 * Double(network.core.weightCount),
      for: "`diagnose`")
    let diagnosis: NetworkDiagnosis?
    do throws(NetworkError) {
      diagnosis = try NetworkDiagnosis(
        network.core, patterns.set, threads: host.cores, isStopped: host.isInterrupted)
    } catch { throw problem(error) }
    guard let diagnosis else {
      wasInterrupted = true
      return
    }
    emit(
      DiagnosisDocument(
        network: network, patternsName: patterns.name, patternCount: patterns.set.count,
        learningRate: network.trainer?.options.learningRate ?? state.learningRate, diagnosis: diagnosis,
        ignoresInputs: try ignoresInputs(network, patterns.set),
        neverNegative: isNeverNegative(errorOf: network)
      ).blocks)
  }

  /// Whether E is known to be 0 or more: every named one is, with targets that its outputs can reach.
  private func isNeverNegative(errorOf network: NetworkState) -> Bool {
    guard let own = network.ownError, !own.isNamed else { return true }
    let context = state.formulaContext(of: network)
    return context.written(out: own.formula).isNeverNegative(context.definitions)
  }

  /// Whether the outputs are the same for every pattern although the targets differ.
  private func ignoresInputs(_ network: NetworkState, _ set: PatternSet) throws(Diagnostic) -> Bool {
    let outputs: Matrix
    do throws(NetworkError) {
      outputs = try network.core.test(set, threads: host.cores) { !host.isInterrupted() }.outputs
    } catch { throw problem(error) }
    guard outputs.rows == set.count, set.count > 1 else { return false }
    let isConstant = { (matrix: Matrix) in
      (0..<matrix.columns).allSatisfy { column in
        (1..<matrix.rows).allSatisfy { (matrix[$0, column] - matrix[0, column]).magnitude < 1e-6 }
      }
    }
    return isConstant(outputs) && !isConstant(set.targets)
  }
}
