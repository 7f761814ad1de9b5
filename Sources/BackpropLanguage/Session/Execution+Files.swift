import Backprop

/// Networks and patterns into files and back.
extension Execution {
  /// Endings of files that hold other things than `save` writes: one of these is a slip that would cost them.
  private static let endingsOfOthers = [".bp", ".csv", ".gz", ".ipynb", ".tsv"]

  func save(_ content: SavedContent, to file: Located<String>) throws(Diagnostic) {
    if let ending = Self.endingsOfOthers.first(where: { file.value.lowercased().hasSuffix($0) }) {
      let name = file.value.dropLast(ending.count)
      throw Diagnostic(
        .unwritableFile(
          file.value, reason: "`save` writes JSON, and a name with `\(ending)` stands for other content"),
        at: file.range, example: "save \"\(name.isEmpty ? "net" : name).json\"")
    }
    var saved = NetworkFile()
    switch content {
    case .all:
      // What is in use comes last, so that `load` leaves it in use.
      saved.networks = state.networks.filter { $0.name != state.currentNetwork }.map { named($0) }
      if let network = state.network { saved.networks.append(named(network)) }
      saved.patternSets = state.patternSets.filter { $0.name != state.currentPatterns }.map { named($0) }
      if let patterns = state.patterns { saved.patternSets.append(named(patterns)) }
    case .network: saved.networks = [named(try currentNetwork())]
    case .patterns: saved.patternSets = [named(try currentPatterns())]
    }
    guard !saved.networks.isEmpty || !saved.patternSets.isEmpty else {
      throw problem(.noNetwork, example: "network 2-2-1\nsave \"net.json\"")
    }
    if !saved.networks.isEmpty {
      saved.definitions = state.definitions.inOrder.map { "let \($0.name) = \($0.formula.unicode)" }
      saved.definitions += state.functions.map { "\($0.name)(\($0.parameter)) = \($0.formula.unicode)" }
    }
    try require(Double(saved.bytesNeeded), for: "saving")
    let bytes: [UInt8]
    do throws(FileProblem) {
      bytes = try saved.bytes(isInterrupted: host.isInterrupted)
    } catch {
      guard case .fileTooLarge(let most) = error else { throw problem(error, in: file) }
      throw Diagnostic(
        .unwritableFile(
          file.value, reason: "it would hold more than \(most >> 20) MiB, which `load` does not read"),
        at: file.range, example: "save network \"net.json\"")
    }
    try write(bytes, to: file)
    note("saved in \"\(file.value)\": \(words(saved))")
  }

  private func named(_ network: NetworkState) -> NetworkFile.Named<Network> {
    NetworkFile.Named(name: network.name, value: network.core)
  }

  private func named(_ patterns: NamedPatterns) -> NetworkFile.Named<PatternSet> {
    NetworkFile.Named(name: patterns.name, value: patterns.set)
  }

  private func words(_ file: NetworkFile) -> String {
    Wording.shortList(
      file.networks.map { "network \($0.name)" } + file.patternSets.map { "patterns \($0.name)" })
  }
}

