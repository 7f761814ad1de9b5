/// Calls the observer of a training, which may stop it, also in the middle of a long update.
final class TrainingWatch {
  /// What the observer is told.
  var progress = TrainingProgress(epoch: 0, patternsSeen: 0, totalError: nil)
  private let observer: (TrainingProgress) -> Bool
  /// Multiplications of an update since the observer was asked.
  private var work = 0
  private let interruption = SharedFlag()

  /// The multiplications of an update between two questions: a few milliseconds.
  static let workBetweenQuestions = 10_000_000

  init(_ observer: @escaping (TrainingProgress) -> Bool) { self.observer = observer }

  func saysStop() -> Bool {
    work = 0
    return !observer(progress)
  }

  /// Whether the observer has stopped an update, whose numbers are then of no use.
  var hasInterrupted: Bool { interruption.isSet }

  /// Called in the middle of an update, after a part of it with so many multiplications, by each thread that
  /// has a share in the update. Returns: whether the update is to be given up. Only the thread that training
  /// was called on, member 0, asks the observer.
  func interrupts(after multiplications: Int, member: Int = 0) -> Bool {
    if member == 0 {
      work += multiplications
      if work >= Self.workBetweenQuestions && saysStop() { interruption.set() }
    }
    return hasInterrupted
  }
}
