import Backprop

extension SourceText {
  /// A line of a derivation; before one that continues a chain, what the chain is about.
  fileprivate func equation(ofLine number: Int) -> String {
    let row = line(number).withoutSpacesAround
    guard row.hasPrefix("=") else { return row }
    var above = number - 1
    while above > 0, case let text = line(above).withoutSpacesAround, !text.isEmpty {
      if !text.hasPrefix("="), let sign = text.firstIndex(of: "=") { return text[..<sign] + row }
      above -= 1
    }
    return row
  }
}

extension SessionState {
  /// In how many lines of a cell that cannot be read slips are looked for.
  static let mostSlips = 4

  /// What a line that has no verdict probably has wrong, as a clause: one with numbered layers that cannot be
  /// read, or one that is infinite, such as log(t_k). nil where nothing is known, or where nothing is to be
  /// told. writer: for the notation in force there.
  func slip(
    _ diagnostic: Diagnostic, in source: SourceText, _ notations: Notations, _ writer: NotationWriter?,
    _ isInterrupted: @escaping () -> Bool
  ) -> String? {
    let isInfinite: Bool
    switch diagnostic.problem {
    case .layers: isInfinite = false
    case .notFinite: isInfinite = true
    default: return nil
    }
    guard writer != nil || isInfinite, let command = source.command(at: diagnostic.range.lowerBound),
      [Command.check.name, Command.prove.name].contains(command.name)
    else { return nil }
    let hint = command.hint.flatMap { Hint(rawValue: $0) } ?? .kind
    let line = source.equation(ofLine: source.position(of: diagnostic.range.lowerBound).line)
    guard hint != .verdict else { return nil }
    if isInfinite {
      let finding = finding(inInfinite: line, notations, isInterrupted)
      return finding.flatMap { Wording.clause((writer ?? .plain).finding($0), hint) }
    }
    guard let found = finding(in: line, notations, isInterrupted) else { return nil }
    guard hint == .place, let (old, new) = found.change else {
      return Wording.clause((writer ?? .plain).finding(found.finding), hint)
    }
    return Wording.holds(with: new, inPlaceOf: old)
  }

  private func finding(
    in line: String, _ notations: Notations, _ isInterrupted: @escaping () -> Bool
  ) -> LayerSlipSearch.Result? {
    for context in contexts(like: notations) {
      let search = LayerSlipSearch(notations, like: context, isInterrupted: isInterrupted)
      if let found = search?.finding(in: line) { return found }
    }
    return nil
  }

  /// In random networks, and with the slip undone in the one in use, both sides are numbers.
  private func finding(
    inInfinite line: String, _ notations: Notations, _ isInterrupted: @escaping () -> Bool
  ) -> SlipFinding? {
    guard let network else { return nil }
    let context = formulaContext(of: network)
    let words = [Command.check.name, Command.prove.name]
    let isCommand = words.contains { line.hasPrefix($0) }
    let text = isCommand ? line : Command.check.name + " " + line
    for equation in CellParser.parse(SourceText(text), in: notations).statements.first?.action.equations ?? []
    where equation.relation == .equal {
      let isLeft = IdentityCheck.typedSide(of: equation, DerivationRules(context)) == .left
      let (typed, asked) = isLeft ? (equation.left, equation.right) : (equation.right, equation.left)
      let search = SlipSearch(typed, other: asked, in: context, isInterrupted: isInterrupted)
      if let found = search.finding() { return found }
    }
    return nil
  }

  /// The network in use, if the line is about it, or else those that a line above may define.
  private func contexts(like notations: Notations) -> [FormulaContext] {
    var contexts: [FormulaContext] = []
    if let network, network.letters == notations.letters,
      network.core.layers.map({ $0.units }) == notations.units
    {
      contexts = [formulaContext(of: network)]
    } else {
      let layers = zip(notations.letters, notations.units).map { Layer(name: $0, units: $1) }
      for bias: Double? in [1, nil] {
        guard let core = try? Network(layers: layers, bias: bias) else { continue }
        contexts.append(
          FormulaContext(
            network: core, layerLetters: notations.letters, definitions: namedFormulas,
            functions: functionFormulas))
      }
    }
    for place in contexts.indices { contexts[place].follow(notations.inUse) }
    return contexts
  }
}
