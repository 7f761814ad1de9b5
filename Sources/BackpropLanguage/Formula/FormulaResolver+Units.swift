import Backprop

/// The layer of a letter, and the unit of a subscript.
extension FormulaResolver {
  enum Bias { case wanted, indifferent, excluded }

  /// The index of the layer that a subscript's letter belongs to.
  func layer(of unit: Subscript, _ range: SourceRange) throws(Diagnostic) -> Int {
    if let layer = context.layerLetters.firstIndex(of: unit.layerLetter)
      ?? context.particularLetters[unit.letter],
      context.network.layers.indices.contains(layer)
    {
      return layer
    }
    let others = context.particularLetters.sorted { $0.key < $1.key }.map { letter, layer in
      "\(letter) (of \(context.layerLetters.indices.contains(layer) ? context.layerLetters[layer] : "?"))"
    }
    throw Diagnostic(
      .unknownLayer(unit.letter, known: context.layerLetters, others: others), at: range)
  }

  mutating func place(
    _ unit: Subscript, in layer: Int, bias: Bias, _ range: SourceRange
  ) throws(Diagnostic) -> ResolvedFormula.Place {
    if let slot = replaced[unit] { return .slot(slot) }
    if let number = unit.unit ?? (scope[unit.letter] == nil ? context.pins[unit.letter] : nil) {
      try check(number, of: unit, in: layer, bias, range)
      return .unit(number)
    }
    let slot = scope[unit.letter] ?? addSlot(unit.letter, layer, isFree: true)
    usedSlots.insert(slot)
    switch bias {
    case .wanted: indices[slot].mayTakeBias = true
    case .excluded: indices[slot].mustNotTakeBias = true
    case .indifferent: break
    }
    return .slot(slot)
  }

  /// Throws unless the layer has this unit; whether the bias unit counts depends on the quantity.
  func check(
    _ number: Int, of unit: Subscript, in layer: Int, _ bias: Bias, _ range: SourceRange
  ) throws(Diagnostic) {
    let count = context.network.layers[layer].units
    let hasBiasUnit = context.network.bias != nil && layer < context.network.layers.count - 1
    // A name may have been defined for a network with bias units: none of these units is one.
    if number == 0, !hasBiasUnit, bias == .indifferent, !definitions.isEmpty { return }
    if number == 0 && !hasBiasUnit { throw Diagnostic(.noBiasUnit(letter: unit.letter), at: range) }
    let least = hasBiasUnit && bias != .excluded ? 0 : 1
    guard number >= least, number <= count else {
      throw Diagnostic(
        .noSuchUnit(letter: unit.letter, unit: number, units: least...max(least, count)), at: range)
    }
  }

  /// Throws if the units of the layer have no such quantity.
  func check(
    _ quantity: Quantity, belongsTo layer: Int, _ unit: Subscript, _ range: SourceRange
  ) throws(Diagnostic) {
    let found = "`\(quantity.rawValue)_\(unit.text)`"
    let last = context.network.layers.count - 1
    switch quantity {
    case .totalInput where layer == 0:
      throw Diagnostic(
        .expected(
          "a hidden or output unit: an input unit has no total input, only its output y", found: found),
        at: range, suggestion: "y_\(unit.text)", example: "a_j")
    case .delta where layer == 0:
      throw Diagnostic(
        .expected("a hidden or output unit: an input unit has no δ", found: found), at: range, example: "δ_j")
    case .target where layer != last:
      let letter = context.layerLetters[last]
      throw Diagnostic(
        .expected("an output unit: targets belong to layer \(letter)", found: found), at: range,
        suggestion: unit.unit.map { "t_\(letter)\($0)" } ?? "t_\(letter)", example: "t_k")
    case .input where layer != 0:
      throw Diagnostic(
        .expected("an input unit: x belongs to layer \(context.layerLetters[0])", found: found), at: range,
        suggestion: "x_\(context.layerLetters[0])", example: "x_i")
    default: return
    }
  }
}

extension Subscript {
  /// `j` or `j2`.
  var text: String { letter + (unit.map { String($0) } ?? "") }

  /// The letter of its layer: j' is another unit of j's layer, in formulas of vectors.
  var layerLetter: String {
    letter.utf8.last == UInt8(ascii: "'") ? String(letter.prefix { $0 != "'" }) : letter
  }
}
