/// Keeps the history on a thread of its own, because a disk may be slow and another kernel may hold the file.
/// Entries are collected until no cells run, and are then written together, outside the cells' round trips.
final class HistoryThread: Sendable {
  fileprivate enum Work: Sendable {
    case remember(ShellName, line: Int, source: String)
    case rememberOutput(ShellName, line: Int, String)
    case find(HistoryTicket, ShellName, HistoryRequest)
    case close
  }

  private let queue = GatheringQueue<Work>(quiet: 400, longest: 4000)
  private let closed = BlockingQueue<Void>()
  /// A source of at least this many bytes is written without waiting for others.
  private static let largeSource = 1_000_000

  /// - Parameter path: the file; nil to keep the history only in memory.
  init(path: String?, mailbox: Mailbox, log: KernelLog) {
    let started = BackgroundThread.start { [queue, closed] in
      defer { closed.put(()) }
      BackgroundThread.yieldToOthers()
      var keeper: HistoryKeeper
      do throws(SQLiteDatabase.Failure) {
        keeper = try HistoryKeeper(path, log)
      } catch {
        log.complaint("history_unavailable", ("reason", error.message))
        Self.answerNothing(queue, mailbox)
        return
      }
      while true {
        var changes: [HistoryChange] = []
        for work in queue.takeAll() {
          switch work {
          case .remember(let shell, let line, let source):
            changes.append(HistoryChange(shell: shell, line: line, .source(source)))
          case .rememberOutput(let shell, let line, let output):
            changes.append(HistoryChange(shell: shell, line: line, .output(output)))
          case .find(let ticket, let shell, let request):
            keeper.write(changes)
            changes = []
            mailbox.post(.history(ticket, keeper.find(request, for: shell)))
          case .close:
            keeper.write(changes)
            return
          }
        }
        keeper.write(changes)
      }
    }
    if !started { closed.put(()) }
  }

  private static func answerNothing(_ queue: GatheringQueue<Work>, _ mailbox: Mailbox) {
    while true {
      for work in queue.takeAll() {
        switch work {
        case .find(let ticket, _, _): mailbox.post(.history(ticket, []))
        case .close: return
        case .remember, .rememberOutput: break
        }
      }
    }
  }

  func remember(_ shell: ShellName, line: Int, source: String) {
    queue.put(
      .remember(shell, line: line, source: source), isUrgent: source.utf8.count >= Self.largeSource)
  }
  func rememberOutput(_ shell: ShellName, line: Int, _ output: String) {
    queue.put(.rememberOutput(shell, line: line, output), isUrgent: false)
  }
  func find(_ ticket: HistoryTicket, _ shell: ShellName, _ request: HistoryRequest) {
    queue.put(.find(ticket, shell, request), isUrgent: true)
  }

  /// Has the remaining entries written, and waits for at most this many milliseconds.
  ///
  /// - Returns: whether all entries are written.
  func close(within milliseconds: Int) -> Bool {
    queue.put(.close, isUrgent: true)
    return closed.take(within: milliseconds) != nil
  }
}
