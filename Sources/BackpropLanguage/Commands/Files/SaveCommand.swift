import Backprop

/// `save "net.json"`
extension Command {
  static let save = Command(
    name: "save", family: .files,
    synopsis: ["save \"FILE\"", "save network|patterns \"FILE\""],
    meaning: "write the networks, patterns and functions of the session to a file, or only those in use",
    details: """
      The file is JSON; every number comes back to the last digit. The whole session's file also has the \
      rule in force with η, α and decay, and notations of one's own; what training remembers is not in it.
      """,
    arguments: [.words(["network", "patterns"]), .fileName],
    continuation: { _ in [.words(["\""])] },
    examples: ["save \"net.json\"", "save network \"net.json\""],
    parse: { (parser) throws(Diagnostic) in
      let content: SavedContent =
        if parser.cursor.take(word: "network") { .network } else if parser.cursor.take(word: "patterns") {
          .patterns
        } else { .all }
      let file = try parser.fileName()
      return Action { (execution) throws(Diagnostic) in try execution.save(content, to: file) }
    })
}

/// What `save` writes: everything, or only what is in use.
private enum SavedContent: Sendable { case all, network, patterns }

extension Execution {
  /// Extensions of files whose content `save` does not write: such a name is a slip that would overwrite
  /// them.
  private static let endingsOfOthers = [".bp", ".csv", ".gz", ".ipynb", ".tsv"]

  fileprivate func save(_ content: SavedContent, to file: Located<String>) throws(Diagnostic) {
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
      // What is in use is written last, so that it is in use after `load`.
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
      saved.definitions += state.rules.map { $0.text }
    }
    if content == .all {
      saved.settings = state.savedSettings
      saved.notations = state.notations.own.map { $0.text }
    }
    try require(saved.bytesNeeded, for: "saving")
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
    note("saved in \"\(file.value.asTyped)\": \(saved.contentInWords)")
  }

  private func named(_ network: NetworkState) -> NetworkFile.Named<Network> {
    NetworkFile.Named(name: network.name, value: network.core)
  }

  private func named(_ patterns: NamedPatterns) -> NetworkFile.Named<PatternSet> {
    NetworkFile.Named(name: patterns.name, value: patterns.set)
  }
}

extension NetworkFile {
  /// The content in words: `network xor and patterns xor`.
  var contentInWords: String {
    Wording.shortList(
      networks.map { "network \($0.name.asTyped)" } + patternSets.map { "patterns \($0.name.asTyped)" })
  }
}
