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
    case networkName, patternsName, commandName, exampleName, fileName
    case layerLetter, transferFunction
    case weight
    case formula
    /// A layer's letter, and its units: `j`, `j1`.
    case units(Layers)
    /// Any word known to `help`.
    case topic
  }

  enum Layers: Sendable, Equatable { case input, hidden, notInput }
}

/// `, NAME VALUE` after a command.
struct CommandOption: Named, Sendable, Equatable {
  var name: String
  var synonyms: [String] = []
  var value: Value
  /// As it is written; nil if there is no default.
  var defaultValue: String?
  var meaning: String
  /// The values of another option that allow this one, such as `adam`; empty if all do.
  var onlyWith: [String] = []

  /// What follows the option's name.
  enum Value: Sendable, Equatable {
    case flag
    /// Only fixed words: `skip bad rows`.
    case phrase(String)
    case number(Bounds)
    /// A number; if it is left out, the given one.
    case optionalNumber(otherwise: Double)
    /// A whole number, not less than the given one.
    case integer(least: Int)
    /// A whole number of 1 or more, or nothing.
    case optionalCount
    case choice([String])
    /// `total E < 0.01`
    case condition
    /// One or more numbers.
    case numbers(Bounds)
    /// Whole numbers, 0 or more: `1..20`, or `1 5 9`.
    case integers
    /// Rows and columns: `28 28`.
    case sides
    /// A number of epochs; the word `epochs` after it is optional.
    case epochs
    /// Columns of a table by number or name: `1..4 species`.
    case columns
  }

  enum Bounds: Sendable, Equatable {
    case any, positive, notNegative

    func allows(_ value: Double) -> Bool {
      switch self {
      case .any: true
      case .positive: value > 0
      case .notNegative: value >= 0
      }
    }

    var words: String {
      switch self {
      case .any: "a number"
      case .positive: "more than 0"
      case .notNegative: "0 or more"
      }
    }
  }

  /// Numbers that it accepts, for completion; words are in `value`.
  var samples: [String] {
    switch value {
    case .flag, .phrase, .choice, .condition: []
    case .number:
      [defaultValue.flatMap { $0.split { $0 == "," || $0 == " " }.first.map { String($0) } } ?? "0.5"]
    case .optionalNumber(let otherwise): [Wording.number(otherwise)]
    case .integer: [defaultValue ?? "1"]
    case .optionalCount: ["10"]
    case .numbers: ["0.1 0.5 2"]
    case .integers: ["1..10"]
    case .sides: ["28 28"]
    case .epochs: ["1000 epochs"]
    case .columns: ["1..4"]
    }
  }

  /// Its meaning, and the rules that it belongs to.
  var explanation: String {
    guard !onlyWith.isEmpty else { return meaning }
    return "with \(Wording.list(onlyWith.map { "`rule \($0)`" }, last: "or")): " + meaning
  }

  /// Whether a word belongs to the option's fixed words: its name, a synonym, or a word that always follows.
  func isWritten(with word: String) -> Bool {
    if case .phrase(let words) = value, words.split(separator: " ").contains(where: { $0 == word }) {
      return true
    }
    return isCalled(word)
  }

  /// How the option and its value are written, for help.
  var form: String {
    switch value {
    case .flag: name
    case .phrase(let words): "\(name) \(words)"
    case .number: "\(name) NUMBER"
    case .optionalNumber: "\(name) [NUMBER]"
    case .integer: "\(name) N"
    case .optionalCount: "\(name) [N]"
    case .choice(let words): "\(name) \(words.joined(separator: "|"))"
    case .condition: "\(name) total E < NUMBER"
    case .numbers: "\(name) NUMBERS"
    case .integers: "\(name) N..N"
    case .sides: "\(name) N N"
    case .epochs: "\(name) N epochs"
    case .columns: "\(name) COLUMNS"
    }
  }
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

extension [Token] {
  /// A word and the number attached to it, as one name: `β1` for `β1`, `β_1` or `β₁`.
  func numberedName(at place: Int) -> String? {
    guard indices.contains(place + 1), !self[place + 1].spaceBefore, case .word(let word) = self[place].kind
    else { return nil }
    switch self[place + 1].kind {
    case .number(_, let spelling): return word + spelling
    case .subscripts(let subscripts):
      guard subscripts.count == 1, subscripts[0].letter.isEmpty, let unit = subscripts[0].unit else {
        return nil
      }
      return word + "\(unit)"
    case .word, .string, .symbol, .newline, .indent, .end: return nil
    }
  }
}

/// The options given in a statement.
struct OptionValues: Sendable {
  enum Value: Sendable {
    case flag
    case number(Double)
    case integer(Int)
    case word(String)
    case condition(Condition)
    case numbers([Double])
    case columns([Located<ColumnSelection>])
  }

  enum Condition: Sendable {
    case totalError(below: Double)
    case meanError(below: Double)
  }

  private(set) var entries: [(name: String, spelling: String, value: Value, range: SourceRange)] = []

  /// spelling: the name as it was typed, which may be a synonym.
  mutating func add(_ name: String, as spelling: String, _ value: Value, _ range: SourceRange) {
    entries.append((name, spelling, value, range))
  }

  subscript(name: String) -> Value? { entries.first { $0.name == name }?.value }
  func has(_ name: String) -> Bool { self[name] != nil }
  func range(_ name: String) -> SourceRange? { entries.first { $0.name == name }?.range }
  func spelling(_ name: String) -> String? { entries.first { $0.name == name }?.spelling }

  func number(_ name: String) -> Double? {
    if case .number(let value) = self[name] { return value }
    return nil
  }

  func numbers(_ name: String) -> [Double]? {
    if case .numbers(let values) = self[name] { return values }
    return nil
  }

  func integer(_ name: String) -> Int? {
    if case .integer(let value) = self[name] { return value }
    return nil
  }

  func columns(_ name: String) -> [Located<ColumnSelection>]? {
    if case .columns(let value) = self[name] { return value }
    return nil
  }

  func word(_ name: String) -> String? {
    if case .word(let value) = self[name] { return value }
    return nil
  }

  /// What the word after an option stands for; nil if the option is not given.
  func choice<Meaning>(
    _ name: String, _ meaning: (String) -> Meaning?
  ) throws(Diagnostic) -> Meaning? {
    guard let entry = entries.first(where: { $0.name == name }), case .word(let word) = entry.value
    else { return nil }
    guard let meaning = meaning(word) else {
      throw Diagnostic(.expected("a value of `\(name)`", found: "`\(word)`"), at: entry.range)
    }
    return meaning
  }
}
