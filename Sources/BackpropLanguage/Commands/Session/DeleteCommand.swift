import Backprop

/// `delete c`
extension Command {
  static let delete = Command(
    name: "delete", synonyms: ["remove"], family: .session,
    synopsis: ["delete NAME, NAME, …", "delete KIND NAME"],
    meaning: "remove networks, pattern sets, definitions or notations",
    details: """
      A name that means two things needs its kind, as in `delete patterns xor`: network, patterns, let, \
      function, rule or notation.
      """,
    arguments: [.networkName, .patternsName, .ownName],
    takesList: true,
    examples: ["let c = 2\ndelete c"],
    parse: { (parser) throws(Diagnostic) in
      var names: [Deleted] = []
      repeat {
        let kind = parser.cursor.takeKindOfDeleted()
        names.append(Deleted(kind: kind, name: try parser.cursor.name("the name of what to delete")))
      } while parser.cursor.take(",")
      try parser.finish()
      var action = Action { [names] (execution) throws(Diagnostic) in try execution.delete(names) }
      action.definitions = names.filter { ($0.kind ?? .definition) == .definition }
        .map { ($0.name.value, nil) }
      return action
    })
}

/// What a name may mean.
private enum KindOfDeleted: String, CaseIterable {
  case network, patterns
  case definition = "let"
  case function, rule, notation
}

private struct Deleted: Sendable {
  /// nil: whatever has this name.
  var kind: KindOfDeleted?
  var name: Located<String>
}

extension TokenCursor {
  /// The kind before a name, `rule` in `delete rule xor`.
  fileprivate mutating func takeKindOfDeleted() -> KindOfDeleted? {
    guard let kind = word.flatMap({ KindOfDeleted(rawValue: $0) }), case .word? = peek(1)?.kind else {
      return nil
    }
    advance()
    return kind
  }
}

extension SessionState {
  fileprivate func contains(_ name: String, _ kind: KindOfDeleted) -> Bool {
    switch kind {
    case .network: networks.contains { $0.name == name }
    case .patterns: patternSets.contains { $0.name == name }
    case .definition: definitions[name] != nil || pins[name] != nil
    case .function: functions.contains { $0.name == name }
    case .rule: rules.contains { $0.name == name }
    case .notation: notations.own.contains { $0.name == name }
    }
  }

  /// The names of what cells have defined besides networks and patterns.
  var ownNames: [String] {
    definitions.names + functions.map { $0.name } + rules.map { $0.name } + pins.keys.sorted()
      + notations.own.map { $0.name }
  }

  fileprivate mutating func remove(_ name: String, _ kind: KindOfDeleted) {
    switch kind {
    case .network:
      networks.removeAll { $0.name == name }
      if currentNetwork == name { currentNetwork = networks.last?.name }
    case .patterns:
      patternSets.removeAll { $0.name == name }
      if currentPatterns == name { currentPatterns = patternSets.last?.name }
    case .definition:
      definitions[name] = nil
      notations.define(VectorDefinition(name: name))
      pins[name] = nil
    case .function: functions.removeAll { $0.name == name }
    case .rule: rules.removeAll { $0.name == name }
    case .notation: notations.remove(name)
    }
  }
}

extension Execution {
  fileprivate mutating func delete(_ deleted: [Deleted]) throws(Diagnostic) {
    var names: [Located<String>] = []
    for item in deleted {
      var name = item.name
      // What `let beta = 2` defines can be deleted as `beta` or as `β`.
      if let letter = Lexer.greek[name.value], state.definitions[letter] != nil {
        name.value = letter
      }
      let kind = try kind(of: name, item.kind)
      if kind == .rule, state.rule.definition != nil, state.rule.name == name.value {
        throw Diagnostic(
          .inUse(name.value, by: "`update` and `train`, whose rule it is"), at: name.range,
          example: "rule gradient")
      }
      if kind == .notation, state.notations.inUse.name == name.value {
        throw Diagnostic(
          .inUse(name.value, by: "everything that is shown: it is the notation in use"), at: name.range,
          example: "notation handout")
      }
      state.remove(name.value, kind)
      names.append(name)
    }
    try checkFunctionsInUse(names)
    if state.rule.definition != nil, (try? state.ownRule(named: state.rule.name)) ?? nil == nil,
      let name = names.first
    {
      throw Diagnostic(
        .inUse(name.value, by: "the learning rule \(state.rule.name.asTyped)"), at: name.range,
        example: "rule gradient")
    }
    note("deleted: \(names.map { $0.value.asTyped }.joined(separator: ", "))")
  }

  /// What is to be deleted. Throws if nothing has the name, or if two things have it.
  private func kind(of name: Located<String>, _ given: KindOfDeleted?) throws(Diagnostic) -> KindOfDeleted {
    let kinds = KindOfDeleted.allCases.filter { state.contains(name.value, $0) && (given ?? $0) == $0 }
    guard let kind = kinds.first else {
      if Notation.builtIn.contains(where: { $0.name == name.value }), (given ?? .notation) == .notation {
        throw Diagnostic(
          .expected("a notation of your own", found: "`\(name.value)`, a built-in notation"), at: name.range,
          example: "notation handout")
      }
      let known = state.networks.map { $0.name } + state.patternSets.map { $0.name } + state.ownNames
      throw Diagnostic(
        .unknownName(
          name.value, kind: given?.rawValue ?? "network, pattern set or definition", known: known),
        at: name.range, suggestion: Spelling.nearest(to: name.value, among: known)?.asTyped,
        example: "let c = 2\ndelete c")
    }
    guard kinds.count == 1 else {
      let lines = kinds.map { "`delete \($0.rawValue) \(name.value.asTyped)`" }
      throw Diagnostic(
        .expected(
          "the kind as well, \(Wording.list(lines, last: "or"))",
          found: "a name that means \(kinds.count) things"),
        at: name.range, example: "delete \(kind.rawValue) \(name.value.asTyped)")
    }
    return kind
  }

  /// Throws if a layer of a network, or its E, could no longer be computed.
  private func checkFunctionsInUse(_ deleted: [Located<String>]) throws(Diagnostic) {
    for network in state.networks {
      if let own = network.ownError, !own.isNamed, let name = deleted.first {
        if (try? ErrorDefinition(own, state.formulaContext(of: network), at: range)) == nil {
          throw Diagnostic(
            .inUse(
              deleted.count == 1 ? name.value : Wording.list(deleted.map { $0.value }),
              by: "E of network \(network.name.asTyped)"),
            at: name.range, example: "error squares")
        }
      }
      for layer in network.core.layers {
        let function = layer.transfer
        guard function.definition != nil else { continue }
        let isKnown = (try? state.transferFunction(named: function.name, at: range)) ?? nil
        guard isKnown == nil, let name = deleted.first else { continue }
        throw Diagnostic(
          .inUse(
            deleted.count == 1 ? name.value : Wording.list(deleted.map { $0.value }),
            by: "\(function.name.asTyped), the transfer function of layer \(layer.name) "
              + "of network \(network.name.asTyped)"),
          at: name.range, example: "transfer \(layer.name) sigmoid")
      }
    }
  }
}
