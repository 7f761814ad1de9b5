/// `help train`
extension Command {
  static let help = Command(
    name: "help", family: .session,
    synopsis: ["help", "help COMMAND", "help QUANTITY", "help OPTION"],
    meaning:
      "list the commands, or explain one, or any other word: an option, δ_j, tanh, boundary",
    arguments: [.commandName, .topic],
    examples: ["help", "help train", "help δ_j", "help train batch"],
    parse: { (parser) throws(Diagnostic) in
      guard !parser.cursor.isAtEnd else { return .help(nil) }
      let start = parser.cursor.range.lowerBound
      _ = parser.cursor.takeRest()
      let range = parser.cursor.range(from: start)
      return .help(Located(Lexer.plain(word: parser.cursor.source.string(range).unicodeScalars), range))
    })
}

extension Action {
  /// Help on a word, or on all commands if there is none.
  static func help(_ word: Located<String>?) -> Action {
    Action { (execution) throws(Diagnostic) in try execution.showHelp(word) }
  }
}

extension Execution {
  fileprivate func showHelp(_ name: Located<String>?) throws(Diagnostic) {
    guard let name else { return emit(HelpDocument.overview, isPage: true) }
    if let topics = LayerTopics(state) {
      let known = topics.blocks(about: name.value)
      guard known.isEmpty else { return emitInHandoutNotation(known, isPage: true) }
    }
    if let signal = errorSignal(name.value) { return emit(signal, isPage: true) }
    let symbol = symbolBlocks(name.value)
    guard symbol.isEmpty else { return emit(symbol, isPage: true) }
    if let command = CommandTable.command(named: name.value) {
      var blocks = HelpDocument.blocks(command)
      // `step`, `digits` and `network` also have other meanings.
      blocks += Topics(state: state).ownBlocks(about: name.value)
      return command.name == Command.notation.name
        ? emitInHandoutNotation(blocks, isPage: true) : emit(blocks, isPage: true)
    }
    if let notation = state.notations.named(name.value), !notation.isHandout {
      var blocks = Topics(state: state).ownBlocks(about: name.value) + [NotationTable.block(notation)]
      if !notation.text.isEmpty { blocks.append(.code(notation.text)) }
      return emitInHandoutNotation(blocks, isPage: true)
    }
    // The user's own names come first.
    let isOwn =
      state.definitions[name.value] != nil || state.functions.contains { $0.name == name.value }
      || state.rules.contains { $0.name == name.value }
    if isOwn { return emit(Inspection(SourceText(name.value), state).blocks(at: 0), isPage: true) }
    // All words may form one name, `leaky relu`; otherwise the last word is explained, as in `help train
    // batch`.
    var known = Topics(state: state).blocks(about: name.value)
    if known.isEmpty || Vocabulary.settings.contains(name.value) {
      let source = SourceText(name.value)
      let word = source.scalars.lastIndex { $0 == " " || $0 == "\t" }.map { $0 + 1 } ?? 0
      known = Inspection(source, state).blocks(at: word)
    }
    guard known.isEmpty else { return emit(known, isPage: true) }
    throw Diagnostic.unknown(
      name.value, .unknownName(name.value, kind: "command", known: CommandTable.names), at: name.range,
      among: CommandTable.spellings + Topics.words, example: "help train")
  }

  /// Haykin's e_k; nil in a notation without a symbol for it.
  private func errorSignal(_ text: String) -> [Block]? {
    let (bare, places) = OtherCourses.parts(of: text)
    guard let signal = state.notations.inUse.errorSignal, signal == bare, places.count < 2 else { return nil }
    let unit = places.first?.text ?? state.network?.letters.last ?? "k"
    let formula = "t_\(unit) - y_\(unit)"
    return [
      .paragraph(
        [.strong("\(signal)_\(unit)")] + Inline.prose(": the error signal of an output unit, `\(formula)`")),
      .code("print \(formula)"),
    ]
  }

  /// What there is to say about a quantity by itself, or about a symbol of the notation in force.
  private func symbolBlocks(_ text: String) -> [Block] {
    let isSymbol = state.reading.reader?.isSymbol(text) == true
    guard isSymbol || Vocabulary.quantities.contains(text) else { return [] }
    // In a formula: `net` by itself would be a command.
    let start = Command.print.name + " "
    // Where the outputs of the last layer have a symbol of their own, it is theirs.
    let isLast = text == state.notations.inUse.lastOutput
    let symbol = isLast ? text + "_" + (state.network?.letters.last ?? "k") : text
    return Inspection(SourceText(start + symbol), state).blocks(at: start.unicodeScalars.count)
  }
}
