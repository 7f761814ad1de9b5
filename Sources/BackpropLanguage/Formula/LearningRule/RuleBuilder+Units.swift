/// The units that a line of a rule may be about: those that the weight leads from and to, of any layer.
extension RuleBuilder {
  /// Throws at x, which only input units have, at a unit that the weight does not join, and at g', which
  /// belongs to the network.
  func refuseOtherUnits(in line: OwnRule.Line) throws(Diagnostic) {
    let formula = line.formula.formula
    if let slope = formula.firstSlope {
      throw Diagnostic(.rule(.slope(slope.unicode, from: rule.from, to: rule.to)), at: range)
    }
    if let input = formula.firstInput {
      throw Diagnostic(
        .rule(.inputOnly(input.unicode, output: input.withOutputs.unicode)), at: range,
        suggestion: line.formula.vectorForm == nil ? (line.typed ?? formula).withOutputs.unicode : nil)
    }
    if let other = formula.firstOfOtherUnit(than: [rule.from, rule.to]) {
      let isSent = if case .quantity(.output, _) = other { true } else { false }
      let meant = other.of(Subscript(isSent ? rule.from : rule.to))
      throw Diagnostic(
        .rule(.otherUnit(other.unicode, weight: rule.weight)), at: range, suggestion: meant.unicode)
    }
  }
}

extension Formula {
  /// The first x in it.
  fileprivate var firstInput: Formula? {
    if case .quantity(.input, _) = self { return self }
    for child in children {
      if let input = child.firstInput { return input }
    }
    return nil
  }

  /// The first `g'(a_j)` in it.
  fileprivate var firstSlope: Formula? {
    if case .call(.transferDerivative, _) = self { return self }
    for child in children {
      if let slope = child.firstSlope { return slope }
    }
    return nil
  }

  /// The first quantity of one unit with another letter than these.
  fileprivate func firstOfOtherUnit(than letters: [String]) -> Formula? {
    if case .quantity(_, let places) = self, places.count == 1, !letters.contains(places[0].letter) {
      return self
    }
    // A sum has letters of its own, and no place in a rule.
    if case .summation = self { return nil }
    for child in children {
      if let other = child.firstOfOtherUnit(than: letters) { return other }
    }
    return nil
  }

  /// A quantity of one unit, of another one.
  fileprivate func of(_ place: Subscript) -> Formula {
    if case .quantity(let quantity, _) = self { .quantity(quantity, [place]) } else { self }
  }

  /// With y in the place of x.
  fileprivate var withOutputs: Formula {
    if case .quantity(.input, let places) = self { return .quantity(.output, places) }
    return with(children.map { $0.withOutputs })
  }
}
