import CLinux
import Glibc

/// The server that started the kernel; the kernel must end with it. Servers put their process number in the
/// environment.
final class ParentProcess {
  /// The descriptor to poll: readable once the parent has ended. -1 where the system has none, and `isAlive`
  /// must be asked.
  let readable: Int32
  private let id: pid_t
  private let isDirect: Bool

  /// - Returns: nil where the environment names no parent.
  init?() {
    guard let text = getenv("JPY_PARENT_PID"), let id = pid_t(String(cString: text)), id > 1 else {
      return nil
    }
    self.id = id
    isDirect = getppid() == id
    readable = open_process_descriptor(id)
    if readable >= 0 { _ = fcntl(readable, F_SETFD, FD_CLOEXEC) }
  }

  deinit { if readable >= 0 { close(readable) } }

  /// If a direct parent dies, even one that becomes a zombie, its children get another parent.
  var isAlive: Bool { isDirect ? getppid() == id : kill(id, 0) == 0 || errno == EPERM }
}
