import Backprop

/// One statement at work on a copy of the session's state.
struct Execution {
  var state: SessionState
  /// The range of the statement, for problems that concern all of it.
  let range: SourceRange
  let host: CellHost
  /// The same, but what it shows is in the handout's notation.
  private let given: CellHost
  /// Whether it is the last statement of the cell.
  let isLast: Bool
  /// The user interrupted it, and what it has done so far is kept.
  var wasInterrupted = false
  /// A failure after which the changes to `state` are kept.
  var failure: Diagnostic?
  /// The points given by `mark`; nil if it marked nothing.
  var points: Double?

  init(state: SessionState, range: SourceRange, host: CellHost, isLast: Bool) {
    self.state = state
    self.range = range
    self.host = host.writing(with: state.writer ?? .plain)
    given = host
    self.isLast = isLast
  }

  /// checks: what the blocks are about, for programs.
  func emit(_ blocks: [Block], isValue: Bool = false, isPage: Bool = false, checks: [CheckRecord] = []) {
    var shown = BoundedBlocks()
    shown.add(blocks)
    emit(shown, isValue: isValue, isPage: isPage, checks: checks)
  }

  func emit(
    _ shown: BoundedBlocks, isValue: Bool = false, isPage: Bool = false, checks: [CheckRecord] = []
  ) {
    let document = Document(shown.withNotice)
    var result = CellResult(.document(document), digits: state.digits, isValue: isValue, isPage: isPage)
    result.checks = checks
    emit(result)
  }

  /// Shows a result in the notation of the network that the statement has left in use, which may have other
  /// layers.
  func emit(_ result: CellResult) { given.writing(with: state.writer ?? .plain).emit(result) }

  /// Shows what is about the handout's notation itself.
  func emitInHandoutNotation(_ blocks: [Block], isPage: Bool) {
    let result = CellResult(.document(Document(blocks)), digits: state.digits, isPage: isPage)
    given.writing(with: .plain).emit(result)
  }

  /// The output for each item, as far as there is room for it.
  func emit<Item>(
    _ items: [Item], _ blocks: (Item) throws(Diagnostic) -> [Block]
  ) throws(Diagnostic) {
    var shown = BoundedBlocks()
    for (place, item) in items.enumerated() {
      if host.isInterrupted() { throw problem(.interrupted) }
      if shown.isFull {
        shown.leaveOut(items.count - place)
        break
      }
      shown.add(try blocks(item))
    }
    emit(shown)
  }

  func note(_ text: String) { emit([.note([.text(text)])]) }

  /// A problem of the whole statement.
  func problem(_ problem: Problem, example: String? = nil) -> Diagnostic {
    Diagnostic(problem, at: range, example: example)
  }

  func problem(_ error: NetworkError, at place: SourceRange? = nil, example: String? = nil) -> Diagnostic {
    Diagnostic(.network(error), at: place ?? range, example: example)
  }

  /// Throws if there is less free memory than `what` needs, in bytes, before any of it is allocated.
  func require(_ bytes: Double, for what: String) throws(Diagnostic) {
    // Such a small amount is always available and need not be checked.
    guard bytes > 16e6, let available = host.availableMemory(), bytes > available else { return }
    throw problem(.tooMuchMemory(what, needed: bytes, available: available))
  }

  func currentNetwork() throws(Diagnostic) -> NetworkState {
    guard let network = state.network else { throw problem(.noNetwork, example: "network 2-2-1") }
    return network
  }

  func currentPatterns() throws(Diagnostic) -> NamedPatterns {
    guard let patterns = state.patterns else { throw problem(.noPatterns, example: "patterns xor") }
    return patterns
  }

  /// The network with as many inputs and outputs as a set has: `network xor: 4-2-3, bias`.
  private func fitting(_ set: PatternSet, _ network: NetworkState) -> String {
    let hidden = network.core.layers.dropFirst().dropLast().map { "\($0.units)" }
    let sizes = ["\(set.inputs.columns)"] + hidden + ["\(set.targets.columns)"]
    let name = network.name == "net" ? "" : "\(network.name.asTyped): "
    let bias = network.core.bias.map { $0 == 1 ? ", bias" : ", bias \(Wording.number($0))" } ?? ""
    return "network \(name)" + sizes.joined(separator: "-") + bias
  }

  /// The current pattern set, if its widths match the network's.
  func fittingPatterns(for network: NetworkState) throws(Diagnostic) -> NamedPatterns {
    try fitting(try currentPatterns(), for: network)
  }

  /// A set by its name, if its widths match the network's.
  func fittingPatterns(
    named name: Located<String>, for network: NetworkState
  ) throws(Diagnostic) -> NamedPatterns {
    guard let patterns = state.patternSets.first(where: { $0.name == name.value }) else {
      let known = state.patternSets.map { $0.name }
      throw Diagnostic(
        .unknownName(name.value, kind: "pattern set", known: known), at: name.range,
        suggestion: Spelling.nearest(to: name.value, among: known)?.asTyped, example: "patterns xor")
    }
    return try fitting(patterns, for: network)
  }

  private func fitting(
    _ patterns: NamedPatterns, for network: NetworkState
  ) throws(Diagnostic) -> NamedPatterns {
    let set = patterns.set
    guard set.inputs.columns == network.core.inputUnits, set.targets.columns == network.core.outputUnits
    else {
      throw problem(
        .patternSetWidth(
          name: patterns.name, inputs: set.inputs.columns, outputs: set.targets.columns,
          network: network.name,
          expectedInputs: network.core.inputUnits, expectedOutputs: network.core.outputUnits),
        example: fitting(set, network))
    }
    let function = network.core.errorFunction
    if let beyond = set.targets.elements.first(where: { !function.targets.contains($0) }) {
      throw problem(
        .targetOutOfRange(beyond, errorFunction: function.name, function.targets), example: "patterns xor")
    }
    return patterns
  }

  func checkSize() throws(Diagnostic) {
    let sizes = [
      ("networks", state.networks.count, SessionState.mostOfAKind),
      ("pattern sets", state.patternSets.count, SessionState.mostOfAKind),
      ("functions", state.functions.count, SessionState.mostOfAKind),
      ("learning rules", state.rules.count, SessionState.mostOfAKind),
      ("definitions", state.definitions.count, SessionState.mostDefinitions),
    ]
    for (what, count, most) in sizes where count > most {
      throw problem(
        .outOfRange(
          "the number of \(what)", value: Double(count),
          allowed: "\(most) at most; `delete` removes what is no longer needed"),
        example: "delete net")
    }
  }
}
