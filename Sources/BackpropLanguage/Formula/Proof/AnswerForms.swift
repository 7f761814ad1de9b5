/// What a formula must be, or must not be, to be an answer.
extension Formula {
  /// Whether it is a calculation with numbers, of which g may be a part.
  var isCalculation: Bool {
    switch self {
    case .quantity, .summation, .iverson, .partial: false
    default: children.allSatisfy { $0.isCalculation }
    }
  }

  /// Whether a formula, or a derivative by the weights that it is a derivative by, occurs in it or in a name
  /// that it uses.
  func restates(_ asked: Formula, _ definitions: Definitions) -> Bool {
    if self == asked { return true }
    if case .name(let name) = self, let meaning = definitions[name] {
      return meaning.restates(asked, definitions)
    }
    if case .partial(_, .quantity(let own, let subscripts)) = self,
      case .partial(_, .quantity(let other, let theirs)) = asked, own == other,
      subscripts.count == theirs.count, own == .weight
    {
      return true
    }
    // δ is -∂E/∂a by definition.
    if case .partial(.quantity(.error, _), .quantity(.totalInput, let place)) = self,
      case .quantity(.delta, place) = asked
    {
      return true
    }
    return children.contains { $0.restates(asked, definitions) }
  }
}
