/// A way to train that is fast for certain networks and options. `TrainingLoop` chooses one.
protocol TrainingEngine: ~Copyable {
  /// Presents the patterns of these turns, updating the weights whenever an update is due. Returns ΣE, or nil
  /// if the watch, which is asked in the middle of long updates, said to stop; the unfinished update is then
  /// discarded.
  mutating func present<Updater: WeightUpdater>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater,
    _ watch: TrainingWatch?
  ) -> Double?

  /// Presents all `count` patterns in a fixed order, for the given number of epochs or until ΣE of an epoch
  /// is less than `bound`, and appends ΣE of each epoch.
  mutating func presentEpochs<Updater: WeightUpdater>(
    _ epochs: Int, of count: Int, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, _ errors: inout [Double])
}

extension TrainingEngine where Self: ~Copyable {
  mutating func presentEpochs<Updater: WeightUpdater>(
    _ epochs: Int, of count: Int, until bound: Double, _ weights: borrowing TrainedWeights,
    _ updater: inout Updater, _ errors: inout [Double]
  ) {
    for _ in 0..<epochs {
      guard let error = present(0..<count, weights, &updater, nil) else { return }
      errors.append(error)
      if error < bound { return }
    }
  }
}
