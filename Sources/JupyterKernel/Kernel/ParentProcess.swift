import Glibc

/// The server that started the kernel and without which it must not live on. Servers tell their process number
/// in the environment.
struct ParentProcess {
  private let id: pid_t
  private let isDirect: Bool

  /// - Returns: nil where the environment names no parent.
  init?() {
    guard let text = getenv("JPY_PARENT_PID"), let id = pid_t(String(cString: text)), id > 1 else {
      return nil
    }
    self.id = id
    isDirect = getppid() == id
  }

  /// A direct parent that dies, even one that nobody buries, gives its children to another.
  var isAlive: Bool { isDirect ? getppid() == id : kill(id, 0) == 0 || errno == EPERM }
}
