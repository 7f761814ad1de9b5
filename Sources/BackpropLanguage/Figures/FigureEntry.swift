/// An entry of the table of figures: a word after `plot` or `animate`, and how what it names is made.
/// Parsing, help, completion, inspection and the language reference all read it.
struct FigureEntry: Sendable {
  let name: String
  /// Other words for it.
  let synonyms: [String]
  /// How it is written after the command: `boundary [i1 i2]`.
  let form: String
  /// One line.
  let meaning: String
  /// What may follow its name, for completion.
  let arguments: [Command.Argument]
  /// Options of its command that are for it.
  let options: [CommandOption]
  /// Whether it follows the last training once more, which may take long: its display then says how far that
  /// is, until the figure takes its place.
  let followsTraining: Bool
  /// Reads what follows its name, or the other word for it that was written.
  let parse: @Sendable (inout TokenCursor, _ word: String) throws(Diagnostic) -> Builder

  /// Makes the figure, or the animation.
  typealias Builder = @Sendable (FigureContext) throws(Diagnostic) -> CellResult.Content

  init(
    name: String, synonyms: [String] = [], form: String? = nil, meaning: String,
    arguments: [Command.Argument] = [], options: [CommandOption] = [], followsTraining: Bool = false,
    parse: @escaping @Sendable (inout TokenCursor, _ word: String) throws(Diagnostic) -> Builder
  ) {
    self.name = name
    self.synonyms = synonyms
    self.form = form ?? name
    self.meaning = meaning
    self.arguments = arguments
    self.options = options
    self.followsTraining = followsTraining
    self.parse = parse
  }

  /// One after whose name nothing stands.
  init(
    name: String, synonyms: [String] = [], meaning: String, followsTraining: Bool = false,
    build: @escaping Builder
  ) {
    self.init(
      name: name, synonyms: synonyms, meaning: meaning, followsTraining: followsTraining,
      parse: { (_, _) throws(Diagnostic) in build })
  }
}
