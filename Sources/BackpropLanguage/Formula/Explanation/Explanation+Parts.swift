import Backprop

/// The units and weights of a network, each with its explanation.
extension Explanation {
  /// What is known about a unit: a, y and δ; or the last change of a weight. Empty if nothing is.
  func blocks(about part: NetworkPart, at range: SourceRange) throws(Diagnostic) -> [Block] {
    var blocks: [Block] = []
    for quantity in known(about: part) {
      guard let places = subscripts(of: part) else { return [] }
      do throws(Diagnostic) {
        blocks += try self.blocks(of: SourceFormula(.quantity(quantity, places), range: range))
      } catch {
        // What cannot be explained here is left out, but stopped work stays stopped.
        if case .interrupted = error.problem { throw error }
      }
    }
    return blocks
  }

  private func known(about part: NetworkPart) -> [Quantity] {
    let isComparedWithTargets = current.presentation?.backward != nil
    switch part {
    case .unit(_, nil): return []
    case .unit(let layer, .some):
      guard current.presentation != nil else { return [] }
      guard layer > 0 else { return [.output] }
      return isComparedWithTargets ? [.totalInput, .output, .delta] : [.totalInput, .output]
    case .weight:
      return current.weightChanges != nil && isComparedWithTargets ? [.weight, .weightChange] : [.weight]
    }
  }

  /// A weight, or its change, as a formula.
  func symbol(_ quantity: Quantity, of weight: NetworkPart) -> Formula? {
    subscripts(of: weight).map { .quantity(quantity, $0) }
  }

  private func subscripts(of part: NetworkPart) -> [Subscript]? {
    let letters = current.layerLetters
    switch part {
    case .unit(let layer, let unit):
      guard letters.indices.contains(layer) else { return nil }
      return [Subscript(letters[layer], unit: unit.map { $0 + 1 } ?? 0)]
    case .weight(let place, let row, let column):
      guard current.network.projections.indices.contains(place) else { return nil }
      let projection = current.network.projections[place]
      guard letters.indices.contains(projection.source), letters.indices.contains(projection.target) else {
        return nil
      }
      return [
        Subscript(letters[projection.source], unit: projection.hasBias ? row : row + 1),
        Subscript(letters[projection.target], unit: column + 1),
      ]
    }
  }

  /// The weights in the terms of the sums of a rule, in the order in which `numbers` writes the terms; nil
  /// for a term without one.
  func parts(ofTermsIn right: Formula, _ range: SourceRange) throws(Diagnostic) -> [NetworkPart?] {
    try addends(of: right, range).map { weight(in: $0) }
  }

  /// The terms of the sums of a rule, in the order in which `numbers` writes them.
  func addends(of right: Formula, _ range: SourceRange) throws(Diagnostic) -> [Formula] {
    switch right {
    case .summation: return try terms(of: right, presented, range)
    case .sum(let a, let b): return try addends(of: a, range) + addends(of: b, range)
    case .product(let a, let b, _):
      let inside = a.containsSum ? a : b
      return inside.containsSum ? try addends(of: inside, range) : [right]
    default: return [right]
    }
  }

  func weight(in term: Formula) -> NetworkPart? {
    if case .quantity(.weight, let places) = term, places.count == 2, let sending = places[0].unit,
      let receiving = places[1].unit, let source = rules.layer(of: places[0].letter),
      let target = rules.layer(of: places[1].letter),
      let place = current.network.projection(from: source, to: target)
    {
      let row = current.network.projections[place].hasBias ? sending : sending - 1
      return .weight(projection: place, row: row, column: receiving - 1)
    }
    for child in term.children { if let part = weight(in: child) { return part } }
    return nil
  }
}

extension Formula {
  fileprivate var containsSum: Bool {
    if case .summation = self { return true }
    return children.contains { $0.containsSum }
  }
}
