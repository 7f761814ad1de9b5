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
    /// A number, or a formula in n, the number of the epoch: `0.5 / (1 + n/100)`.
    case rate(Bounds)
    /// The same, and whether bias weights are left out: `0.001 without bias`.
    case decay
    /// A number; if it is left out, the given one.
    case optionalNumber(otherwise: Double)
    /// A whole number, not less than the given one.
    case integer(least: Int64)
    /// A whole number of 1 or more, or nothing.
    case optionalCount
    case choice([String])
    /// A learning rule: a built-in one, or one of the session's.
    case rule
    /// A name, bare or in quotes; nil: a new one.
    case name(Command.Argument?)
    /// One or more of them: `"plain" "momentum"`.
    case names(Command.Argument)
    /// So many formulas or more, with `|` between them.
    case formulas(least: Int)
    /// `total E < 0.01`
    case condition
    /// One or more numbers, or formulas in n: `0.1 0.5 2`, `0.5 / (1 + n/100)`.
    case rates(Bounds)
    /// Whole numbers, 0 or more: `1..20`, or `1 5 9`.
    case integers
    /// Rows and columns: `28 28`.
    case sides
    /// A number of epochs; the word `epochs` after it is optional.
    case epochs
    /// Columns of a table by number or name: `1..4 species`.
    case columns
  }

  /// `hidden`. meaning: what the command then does.
  static func hidden(_ meaning: String) -> CommandOption {
    CommandOption(name: "hidden", value: .flag, meaning: meaning)
  }

  /// `size wide`
  static let size = CommandOption(
    name: "size", value: .choice(["usual", "wide"]),
    meaning: "`wide` fills the width of the page, for a projector")

  /// The words that may be its value, apart from names of the session.
  var words: [String] {
    switch value {
    case .choice(let words): words
    case .rule: TrainRequest.rules
    default: []
    }
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
    case .flag, .phrase, .choice, .rule, .condition: []
    case .name, .names: ["\"plain\""]
    case .formulas(let least): [least > 1 ? "δ_j | δ_k" : "sqrt(Σ_j δ_j^2)"]
    case .number, .rate, .decay:
      [defaultValue.flatMap { $0.split { $0 == "," || $0 == " " }.first.map { String($0) } } ?? "0.5"]
    case .optionalNumber(let otherwise): [Wording.number(otherwise)]
    case .integer: [defaultValue ?? "1"]
    case .optionalCount: ["10"]
    case .rates: ["0.1 0.5 2"]
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
    case .rate: "\(name) NUMBER"
    case .decay: "\(name) NUMBER [without bias]"
    case .optionalNumber: "\(name) [NUMBER]"
    case .integer: "\(name) N"
    case .optionalCount: "\(name) [N]"
    case .choice(let words): "\(name) \(words.joined(separator: "|"))"
    case .rule: "\(name) \((TrainRequest.rules + ["NAME"]).joined(separator: "|"))"
    case .name: "\(name) NAME"
    case .names: "\(name) NAMES"
    case .formulas(let least): name + (least > 1 ? " FORMULA | FORMULA" : " FORMULA [| FORMULA]")
    case .condition: "\(name) total E < NUMBER"
    case .rates: "\(name) NUMBERS"
    case .integers: "\(name) N..N"
    case .sides: "\(name) N N"
    case .epochs: "\(name) N epochs"
    case .columns: "\(name) COLUMNS"
    }
  }
}
