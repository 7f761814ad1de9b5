/// Keeps the history on a thread of its own, since a disk may be slow and another kernel may hold the file. What is to
/// be remembered gathers for a moment and is written at once, aside from the round trips of cells in a row.
final class HistoryThread: Sendable {
  private enum Work: Sendable {
    case remember(ShellName, line: Int, source: String)
    case rememberOutput(ShellName, line: Int, String)
    case find(HistoryTicket, ShellName, HistoryRequest)
    case settle
    case close
  }

  private let queue = GatheringQueue<Work>(milliseconds: 50)
  private let closed = BlockingQueue<Void>()

  /// - Parameter path: the file; nil to keep the history in memory alone.
  init(path: String?, mailbox: Mailbox, log: KernelLog) {
    let started = BackgroundThread.start { [queue, closed] in
      defer { closed.put(()) }
      var history: History
      do {
        history = try Self.open(path, log)
      } catch {
        log.warning("history_unavailable", ("reason", "\(error)"))
        Self.answerNothing(queue, mailbox)
        return
      }
      var isOpen = true
      while isOpen {
        for work in queue.takeAll() + [.settle] {
          do throws(SQLiteDatabase.Failure) {
            switch work {
            case .remember(let shell, let line, let source):
              try history.remember(shell, line: line, source: source)
            case .rememberOutput(let shell, let line, let output):
              try history.rememberOutput(shell, line: line, output)
            case .find(let ticket, let shell, let request):
              var found: [HistoryEntry] = []
              defer { mailbox.post(.history(ticket, found)) }
              try history.settle()
              found = try history.find(request, for: shell)
            case .settle: try history.settle()
            case .close: isOpen = false
            }
          } catch {
            log.warning("history_failed", ("reason", error.message))
          }
        }
      }
    }
    if !started { closed.put(()) }
  }

  /// A file that cannot be used, or is no database, does not keep the kernel from starting.
  private static func open(_ path: String?, _ log: KernelLog) throws(SQLiteDatabase.Failure) -> History {
    if let path {
      do throws(SQLiteDatabase.Failure) {
        return try History(path: path)
      } catch {
        log.warning("history_in_memory", ("path", path), ("reason", error.message))
      }
    }
    return try History(path: ":memory:")
  }

  private static func answerNothing(_ queue: GatheringQueue<Work>, _ mailbox: Mailbox) {
    while true {
      for work in queue.takeAll() {
        switch work {
        case .find(let ticket, _, _): mailbox.post(.history(ticket, []))
        case .close: return
        default: break
        }
      }
    }
  }

  func remember(_ shell: ShellName, line: Int, source: String) {
    queue.put(.remember(shell, line: line, source: source), isUrgent: false)
  }
  func rememberOutput(_ shell: ShellName, line: Int, _ output: String) {
    queue.put(.rememberOutput(shell, line: line, output), isUrgent: false)
  }
  func find(_ ticket: HistoryTicket, _ shell: ShellName, _ request: HistoryRequest) {
    queue.put(.find(ticket, shell, request), isUrgent: true)
  }

  /// Waits until all is written.
  func close() {
    queue.put(.close, isUrgent: true)
    closed.take()
  }
}
