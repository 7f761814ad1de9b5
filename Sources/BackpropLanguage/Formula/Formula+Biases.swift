import Backprop

/// Some courses have a symbol of their own for bias weights, and their sums leave out the bias unit. A
/// session and its files keep formulas as the handout has them, where Σ_i w_ij includes the bias unit i0.
extension FormulaContext {
  /// A formula of a cell, as a session keeps it: `Σ_ij w_ij^2` becomes `Σ_ij (1 - [i = i0]) w_ij^2` where
  /// biases are apart, and `Σ_{i=1}^D …` elsewhere becomes a sum with such a bracket.
  ///
  /// Throws if a sum has bounds and a symbol in it is undefined.
  func kept(_ source: SourceFormula) throws(Diagnostic) -> Formula {
    withAllWeights(try keptWithNames(source))
  }

  private func keptWithNames(_ source: SourceFormula) throws(Diagnostic) -> Formula {
    guard hasBiasApart else {
      return network.bias == nil
        ? source.boundedAnywhere(except: layerLetters.last) : try bounded(source).formula
    }
    return source.formula.replacingSums { letter, body in
      guard mayTakeBias(letter, body) else { return .summation(letter, body) }
      return .summation(letter, body.timesBracket(.difference(.one, .isBias(letter))))
    }
  }

  /// A formula that a session keeps, as a cell of the notation in use has it.
  func shown(_ formula: Formula) -> Formula {
    guard hasBiasApart else { return formula }
    return formula.replacingSums { letter, body in
      let sum = Formula.summation(letter, body)
      guard mayTakeBias(letter, body) else { return sum }
      let ofBias = body.replacing(letter, by: .bias(letter)).settled
      return Algebra.sum(sum.withoutBiasUnits, ofBias)
    }.withoutBiasUnits
  }

  private func mayTakeBias(_ letter: String, _ body: Formula) -> Bool {
    let places = body.placesOfBias(of: letter)
    return !places.mustNot
      && places.weights.contains { weight in
        guard let source = layer(of: weight[0]), let target = layer(of: weight[1]),
          let projection = network.projection(from: source, to: target)
        else { return false }
        return network.projections[projection].hasBias
      }
  }
}

extension Subscript {
  /// `i0`
  static func bias(_ letter: String) -> Subscript { Subscript(letter, unit: 0) }
}

extension Formula {
  /// `[i = i0]`
  static func isBias(_ letter: String) -> Formula { .iverson(Subscript(letter), .bias(letter)) }

  /// With brackets of particular units, `[i0 = i1]`, replaced by 0 or 1.
  var settled: Formula {
    settled { a, b in a.unit == nil || b.unit == nil ? nil : a == b }
  }

  /// As it is where no letter stands for a bias unit.
  var withoutBiasUnits: Formula {
    settled { a, b in (a.unit == nil) != (b.unit == nil) && (a.unit ?? b.unit) == 0 ? false : nil }
  }

  /// With the output of a bias unit, which is 1, left out of products.
  var withoutBiasOutputs: Formula {
    switch self {
    case .product(let a, .quantity(.output, let places), _) where places.first?.unit == 0:
      a.withoutBiasOutputs
    case .product(.quantity(.output, let places), let b, _) where places.first?.unit == 0:
      b.withoutBiasOutputs
    default: with(children.map { $0.withoutBiasOutputs })
    }
  }

  /// With the brackets whose value is known replaced by 0 or 1, and what is multiplied by them left out.
  func settled(_ holds: (Subscript, Subscript) -> Bool?) -> Formula {
    if case .iverson(let a, let b) = self { return holds(a, b).map { $0 ? .one : .zero } ?? self }
    let parts = children.map { $0.settled(holds) }
    guard parts != children, let first = parts.first, let last = parts.last else { return self }
    // The order of what stays is kept.
    switch self {
    case .negated: return Algebra.negated(first)
    case .sum where first.isZero: return last
    case .sum where last.isZero, .difference where last.isZero: return first
    case .difference where first.isZero: return Algebra.negated(last)
    case .difference where first.numericValue != nil: return Algebra.difference(first, last)
    case .product: return Algebra.product(first, last)
    case .quotient: return Algebra.quotient(first, last)
    case .power: return Algebra.power(first, last)
    case .summation where first.isZero: return .zero
    default: return with(parts)
    }
  }

  /// With each Σ replaced, from the inner ones to the outer.
  fileprivate func replacingSums(_ replacement: (String, Formula) -> Formula) -> Formula {
    let parts = children.map { $0.replacingSums(replacement) }
    if case .summation(let letter, _) = self, let body = parts.first { return replacement(letter, body) }
    return parts.isEmpty ? self : with(parts)
  }

  /// Times a bracket, which goes in front of the first factor, inside the sums that it begins with.
  func timesBracket(_ bracket: Formula) -> Formula {
    switch self {
    case .summation(let letter, let body): .summation(letter, body.timesBracket(bracket))
    case .product(bracket, _, _): self
    case .product(let first, let rest, let sign): .product(first.timesBracket(bracket), rest, sign: sign)
    default: .product(bracket, self, sign: .juxtaposed)
    }
  }

  /// The weights that start at a letter, and whether something in it rules out that the letter stands for a
  /// bias unit.
  fileprivate func placesOfBias(of letter: String) -> (weights: [[Subscript]], mustNot: Bool) {
    let place = Subscript(letter)
    switch self {
    case .quantity(.weight, let places), .quantity(.weightChange, let places),
      .quantity(.previousWeightChange, let places):
      return places.count == 2 && places[0] == place ? ([places], false) : ([], places.contains(place))
    case .quantity(.output, _): return ([], false)
    case .quantity(_, let places): return ([], places.contains(place))
    case .summation(letter, _): return ([], false)
    default:
      return children.reduce(into: ([], false)) { found, child in
        let inside = child.placesOfBias(of: letter)
        found.0 += inside.weights
        found.1 = found.1 || inside.mustNot
      }
    }
  }
}
