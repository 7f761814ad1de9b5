extension Formula {
  /// With the minus signs within products and quotients collected in front of them, and two of them left out:
  /// `η δ_j y_i` for `-η (-δ_j) y_i`. Its value is the same to the last bit.
  var withSignsInFront: Formula {
    switch self {
    case .number, .constant, .quantity, .name, .iverson, .symbol: return self
    case .negated(let inner):
      let inside = inner.withSignsInFront
      if case .negated(let twice) = inside { return twice }
      return .negated(inside)
    case .sum(let a, let b):
      let (left, right) = (a.withSignsInFront, b.withSignsInFront)
      if case .negated(let inner) = right { return .difference(left, inner) }
      return .sum(left, right)
    case .difference(let a, let b):
      let (left, right) = (a.withSignsInFront, b.withSignsInFront)
      if case .negated(let inner) = right { return .sum(left, inner) }
      return .difference(left, right)
    case .product, .quotient:
      var isNegative = false
      let parts = children.map { part -> Formula in
        let written = part.withSignsInFront
        guard case .negated(let inner) = written else { return written }
        isNegative.toggle()
        return inner
      }
      return isNegative ? .negated(with(parts)) : with(parts)
    case .power, .call, .summation, .partial: return with(children.map { $0.withSignsInFront })
    }
  }
}
