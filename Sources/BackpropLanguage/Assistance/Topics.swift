import Backprop

/// What there is to say about a word of the language that is not a command: for `help` and for inspection.
struct Topics {
  let state: SessionState

  /// Everything with this name: an option of some commands, a figure, a transfer function, a value.
  func blocks(about word: String) -> [Block] {
    let own = ownBlocks(about: word)
    // `ε` is a parameter of Adam here, and the learning rate elsewhere.
    let isBoth = CommandTable.owner(of: word)?.isOfRule == true
    let isRenamed = state.notations.inUse.symbols[word] != nil
    // `loss` draws `plot error`, and is E elsewhere; `target` is an option, and t_k elsewhere.
    let isQuantity = OtherCourses.entry(for: word)?.quantity != nil && Quantity(rawValue: word) == nil
    return own.isEmpty || (isBoth || isQuantity || word == "learning") && !isRenamed
      ? own + otherCourse(word) : own
  }

  /// The same, without the word's meaning in other courses.
  func ownBlocks(about word: String) -> [Block] {
    let transfers = transferFunctions(word)
    var blocks = options(word) + figures(word)
    blocks += WordMeanings.meanings(of: word).map { Self.paragraph(word, $0) } + transfers
    if let example = WorkedExample.all.first(where: { $0.name == word }) {
      blocks += [
        Self.paragraph(word, "a worked example with published numbers: \(example.source)"),
        .code("example \(word)"),
      ]
    }
    if Printed(word: word) != nil, blocks.isEmpty { blocks.append(.code("print \(word)")) }
    blocks += units(word) + layer(word)
    if let owner = CommandTable.owner(of: word), !blocks.isEmpty, transfers.isEmpty {
      blocks.append(.code(owner.example))
    }
    return blocks
  }

  /// Every word with a topic, for the nearest spelling and for completion.
  static let words: [String] = {
    var words = CommandTable.all.flatMap { $0.options.flatMap { $0.spellings } }
    words += FigureTable.all.map { $0.entry.name } + TransferFunction.all.map { $0.name }
    words += WordMeanings.all.map { $0.word }.filter { $0.lowercased() == $0 }
    words += Printed.words + WorkedExample.all.map { $0.name }
    words += Quantity.allCases.map { $0.rawValue } + Vocabulary.settings
    var seen: Set<String> = []
    return words.filter { seen.insert($0).inserted }
  }()

  private static func paragraph(_ word: String, _ meaning: String) -> Block {
    .paragraph((meaning.hasPrefix(word) ? [] : [.strong(word), .text(": ")]) + Inline.prose(meaning))
  }

  private func options(_ word: String) -> [Block] {
    var found: [(option: CommandOption, commands: [Command])] = []
    for command in CommandTable.all {
      for option in command.options where option.isWritten(with: word) {
        if let place = found.firstIndex(where: { $0.option == option }) {
          found[place].commands.append(command)
        } else {
          found.append((option, [command]))
        }
      }
    }
    return found.map { Self.option($0.option, of: $0.commands, in: state.notations.inUse) }
  }

  /// An option that is the same in each of the commands.
  static func option(_ option: CommandOption, of commands: [Command], in notation: Notation) -> Block {
    let names = Wording.list(commands.map { "`\($0.name)`" })
    // `epsilon` is ε, which may be another symbol there.
    let synonyms = option.synonyms.filter { Lexer.greek[$0].map { notation.symbols[$0] == nil } ?? true }
    let others = Wording.list(synonyms.map { "`\($0)`" }, last: "or")
    var text: [Inline] = [.code(option.form)]
    text += Inline.prose((others.isEmpty ? "" : " (also \(others))") + " of \(names)")
    text += Inline.prose((option.onlyWith.isEmpty ? ": " : " ") + option.explanation)
    if let value = option.defaultValue { text += Inline.prose("; otherwise \(value)") }
    return .paragraph(text)
  }