extension Execution {
  mutating func load(_ file: Located<String>) throws(Diagnostic) {
    let bytes = try read(file)
    try require(Double(NetworkFile.bytesNeeded(forFile: bytes.count)), for: "loading \"\(file.value)\"")
    var definitions = SessionState()
    let loaded: NetworkFile
    do throws(FileProblem) {
      loaded = try NetworkFile(bytes, isInterrupted: host.isInterrupted) { (lines) throws(FileProblem) in
        let defining = try self.defining(lines)
        definitions = defining.state
        return { [definitions] name in (try? definitions.transferFunction(named: name, at: 0..<0)) ?? nil }
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
    for network in loaded.networks {
      state.store(
        NetworkState(name: network.name, core: network.value, weightOrigin: "from \"\(file.value)\""))
    }
    for patterns in loaded.patternSets {
      state.store(NamedPatterns(name: patterns.name, set: patterns.value))
    }
    try rebindFunctions(at: file.range)
    note("loaded from \"\(file.value)\": \(words(loaded))")
  }

  /// The most networks, pattern sets and definitions that a file may bring, each.
  private static let mostOfAKind = 1000

  private func checkCount(_ path: String, _ count: Int) throws(FileProblem) {
    guard count <= Self.mostOfAKind else {
      throw .wrongValue(path: path, expected: "at most \(Self.mostOfAKind)")
    }
  }

  /// The definitions made in a session of their own. One may need another that stands below it, as where that
  /// was defined anew.
  private func defining(_ lines: [String]) throws(FileProblem) -> Execution {
    var execution = Execution(
      state: SessionState(), range: range,
      host: CellHost(emit: { _ in }, isInterrupted: host.isInterrupted), isLast: false)
    try checkCount("definitions", lines.count)
    guard lines.reduce(0, { $0 + $1.utf8.count }) <= SourceText.largestCell else {
      throw .wrongValue(path: "definitions", expected: "at most \(SourceText.largestCell) bytes in all")
    }
    var open: [(place: Int, statement: Statement.Kind)] = []
    for (place, line) in lines.enumerated() {
      if host.isInterrupted() { throw .interrupted }
      let cell = CellParser.parse(SourceText(line))
      guard cell.diagnostics.isEmpty, cell.statements.count == 1, cell.statements[0].kind.isDefinition else {
        throw .wrongValue(
          path: "definitions[\(place)]", expected: "`let NAME = FORMULA` or `NAME(a) = FORMULA`")
      }
      open.append((place, cell.statements[0].kind))
    }
    while let first = open.first {
      let count = open.count
      if host.isInterrupted() { throw .interrupted }
      open.removeAll { _, statement in
        do throws(Diagnostic) {
          var attempt = execution
          try attempt.run(statement)
          execution = attempt
          return true
        } catch {
          return false
        }
      }
      if open.count == count {
        throw .wrongValue(path: "definitions[\(first.place)]", expected: "names that are defined")
      }
    }
    return execution
  }

  /// A layer is not called by what means something else in a formula.
  private func checkLetters(_ network: NetworkFile.Named<Network>) throws(FileProblem) {
    for layer in network.value.layers
    where Vocabulary.isReserved(layer.name) || ["p", "q", "r"].contains(layer.name) {
      throw .wrongValue(
        path: network.name, expected: "a letter that nothing else is called by, not `\(layer.name)`")
    }
  }

  func export(_ format: ExportFormat, to file: Located<String>) throws(Diagnostic) {
    let network = try currentNetwork()
    try require(Double(network.core.bytesNeeded(toExport: format)), for: "this export")
    let bytes: [UInt8]
    let what: String
    do throws(ExportProblem) {
      switch format {
      case .onnx:
        let resolver = FunctionResolver(
          definitions: state.namedFormulas, functions: state.functionFormulas)
        bytes = try network.core.onnxModel(named: network.name, isInterrupted: host.isInterrupted) {
          function, a, graph throws(ExportProblem) in
          try graph.addFunction(function.name, of: a, resolver)
        }
        what =
          "`input`, patterns × \(network.core.inputUnits), "
          + "to `output`, patterns × \(network.core.outputUnits), doubles"
      case .safetensors:
        bytes = try network.core.weightsAsSafetensors(isInterrupted: host.isInterrupted)
        what = "weights"
      case .csv:
        bytes = try network.core.weightsAsCSV(isInterrupted: host.isInterrupted)
        what = "weights"
      }
    } catch {
      throw problem(error == .interrupted ? .interrupted : .export(error))
    }
    try write(bytes, to: file)
    note("network \(network.name) exported to \"\(file.value)\": \(what)")
  }
}

extension Statement.Kind {
  fileprivate var isDefinition: Bool {
    switch self {
    case .letName, .defineFunction: true
    default: false
    }
  }
}
