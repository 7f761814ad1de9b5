/// Lists in expectations. A loop over nothing expects nothing, and `zip` ends with the shorter of its lists,
/// so tests take what they go through from here.

package enum ListProblem: Error {
  case empty
  case lengthsDiffer(Int, Int)
}

/// A list that has an element at least.
package func some<List: Collection>(_ list: List) throws(ListProblem) -> List {
  guard !list.isEmpty else { throw .empty }
  return list
}

/// The pairs of two lists of the same length, of which there is one at least.
package func pairs<A, B>(_ a: [A], _ b: [B]) throws(ListProblem) -> [(A, B)] {
  guard a.count == b.count else { throw .lengthsDiffer(a.count, b.count) }
  return try some(Array(zip(a, b)))
}

/// The greatest difference between two lists of the same length; infinite where their lengths differ, a
/// number is missing or there are none.
package func distance(_ a: [Double], _ b: [Double]) -> Double {
  guard !a.isEmpty, a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference <= largest ? largest : difference.isNaN ? .infinity : difference
  }
}
