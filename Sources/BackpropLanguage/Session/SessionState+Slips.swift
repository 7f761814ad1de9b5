import Backprop

extension SessionState {
  /// In how many lines of a cell that cannot be read slips are looked for.
  static let mostSlips = 4

  /// What a line with numbered layers that cannot be read probably has wrong, as a clause; nil where nothing
  /// is known, or where nothing is to be told. writer: for the notation in force there.
  func slip(
    _ diagnostic: Diagnostic, in source: SourceText, _ notations: Notations, _ writer: NotationWriter?,
    _ isInterrupted: @escaping () -> Bool
  ) -> String? {
    guard case .layers = diagnostic.problem, let writer,
      let command = source.command(at: diagnostic.range.lowerBound),
      [Command.check.name, Command.prove.name].contains(command.name)
    else { return nil }
    let hint = command.hint.flatMap { Hint(rawValue: $0) } ?? .kind
    let line = source.line(source.position(of: diagnostic.range.lowerBound).line)
    guard hint != .verdict, let found = finding(in: line, notations, isInterrupted) else { return nil }
    guard hint == .place, let (old, new) = found.change else {
      return Wording.clause(writer.finding(found.finding), hint)
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
