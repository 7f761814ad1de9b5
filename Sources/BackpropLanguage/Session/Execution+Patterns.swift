import Backprop

/// Defining pattern sets.
extension Execution {
  mutating func define(_ definition: PatternsDefinition) throws(Diagnostic) {
    do throws(NetworkError) {
      let set: PatternSet
      switch definition.source {
      case .rows(let rows): set = try PatternSet(rows)
      case .builtIn(let name, let size): set = try builtIn(name, size ?? 0)
      }
      state.store(NamedPatterns(name: definition.name, set: set))
    } catch {
      throw problem(error, example: "patterns parity 4")
    }
    guard let patterns = state.patterns else { return }
    var text = PatternWords.summary(patterns)
    if case .builtIn(let name, _) = definition.source,
      let data = BuiltInData.all.first(where: { $0.name == name })
    {
      text += "; \(data.description). Source: \(data.source). Licence: \(data.licence)."
    }
    note(text)
  }

  private func builtIn(_ name: String, _ size: Int) throws(NetworkError) -> PatternSet {
    switch name {
    case "and": .and
    case "or": .or
    case "parity": try .parity(size)
    case "encoder": try .encoder(size)
    case "symmetry": try .symmetry(size)
    case "iris": .iris
    case "digits": .digits
    default: .xor
    }
  }
}
