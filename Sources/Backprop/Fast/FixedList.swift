/// Values that are written once and belong to one owner. Unlike an array, this one is read without reference
/// counting: a count is an atomic write, which waits until all weights that have just been updated are
/// stored.
struct FixedList<Element>: ~Copyable {
  private let elements: UnsafeMutablePointer<Element>
  let count: Int

  init(_ array: [Element]) {
    count = array.count
    elements = .allocate(capacity: max(count, 1))
    for n in array.indices { (elements + n).initialize(to: array[n]) }
  }

  deinit {
    elements.deinitialize(count: count)
    elements.deallocate()
  }

  /// Not checked: the fast paths only access places that they have counted themselves.
  @inline(__always) subscript(_ place: Int) -> Element { elements[place] }
}
