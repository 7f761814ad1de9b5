/// An entry of the table of figures: a word after `plot` or `animate`, and how its figure is made. Parsing,
/// help, completion, inspection and the language reference all read it.
struct FigureEntry: Named, Sendable {
  let name: String
  /// Synonyms.
  let synonyms: [String]
  /// Its syntax after the command: `boundary [i1 i2]`.
  let form: String
  /// One line.
  let meaning: String
  /// What may follow its name, for completion.
  let arguments: [Command.Argument]
  /// The options of its command that apply to it.
  let options: [CommandOption]
  /// Whether it replays the last training, which may take long: its display then shows the progress until the
  /// figure replaces it.
  let followsTraining: Bool
  /// Parses what follows its name or synonym.
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

  /// An entry without arguments.
  init(
    name: String, synonyms: [String] = [], meaning: String, followsTraining: Bool = false,
    build: @escaping Builder
  ) {
    self.init(
      name: name, synonyms: synonyms, meaning: meaning, followsTraining: followsTraining,
      parse: { (_, _) throws(Diagnostic) in build })
  }
}
