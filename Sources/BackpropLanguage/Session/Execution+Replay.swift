import Backprop

/// Training once more, to see what it did on its way.
extension Execution {
  /// One moment of a training: so many epochs after its beginning.
  struct Moment {
    let epoch: Int
    let network: Network
    /// total E over the epoch before; nil at the beginning.
    let error: Double?
  }

  /// The display in which a figure stands that is made of a replay; how far that has come is shown there
  /// before.
  static func replayKey(_ range: SourceRange) -> String { "replay-\(range.lowerBound)" }

  /// The last training at some of its epochs, from before the first to after the last: the same training
  /// again, which gives the same weights. Where it takes long, `key`'s display says how far it is.
  func replay(
    _ network: NetworkState, moments: Int, key: String
  ) throws(Diagnostic) -> [Moment] {
    guard let run = network.lastTraining, run.epochs > 0 else { return [] }
    var trainer = run.start
    var shown = [Moment(epoch: 0, network: trainer.network, error: nil)]
    var epoch = 0
    let host = self.host
    let digits = state.digits
    var lastShown = host.now() + Self.secondsOfSilence
    for number in 1...moments {
      // The beginning changes fastest, so it is seen more closely.
      let share = Double(number) / Double(moments)
      let next = min(max(Int((Double(run.epochs) * share * share).rounded()), epoch + 1), run.epochs)
      guard next > epoch else { break }
      let result: TrainingResult
      do throws(NetworkError) {
        try trainer.setEnd(epochs: next - epoch, target: nil)
        result = try trainer.train(run.set) { progress in
          if host.now() - lastShown >= 0.1 {
            lastShown = host.now()
            let text = "following the last training: epoch \(epoch + progress.epoch) of \(run.epochs)"
            host.emit(
              CellResult(.document(Document([.note([.text(text)])])), displayKey: key, digits: digits))
          }
          return !host.isInterrupted()
        }
      } catch { throw problem(error) }
      if result.end == .stopped { throw problem(.interrupted) }
      shown.append(Moment(epoch: next, network: trainer.network, error: result.totalError))
      epoch = next
    }
    return shown
  }

  /// A replay that is over sooner needs no word.
  private static let secondsOfSilence = 0.5
}
