import Glibc
import SystemThreads

/// Letters from other threads to the I/O thread. A byte in a pipe wakes its poll.
final class Mailbox: Sendable {
  enum Letter: Sendable {
    case execution(ExecutionID, ExecutionEvent)
    case history(HistoryTicket, [HistoryEntry])
    case assistance(AssistanceTicket, AssistanceAnswer)
    case comm(CommTicket, CommEvent)
  }

  private let letters = Guarded<[Letter]>([])
  /// The descriptor to poll: readable when there are letters.
  let readable: Int32
  private let writable: Int32

  /// - Throws: the system's error number if no pipe can be created.
  init() throws(SystemError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemError(number: errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readable = ends[0]
    writable = ends[1]
  }

  deinit {
    close(readable)
    close(writable)
  }

  func post(_ letter: Letter) {
    let wasEmpty = letters.withLock { letters in
      letters.append(letter)
      return letters.count == 1
    }
    if wasEmpty {
      var byte: UInt8 = 1
      _ = write(writable, &byte, 1)
    }
  }

  /// All letters in the order in which they were posted.
  func takeAll() -> [Letter] {
    var bytes: UInt64 = 0
    _ = read(readable, &bytes, 8)
    return letters.withLock { letters in
      let all = letters
      letters = []
      return all
    }
  }
}
