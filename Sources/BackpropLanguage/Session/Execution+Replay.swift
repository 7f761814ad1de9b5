import Backprop

/// Training once more, to see what it did on its way.
extension Execution {
  /// The networks of the last training at some of its epochs, from before the first to after the last: the same training
  /// again, which gives the same weights.
  func replay(_ network: NetworkState, frames: Int = 60) throws(Diagnostic) -> [Network] {
    try replayedEpochs(network, frames: frames).map { $0.network }
  }

  func replayedEpochs(
    _ network: NetworkState, frames: Int
  ) throws(Diagnostic) -> [(epoch: Int, network: Network, error: Double?)] {
    guard let run = network.runs.last, run.epochs > 0 else { return [] }
    var trainer = run.start
    var shown: [(epoch: Int, network: Network, error: Double?)] = [(0, trainer.network, nil)]
    var epoch = 0
    for number in 1...frames {
      // The beginning changes fastest, so it is seen more closely.
      let share = Double(number) / Double(frames)
      let next = min(max(Int((Double(run.epochs) * share * share).rounded()), epoch + 1), run.epochs)
      guard next > epoch else { break }
      let result: TrainingResult
      let host = self.host
      do throws(NetworkError) {
        try trainer.setEnd(epochs: next - epoch, target: nil)
        result = try trainer.train(run.set) { _ in !host.isInterrupted() }
      } catch { throw problem(error) }
      if result.end == .stopped { throw problem(.interrupted) }
      shown.append((next, trainer.network, result.totalError))
      epoch = next
    }
    return shown
  }
}
