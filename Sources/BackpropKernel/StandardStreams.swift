import Glibc
import Synchronization

/// The three descriptors that a process starts with.
enum StandardStreams {
  /// Prevents a file that is opened later from getting the descriptor of a closed stream, where it would
  /// receive what is meant for a terminal; and makes a refused write an error instead of ending the program.
  static func prepare() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
      // Opened for the wrong direction, so that using it still fails.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// The descriptor that a path names. Opening the path would fail for a socket, and would truncate a file.
  static func descriptor(named path: String) -> Int32? {
    switch path {
    case "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0": STDIN_FILENO
    case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1": STDOUT_FILENO
    case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2": STDERR_FILENO
    default: nil
    }
  }
}

/// The standard output of a command.
enum Output {
  /// The error number of the write that was refused; 0 as long as there is none.
  private static let refusal = Atomic<Int32>(0)

  static var hasFailed: Bool { refusal.load(ordering: .relaxed) != 0 }

  /// Writes a text, unless the output has refused one before. If its reader has gone, this program ends with
  /// SIGPIPE, as others do.
  static func write(_ text: String) {
    guard !hasFailed else { return }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      if count < 0 && errno == EAGAIN {
        var end = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
        poll(&end, 1, -1)
        continue
      }
      guard count >= 0 else {
        if errno == EPIPE {
          signal(SIGPIPE, SIG_DFL)
          raise(SIGPIPE)
        }
        return refusal.store(errno, ordering: .relaxed)
      }
      rest = rest.dropFirst(count)
    }
  }

  /// The exit status of a command that would end with `status`; a different one if its output is incomplete.
  static func checked(_ status: Int32) -> Int32 {
    let number = refusal.load(ordering: .relaxed)
    guard number != 0 else { return status }
    return fail(.output, "cannot write to the standard output: \(String(cString: strerror(number)))")
  }
}
