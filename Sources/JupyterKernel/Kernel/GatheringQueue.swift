import SystemThreads

/// A queue whose reader takes all elements at once. Elements that are not urgent are collected until nothing
/// more arrives for a while, so that the reader does not compete with busy writers.
final class GatheringQueue<Element: Sendable>: Sendable {
  private let elements = Guarded<[Element]>([])
  private let available = Semaphore()
  private let urgent = Semaphore()
  private let quiet: Int
  private let longest: Int

  /// - Parameters:
  ///   - quiet: the reader takes the elements once nothing has arrived for this many milliseconds.
  ///   - longest: the maximum number of milliseconds that the first element waits, even if others keep
  ///     arriving.
  init(quiet: Int, longest: Int) {
    self.quiet = quiet
    self.longest = longest
  }

  func put(_ element: Element, isUrgent: Bool) {
    let wasEmpty = elements.withLock { elements in
      elements.append(element)
      return elements.count == 1
    }
    if wasEmpty { available.signal() }
    if isUrgent { urgent.signal() }
  }

  /// All elements in their order. It may be empty if an element was taken before its signal was seen.
  func takeAll() -> [Element] {
    available.wait()
    var waited = 0
    var seen = 0
    while waited < longest, case let count = elements.withLock({ $0.count }), count > seen {
      seen = count
      if urgent.wait(milliseconds: quiet) { break }
      waited += quiet
    }
    return elements.withLock { elements in
      let all = elements
      elements = []
      return all
    }
  }
}
