/// How much may be done altogether, counted by how often an interrupt is asked for. It does not depend on
/// the speed of the machine.
final class WorkLimit {
  private var left: Int
  private let isInterrupted: () -> Bool
  private(set) var wasInterrupted = false

  /// polls: 0 for any number.
  init(polls: Int, isInterrupted: @escaping () -> Bool) {
    left = polls == 0 ? .max : polls
    self.isInterrupted = isInterrupted
  }

  var isSpent: Bool { left <= 0 }

  /// For what polls: whether to stop, for either reason.
  func isOver() -> Bool {
    if left > 0 { left -= 1 }
    if isInterrupted() { wasInterrupted = true }
    return wasInterrupted || isSpent
  }
}
