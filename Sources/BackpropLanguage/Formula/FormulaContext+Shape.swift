import Backprop

extension FormulaContext {
  /// What `K` or `n_k` means beside a sum over k, unless a cell defines it: how many units the layer has, the
  /// bias unit not counted. nil for other names.
  func unitCount(named name: String) -> Int? { layerCounted(by: name).map { network.layers[$0].units } }

  private func layerCounted(by name: String) -> Int? {
    guard !Vocabulary.isReserved(name), OtherCourses.entry(for: name) == nil else { return nil }
    if name == "n_L" { return layerLetters.indices.last }
    return layerLetters.firstIndex { name == $0.uppercased() && name != $0 || name == "n_" + $0 }
  }

  /// With `Σ_k 1` for `K`: what a proof needs to be told is that units are counted.
  func countingUnits(_ formula: Formula) -> Formula {
    var formula = formula
    for name in Set(formula.names) where definitions[name] == nil {
      guard let layer = layerCounted(by: name) else { continue }
      formula = formula.replacing(name: name, by: .summation(layerLetters[layer], .one))
    }
    return formula
  }

  /// With numbers in the place of `K` and other counts of units.
  func withUnitCounts(_ source: SourceFormula) -> SourceFormula {
    var source = source
    for name in Set(source.formula.names) where definitions[name] == nil {
      guard let count = unitCount(named: name) else { continue }
      source.formula = source.formula.replacing(name: name, by: .of(Double(count)))
      source.leaves = []
    }
    return source
  }

  /// The same with a network of another shape. An E of one's own is worked out anew for it, because its parts
  /// may name each weight. nil if E has no meaning there.
  func reshaped(_ network: Network) -> FormulaContext? {
    var context = self
    context.network = network
    guard let ownError, !network.hasSameShape(as: self.network) else { return context }
    guard let definition = try? ErrorDefinition(ownError, context, at: 0..<0),
      (try? context.network.setErrorFunction(definition.function)) != nil
    else { return nil }
    context.ownError = definition.own
    return context
  }
}
