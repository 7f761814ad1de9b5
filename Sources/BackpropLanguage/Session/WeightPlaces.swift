import Backprop

/// The place of one weight: its projection, and its row and column there.
struct WeightPlace: Equatable, Sendable {
  var projection: Int
  var row: Int
  var column: Int
}

extension NetworkState {
  /// The weights that `w_ij`, `w_i1j`, `w_i1j1`, `bias` and so on refer to, projection by projection, row by
  /// row. pins: the units pinned by `let q = 2`.
  func places(
    of selection: Located<WeightSelection>, pins: [String: Int]
  ) throws(Diagnostic) -> [WeightPlace] {
    let projections = core.projections
    switch selection.value {
    case .all:
      return projections.indices.flatMap { index in
        let weights = projections[index].weights
        return (0..<weights.rows).flatMap { row in
          (0..<weights.columns).map { WeightPlace(projection: index, row: row, column: $0) }
        }
      }
    case .bias:
      guard core.bias != nil else {
        throw Diagnostic(
          .noBiasUnit(letter: letter(0)), at: selection.range, example: "network 2-2-1, bias")
      }
      return projections.indices.filter { projections[$0].hasBias }.flatMap { index in
        (0..<projections[index].weights.columns).map { WeightPlace(projection: index, row: 0, column: $0) }
      }
    case .between(let from, let to):
      let place = try projection(from, to, at: selection.range)
      let weights = projections[place].weights
      let firstUnit = projections[place].hasBias ? 0 : 1
      let example = weightName(WeightPlace(projection: place, row: 0, column: 0)) + " = 0.25"
      let rows = try units(
        from, pins: pins, at: selection.range, isSource: true, hasBias: firstUnit == 0, example: example)
      let columns = try units(
        to, pins: pins, at: selection.range, isSource: false, hasBias: false, example: example)
      return rows.map { $0 - firstUnit }.filter { $0 < weights.rows }.flatMap { row in
        columns.map { WeightPlace(projection: place, row: row, column: $0 - 1) }
      }
    }
  }

  /// The projection from the layer of one subscript to that of the other.
  private func projection(
    _ from: Subscript, _ to: Subscript, at range: SourceRange
  ) throws(Diagnostic) -> Int {
    let source = try layer(of: from, at: range)
    let target = try layer(of: to, at: range)
    guard let projection = core.projection(from: source, to: target) else {
      let isBackwards = core.projection(from: target, to: source) != nil
      throw Diagnostic(
        .notConnected(
          from: letter(source), to: letter(target), mayConnect: source < target), at: range,
        suggestion: isBackwards ? "w_\(to.spelling)\(from.spelling)" : nil,
        example: core.projections.first.map {
          "w_\(letter($0.source))1\(letter($0.target))1 = 0.25"
        })
    }
    return projection
  }

  /// The layer named by a subscript's letter, directly or by `p q r`.
  private func layer(of index: Subscript, at range: SourceRange) throws(Diagnostic) -> Int {
    if let layer = layer(index.letter) { return layer }
    if let layer = particularLetters[index.letter] { return layer }
    throw Diagnostic(.unknownLayer(index.letter, known: letters), at: range)
  }

  /// The units, from 0 or 1, named by a subscript.
  private func units(
    _ index: Subscript, pins: [String: Int], at range: SourceRange, isSource: Bool, hasBias: Bool,
    example: String
  ) throws(Diagnostic) -> ClosedRange<Int> {
    let layer = try layer(of: index, at: range)
    let count = core.layers[layer].units
    let all = (hasBias ? 0 : 1)...count
    guard let unit = index.unit ?? pins[index.letter] else { return all }
    if unit == 0, !hasBias, isSource, core.bias == nil {
      throw Diagnostic(.noBiasUnit(letter: letter(layer)), at: range, example: "network 2-2-1, bias")
    }
    guard all.contains(unit) else {
      throw Diagnostic(
        .noSuchUnit(letter: letter(layer), unit: unit, units: all), at: range, example: example)
    }
    return unit...unit
  }

  /// `w_j1k2`
  func weightName(_ place: WeightPlace) -> String {
    let projection = core.projections[place.projection]
    let first = projection.hasBias ? 0 : 1
    return "w_\(unit(projection.source, place.row + first))\(unit(projection.target, place.column + 1))"
  }

  /// `p q r` name one unit each of the input layer, the hidden layer and the output layer.
  var particularLetters: [String: Int] {
    var letters: [String: Int] = [:]
    for letter in ParticularLetter.allCases where !self.letters.contains(letter.rawValue) {
      letters[letter.rawValue] = letter.layer(of: core.layers.count)
    }
    return letters
  }
}

extension Subscript {
  /// `j2` or `j`.
  var spelling: String { letter + (unit.map { "\($0)" } ?? "") }
}
