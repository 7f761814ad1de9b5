import Foundation
import Synchronization

/// Ends the tests if a cell does not end, because nothing else could, and reports the cell.
final class Watchdog: Sendable {
  static let shared = Watchdog()
  /// Far more than any cell takes, even under a sanitizer on a busy machine.
  static let patience = Duration.seconds(120)

  private let watched = Mutex<[UUID: (deadline: ContinuousClock.Instant, what: String)]>([:])

  private init() {
    Thread.detachNewThread { [self] in
      while true {
        Thread.sleep(forTimeInterval: 0.5)
        let late = watched.withLock { $0.values.first { $0.deadline < .now }?.what }
        guard let late else { continue }
        Trials.say("This does not end:\n\(late)")
        exit(1)
      }
    }
  }

  /// Does the work, which must end.
  func watch<Value>(_ what: String, _ work: () throws -> Value) rethrows -> Value {
    let key = UUID()
    watched.withLock { $0[key] = (.now + Self.patience, what) }
    defer { watched.withLock { $0[key] = nil } }
    return try work()
  }
}
