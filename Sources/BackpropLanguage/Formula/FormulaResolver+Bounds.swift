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
      let whole = ([name] + bounds.lastPlaces.map { $0.text }).joined(separator: "_")
      // A letter that means nothing else is the number of units.
      if let definition = context.definitions[whole] {
        last = definition.numericValue.flatMap { Int(exactly: $0) } ?? -1
      } else if context.layerLetters.contains(name) || context.particularLetters[name] != nil {
        last = bounds.lastPlaces.isEmpty ? context.pins[name] ?? -1 : -1
      } else if !mayCount(name, bounds.lastPlaces, layer) {
        last = -1
      }
    }
    guard first == 1 || first == 0 && hasBiasUnit, last == nil || last == count else {
      throw partialSum(bounds, over: 1..<count + 1, of: layer)
    }
  }

  /// Throws if one name stands for the numbers of units of two layers of different size.
  func checkNames(_ bounds: [SumBounds]) throws(Diagnostic) {
    var counts: [String: Int] = [:]
    for bounds in bounds where bounds.lastPlaces.isEmpty {
      guard let name = bounds.lastName, name != SumBounds.wholeLayer, context.definitions[name] == nil else {
        continue
      }
      let layer = try layer(of: Subscript(bounds.letter), bounds.range)
      let count = context.network.layers[layer].units
      if let other = counts[name], other != count { throw partialSum(bounds, over: 1..<count + 1, of: layer) }
      counts[name] = count
    }
  }

  /// Whether a name that has no number may stand for the number of a layer's units: a letter by which courses
  /// count, but not I, J or K of another layer, and with a subscript, as n_j has it, that of this layer.
  private func mayCount(_ name: String, _ places: [Subscript], _ layer: Int) -> Bool {
    guard name == SumBounds.wholeLayer || SumBounds.countingLetters.contains(name) else { return false }
    if let place = places.first {
      return places.count == 1 && place.unit == nil && context.layer(of: place) == layer
    }
    // L and M have meanings of their own in many courses, where there are layers l and m, too; they must not
    // be another number here.
    let layers = context.network.layers
    guard ["I", "J", "K"].contains(name) else {
      return context.layer(of: Subscript(name.lowercased())).map { layers[$0].units == layers[layer].units }
        ?? true
    }
    return context.layer(of: Subscript(name.lowercased())).map { $0 == layer } ?? true
  }

  /// Throws unless a word for some units means those of the layer.
  private func check(_ units: String, _ bounds: SumBounds, _ layer: Int) throws(Diagnostic) {
    let last = context.network.layers.count - 1
    let isRight: Bool
    switch units {
    // Mitchell's Downstream(j), and Outputs(j): the units that a unit leads to.
    case "outputs", "Outputs", "output", "Output":
      isRight = layer == last && (bounds.unit == nil || isDownstream(layer, of: bounds.unit))
    case "Downstream", "downstream", "DS": isRight = isDownstream(layer, of: bounds.unit)
    case _ where bounds.unit != nil: isRight = false
    case "hidden", "Hidden": isRight = last == 2 && layer == 1
    case "inputs", "Inputs", "input", "Input": isRight = layer == 0
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
