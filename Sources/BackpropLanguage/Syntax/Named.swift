import Backprop

/// Something that a cell refers to by its name or by one of its synonyms: an entry of a table.
protocol Named {
  var name: String { get }
  var synonyms: [String] { get }
}

extension Named {
  /// Every way to write it, its name first.
  var spellings: [String] { [name] + synonyms }

  /// Whether a word is its name or a synonym.
  func isCalled(_ word: String) -> Bool { name == word || synonyms.contains(word) }
}

extension Sequence where Element: Named {
  /// The entry with this name, or else the one with this synonym.
  func named(_ word: String) -> Element? {
    first { $0.name == word } ?? first { $0.isCalled(word) }
  }
}

extension TransferFunction: Named {}
