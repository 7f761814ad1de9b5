/// Calls the observer of a training, which may stop it.
final class TrainingWatch {
  /// What the observer is told.
  var progress = TrainingProgress(epoch: 0, patternsSeen: 0, totalError: nil)
  private let observer: (TrainingProgress) -> Bool

  init(_ observer: @escaping (TrainingProgress) -> Bool) { self.observer = observer }

  func saysStop() -> Bool { !observer(progress) }
}
