/// A way to train that is fast for some networks and options. `TrainingLoop` chooses.
protocol TrainingEngine: ~Copyable {
  /// Presents the patterns of these turns, updating the weights as often as is due: ΣE, or nil where the
  /// watch, which is asked in the middle of long updates, said to stop; the unfinished update is then
  /// dropped.
  mutating func present<Updater: WeightUpdater>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ updater: inout Updater,
    _ watch: TrainingWatch?
  ) -> Double?

  /// Presents all `count` patterns in an order that stays, so many epochs or until ΣE of one is less than
  /// `bound`, and appends ΣE of each.
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
