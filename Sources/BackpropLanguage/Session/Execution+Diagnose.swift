import Backprop

/// `diagnose`
extension Execution {
  mutating func diagnose() throws(Diagnostic) {
    let network = try currentNetwork()
    let patterns = try fittingPatterns(for: network)
    let diagnosis: NetworkDiagnosis?
    do throws(NetworkError) {
      diagnosis = try NetworkDiagnosis(network.network, patterns.set, isStopped: host.isInterrupted)
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
