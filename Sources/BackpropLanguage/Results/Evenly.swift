/// An evenly spaced selection.
package enum Evenly {
  /// At most `most` of `count` indices, including the first and the last.
  package static func places(_ count: Int, atMost most: Int) -> [Int] {
    guard count > most else { return Array(0..<count) }
    guard most > 1 else { return most == 1 ? [0] : [] }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }
}
