import Glibc

/// A counting semaphore provided by the system.
final class Semaphore: @unchecked Sendable {
  private let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    semaphore = .allocate(capacity: 1)
    sem_init(semaphore, 0, 0)
  }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  /// A signal that is handled on this thread ends the wait early; the caller checks again.
  func wait() { _ = sem_wait(semaphore) }

  /// Waits for at most this many milliseconds by the system's clock, which may be set meanwhile.
  ///
  /// - Returns: whether the semaphore was signalled.
  @discardableResult
  func wait(milliseconds: Int) -> Bool {
    var end = timespec()
    clock_gettime(CLOCK_REALTIME, &end)
    let nanoseconds = end.tv_nsec + milliseconds * 1_000_000
    end.tv_sec += nanoseconds / 1_000_000_000
    end.tv_nsec = nanoseconds % 1_000_000_000
    return sem_timedwait(semaphore, &end) == 0
  }
}
