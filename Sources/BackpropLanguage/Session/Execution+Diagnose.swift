import Backprop

/// `diagnose`
extension Execution {
  mutating func diagnose() throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    // Besides the test, the gradient twice.
    try require(
      Network.bytesToTest(network.network, patterns.set) + 16 * Double(network.network.weightCount),
      for: "`diagnose`")
    let diagnosis: NetworkDiagnosis?
    do throws(NetworkError) {
      diagnosis = try NetworkDiagnosis(
        network.network, patterns.set, threads: Processor.cores, isStopped: host.isInterrupted)
    } catch { throw problem(error) }
    guard let diagnosis else {
      wasInterrupted = true
      return
    }
    emit(
      DiagnosisDocument(
        network: network, patternCount: patterns.set.count, learningRate: state.learningRate,
        diagnosis: diagnosis
      ).blocks)
  }
}
