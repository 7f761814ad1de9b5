import Backprop

/// All commands, family by family.
enum CommandTable {
  static let all: [Command] = [
    .network, .error, .weights, .connect, .transfer, .freeze, .thaw, .reset,
    .patterns,
    .forward, .backward, .update, .step,
    .train, .test, .sweep, .diagnose, .rule,
    .print,
    .plot, .animate, .figures, .vary,
    .check, .derive, .prove, .mark, .explain, .ask,
    .split, .scale, .save, .load, .export,
    .use, .notation, .list, .delete, .letName, .keep, .digits, .history, .example, .help,
  ]

  /// The command with this name or synonym.
  static func command(named word: String) -> Command? {
    all.named(word)
  }

  /// The role of a word that is not a command.
  struct Owner: Sendable {
    /// The command that should begin the line.
    let command: String
    /// The word's role there: "an option of `train`".
    let kind: String
    let example: String
    /// Whether it is a parameter of a learning rule.
    var isOfRule = false
  }

  /// The role of a word that is not a command: an option, a value of one, something to show or to take.
  static func owner(of word: String) -> Owner? { owners[word] }

  private static let owners: [String: Owner] = {
    var owners: [String: Owner] = [:]
    func add(_ word: String, _ command: String, _ kind: String, _ example: String, isOfRule: Bool = false) {
      if owners[word] == nil {
        owners[word] = Owner(command: command, kind: kind, example: example, isOfRule: isOfRule)
      }
    }
    func add(_ figures: [FigureEntry], of command: String) {
      for name in figures.names { add(name, command, "what `\(command)` draws", "\(command) \(name)") }
    }
    add(FigureTable.plotted, of: "plot")
    for command in all {
      for option in command.options {
        let rules = option.onlyWith.map { " with `rule \($0)`" }.joined(separator: " or")
        for word in option.spellings {
          add(
            word, command.name, "an option of `\(command.name)`" + rules, command.example(with: option),
            isOfRule: !rules.isEmpty)
        }
        for word in option.words {
          add(
            word, command.name, "what the option `\(option.name)` of `\(command.name)` may be",
            "\(command.beginning), \(option.name) \(word)")
        }
      }
    }
    for set in BuiltInPatterns.all {
      let size = set.isSized ? (set.points == nil ? " 4" : " 200") : ""
      add(set.name, "patterns", "a built-in set of patterns", "patterns \(set.name)\(size)")
    }
    for g in TransferFunction.all {
      for word in g.spellings {
        add(word, "transfer", "a transfer function", "transfer \(g.isSoftmax ? "k" : "j") \(word)")
      }
    }
    add(FigureTable.animated, of: "animate")
    return owners
  }()

  /// The error for a word known as part of a command; nil if it is not.
  static func belonging(_ word: String, at range: SourceRange) -> Diagnostic? {
    owner(of: word).map {
      Diagnostic(.belongsTo(word, command: $0.command, kind: $0.kind), at: range, example: $0.example)
    }
  }

  static let names: [String] = all.map { $0.name }

  /// Every word that may begin a command.
  static let spellings: [String] = all.flatMap { $0.spellings }
}
