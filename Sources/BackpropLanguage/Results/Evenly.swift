/// An evenly spaced selection.
package enum Evenly {
  /// At most `most` of `count` indices, including the first and the last.
  package static func places(_ count: Int, atMost most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    guard most > 1 else { return most == 1 ? [0] : [] }
    // The product may have more than the 32 bits that `Int` has in a browser.
    return (0..<most).map { Int(Int64($0) * Int64(count - 1) / Int64(most - 1)) }
  }
}
