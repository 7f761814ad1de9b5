import Backprop
import IndexedAlgebra

/// What a derivation is about: a network's layers, letters and equations, without any numbers.
struct DerivationScope {
  /// Pinned letters are replaced by their units before a derivation begins.
  let context: FormulaContext
  /// Whether g and g' are written out for the network's transfer functions.
  let writesTransfers: Bool
  /// Whether g' alone is written out, as where it is differentiated.
  var writesSlopes = false
  /// Letters that no sum of a derivation is to have: those of the question, where it is about a derivative of
  /// what is derived.
  var reserved: Set<String> = []

  var last: Int { context.network.layers.count - 1 }

  func isSoftmax(_ layer: Int) -> Bool { context.network.layers[layer].transfer.isSoftmax }

  func layer(of unit: Subscript) -> Int { context.layer(of: unit) ?? 0 }

  /// The letter of a layer as the subscript of any of its units.
  func letter(_ layer: Int) -> Subscript { Subscript(context.layerLetters[layer]) }

  /// A letter for units of a layer that is not taken: the layer's, a particular one, or one with a prime.
  func letter(_ layer: Int, avoiding taken: Set<String>) -> Subscript {
    let taken = taken.union(reserved)
    let own = context.layerLetters[layer]
    let particular = context.particularLetters.filter { $0.value == layer && context.pins[$0.key] == nil }
      .map { $0.key }.sorted()
    for letter in [own] + particular where !taken.contains(letter) { return Subscript(letter) }
    var letter = own + "'"
    while taken.contains(letter) { letter += "'" }
    return Subscript(letter)
  }

  // MARK: - The network's equations

  /// The handout's number of the equation for a or y of a layer.
  func number(of quantity: Quantity, layer: Int) -> Int {
    switch (quantity, layer == last) {
    case (.totalInput, false): 1
    case (.output, false): 2
    case (.totalInput, true): 3
    case (.output, true): 4
    default: 5
    }
  }

  /// a_k = Σ_j w_jk y_j over every projection into the layer, and a bias where biases are apart.
  func totalInput(_ unit: Subscript, avoiding taken: Set<String>) -> Formula {
    let layer = layer(of: unit)
    var sums: [Formula] = []
    for projection in context.network.projections where projection.target == layer {
      let source = letter(projection.source, avoiding: taken)
      sums.append(
        .summation(
          source.letter,
          .product(
            .quantity(.weight, [source, unit]), .quantity(.output, [source]), sign: .juxtaposed)))
      if projection.hasBias, context.hasBiasApart {
        let bias = Subscript(context.layerLetters[projection.source], unit: 0)
        let weight = Formula.quantity(.weight, [bias, unit])
        let output = biasOutput(bias)
        sums.append(output == .one ? weight : .product(weight, output, sign: .juxtaposed))
      }
    }
    return sums.dropFirst().reduce(sums.first ?? .zero) { .sum($0, $1) }
  }

  /// y of a unit, which is 1 for a bias unit where biases have a symbol of their own.
  func biasOutput(_ unit: Subscript) -> Formula {
    unit.unit == 0 && context.hasBiasApart && context.network.bias == 1
      ? .one : .quantity(.output, [unit])
  }

  /// The equation for a or y of any unit of a layer.
  func equation(of quantity: Quantity, layer: Int) -> Equation {
    let unit = letter(layer)
    let left = Formula.quantity(quantity, [unit])
    guard quantity == .output else {
      return Equation(left, totalInput(unit, avoiding: [unit.letter]))
    }
    return Equation(left, .call(.transfer, [.quantity(.totalInput, [unit])]))
  }

  /// g'(a) of a unit, or its formula, if it is to be written out and a formula expresses it.
  func slope(_ unit: Subscript, writtenOut: Bool) -> Formula {
    let a = Formula.quantity(.totalInput, [unit])
    let symbol = Formula.call(.transferDerivative, [a])
    guard writtenOut else { return symbol }
    let layer = layer(of: unit)
    let transfer = context.network.layers[layer].transfer
    return transfer.derivativeFormula(
      of: a, output: .quantity(.output, [unit]), functions: context.functions)
      ?? transfer.pieces(ofLayer: layer)?.slope(at: a) ?? symbol
  }

  /// Whether E is made for the transfer function of the outputs, so that g' cancels.
  var isMatched: Bool {
    context.ownError == nil && context.network.errorTerms.isMatched
  }

