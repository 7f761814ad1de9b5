import CLinux
import Glibc

/// The signals that a kernel answers. They are pending until the I/O thread reads them, so no code runs in a
/// handler, and a signal that was sent before a request is read before it.
struct Signals: ~Copyable {
  /// The descriptor to poll: readable when a signal has arrived.
  let readable: Int32

  /// Signals that stop the cells or end the kernel: a request by the system, a lost terminal, the end of its
  /// CPU time limit.
  private static let answered = [SIGINT, SIGTERM, SIGHUP, SIGXCPU]
  /// Signals that would kill the kernel but mean nothing to it. A pipe without a reader or a file that has
  /// grown too large is reported by the call that writes; some schedulers send the others to every process of
  /// a job.
  private static let ignored = [SIGPIPE, SIGXFSZ, SIGUSR1, SIGUSR2]

  /// Blocks the signals on this thread and on those that it starts. Must be called before any other thread
  /// runs.
  init() throws(SystemError) {
    var set = sigset_t()
    sigemptyset(&set)
    for number in Self.answered { sigaddset(&set, number) }
    pthread_sigmask(SIG_BLOCK, &set, nil)
    // A shell that starts a program in the background makes it ignore the interrupt signal, but a client must
    // be able to send it.
    signal(SIGINT, SIG_DFL)
    for number in Self.ignored { signal(number, SIG_IGN) }
    readable = signalfd(-1, &set, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
    guard readable >= 0 else { throw SystemError(number: errno) }
  }

  deinit { close(readable) }

  /// The next signal that has arrived; nil if there is none.
  func next() -> Int32? {
    var information = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    return read(readable, &information, size) == size ? Int32(information.ssi_signo) : nil
  }

  static func isInterrupt(_ signal: Int32) -> Bool { signal == SIGINT }
}
