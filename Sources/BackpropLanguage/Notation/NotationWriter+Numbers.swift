/// The numbers of a derivation, if δ has the opposite sign: where the handout's δ is 0.2, the course's is
/// -0.2.
extension NotationWriter {
  /// A line of numbers below one of symbols, in which every number in the place of a δ is turned, and signs
  /// are collected in front as in the symbols.
  func numbers(_ numbers: Formula, for symbols: Formula) -> Formula {
    guard notation.hasOppositeDelta else { return numbers }
    switch (symbols, numbers) {
    case (.quantity(.delta, _), .number): return .negated(numbers.turned)
    case (.negated(let symbol), .negated(let number)):
      let inside = self.numbers(number, for: symbol)
      return isTurned(number, inside) ? inside.turned : .negated(inside)
    case (.summation(let letter, let body), .sum(let first, let last)):
      let left = self.numbers(first, for: .summation(letter, body))
      let right = self.numbers(last, for: body)
      if isTurned(first, left), isTurned(last, right) { return .negated(.sum(left.turned, right.turned)) }
      return .sum(left, right)
    case (.summation(_, let body), _): return self.numbers(numbers, for: body)
    case (.product, .product), (.quotient, .quotient), (.sum, .sum), (.difference, .difference):
      let (symbolParts, parts) = (symbols.children, numbers.children)
      let written = zip(parts, symbolParts).map { self.numbers($0, for: $1) }
      let turned = zip(parts, written).map { isTurned($0, $1) }
      if case .sum = numbers {
        return turned.allSatisfy { $0 }
          ? .negated(numbers.with(written.map { $0.turned })) : numbers.with(written)
      }
      if case .difference = numbers { return numbers.with(written) }
      let bare = zip(written, turned).map { $1 ? $0.turned : $0 }
      return turned.filter { $0 }.count == 1 ? .negated(numbers.with(bare)) : numbers.with(bare)
    default: return numbers
    }
  }
}
