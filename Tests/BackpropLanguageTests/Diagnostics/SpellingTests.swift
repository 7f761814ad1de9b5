import Testing

@testable import BackpropLanguage

@Suite struct SpellingTests {
  @Test(
    arguments: [
      ("trian", "train"), ("tain", "train"), ("trainn", "train"), ("Train", "train"), ("froward", "forward"),
      ("pattrens", "patterns"), ("plt", "plot"), ("xyz", nil), ("", nil), ("train", nil),
      ("δ_", "δ"), ("TRIAN", "train"), ("İtrain", "train"),
    ] as [(String, String?)])
  func theNearestWithinAThird(word: String, nearest: String?) {
    let candidates = ["train", "forward", "patterns", "plot", "δ"]
    #expect(Spelling.nearest(to: word, among: candidates) == nearest)
  }

  /// What the quick test rules out must be far away: compared with a plain search of every edit, over all
  /// words of three letters.
  @Test func aGlanceRulesOutNothingNear() {
    let letters: [Character] = ["a", "b", "Z", "1"]
    let words = letters.flatMap { x in letters.flatMap { y in letters.map { String([x, y, $0]) } } }
    var found = 0
    for word in words {
      let near = Set(Self.edits(of: word.lowercased(), letters))
      for candidate in words where candidate != word {
        let isNear = near.contains(candidate.lowercased())
        #expect((Spelling.nearest(to: word, among: [candidate]) != nil) == isNear)
        found += isNear ? 1 : 0
      }
    }
    #expect(found > 100)
  }

  /// Every word within one edit of a word, and the word itself.
  private static func edits(of word: String, _ letters: [Character]) -> [String] {
    let small = letters.map { Character($0.lowercased()) }
    var words = [word]
    let text = Array(word)
    for place in text.indices {
      var without = text
      without.remove(at: place)
      words.append(String(without))
      for letter in small {
        var replaced = text
        replaced[place] = letter
        words.append(String(replaced))
      }
      if place > 0 {
        var swapped = text
        swapped.swapAt(place, place - 1)
        words.append(String(swapped))
      }
    }
    return words
  }
}
