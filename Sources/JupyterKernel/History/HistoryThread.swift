/// Keeps the history on a thread of its own, since a disk may be slow and another kernel may hold the file.
final class HistoryThread: Sendable {
  private enum Work: Sendable {
    case remember(ShellName, line: Int, source: String)
    case rememberOutput(ShellName, line: Int, String)
    case find(HistoryTicket, ShellName, HistoryRequest)
    case close
  }

  private let queue = BlockingQueue<Work>()
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
      while true {
        do throws(SQLiteDatabase.Failure) {
          switch queue.take() {
          case .remember(let shell, let line, let source):
            try history.remember(shell, line: line, source: source)
          case .rememberOutput(let shell, let line, let output):
            try history.rememberOutput(shell, line: line, output)
          case .find(let ticket, let shell, let request):
            var found: [HistoryEntry] = []
            defer { mailbox.post(.history(ticket, found)) }
            found = try history.find(request, for: shell)
          case .close: return
          }
        } catch {
          log.warning("history_failed", ("reason", error.message))
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

  private static func answerNothing(_ queue: BlockingQueue<Work>, _ mailbox: Mailbox) {
    while true {
      switch queue.take() {
      case .find(let ticket, _, _): mailbox.post(.history(ticket, []))
      case .close: return
      default: break
      }
    }
  }

  func remember(_ shell: ShellName, line: Int, source: String) {
    queue.put(.remember(shell, line: line, source: source))
  }
  func rememberOutput(_ shell: ShellName, line: Int, _ output: String) {
    queue.put(.rememberOutput(shell, line: line, output))
  }
  func find(_ ticket: HistoryTicket, _ shell: ShellName, _ request: HistoryRequest) {
    queue.put(.find(ticket, shell, request))
  }

  /// Waits until all is written.
  func close() {
    queue.put(.close)
    closed.take()
  }
}
