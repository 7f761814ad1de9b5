/// An entry of the command table. Parsing, help, completion, inspection and the language reference all read
/// it.
struct Command: Named, Sendable {
  var name: String
  /// Other first words for the same command.
  var synonyms: [String] = []
  var family: Family
  /// Its syntax, one form per line.
  var synopsis: [String]
  /// One line.
  var meaning: String
  /// More, if one line is not enough.
  var details: String?
  /// What may follow the verb, for completion.
  var arguments: [Argument] = []
  /// What may follow those, given the words already there; nil: the same again.
  var continuation: (@Sendable ([String]) -> [Argument])?
  var options: [CommandOption] = []
  /// Whether it takes several arguments, separated by commas.
  var takesList = false
  /// Whether indented rows may follow it.
  var takesRows = false
  /// The beginning of an example for one of its options; without it, the first example.
  var start: String?
  /// What a line such as `weights = 0.1` should begin with, and a correct one.
  var assignment: (left: String, example: String)?
  /// Cells that run as they are in a session with a 2-2-1 network and the patterns xor.
  var examples: [String]
  /// Parses what follows the verb into an action.
  var parse: @Sendable (inout StatementParser) throws(Diagnostic) -> Action

  /// The chapters of the reference, in order.
  enum Family: String, Sendable, CaseIterable {
    case network = "Networks"
    case patterns = "Patterns"
    case passes = "The handout's steps"
    case training = "Training and testing"
    case proofs = "Proofs and explanations"
    case showing = "Looking at things"
    case files = "Files"
    case session = "The session"
  }

  /// What completion offers after the verb.
  enum Argument: Sendable, Equatable {
    case words([String])
    case patternNumber
    case networkName, patternsName, trainingName, commandName, exampleName, fileName
    /// Names that cells have defined, and notations.
    case ownName, notationName
    case layerLetter, transferFunction, learningRule
    case weight
    case formula
    /// A layer's letter, and its units: `j`, `j1`.
    case units(Layers)
    /// Any word known to `help`.
    case topic
  }

  enum Layers: Sendable, Equatable { case input, hidden, notInput }
}

extension Command {
  /// A line to which options can be added.
  var beginning: String { start ?? examples.first ?? name }

  /// A line with this option: an example of the command, or its beginning with a parameter of a rule.
  func example(with option: CommandOption) -> String {
    if let rule = option.onlyWith.first {
      return "\(beginning), rule \(rule), \(option.name) \(option.samples.joined(separator: " "))"
    }
    return examples.first { $0.includes(" \(option.name)") } ?? beginning
  }

  /// The option whose name begins at a position, and the name's number of tokens: one for `η`, two for `β1`.
  func option(at place: Int, in tokens: [Token]) -> (option: CommandOption, length: Int)? {
    guard tokens.indices.contains(place), case .word(let word) = tokens[place].kind else { return nil }
    if let name = tokens.numberedName(at: place), let option = options.named(name) {
      return (option, 2)
    }
    return options.named(word).map { ($0, 1) }
  }
}
