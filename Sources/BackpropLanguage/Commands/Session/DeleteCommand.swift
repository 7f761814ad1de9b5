import Backprop

/// `delete c`
extension Command {
  static let delete = Command(
    name: "delete", synonyms: ["remove"], family: .session,
    synopsis: ["delete NAME, NAME, …"],
    meaning: "remove networks, pattern sets, definitions or notations",
    arguments: [.networkName, .patternsName],
    takesList: true,
    examples: ["let c = 2\ndelete c"],
    parse: { (parser) throws(Diagnostic) in
      var names: [Located<String>] = []
      repeat {
        names.append(try parser.cursor.name("the name of what to delete"))
      } while parser.cursor.take(",")
      try parser.finish()
      return Action { [names] (execution) throws(Diagnostic) in try execution.delete(names) }
    })
}

extension Execution {
  fileprivate mutating func delete(_ names: [Located<String>]) throws(Diagnostic) {
    for var name in names {
      // What `let beta = 2` defines can be deleted as `beta` or as `β`.
      if let letter = Lexer.greek[name.value], state.definitions[letter] != nil {
        name.value = letter
      }
      let isNetwork = state.networks.contains { $0.name == name.value }
      let isPatterns = state.patternSets.contains { $0.name == name.value }
      let isDefinition = state.definitions[name.value] != nil
      let isFunction = state.functions.contains { $0.name == name.value }
      let isRule = state.rules.contains { $0.name == name.value }
      let isPin = state.pins[name.value] != nil
      let isNotation = state.notations.own.contains { $0.name == name.value }
      guard isNetwork || isPatterns || isDefinition || isFunction || isRule || isPin || isNotation else {
        let known =
          state.networks.map { $0.name } + state.patternSets.map { $0.name }
          + state.definitions.names
          + state.functions.map { $0.name } + state.rules.map { $0.name } + state.pins.keys.sorted()
          + state.notations.own.map { $0.name }
        throw Diagnostic(
          .unknownName(name.value, kind: "network, pattern set or definition", known: known), at: name.range,
          suggestion: Spelling.nearest(to: name.value, among: known), example: "let c = 2\ndelete c")
      }
      state.networks.removeAll { $0.name == name.value }
      state.patternSets.removeAll { $0.name == name.value }
      state.definitions[name.value] = nil
      state.functions.removeAll { $0.name == name.value }
      if isRule, state.rule.definition != nil, state.rule.name == name.value {
        throw Diagnostic(
          .inUse(name.value, by: "`update` and `train`, whose rule it is"), at: name.range,
          example: "rule gradient")
      }
      state.rules.removeAll { $0.name == name.value }
      if isNotation, state.notations.inUse.name == name.value {
        throw Diagnostic(
          .inUse(name.value, by: "everything that is shown"), at: name.range, example: "notation handout")
      }
      state.notations.remove(name.value)
      state.pins[name.value] = nil
      if isNetwork, state.currentNetwork == name.value { state.currentNetwork = state.networks.last?.name }
      if isPatterns, state.currentPatterns == name.value {
        state.currentPatterns = state.patternSets.last?.name
      }
    }
    try checkFunctionsInUse(names)
    if state.rule.definition != nil, (try? state.ownRule(named: state.rule.name)) ?? nil == nil,
      let name = names.first
    {
      throw Diagnostic(
        .inUse(name.value, by: "the learning rule \(state.rule.name)"), at: name.range,
        example: "rule gradient")
    }
    note("deleted: \(names.map { $0.value }.joined(separator: ", "))")
  }

  /// Throws if a layer of a network, or its E, could no longer be computed.
  private func checkFunctionsInUse(_ deleted: [Located<String>]) throws(Diagnostic) {
    for network in state.networks {
      if let own = network.ownError, !own.isNamed, let name = deleted.first {
        if (try? ErrorDefinition(own, state.formulaContext(of: network), at: range)) == nil {
          throw Diagnostic(
            .inUse(
              deleted.count == 1 ? name.value : Wording.list(deleted.map { $0.value }),
              by: "E of network \(network.name)"),
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
            by: "\(function.name), the transfer function of layer \(layer.name) of network \(network.name)"),
          at: name.range, example: "transfer \(layer.name) sigmoid")
      }
    }
  }
}
