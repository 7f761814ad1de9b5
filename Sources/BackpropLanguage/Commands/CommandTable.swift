/// All commands, family by family.
enum CommandTable {
  static let all: [Command] =
    NetworkCommands.all + PatternCommands.all + PassCommands.all + TrainingCommands.all + ShowingCommands.all
    + PlotCommands.all + ProofCommands.all + DataCommands.all + SessionCommands.all

  /// The command of this name or synonym.
  static func command(named word: String) -> Command? {
    all.first { $0.name == word || $0.synonyms.contains(word) }
  }

  static let names: [String] = all.map { $0.name }

  /// Every word that a command may begin with.
  static let spellings: [String] = all.flatMap { [$0.name] + $0.synonyms }
}
