/// `list`
extension Command {
  static let list = Command(
    name: "list", family: .session,
    synopsis: ["list"],
    meaning: "name the networks, pattern sets, definitions and notations of the session",
    examples: ["list"],
    parse: { (parser) throws(Diagnostic) in
      try parser.finish()
      return Action { $0.list() }
    })
}

extension UserFunction {
  /// `f(a)`
  fileprivate var head: Formula {
    .call(name == "g" ? .transfer : .named(name), [.name(parameter)])
  }
}

extension Execution {
  fileprivate func list() {
    var rows: [Table.Row] = state.networks.map { network in
      row(
        network.name, "network", NetworkWords.layers(network), isCurrent: network.name == state.currentNetwork
      )
    }
    rows += state.patternSets.map { set in
      row(set.name, "patterns", PatternWords.summary(set), isCurrent: set.name == state.currentPatterns)
    }
    let context = state.formulaContext
    rows += state.definitions.inOrder.map { definition in
      let formula = context?.shown(definition.formula) ?? definition.formula
      return Table.Row(
        header: [
          definition.name == Notation.freeLetter
            ? .formula(.name(definition.name)) : .text(definition.name.asTyped)
        ],
        cells: [.inline([.text("let")]), .inline([.formula(formula)]), .empty])
    }
    rows += state.functions.map { function in
      Table.Row(
        header: [.formula(function.head)],
        cells: [.inline([.text("function")]), .inline([.formula(function.formula)]), .empty])
    }
    rows += state.rules.map { rule in
      let isInForce = state.rule.definition != nil && rule.name == state.rule.name
      return Table.Row(
        header: [.text(rule.name.asTyped)],
        cells: [
          .inline([.text("rule")]), .inline(formulas(of: rule)),
          isInForce ? .inline([.text("in use")]) : .empty,
        ])
    }
    rows += state.notations.own.map { notation in
      row(
        notation.name, "notation", "symbols of its own",
        isCurrent: notation.name == state.notations.inUse.name)
    }
    guard !rows.isEmpty else {
      return note("nothing is defined yet; `network 2-2-1` and `patterns xor` make a start")
    }
    emit([.table(Table(rows: rows))])
  }

  private func row(_ name: String, _ kind: String, _ text: String, isCurrent: Bool) -> Table.Row {
    Table.Row(
      header: [.text(name.asTyped)],
      cells: [
        .inline([.text(kind)]), .inline([.text(text)]), isCurrent ? .inline([.text("in use")]) : .empty,
      ])
  }
}
