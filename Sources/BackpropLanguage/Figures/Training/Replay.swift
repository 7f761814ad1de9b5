import Backprop

/// A replay of the last training of a network, to see its course: the same options with the same first
/// weights give the same weights.
struct Replay {
  private let run: FollowedTraining
  private let work: LongWork

  init(_ run: FollowedTraining, _ work: LongWork) {
    self.run = run
    self.work = work
  }

  /// The network some epochs after the beginning of its training.
  struct Moment {
    let epoch: Int
    let network: Network
    /// total E over the epoch before; nil at the beginning.
    let error: Double?
  }

  /// The training at some of its epochs, from before the first to after the last. told: called repeatedly
  /// with the number of epochs replayed so far.
  func moments(_ count: Int, told: (_ epoch: Int) -> Void) throws(Diagnostic) -> [Moment] {
    var trainer = run.start
    var shown = [Moment(epoch: 0, network: trainer.network, error: nil)]
    var epoch = 0
    for number in 1...count {
      // The network changes fastest at the beginning, so more of its first epochs are shown.
      let share = Double(number) / Double(count)
      let next = min(max(Int((Double(run.epochs) * share * share).rounded()), epoch + 1), run.epochs)
      guard next > epoch else { break }
      let result: TrainingResult
      do throws(NetworkError) {
        try trainer.setEnd(epochs: next - epoch, target: nil)
        result = try trainer.train(run.set) { progress in
          told(epoch + progress.epoch)
          return !work.isInterrupted()
        }
      } catch { throw work.problem(error) }
      if result.end == .stopped { throw work.problem(.interrupted) }
      shown.append(Moment(epoch: next, network: trainer.network, error: result.totalError))
      epoch = next
    }
    return shown
  }
}

extension FigureContext {
  /// The last training of a network at some of its epochs; empty if nothing was trained. If the replay takes
  /// long, the figure's display shows its progress.
  func moments(_ count: Int, of network: NetworkState) throws(Diagnostic) -> [Replay.Moment] {
    guard let training = network.lastTraining, training.epochs > 0 else { return [] }
    return try moments(count, of: training, named: "the last training")
  }

  /// A training at some of its epochs.
  func moments(
    _ count: Int, of training: FollowedTraining, named name: String
  ) throws(Diagnostic) -> [Replay.Moment] {
    let host = execution.host
    var lastTold = host.now() + Self.secondsOfSilence
    return try Replay(training, work).moments(count) { epoch in
      guard host.now() - lastTold >= 0.1 else { return }
      lastTold = host.now()
      let text = "following \(name): epoch \(epoch) of \(training.epochs)"
      host.emit(
        CellResult(
          .document(Document([.note([.text(text)])])), displayKey: key, digits: execution.state.digits))
    }
  }

  /// A shorter replay shows no progress.
  private static let secondsOfSilence = 0.5
}