  private func figures(_ word: String) -> [Block] {
    guard Quantity(rawValue: word) == nil else { return [] }
    let isCommand = CommandTable.command(named: word) != nil
    return FigureTable.all.filter {
      isCommand ? $0.entry.name == word : $0.entry.isCalled(word)
    }.map { command, entry in
      .paragraph([.code("\(command) \(entry.form)"), .text(": ")] + Inline.prose(entry.meaning))
    }
  }

  private func transferFunctions(_ word: String) -> [Block] {
    guard let g = TransferFunction.all.named(word) else { return [] }
    var text: [Inline] = [.strong(g.name), .text(", a transfer function")]
    if g.isSoftmax { text.append(.text(" of the last layer")) }
    if let formula = g.formula(of: .name("a"), functions: [:]) {
      text += [.text(": g(a) = "), .formula(formula)]
    } else if let meaning = g.meaning {
      text.append(.text(": \(meaning)"))
    }
    if let slope = g.derivativeWords {
      text.append(.text("; g' is \(slope)"))
    } else if g.isSoftmax, state.notations.inUse.lastOutput != nil, let last = state.network?.letters.last,
      let slope = g.derivativeFormula(
        of: .quantity(.totalInput, [Subscript(last)]), output: .quantity(.output, [Subscript(last)]),
        functions: [:])
    {
      text += [.text("; g'(a_\(last)) = "), .formula(slope)]
    } else if let slope = g.derivativeFormula(of: .name("a"), output: .name("y"), functions: [:]) {
      text += [.text("; g'(a) = "), .formula(slope)]
    }
    return [.paragraph(text), .code("transfer \(layer(for: g)) \(g.name)")]
  }

  /// A layer that may have this function: one that couples a layer's units is only for the last layer.
  private func layer(for g: TransferFunction) -> String {
    guard let network = state.network else { return g.isSoftmax ? "k" : "j" }
    return network.letter(g.isSoftmax ? network.letters.count - 1 : 1)
  }

  /// A layer, by its letter `j`, or one of its units, `j2`.
  private func units(_ word: String) -> [Block] {
    let (bare, places) = OtherCourses.parts(of: "_" + word)
    guard bare.isEmpty, places.count == 1, let place = places.first, let network = state.network,
      let layer = network.layer(place.letter)
    else { return [] }
    let count = network.core.layers[layer].units
    let kind = network.core.role(ofLayer: layer).rawValue
    guard let unit = place.unit else {
      return [
        Self.paragraph(
          word, "the \(kind) layer of \(Wording.plural(count, "unit")); \(word)1 is its first unit")
      ]
    }
    guard (0...count).contains(unit) else { return [] }
    if unit == 0 { return [Self.paragraph(word, "the bias unit of layer \(place.letter)")] }
    return [
      Self.paragraph(word, "unit \(unit) of the \(kind) layer \(place.letter); its output is y_\(word)")
    ]
  }

  /// `layer 2`, by its number in the notation in force or else from the input layer, or `layer j`.
  private func layer(_ word: String) -> [Block] {
    guard word.hasPrefix("layer "), let network = state.network else { return [] }
    let name = String(word.dropFirst("layer ".count))
    let first = state.notations.inUse.layers?.first ?? 1
    let layer = Int(name).map { $0 - first } ?? network.layer(name)
    guard let layer, network.core.layers.indices.contains(layer) else { return [] }
    let letter = network.letter(layer)
    return [
      Self.paragraph(
        word,
        "the \(network.core.role(ofLayer: layer).rawValue) layer, of "
          + "\(Wording.plural(network.core.layers[layer].units, "unit")); "
          + "the letter `\(letter)` stands for any of them"
      ),
      .code("print y_\(letter)"),
    ]
  }

  private func otherCourse(_ word: String) -> [Block] {
    guard let entry = OtherCourses.entry(for: word) else { return [] }
    let notation = NetworkNotation(state)
    return [
      .paragraph(Inline.prose(Wording.sentence(.otherCourse(word: word, here: entry.here), notation) + ".")),
      .code(notation.fitted(entry.example)),
    ]
  }
}
