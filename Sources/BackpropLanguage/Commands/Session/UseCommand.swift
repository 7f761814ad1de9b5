/// `use xor`
extension Command {
  static let use = Command(
    name: "use", family: .session,
    synopsis: ["use NAME"],
    meaning: "switch to the network, or the pattern set, or both, of this name",
    arguments: [.networkName, .patternsName],
    examples: ["network xor: 2-2-1\nuse xor"],
    parse: { (parser) throws(Diagnostic) in
      let name = try parser.cursor.name("the name of a network or pattern set")
      try parser.finish()
      return Action(network: parser.notations.networks[name.value]) { (execution) throws(Diagnostic) in
        try execution.use(name)
      }
    })
}

extension Execution {
  fileprivate mutating func use(_ name: Located<String>) throws(Diagnostic) {
    let isNetwork = state.networks.contains { $0.name == name.value }
    let isPatterns = state.patternSets.contains { $0.name == name.value }
    guard isNetwork || isPatterns else {
      let known = state.networks.map { $0.name } + state.patternSets.map { $0.name }
      throw Diagnostic(
        .unknownName(name.value, kind: "network or pattern set", known: known), at: name.range,
        suggestion: Spelling.nearest(to: name.value, among: known)?.asTyped,
        example: "network xor: 2-2-1\nuse xor")
    }
    if isNetwork { state.currentNetwork = name.value }
    if isPatterns { state.currentPatterns = name.value }
    note(
      "\(isNetwork ? "network" : "")\(isNetwork && isPatterns ? " and " : "")\(isPatterns ? "patterns" : "") "
        + name.value.asTyped
    )
  }
}
