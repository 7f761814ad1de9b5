import Backprop

/// The place of one weight: its projection, and its row and column there.
struct WeightPlace: Equatable, Sendable {
  var projection: Int
  var row: Int
  var column: Int
}

extension Execution {
  /// The weights that `w_ij`, `w_i1j`, `w_i1j1`, `bias` and so on refer to, projection by projection, row by
  /// row.
  func places(of selection: Located<WeightSelection>, in network: NetworkState) throws(Diagnostic)
    -> [WeightPlace]
  {
    let projections = network.core.projections
    switch selection.value {
    case .all:
      return projections.indices.flatMap { index in
        let weights = projections[index].weights
        return (0..<weights.rows).flatMap { row in
          (0..<weights.columns).map { WeightPlace(projection: index, row: row, column: $0) }
        }
      }
    case .bias:
      guard network.core.bias != nil else {
        throw Diagnostic(
          .noBiasUnit(letter: network.letter(0)), at: selection.range, example: "network 2-2-1, bias")
      }
      return projections.indices.filter { projections[$0].hasBias }.flatMap { index in
        (0..<projections[index].weights.columns).map { WeightPlace(projection: index, row: 0, column: $0) }
      }
    case .between(let from, let to):
      let place = try projection(from, to, in: network, at: selection.range)
      let weights = projections[place].weights
      let firstUnit = projections[place].hasBias ? 0 : 1
      let example = network.weightName(WeightPlace(projection: place, row: 0, column: 0)) + " = 0.25"
      let rows = try units(
        from, in: network, at: selection.range, isSource: true, hasBias: firstUnit == 0, example: example)
      let columns = try units(
        to, in: network, at: selection.range, isSource: false, hasBias: false, example: example)
      return rows.map { $0 - firstUnit }.filter { $0 < weights.rows }.flatMap { row in
        columns.map { WeightPlace(projection: place, row: row, column: $0 - 1) }
      }
    }
  }

  /// The projection from the layer of one subscript to that of the other.
  func projection(
    _ from: Subscript, _ to: Subscript, in network: NetworkState, at range: SourceRange
  ) throws(Diagnostic) -> Int {
    let source = try layer(of: from, in: network, at: range)
    let target = try layer(of: to, in: network, at: range)
    guard let projection = network.core.projection(from: source, to: target) else {
      let isBackwards = network.core.projection(from: target, to: source) != nil
      throw Diagnostic(
        .notConnected(
          from: network.letter(source), to: network.letter(target), mayConnect: source < target), at: range,
        suggestion: isBackwards ? "w_\(to.spelling)\(from.spelling)" : nil,
        example: network.core.projections.first.map {
          "w_\(network.letter($0.source))1\(network.letter($0.target))1 = 0.25"
        })
    }
    return projection
  }

  /// The layer named by a subscript's letter, directly or by `p q r`.
  func layer(of index: Subscript, in network: NetworkState, at range: SourceRange) throws(Diagnostic) -> Int {
    if let layer = network.layer(index.letter) { return layer }
    if let layer = network.particularLetters[index.letter] { return layer }
    throw Diagnostic(.unknownLayer(index.letter, known: network.letters), at: range)
  }

  /// The units, from 0 or 1, named by a subscript.
  private func units(
    _ index: Subscript, in network: NetworkState, at range: SourceRange, isSource: Bool, hasBias: Bool,
    example: String
  ) throws(Diagnostic) -> ClosedRange<Int> {
    let layer = try layer(of: index, in: network, at: range)
    let count = network.core.layers[layer].units
    let all = (hasBias ? 0 : 1)...count
    guard let unit = index.unit ?? state.pins[index.letter] else { return all }
    if unit == 0, !hasBias, isSource, network.core.bias == nil {
      throw Diagnostic(.noBiasUnit(letter: network.letter(layer)), at: range, example: "network 2-2-1, bias")
    }
    guard all.contains(unit) else {
      throw Diagnostic(
        .noSuchUnit(letter: network.letter(layer), unit: unit, units: all), at: range, example: example)
    }
    return unit...unit
  }
}

extension Subscript {
  /// `j2` or `j`.
  var spelling: String { letter + (unit.map { "\($0)" } ?? "") }
}

extension NetworkState {
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
