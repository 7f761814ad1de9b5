import Backprop

/// Whether what is written below and above a Σ means the whole layer of its letter.
extension FormulaResolver {
  /// Throws unless the bounds of a sum may be those of its layer. Whether unit 0 is among them is known only
  /// once what is summed is resolved.
  func check(_ bounds: SumBounds) throws(Diagnostic) {
    // `Σ_{d∈D}`
    if bounds.units == "D", !context.layerLetters.contains(bounds.letter) {
      throw Diagnostic(.sumOfError(bounds.letter), at: bounds.range, suggestion: "total E")
    }
    let layer = try layer(of: Subscript(bounds.letter), bounds.range)
    if let units = bounds.units { return try check(units, bounds, layer) }
    let count = context.network.layers[layer].units
    let hasBiasUnit = context.network.bias != nil && layer < context.network.layers.count - 1
    let first = bounds.first ?? 1
    var last = bounds.last
    if let name = bounds.lastName {
      // A letter that means nothing else is the number of units.
      if let definition = context.definitions[name] {
        last = definition.numericValue.flatMap { Int(exactly: $0) } ?? -1
      } else if context.layerLetters.contains(name) || context.particularLetters[name] != nil {
        last = context.pins[name] ?? -1
      } else if !mayCount(name, layer) {
        last = -1
      }
    }
    guard first == 1 || first == 0 && hasBiasUnit, last == nil || last == count else {
      throw partialSum(bounds, over: 1..<count + 1, of: layer)
    }
  }

  /// Whether a name that has no number may stand for the number of a layer's units: its own capital or
  /// another letter, but neither I, J or K of another layer, nor a quantity. Other capitals, as L and M, have
  /// meanings of their own in many courses.
  private func mayCount(_ name: String, _ layer: Int) -> Bool {
    if ["I", "J", "K"].contains(name), let own = context.layer(of: Subscript(name.lowercased())) {
      return own == layer
    }
    return Quantity(rawValue: name) == nil
  }

  /// Throws unless a word for some units means those of the layer.
  private func check(_ units: String, _ bounds: SumBounds, _ layer: Int) throws(Diagnostic) {
    let last = context.network.layers.count - 1
    let isRight: Bool
    switch units {
    case "outputs", "Outputs", "output", "Output": isRight = layer == last
    case "hidden", "Hidden": isRight = last == 2 && layer == 1
    case "inputs", "Inputs", "input", "Input": isRight = layer == 0
    // Mitchell's: the units that a unit leads to.
    case "Downstream", "downstream", "DS": isRight = isDownstream(layer, of: bounds.unit)
    default: isRight = false
    }
    guard isRight else {
      throw Diagnostic(
        .expected(
          "a letter that runs over a whole layer, as k over the outputs",
          found: "`\(bounds.letter) ∈ \(units)`"),
        at: bounds.range, suggestion: "Σ_\(bounds.letter)", example: "Σ_j w_jk y_j")
    }
  }

  /// Whether a layer holds all units that those of a letter lead to; without a letter, those of any layer.
  private func isDownstream(_ layer: Int, of letter: String?) -> Bool {
    guard let letter else { return layer > 0 }
    guard let source = context.layer(of: Subscript(letter)) else { return false }
    let targets = context.network.projections.filter { $0.source == source }.map { $0.target }
    return !targets.isEmpty && targets.allSatisfy { $0 == layer }
  }

  func partialSum(_ bounds: SumBounds, over units: Range<Int>, of layer: Int) -> Diagnostic {
    Diagnostic(
      .partialSum(
        letter: bounds.letter, layer: context.layerLetters[layer],
        units: units.lowerBound...units.upperBound - 1),
      at: bounds.range, suggestion: "Σ_\(bounds.letter)", example: "Σ_j w_jk y_j")
  }
}
