/// A way to train that is fast for some networks and options. `Trainer` chooses.
protocol TrainingEngine: ~Copyable {
  /// Presents the patterns of these turns, updating the weights as often as is due: ΣE, or nil where `pause`, which is
  /// asked in the middle of long updates, said to stop; the unfinished update is then dropped.
  mutating func present<Rule: UpdateRule>(
    _ turns: Range<Int>, _ weights: borrowing TrainedWeights, _ rule: inout Rule, pause: () -> Bool
  ) -> Double?
}
