// The library's sort is compiled anew for each type, which takes a hundredth of the module. Here, all types
// are sorted by their places.

extension Sequence {
  /// Stable, like the library's.
  func sorted(by precedes: (Element, Element) -> Bool) -> [Element] {
    let elements = Array(self)
    return places(elements.count) { precedes(elements[$0], elements[$1]) }.map { elements[$0] }
  }
}

extension Sequence where Element: Comparable {
  func sorted() -> [Element] { sorted(by: <) }
}

extension Array {
  mutating func sort(by precedes: (Element, Element) -> Bool) { self = sorted(by: precedes) }
}

/// 0..<count, in order.
@inline(never)
private func places(_ count: Int, _ precedes: (Int, Int) -> Bool) -> ContiguousArray<Int> {
  var places = ContiguousArray(0..<count)
  // Not an `Array`, whose `sort` is the one above.
  places.sort(by: precedes)
  return places
}
