import Backprop

/// What lives side by side, and help.
extension Execution {
  /// So many of a kind: every statement works on a copy of all of them.
  private static let most = 1000

  func checkSize() throws(Diagnostic) {
    let sizes = [
      ("networks", state.networks.count), ("pattern sets", state.patternSets.count),
      ("functions", state.functions.count),
    ]
    for (what, count) in sizes where count > Self.most {
      throw problem(
        .outOfRange(
          "the number of \(what)", value: Double(count),
          allowed: "\(Self.most) at most; `delete` removes what is no longer needed"),
        example: "delete net")
    }
  }

  mutating func use(_ name: Located<String>) throws(Diagnostic) {
    let isNetwork = state.networks.contains { $0.name == name.value }
    let isPatterns = state.patternSets.contains { $0.name == name.value }
    guard isNetwork || isPatterns else {
      let known = state.networks.map { $0.name } + state.patternSets.map { $0.name }
      throw Diagnostic(
        .unknownName(name.value, kind: "network or pattern set", known: known), at: name.range,
        suggestion: Spelling.nearest(to: name.value, among: known), example: "network xor: 2-2-1\nuse xor")
    }
    if isNetwork { state.currentNetwork = name.value }
    if isPatterns { state.currentPatterns = name.value }
    note(
      "\(isNetwork ? "network" : "")\(isNetwork && isPatterns ? " and " : "")\(isPatterns ? "patterns" : "") "
        + "\(name.value)"
    )
  }

  func list() {
    var rows: [Table.Row] = state.networks.map { network in
      row(
        network.name, "network", NetworkWords.layers(network), isCurrent: network.name == state.currentNetwork
      )
    }
    rows += state.patternSets.map { set in
      row(set.name, "patterns", PatternWords.summary(set), isCurrent: set.name == state.currentPatterns)
    }
    rows += state.definitions.inOrder.map { definition in
      Table.Row(
        header: [.text(definition.name)],
        cells: [.inline([.text("let")]), .inline([.formula(definition.formula)]), .empty])
    }
    rows += state.functions.map { function in
      Table.Row(
        header: [.text("\(function.name)(\(function.parameter))")],
        cells: [.inline([.text("function")]), .inline([.formula(function.formula)]), .empty])
    }
    guard !rows.isEmpty else {
      return note("nothing is defined yet; `network 2-2-1` and `patterns xor` make a start")
    }
    emit([.table(Table(rows: rows))])
  }

  private func row(_ name: String, _ kind: String, _ text: String, isCurrent: Bool) -> Table.Row {
    Table.Row(
      header: [.text(name)],
      cells: [
        .inline([.text(kind)]), .inline([.text(text)]), isCurrent ? .inline([.text("in use")]) : .empty,
      ])
  }

  mutating func delete(_ names: [Located<String>]) throws(Diagnostic) {
    for var name in names {
      // `let beta = 2` is deleted by `beta` as well as by `β`.
      if let letter = Lexer.greek[name.value], state.definitions[letter] != nil {
        name.value = letter
      }
      let isNetwork = state.networks.contains { $0.name == name.value }
      let isPatterns = state.patternSets.contains { $0.name == name.value }
      let isDefinition = state.definitions[name.value] != nil
      let isFunction = state.functions.contains { $0.name == name.value }
      let isPin = state.pins[name.value] != nil
      guard isNetwork || isPatterns || isDefinition || isFunction || isPin else {
        let known =
          state.networks.map { $0.name } + state.patternSets.map { $0.name }
          + state.definitions.names
          + state.functions.map { $0.name } + state.pins.keys.sorted()
        throw Diagnostic(
          .unknownName(name.value, kind: "network, pattern set or definition", known: known), at: name.range,
          suggestion: Spelling.nearest(to: name.value, among: known), example: "let c = 2\ndelete c")
      }
      state.networks.removeAll { $0.name == name.value }
      state.patternSets.removeAll { $0.name == name.value }
      state.definitions[name.value] = nil
      state.functions.removeAll { $0.name == name.value }
      state.pins[name.value] = nil
      if isNetwork, state.currentNetwork == name.value { state.currentNetwork = state.networks.last?.name }
      if isPatterns, state.currentPatterns == name.value {
        state.currentPatterns = state.patternSets.last?.name
      }
    }
    try checkFunctionsInUse(names)
    note("deleted: \(names.map { $0.value }.joined(separator: ", "))")
  }

  /// Throws where a layer of a network could not compute any more.
  private func checkFunctionsInUse(_ deleted: [Located<String>]) throws(Diagnostic) {
    for network in state.networks {
      for layer in network.core.layers {
        guard case .custom(let function) = layer.transfer else { continue }
        let isKnown = (try? state.transferFunction(named: function.name, at: range)) ?? nil
        guard isKnown == nil, let name = deleted.first else { continue }
        throw Diagnostic(
          .inUse(
            deleted.count == 1 ? name.value : Wording.list(deleted.map { $0.value }),
            by: "\(function.name), the transfer function of layer \(layer.name) of network \(network.name)"),
          at: name.range, example: "transfer \(layer.name) sigmoid")
      }
    }
  }

  func showExample(_ name: Located<String>?) throws(Diagnostic) {
    guard let name else {
      let rows = WorkedExample.all.map { example in
        Table.Row(header: [.code("example \(example.name)")], cells: [.inline([.text(example.source)])])
      }
      return emit([.table(Table(caption: [.text("worked examples with published numbers")], rows: rows))])
    }
    guard let example = WorkedExample.all.first(where: { $0.name == name.value }) else {
      let known = WorkedExample.all.map { $0.name }
      throw Diagnostic(
        .unknownName(name.value, kind: "worked example", known: known), at: name.range,
        suggestion: Spelling.nearest(to: name.value, among: known), example: "example mazur")
    }
    emit([.paragraph([.text(example.source)]), .code(example.cell), .note([.text(example.note)])])
  }

  func showHelp(_ name: Located<String>?) throws(Diagnostic) {
    guard let name else { return emit(HelpDocument.overview, isPage: true) }
    if let command = CommandTable.command(named: name.value) {
      var blocks = HelpDocument.blocks(command)
      // `step`, `digits` and `network` are something else besides.
      blocks += Topics(state: state).ownBlocks(about: name.value)
      return emit(blocks, isPage: true)
    }
    // What the user has named means that first.
    let isOwn = state.definitions[name.value] != nil || state.functions.contains { $0.name == name.value }
    if isOwn { return emit(Inspection(SourceText(name.value), state).blocks(at: 0), isPage: true) }
    // The whole may be one name, `leaky relu`; else the last word is asked about, as `help train batch` does.
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
}
