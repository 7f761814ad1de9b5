import CLinux
import Glibc

/// The server that started the kernel; the kernel must end when it does. Servers put their process number
/// into the environment.
final class ParentProcess {
  /// The descriptor to poll: readable once the parent has ended. -1 if the system has none; then `isAlive`
  /// must be polled.
  let readable: Int32
  private let id: pid_t
  private let isDirect: Bool

  /// - Returns: nil if the environment names no parent.
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

  /// When a direct parent dies, even if it becomes a zombie, its children get another parent.
  var isAlive: Bool { isDirect ? getppid() == id : kill(id, 0) == 0 || errno == EPERM }
}
