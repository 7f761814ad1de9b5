import Backprop

/// The words that an editor may colour, taken from the parser's own tables.
public enum EditorVocabulary {
  /// The words that may begin a statement.
  public static var commands: [String] { CommandTable.spellings }

  /// The names of options and the words that they take as values.
  public static var options: [String] {
    var words: [String] = []
    for command in CommandTable.all {
      for option in command.options {
        words += option.spellings
        words += option.words
      }
    }
    return words
  }

  /// The functions of formulas, and the transfer functions; `step` is a command first.
  public static var functions: [String] {
    let transfers = TransferFunction.all.flatMap { $0.spellings }
    var words = Vocabulary.functions
    for word in transfers.flatMap({ $0.split(separator: " ").map { String($0) } }) {
      if !words.contains(word) && CommandTable.command(named: word) == nil { words.append(word) }
    }
    return words
  }

  /// `epochs` is a word of `train` first.
  public static var quantities: [String] {
    Vocabulary.quantities + Vocabulary.settings + [Quantity.accuracy.rawValue]
  }
  public static var constants: [String] { Vocabulary.constants }
}