  /// Whether g' of a layer is written out.
  func writesOut(_ layer: Int) -> Bool { writesTransfers || writesSlopes || layer == last && isMatched }

  /// Whether the targets of a pattern sum to 1, as those of classes do. A pattern that is at hand may show
  /// that they do not.
  var targetsSumToOne: Bool {
    guard isSoftmax(last) else { return false }
    guard let target = context.presentation?.target else { return true }
    return (target.reduce(0, +) - 1).magnitude < 1e-12
  }

  // MARK: - E

  /// E as a formula, its sums over letters that are not taken; nil if no formula expresses it, or if only its
  /// derivative is known in a short form.
  func error(avoiding taken: Set<String>) -> Formula? {
    let k = letter(last)
    var formula: Formula
    if let own = context.ownError {
      if own.isNamed { return nil }
      formula = context.written(out: context.shown(own.formula))
    } else {
      formula = context.network.errorTerms.error(
        over: k.letter, target: .quantity(.target, [k]), output: .quantity(.output, [k]))
    }
    if case .quantity(.error, _) = formula { return nil }
    return freshened(formula, avoiding: taken)
  }

  /// E as it is shown beside the derivation.
  var errorShown: Formula {
    let k = letter(last)
    if let own = context.ownError { return context.shown(own.formula) }
    return context.network.errorTerms.error(
      over: k.letter, target: .quantity(.target, [k]), output: .quantity(.output, [k]))
  }

  /// -∂E/∂y of an output unit, as the error function states it.
  func descent(at unit: Subscript, avoiding taken: Set<String>) -> Formula {
    let other = letter(last, avoiding: taken.union([unit.letter]))
    if let own = context.ownError { return own.parts.descent(at: unit, other: other) }
    return context.network.errorTerms.descent(
      target: .quantity(.target, [unit]), output: .quantity(.output, [unit]))
  }

  /// With other letters for the sums whose letters are taken.
  func freshened(_ formula: Formula, avoiding taken: Set<String>) -> Formula {
    guard case .summation(let letter, let body) = formula else {
      return formula.with(formula.children.map { freshened($0, avoiding: taken) })
    }
    guard taken.contains(letter) else {
      return .summation(letter, freshened(body, avoiding: taken.union([letter])))
    }
    let inside = taken.union(body.letters)
    let fresh = self.letter(layer(of: Subscript(letter)), avoiding: inside)
    let renamed = body.replacing(letter, by: fresh)
    return .summation(fresh.letter, freshened(renamed, avoiding: taken.union([fresh.letter])))
  }
}

extension Formula {
  /// Every letter in it, free or bound.
  var letters: Set<String> {
    var found: Set<String> = []
    collectLetters(into: &found)
    return found
  }

  private func collectLetters(into found: inout Set<String>) {
    switch self {
    case .quantity(_, let places): for place in places where place.unit == nil { found.insert(place.letter) }
    case .iverson(let a, let b): for place in [a, b] where place.unit == nil { found.insert(place.letter) }
    case .summation(let letter, _): found.insert(letter)
    default: break
    }
    for child in children { child.collectLetters(into: &found) }
  }

  /// Whether it depends on the unit that a letter stands for.
  func mentions(letter: String) -> Bool { freeSubscripts.contains(Subscript(letter)) }

  /// With every occurrence of a formula replaced by another.
  func replacing(_ part: Formula, by other: Formula) -> Formula {
    if self == part { return other }
    return children.isEmpty ? self : with(children.map { $0.replacing(part, by: other) })
  }
}

extension PiecewiseLinear {
  /// `[a > 0]`: g' as the slope above 0 and that below it; nil if they are the same.
  fileprivate func slope(at a: Formula) -> Formula? {
    guard above.slope != below.slope, zero.slope == below.slope else { return nil }
    let sides = [(above.slope, Relation.greater), (below.slope, .atMost)]
    return Formula.sum(
      of: sides.map { slope, side in
        let number = Double(slope.numerator) / Double(slope.denominator)
        let bracket = Formula.call(.comparison(side), [a, .zero])
        return SignedTerm(
          isNegative: false,
          formula: slope == .one
            ? bracket : slope == .zero ? .zero : .product(.of(number), bracket, sign: .juxtaposed))
      })
  }
}
