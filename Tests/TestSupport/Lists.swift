/// Lists in expectations. A loop over an empty list checks nothing, and `zip` ends with its shorter list, so
/// tests get the lists they iterate over from here.

package enum ListProblem: Error {
  case empty
  case lengthsDiffer(Int, Int)
}

/// A list with at least one element.
package func some<List: Collection>(_ list: List) throws(ListProblem) -> List {
  guard !list.isEmpty else { throw .empty }
  return list
}

/// The pairs of two lists of the same length; there must be at least one.
package func pairs<A, B>(_ a: [A], _ b: [B]) throws(ListProblem) -> [(A, B)] {
  guard a.count == b.count else { throw .lengthsDiffer(a.count, b.count) }
  return try some(Array(zip(a, b)))
}

/// The largest difference between two lists of the same length; infinite if their lengths differ, a value is
/// not a number or the lists are empty.
package func distance(_ a: [Double], _ b: [Double]) -> Double {
  guard !a.isEmpty, a.count == b.count else { return .infinity }
  return zip(a, b).reduce(0) { largest, pair in
    let difference = abs(pair.0 - pair.1)
    return difference <= largest ? largest : difference.isNaN ? .infinity : difference
  }
}
