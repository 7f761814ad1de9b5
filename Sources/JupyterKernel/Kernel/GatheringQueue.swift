/// A queue whose reader takes all that is there at once. What is not urgent gathers for a while first, so that many
/// writers in a row wake the reader once.
final class GatheringQueue<Element: Sendable>: Sendable {
  private let elements = Guarded<[Element]>([])
  private let available = Semaphore()
  private let urgent = Semaphore()
  private let milliseconds: Int

  /// - Parameter milliseconds: how long the first element may wait for others.
  init(milliseconds: Int) { self.milliseconds = milliseconds }

  func put(_ element: Element, isUrgent: Bool) {
    let wasEmpty = elements.withLock { elements in
      elements.append(element)
      return elements.count == 1
    }
    if wasEmpty { available.signal() }
    if isUrgent { urgent.signal() }
  }

  /// All elements in their order. It may be empty, where an element was taken sooner than its signal was seen.
  func takeAll() -> [Element] {
    available.wait()
    urgent.wait(milliseconds: milliseconds)
    return elements.withLock { elements in
      let all = elements
      elements = []
      return all
    }
  }
}
