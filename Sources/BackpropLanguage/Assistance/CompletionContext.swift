import Backprop

/// The word being typed, and what precedes it on its line.
struct CompletionContext {
  let state: SessionState
  /// The partial word and its range.
  let partial: String
  let range: SourceRange
  /// The tokens of the line before the partial word.
  let before: [Token]
  /// Whether a backslash precedes the partial word; it is part of `range`.
  let isBackslashName: Bool
  /// The partial file name if a quote is open.
  let fileName: String?
  /// Whether the line is an indented row.
  let isRow: Bool

  init(_ source: SourceText, at offset: Int, _ state: SessionState) {
    self.state = state
    let offset = min(max(offset, 0), source.scalars.count)
    let lineStart = source.lineStarts[source.position(of: offset).line - 1]
    let line = source.scalars[lineStart..<offset]
    if let quote = line.lastIndex(of: "\""), line.filter({ $0 == "\"" }).count % 2 == 1 {
      fileName = source.string(quote + 1..<offset)
    } else {
      fileName = nil
    }
    var start = offset
    if let fileName {
      start = offset - fileName.unicodeScalars.count
    } else {
      while start > lineStart, Self.isPartOfWord(source.scalars[start - 1]) { start -= 1 }
    }
    if fileName == nil, state.notations.inUse.layers != nil, let symbol = Self.startOfNumbered(line) {
      start = symbol
    }
    isBackslashName = fileName == nil && start > lineStart && source.scalars[start - 1] == "\\"
    if isBackslashName { start -= 1 }
    range = start..<offset
    partial = Lexer.plain(
      word: source.string(isBackslashName ? start + 1..<offset : start..<offset).unicodeScalars)
    let text = SourceText(source.string(lineStart..<start))
    let tokens = Lexer.tokens(of: text).tokens
    before = (state.reading.reader?.handout(tokens, in: text) ?? tokens).filter { token in
      switch token.kind {
      case .newline, .end, .indent: false
      default: true
      }
    }
    isRow = (line.first == " " || line.first == "\t") && lineStart > 0
  }

