/// What the equations of the network say.
extension Calculus {
  /// Equations 1 and 3: a_k = Σ_j w_jk y_j, over every link that leads to the layer.
  public mutating func definition(ofTotalInput unit: UnitIndex) throws(AlgebraProblem) -> NormalForm {
    var total = NormalForm.zero
    for (place, link) in shape.links.enumerated() where link.target == unit.layer {
      let source = freshLetter(layer: link.source, withBias: link.hasBias)
      let term = try product(try atom(.weight(place), source, unit), try atom(.output, source))
      total = try sum(total, try summation(over: source, term))
    }
    return total
  }

  /// δ = -∂E/∂a: of an output unit by E, of a hidden unit by the δ of the layers after it.
  public mutating func definition(ofDelta unit: UnitIndex) throws(AlgebraProblem) -> NormalForm {
    guard unit.layer < shape.last else {
      guard let error else { throw .unknown(.derivative) }
      used.insert(.error)
      used.insert(.outputDelta)
      return negated(try derivative(of: error, by: .totalInput(unit)))
    }
    used.insert(.hiddenDelta)
    var sum = NormalForm.zero
    for (place, link) in shape.links.enumerated() where link.source == unit.layer {
      let target = freshLetter(layer: link.target)
      let term = try product(try atom(.delta, target), try atom(.weight(place), unit, target))
      sum = try self.sum(sum, try summation(over: target, term))
    }
    return try product(try atom(.slope(1), unit), sum)
  }

  /// Replaces atoms by what they stand for, in the arguments of functions too. The replacement is nil for
  /// those that stay.
  ///
  /// A sum over units and a bias unit is split first where what is replaced has no bias unit.
  public mutating func replacing(
    _ form: NormalForm,
    _ replacement: (inout Calculus, Atom) throws(AlgebraProblem) -> NormalForm?
  ) throws(AlgebraProblem) -> NormalForm {
    var sum = TermSum()
    for term in form.terms {
      var open = [try raw(term)]
      while let next = open.popLast() {
        if let letter = try letterToSplit(next, replacement) {
          let (bias, others) = try separated(next, letter)
          open += bias
          open.append(others)
          continue
        }
        var rest = next
        rest.factors = []
        var replaced: [NormalForm] = []
        for factor in next.factors {
          if let value = try replacement(&self, factor.atom) {
            replaced.append(try power(value, factor.exponent))
          } else if factor.atom.arguments.isEmpty {
            rest.factors.append(factor)
          } else {
            var arguments: [NormalForm] = []
            for argument in factor.atom.arguments {
              arguments.append(try replacing(argument, replacement))
            }
            if arguments == factor.atom.arguments {
              rest.factors.append(factor)
            } else {
              replaced.append(try power(try function(factor.atom.head, arguments), factor.exponent))
            }
          }
        }
        for result in try times(rest, replaced) { try add(result, to: &sum) }
      }
    }
    return sum.normalForm
  }

  /// A letter that may be the bias unit in an output that is replaced.
  private mutating func letterToSplit(
    _ raw: RawMonomial, _ replacement: (inout Calculus, Atom) throws(AlgebraProblem) -> NormalForm?
  ) throws(AlgebraProblem) -> UnitIndex? {
    for letter in raw.bound where letter.kind == .boundWithBias && letter.layer > 0 {
      for factor in raw.factors where factor.atom.mentions(letter) {
        if try isReplaced(factor.atom, letter, replacement) { return letter }
      }
    }
    return nil
  }

  private mutating func isReplaced(
    _ atom: Atom, _ letter: UnitIndex,
    _ replacement: (inout Calculus, Atom) throws(AlgebraProblem) -> NormalForm?
  ) throws(AlgebraProblem) -> Bool {
    if atom.head == .output, atom.indices.first == letter {
      return try replacement(&self, Atom(.output, [letter.withoutBias])) != nil
    }
    for argument in atom.arguments {
      for term in argument.terms {
        for factor in term.monomial.factors where factor.atom.mentions(letter) {
          if try isReplaced(factor.atom, letter, replacement) { return true }
        }
      }
    }
    return false
  }

  /// With δ, E and a replaced by their definitions, as asked for.
  public mutating func unfolded(
    _ form: NormalForm, delta: Bool = false, error: Bool = false, totalInput: Bool = false
  ) throws(AlgebraProblem) -> NormalForm {
    var form = form
    // δ of one layer brings in that of the next.
    for _ in 0...shape.units.count {
      let before = form
      form = try replacing(form) { (calculus, atom) throws(AlgebraProblem) -> NormalForm? in
        switch atom.head {
        case .delta:
          guard delta, let unit = atom.indices.first else { return nil }
          return try calculus.definition(ofDelta: unit)
        case .error:
          guard error, let own = calculus.error else { return nil }
          calculus.used.insert(.error)
          return own
        case .totalInput:
          guard totalInput, let unit = atom.indices.first else { return nil }
          calculus.used.insert(.totalInput)
          return try calculus.definition(ofTotalInput: unit)
        case .weight, .previousChange, .output, .target, .slope, .transfer, .call, .symbol, .constant, .group:
          return nil
        }
      }
      if form == before { return form }
    }
    return form
  }
}
