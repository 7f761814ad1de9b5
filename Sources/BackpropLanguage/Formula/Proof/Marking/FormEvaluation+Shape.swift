/// What distinguishes a line from one that is simplified: sums in brackets and below a fraction line are not
/// multiplied out. The order of terms and factors, signs in front, `+ 0` and `1 ×` are no difference.
extension FormEvaluation {
  mutating func shapeOfSum(_ formula: ResolvedFormula) throws(LineForm.Obstacle) -> ModularNumber {
    var terms: [ModularNumber] = []
    var numbers = ModularNumber.zero
    var pending: [(term: ResolvedFormula, isSubtracted: Bool)] = [(formula, false)]
    while let (next, isSubtracted) = pending.popLast() {
      switch next {
      case .sum(let a, let b): pending += [(b, isSubtracted), (a, isSubtracted)]
      case .difference(let a, let b): pending += [(b, !isSubtracted), (a, isSubtracted)]
      default:
        let own = try value(next)
        let signed = isSubtracted ? own.negated : own
        if next.isConstant { numbers = numbers + signed } else { terms.append(signed) }
      }
    }
    if numbers != .zero { terms.append(numbers) }
    guard terms.count > 1 else { return terms.first ?? .zero }
    // Each term by itself: a + a is not 2 a.
    return atom(.sum, terms.reduce(.zero) { $0 + atom(.sum, $1.value, 1) }.value)
  }
}