  static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar == "'" || scalar.properties.isAlphabetic || (scalar >= "0" && scalar <= "9")
      || scalar == "Σ" || scalar == "∂" || scalar == "Δ"
  }

  // MARK: - What fits

  func completions(files: (String) -> [String]) -> Completions {
    if let fileName {
      let items = files(fileName).map { Completions.Item(text: $0, kind: "file", detail: "") }
      return Completions(range: range, items: items)
    }
    if isBackslashName {
      let items = Vocabulary.backslashNames.filter { $0.name.hasPrefix(partial) }.map {
        Completions.Item(text: $0.symbol, kind: "symbol", detail: "\\\($0.name)")
      }
      return Completions(range: range, items: items)
    }
    var seen: Set<String> = []
    var items: [Completions.Item] = []
    let writer = state.writer ?? .plain
    let candidates = candidates
    // Vectors stand where other quantities do.
    let vectors = candidates.contains { $0.kind == "quantity" } ? layerVectors : []
    for candidate in candidates.map({ writer.item($0) }) + vectors {
      guard matches(candidate.text), seen.insert(candidate.text).inserted else { continue }
      items.append(candidate)
      if items.count == Self.mostItems { break }
    }
    return Completions(range: range, items: items)
  }

  /// More candidates than anybody reads; a session may have a hundred thousand names.
  private static let mostItems = 1000

  /// Whether a candidate continues the partial word, by its own spelling or the ASCII one of its Greek
  /// letter.
  private func matches(_ candidate: String) -> Bool {
    if candidate.hasPrefix(partial) { return true }
    guard !partial.isEmpty else { return false }
    return Vocabulary.symbols.contains { name, symbol in
      candidate.hasPrefix(symbol) && (name + candidate.dropFirst(symbol.count)).hasPrefix(partial)
    }
  }

  private var candidates: [Completions.Item] {
    if isRow { return [] }
    guard case .word(let first) = before.first?.kind else {
      return before.isEmpty ? commands + formulaWords : formulaWords
    }
    if first == Quantity.error.rawValue, before.count > 1, before[1].kind == .symbol("=") { return wordsOfE }
    guard let command = CommandTable.command(named: first) else { return formulaWords }
    if command.name == Command.rule.name, before.contains(where: { $0.kind == .symbol(":") }) {
      return wordsOfRules
    }
    if let values = valuesOfLastOption(command) { return values }
    let afterComma: Bool
    if case .symbol(",") = before.last?.kind { afterComma = true } else { afterComma = false }
    if afterComma {
      let given = before.indices.compactMap { place -> String? in
        if case .word(let word) = before[place].kind { return before.numberedName(at: place) ?? word }
        return nil
      }
      let options = command.options.filter { option in
        !given.contains(option.name)
          && (option.onlyWith.isEmpty || option.onlyWith.contains { given.contains($0) })
      }.map { Completions.Item(text: $0.name, kind: "option", detail: $0.meaning) }
      return options + (command.takesList ? command.arguments.flatMap { items(for: $0) } : [])
    }
    if command.arguments == [.fileName] {
      return [Completions.Item(text: "\"", kind: "file", detail: "the name of a file")]
    }
    if command.takesList, before.last?.kind == .symbol("|") {
      return command.arguments.flatMap { items(for: $0) }
    }
    let words = wordsOfSegment
    guard !words.isEmpty, let continuation = command.continuation else {
      let fitting = command.arguments.flatMap { items(for: $0) }
      switch command.name {
      // The input layer has no transfer function.
      case Command.transfer.name: return fitting.filter { $0.text != state.network?.letters.first }
      case Command.freeze.name, Command.thaw.name: return fitting.filter { !$0.text.hasPrefix("Δ") }
      default: return fitting
      }
    }
    return continuation(words).flatMap { items(for: $0) }
  }

  /// The tokens between the command, or the last comma or bar, and the word being typed.
  private var wordsOfSegment: [String] {
    let start = before.lastIndex { $0.kind == .symbol(",") || $0.kind == .symbol("|") } ?? 0
    return before[start...].dropFirst().compactMap { token in
      switch token.kind {
      case .word(let word): word
      case .number(_, let spelling): spelling
      case .string, .subscripts, .symbol, .newline, .indent, .end: nil
      }
    }
  }

  /// The values of the last option named, if they are words.
  private func valuesOfLastOption(_ command: Command) -> [Completions.Item]? {
    let lastButOne = command.option(at: before.count - 2, in: before).flatMap { $0.length == 2 ? $0 : nil }
    guard before.count > 1,
      let option = (lastButOne ?? command.option(at: before.count - 1, in: before))?.option
    else { return nil }
    switch option.value {
    case .choice(let words):
      return words.map { Completions.Item(text: $0, kind: "value", detail: option.meaning) }
    case .rule: return items(for: .learningRule)
    case .phrase(let words): return [Completions.Item(text: words, kind: "value", detail: option.meaning)]
    case .condition:
      return ["total E < ", "mean E < "].map {
        Completions.Item(text: $0, kind: "value", detail: option.meaning)
      }
    case .flag: return nil
    case .name(let names?), .names(let names):
      let known = items(for: names)
      if !known.isEmpty { return known }
      fallthrough
    case .name, .formulas, .optionalNumber, .optionalCount, .number, .rate, .decay, .integer, .rates,
      .integers, .sides,
      .epochs, .columns:
      return option.samples.map { Completions.Item(text: $0, kind: "value", detail: option.meaning) }
    }
  }

  private var commands: [Completions.Item] {
    CommandTable.all.map { Completions.Item(text: $0.name, kind: "command", detail: $0.meaning) }
  }

  private func items(for argument: Command.Argument) -> [Completions.Item] {
    func names(_ names: [String], _ kind: String) -> [Completions.Item] {
      names.map { Completions.Item(text: $0, kind: kind, detail: "") }
    }
    switch argument {
    case .words(let words): return names(words, "value")
    case .patternNumber:
      guard let patterns = state.patterns else { return [] }
      return (1...min(patterns.set.count, 20)).map {
        let pattern = patterns.set[$0 - 1]
        let detail = ValueWords.numbers(pattern.input) + " → " + ValueWords.numbers(pattern.target)
        return Completions.Item(text: "\($0)", kind: "value", detail: detail)
      }
    case .networkName:
      return state.networks.map { .init(text: $0.name, kind: "name", detail: NetworkWords.layers($0)) }
    case .patternsName:
      return state.patternSets.map { .init(text: $0.name, kind: "name", detail: PatternWords.summary($0)) }
    case .trainingName:
      return names((state.network?.runs ?? []).compactMap { $0.name.map { "\"\($0)\"" } }, "name")
    case .ownName: return names(state.ownNames, "name")
    case .notationName:
      return state.notations.all.map { .init(text: $0.name, kind: "value", detail: $0.source) }
    case .commandName: return commands
    case .exampleName:
      return WorkedExample.all.map { .init(text: $0.name, kind: "value", detail: $0.source) }
    case .fileName: return []
    case .layerLetter: return names(state.network?.letters ?? [], "name")
    case .transferFunction:
      return names(TransferFunction.all.map { $0.name } + state.functions.map { $0.name }, "value")
    case .learningRule:
      let own = state.rules.map { Completions.Item(text: $0.name, kind: "name", detail: $0.summary) }
      return TrainRequest.ruleChoices.map {
        Completions.Item(text: $0.word, kind: "value", detail: $0.rule.meaning)
      } + own
    case .weight: return weights
    case .formula: return formulaWords
    case .units(let layers): return units(layers)
    case .topic: return Topics.words.map { .init(text: $0, kind: "value", detail: "") }
    }
  }

  /// The units of some layers, `i1`, `i2`; preceded by the letter of their layer where a layer is allowed.
  private func units(_ layers: Command.Layers) -> [Completions.Item] {
    guard let network = state.network else { return [] }
    let last = network.core.layers.count - 1
    let places: [Int] =
      switch layers {
      case .input: [0]
      case .hidden: Array(1..<max(last, 1))
      case .notInput: Array(1...max(last, 1))
      }
    return places.flatMap { layer -> [Completions.Item] in
      let letter = network.letter(layer)
      let whole =
        layers == .notInput
        ? [Completions.Item(text: letter, kind: "name", detail: network.core.layers[layer].transfer.name)]
        : []
      return whole
        + (1...min(network.core.layers[layer].units, Self.mostUnits)).map {
          Completions.Item(text: "\(letter)\($0)", kind: "unit", detail: "unit \($0) of layer \(letter)")
        }
    }
  }

  // MARK: - Quantities

  /// Everything that may begin a formula: quantities with existing units, functions, names.
  private var formulaWords: [Completions.Item] {
    var items = weights + unitQuantities
    items += [
      .init(text: "E", kind: "quantity", detail: "the error of the presented pattern"),
      .init(text: "total E", kind: "quantity", detail: "the error over the pattern set"),
      .init(text: "mean E", kind: "quantity", detail: "the error over the pattern set, per pattern"),
      .init(text: "accuracy", kind: "quantity", detail: "the share of the pattern set classified right"),
      .init(text: "epochs", kind: "quantity", detail: "the epochs of the last training"),
    ]
    items += Vocabulary.settings.map { .init(text: $0, kind: "quantity", detail: "a setting of training") }
    items += state.definitions.names.map { .init(text: $0, kind: "name", detail: "by let") }
    items += state.functions.map { .init(text: $0.name, kind: "function", detail: "your own") }
    items += Vocabulary.functions.map { .init(text: $0, kind: "function", detail: "") }
    items += ["Σ_", "∂"].map { .init(text: $0, kind: "symbol", detail: "") }
    return items
  }

  /// What E may consist of.
  private var wordsOfE: [Completions.Item] {
    guard let last = state.network?.letters.last else { return [] }
    return [
      .init(text: "t_\(last)", kind: "quantity", detail: "target"),
      .init(text: "y_\(last)", kind: "quantity", detail: "output"),
      .init(text: "Σ_\(last)", kind: "symbol", detail: "the sum over all outputs"),
    ] + weights.filter { !$0.text.hasPrefix("Δ") } + ownWords
  }

  /// What a learning rule may consist of, for the weights between the first two layers.
  private var wordsOfRules: [Completions.Item] {
    let letters = state.network?.letters ?? ["i", "j"]
    let (from, to) = (letters[0], letters[1])
    return [
      .init(text: "Δw_\(from)\(to)", kind: "weight", detail: "the change of a weight"),
      .init(text: "w_\(from)\(to)", kind: "weight", detail: "a weight"),
      .init(text: "∂E/∂w_\(from)\(to)", kind: "quantity", detail: "the gradient"),
      .init(text: "δ_\(to)", kind: "quantity", detail: "-∂E/∂a"),
      .init(text: "y_\(from)", kind: "quantity", detail: "output"),
      .init(text: "n", kind: "name", detail: "the number of the update, from 1"),
    ] + Vocabulary.settings.map { .init(text: $0, kind: "quantity", detail: "a setting of training") }
      + ownWords
  }

  /// Functions, and names by `let`.
  private var ownWords: [Completions.Item] {
    state.definitions.names.map { .init(text: $0, kind: "name", detail: "by let") }
      + state.functions.map { .init(text: $0.name, kind: "function", detail: "your own") }
      + ElementaryFunction.spellings.map { .init(text: $0, kind: "function", detail: "") }
  }

  /// The maximum number of unit-by-unit names offered for a layer or projection.
  private static let mostUnits = 64

  /// Whether the partial word begins so. In another notation, everything with subscripts may.
  private func begins(_ text: String) -> Bool {
    state.notations.inUse.isHandout ? partial.hasPrefix(text) : partial.includes("_")
  }

  /// `w_ij` of each projection and, once a subscript has been started, every single weight.
  private var weights: [Completions.Item] {
    guard let network = state.network else { return [] }
    var items: [Completions.Item] = []
    for projection in network.core.projections {
      let from = network.letter(projection.source)
      let to = network.letter(projection.target)
      for name in ["w", "Δw"] where name == "w" || network.weightChanges != nil {
        let meaning = name == "w" ? "weights from \(from) to \(to)" : "weight changes from \(from) to \(to)"
        items.append(.init(text: "\(name)_\(from)\(to)", kind: "weight", detail: meaning))
        if projection.hasBias, state.notations.inUse.bias != nil {
          items.append(
            .init(
              text: "\(name)_\(from)0\(to)", kind: "weight",
              detail: (name == "w" ? "biases" : "changes of biases") + " of layer \(to)"))
        }
        guard begins("\(name)_\(from)") || partial.hasPrefix("delta_w_") || partial == "\(name)_"
        else {
          continue
        }
        let firstUnit = projection.hasBias ? 0 : 1
        for row in 0..<projection.weights.rows {
          for column in 0..<projection.weights.columns where items.count < Self.mostUnits * 4 {
            let weight = Numeral(projection.weights[row, column], digits: state.digits).text
            items.append(
              .init(
                text: "\(name)_\(from)\(row + firstUnit)\(to)\(column + 1)", kind: "weight",
                detail: name == "w" ? weight : meaning))
          }
        }
      }
    }
    return items
  }

  /// `a_j`, `y_j1`, `δ_k` and so on, for the layers that have them.
  private var unitQuantities: [Completions.Item] {
    guard let network = state.network else { return [] }
    let last = network.core.layers.count - 1
    var items: [Completions.Item] = []
    for (name, meaning) in [
      ("a", "total input"), ("y", "output"), ("x", "input"), ("δ", "-∂E/∂a"), ("t", "target"),
    ] {
      for (layer, letter) in network.letters.enumerated() {
        if layer == 0 && name != "y" && name != "x" || layer > 0 && name == "x" || layer < last && name == "t"
        {
          continue
        }
        items.append(
          .init(text: "\(name)_\(letter)", kind: "quantity", detail: "\(meaning) of layer \(letter)"))
        let ascii = name == "δ" ? "delta" : name
        guard
          begins("\(name)_\(letter)") || partial.hasPrefix("\(ascii)_") || partial == "\(name)_"
        else {
          continue
        }
        for unit in 1...min(network.core.layers[layer].units, Self.mostUnits) {
          items.append(
            .init(
              text: "\(name)_\(letter)\(unit)", kind: "unit", detail: "\(meaning) of unit \(letter)\(unit)"))
        }
      }
    }
    return items
  }
}
