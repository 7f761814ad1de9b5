import Backprop

extension NetworkState {
  /// The two chosen units of a layer, from 0; the first two if none are named.
  func pair(
    _ units: [Located<Subscript>], ofLayer layer: Int, for command: String, _ work: LongWork
  ) throws(Diagnostic) -> (Int, Int) {
    if units.isEmpty { return (0, 1) }
    let example = "\(command) \(unit(layer, 1)) \(unit(layer, 2))"
    guard units.count == 2 else {
      throw work.need("two units, or none named", for: command, example: example)
    }
    var places: [Int] = []
    for named in units {
      guard self.layer(named.value.letter) == layer else {
        throw Diagnostic(
          .needs(command: command, "units of layer \(letter(layer))"), at: named.range, example: example)
      }
      let number = named.value.unit ?? 0
      let all = 1...core.layers[layer].units
      guard all.contains(number) else {
        throw Diagnostic(
          .noSuchUnit(letter: letter(layer), unit: number, units: all), at: named.range, example: example)
      }
      places.append(number - 1)
    }
    guard places[0] != places[1] else {
      throw Diagnostic(
        .needs(command: command, "two different units"), at: units[1].range, example: example)
    }
    return (places[0], places[1])
  }
}

extension TokenCursor {
  /// The units named here: `j1 j2`.
  mutating func takeUnits() throws(Diagnostic) -> [Located<Subscript>] {
    var units: [Located<Subscript>] = []
    while let unit = try takeUnit() { units.append(unit) }
    return units
  }

  /// One unit of a layer, `j2`; nil if there is no word here.
  mutating func takeUnit() throws(Diagnostic) -> Located<Subscript>? {
    let start = range
    let read = word
    guard let name = takeName() else { return nil }
    // A number through the network has been read as the name of its unit.
    let unitName = Int(name.value) == nil ? name.value : read ?? name.value
    guard let letter = unitName.first, letter.isLetter, let unit = Int(unitName.dropFirst()) else {
      throw Diagnostic(
        .expected("a unit, its layer's letter and its number", found: "`\(name.value)`"), at: start)
    }
    return Located(Subscript(String(letter), unit: unit), name.range)
  }
}
