import Glibc

/// Signals are read by a thread of their own and told to the I/O thread, so that no code runs in a handler.
enum Signals {
  static let all = [SIGINT, SIGTERM, SIGHUP]

  static func isInterrupt(_ signal: Int32) -> Bool { signal == SIGINT }

  /// Holds the signals back from this thread and those that it starts. To be called before any other thread runs.
  static func block() {
    var set = makeSet()
    pthread_sigmask(SIG_BLOCK, &set, nil)
    signal(SIGPIPE, SIG_IGN)
  }

  static func forward(to mailbox: Mailbox) {
    BackgroundThread.start {
      var set = makeSet()
      while true {
        var number: Int32 = 0
        if sigwait(&set, &number) == 0 { mailbox.post(.signal(number)) }
      }
    }
  }

  private static func makeSet() -> sigset_t {
    var set = sigset_t()
    sigemptyset(&set)
    for signal in all { sigaddset(&set, signal) }
    return set
  }
}
