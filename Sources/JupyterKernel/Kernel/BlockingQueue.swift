import Glibc

/// A queue whose reader sleeps until there is something to take. It allows one reader at a time, any writers.
final class BlockingQueue<Element: Sendable>: Sendable {
  private let elements = Guarded<[Element]>([])
  private let available = Semaphore()

  func put(_ element: Element) {
    elements.withLock { $0.append(element) }
    available.signal()
  }

  func take() -> Element {
    while true {
      available.wait()
      if let element = elements.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return element }
    }
  }
}

/// A counting semaphore of the system.
private final class Semaphore: @unchecked Sendable {
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

  /// A signal handled on this thread ends the wait early; the reader looks again.
  func wait() { _ = sem_wait(semaphore) }
}
