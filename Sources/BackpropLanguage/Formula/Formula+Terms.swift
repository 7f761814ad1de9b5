extension Formula {
  /// The terms of the first sum of so many inside the formula, and the formula with names in their place.
  ///
  /// name: of the term at a place, from 0.
  ///
  /// Returns: nil if there is no sum of so many terms, or if count is less than 2.
  public func separatingTerms(
    _ count: Int, name: (Int) -> String
  ) -> (outline: Formula, terms: [Formula])? {
    guard count > 1 else { return nil }
    let terms = summands
    if terms.count == count {
      let names = terms.indices.map { Formula.name(name($0)) }
      return (names.dropFirst().reduce(names[0]) { .sum($0, $1) }, terms)
    }
    var parts = children
    for place in parts.indices {
      guard let found = parts[place].separatingTerms(count, name: name) else { continue }
      parts[place] = found.outline
      return (with(parts), found.terms)
    }
    return nil
  }

  private var summands: [Formula] {
    guard case .sum(let a, let b) = self else { return [self] }
    return a.summands + b.summands
  }
}
