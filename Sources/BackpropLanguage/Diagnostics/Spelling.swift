/// The nearest correct spelling of a word.
enum Spelling {
  /// The nearest candidate within a third of the word's length in edits (at least one edit); nil if there is
  /// none.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    let letters = Array(word.lowercased().unicodeScalars)
    // For a single letter, all other letters would be equally near.
    guard letters.count > 1, letters.count <= 40 else { return nil }
    let print = Print(letters)
    var best: String?
    var bestDistance = max(1, letters.count / 3) + 1
    for candidate in candidates where candidate != word {
      // Most candidates are ruled out by a quick test; a cell may have a hundred thousand words to look up.
      guard print.leastDistance(to: Print(candidate.unicodeScalars)) < bestDistance else { continue }
      let distance = self.distance(letters, Array(candidate.lowercased().unicodeScalars))
      if distance < bestDistance {
        best = candidate
        bestDistance = distance
      }
    }
    return best
  }

  /// The length of a word, and which of the 26 letters it contains.
  private struct Print {
    var count = 0
    var letters: UInt32 = 0

    init(_ scalars: some Sequence<Unicode.Scalar>) {
      for scalar in scalars {
        count += 1
        let small = scalar.value | 0x20
        if small >= 0x61, small <= 0x7A { letters |= 1 << (small - 0x61) }
      }
    }

    /// An edit changes the length of a word by at most one, and adds or removes at most one letter.
    func leastDistance(to other: Print) -> Int {
      let missing = (letters & ~other.letters).nonzeroBitCount
      let added = (other.letters & ~letters).nonzeroBitCount
      return max(abs(count - other.count), missing, added)
    }
  }

  /// The number of insertions, deletions, replacements and swaps of neighbours that turn one into the other.
  private static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
        row.append(cost)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
