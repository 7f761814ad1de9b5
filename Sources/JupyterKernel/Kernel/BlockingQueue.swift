import SystemThreads

/// A queue whose reader sleeps until there is something to take. It allows one reader at a time and any
/// number of writers.
final class BlockingQueue<Element: Sendable>: Sendable {
  private let elements = Guarded<[Element]>([])
  private let available = Semaphore()

  func put(_ element: Element) {
    elements.withLock { $0.append(element) }
    available.signal()
  }

  /// The next element, if one arrives within this many milliseconds.
  func take(within milliseconds: Int) -> Element? {
    guard available.wait(milliseconds: milliseconds) else { return nil }
    return elements.withLock { $0.isEmpty ? nil : $0.removeFirst() }
  }

  func take() -> Element {
    while true {
      available.wait()
      if let element = elements.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return element }
    }
  }
}
