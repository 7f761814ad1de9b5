import Backprop

/// `load "net.json"`
extension Command {
  static let load = Command(
    name: "load", family: .files,
    synopsis: ["load \"FILE\""],
    meaning: "read what `save` has written; it replaces what has the same names",
    arguments: [.fileName],
    examples: ["save \"net.json\"\nload \"net.json\""],
    parse: { (parser) throws(Diagnostic) in
      let file = try parser.fileName()
      return Action { (execution) throws(Diagnostic) in try execution.load(file) }
    })
}

extension Execution {
  fileprivate mutating func load(_ file: Located<String>) throws(Diagnostic) {
    let bytes = try read(file)
    try require(NetworkFile.bytesNeeded(forFile: bytes.count), for: "loading \"\(file.value)\"")
    var definitions = SessionState()
    var leftOut: [String] = []
    let loaded: NetworkFile
    do throws(FileProblem) {
      loaded = try NetworkFile(bytes, isInterrupted: host.isInterrupted) { (lines) throws(FileProblem) in
        let defining = try self.defining(lines)
        definitions = defining.state
        leftOut = defining.leftOut
        return NetworkFile.Defined(
          transfer: { [definitions] in (try? definitions.transferFunction(named: $0, at: 0..<0)) ?? nil },
          error: { [definitions] in definitions.error($0, of: $1)?.function })
      }
      for network in loaded.networks { try checkLetters(network) }
      try checkCount("networks", loaded.networks.count)
      try checkCount("patterns", loaded.patternSets.count)
    } catch {
      throw problem(error, in: file)
    }
    guard !loaded.networks.isEmpty || !loaded.patternSets.isEmpty else {
      throw problem(.wrongValue(path: "the file", expected: "a network or patterns"), in: file)
    }
    for definition in definitions.definitions.inOrder {
      state.definitions[definition.name] = definition.formula
    }
    for function in definitions.functions {
      state.functions.removeAll { $0.name == function.name }
      state.functions.append(function)
    }
    for rule in definitions.rules {
      state.rules.removeAll { $0.name == rule.name }
      state.rules.append(rule)
    }
    for network in loaded.networks {
      var loaded = NetworkState(
        name: network.name, core: network.value, weightOrigin: "from \"\(file.value)\"")
      if network.value.errorFunction.definition != nil {
        loaded.ownError = definitions.error(network.value.errorFunction.name, of: network.value)?.own
      }
      state.store(loaded)
    }
    for patterns in loaded.patternSets {
      state.store(NamedPatterns(name: patterns.name, set: patterns.value))
    }
    try rebindFunctions(at: file.range)
    note("loaded from \"\(file.value)\": \(loaded.contentInWords)")
    if !leftOut.isEmpty {
      let lines = leftOut.prefix(Self.mostLeftOut).map { "`\($0)`" }
      let rest = leftOut.count > lines.count ? ["\(leftOut.count - lines.count) more"] : []
      note("left out, because they need names that nothing defines: \(Wording.list(lines + rest))")
    }
    if let settings = loaded.settings {
      try use(settings, of: file)
    } else if let rule = definitions.rules.last {
      note("`rule \(rule.name)` puts the rule in force")
    }
    try keep(loaded.notations, of: file)
  }

  /// Throws if a file holds more of something than a session.
  private func checkCount(
    _ path: String, _ count: Int, most: Int = SessionState.mostOfAKind
  ) throws(FileProblem) {
    guard count <= most else { throw .wrongValue(path: path, expected: "at most \(most)") }
  }

  /// The definitions, run in a separate session. One may need another that comes after it, for example one
  /// that was redefined later. What needs names that nothing defines is left out: a session may have
  /// lost them before it was saved, and the rest of its file must not be lost too.
  private func defining(
    _ lines: [String]
  ) throws(FileProblem) -> (state: SessionState, leftOut: [String]) {
    var execution = Execution(
      state: SessionState(), range: range,
      host: CellHost(emit: { _ in }, isInterrupted: host.isInterrupted), isLast: false)
    try checkCount(
      "definitions", lines.count, most: SessionState.mostDefinitions + SessionState.mostOfAKind)
    var open: [(place: Int, action: Action)] = []
    for (place, line) in lines.enumerated() {
      if host.isInterrupted() { throw .interrupted }
      guard line.utf8.count <= SourceText.largestCell else {
        throw .wrongValue(
          path: "definitions[\(place)]", expected: "at most \(SourceText.largestCell) bytes")
      }
      let cell = CellParser.parse(SourceText(line))
      guard cell.diagnostics.isEmpty, cell.statements.count == 1, cell.statements[0].action.isDefinition
      else {
        throw .wrongValue(
          path: "definitions[\(place)]",
          expected: "`let NAME = FORMULA`, `NAME(a) = FORMULA` or `rule NAME: …`")
      }
      open.append((place, cell.statements[0].action))
    }
    while !open.isEmpty {
      let count = open.count
      var isStopped = false
      open.removeAll { _, action in
        isStopped = isStopped || host.isInterrupted()
        if isStopped { return false }
        do throws(Diagnostic) {
          var attempt = execution
          try action.run(&attempt)
          execution = attempt
          return true
        } catch {
          return false
        }
      }
      if isStopped { throw .interrupted }
      if open.count == count { break }
    }
    return (execution.state, open.map { lines[$0.place] })
  }

  /// How many definitions that are left out are shown.
  private static let mostLeftOut = 5

  /// A layer cannot have a letter that means something else in a formula.
  private func checkLetters(_ network: NetworkFile.Named<Network>) throws(FileProblem) {
    for layer in network.value.layers where !Vocabulary.mayNameLayer(layer.name) {
      throw .wrongValue(
        path: network.name, expected: "a letter that nothing else is called by, not `\(layer.name)`")
    }
  }
}

extension SessionState {
  /// E of a network in a file, given by its formula; nil if it is no formula of E.
  fileprivate func error(_ formula: String, of network: Network) -> ErrorDefinition? {
    guard formula.utf8.count <= SourceText.largestCell else { return nil }
    let cell = CellParser.parse(SourceText(formula))
    guard cell.diagnostics.isEmpty, cell.statements.count == 1,
      let source = cell.statements[0].action.formula
    else { return nil }
    let owner = NetworkState(name: "", core: network, weightOrigin: "")
    return try? ErrorDefinition(source, formulaContext(of: owner))
  }
}
