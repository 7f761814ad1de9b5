/// All commands, family by family.
enum CommandTable {
  static let all: [Command] =
    NetworkCommands.all + PatternCommands.all + PassCommands.all + TrainingCommands.all + ShowingCommands.all
    + PlotCommands.all + ProofCommands.all + DataCommands.all + SessionCommands.all

  /// The command of this name or synonym.
  static func command(named word: String) -> Command? {
    all.first { $0.name == word || $0.synonyms.contains(word) }
  }

  /// What a word is that is no command itself: an option, a value of one, something to show or to take.
  static func owner(of word: String) -> (command: String, kind: String, example: String)? {
    for subject in PlotSubject.allCases where subject.rawValue == word {
      return ("plot", "what `plot` draws", "plot \(word)")
    }
    for command in all {
      for option in command.options {
        if option.isCalled(word) {
          let example = command.examples.first { $0.contains(" \(option.name)") } ?? command.examples.first
          return (command.name, "an option of `\(command.name)`", example ?? command.name)
        }
        guard case .choice(let words) = option.value, words.contains(word) else { continue }
        let start = command.name == "train" ? "train 100 epochs" : command.examples.first ?? command.name
        return (
          command.name, "what the option `\(option.name)` of `\(command.name)` may be",
          "\(start), \(option.name) \(word)"
        )
      }
    }
    if PatternCommands.builtInNames.contains(word) {
      let size = PatternCommands.sizedNames.contains(word) ? " 4" : ""
      return ("patterns", "a built-in set of patterns", "patterns \(word)\(size)")
    }
    if TransferWords.builtIn.contains(word) {
      return ("transfer", "a transfer function", "transfer \(word == "softmax" ? "k" : "j") \(word)")
    }
    return nil
  }

  /// The error for a word that is known as something of a command; nil where it is not.
  static func belonging(_ word: String, at range: SourceRange) -> Diagnostic? {
    owner(of: word).map {
      Diagnostic(.belongsTo(word, command: $0.command, kind: $0.kind), at: range, example: $0.example)
    }
  }

  static let names: [String] = all.map { $0.name }

  /// Every word that a command may begin with.
  static let spellings: [String] = all.flatMap { [$0.name] + $0.synonyms }
}
