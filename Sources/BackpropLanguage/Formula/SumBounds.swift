import Backprop

/// The bounds of a sum. A sum runs over a whole layer, with its bias unit or, if it begins at 1, without it;
/// the bounds must be those of the layer.
struct SumBounds: Equatable, Sendable {
  var letter: String
  /// Which of the formula's sums it belongs to, counted from 0 in the order in which they are written.
  var place: Int
  /// nil: not written, or a letter such as K, which stands for the layer's width.
  var first: Int?
  var last: Int?
  var range: SourceRange
}

extension FormulaContext {
  /// The same with a bracket in each sum whose bounds leave out the bias unit that it would otherwise run
  /// over: `Σ_j (1 - [j = j0]) w_jk y_j` for `Σ_{j=1}^M w_jk y_j`.
  ///
  /// Throws if a symbol is undefined.
  func bounded(_ source: SourceFormula) throws(Diagnostic) -> SourceFormula {
    guard !hasBiasApart, network.bias != nil, source.sumBounds.contains(where: { $0.first == 1 }) else {
      return source
    }
    var resolver = FormulaResolver(withAnyPattern)
    _ = try resolver.resolve(source)
    let sums = resolver.sumsWithoutBias
    guard !sums.isEmpty else { return source }
    var result = source
    var counts = (sums: 0, leaves: 0)
    result.formula = source.formula.withBrackets(of: sums, &counts) { leaf in
      if result.leaves.indices.contains(leaf - 1) {
        result.leaves.insert(result.leaves[leaf - 1], at: leaf)
      }
    }
    result.sumBounds.removeAll { sums.contains($0.place) }
    return result
  }

  func bounded(_ equation: SourceEquation) throws(Diagnostic) -> SourceEquation {
    SourceEquation(
      try bounded(equation.left), try bounded(equation.right), relation: equation.relation)
  }
}

extension DerivationRows {
  /// With the sums bounded as in `FormulaContext.bounded`.
  func bounded(in context: FormulaContext) throws(Diagnostic) -> DerivationRows {
    var bounded: [Step] = []
    for step in steps {
      bounded.append(
        Step(
          equation: try context.bounded(step.equation), beginning: try context.bounded(step.beginning),
          continues: step.continues))
    }
    return DerivationRows(steps: bounded)
  }
}

extension Formula {
  /// What is summed, if this is a sum that leaves out a bias unit: `w_jk y_j` of
  /// `Σ_j (1 - [j = j0]) w_jk y_j`.
  var bodyWithoutBias: Formula? {
    guard case .summation(let letter, let body) = self else { return nil }
    return body.without(firstFactor: .difference(.one, .isBias(letter)))
  }

  private func without(firstFactor: Formula) -> Formula? {
    switch self {
    case .product(firstFactor, let rest, _): rest
    case .product(let first, let rest, let sign):
      first.without(firstFactor: firstFactor).map { .product($0, rest, sign: sign) }
    case .summation(let letter, let body):
      body.without(firstFactor: firstFactor).map { .summation(letter, $0) }
    default: nil
    }
  }

  /// With a bracket in the sums at these places. addLeaf: called with the place of each bracket among the
  /// leaves.
  fileprivate func withBrackets(
    of sums: [Int], _ counts: inout (sums: Int, leaves: Int), addLeaf: (Int) -> Void
  ) -> Formula {
    var isBounded = false
    switch self {
    case .summation:
      isBounded = sums.contains(counts.sums)
      counts.sums += 1
      counts.leaves += 1
    case .quantity, .name, .iverson, .call: counts.leaves += 1
    default: break
    }
    if isBounded {
      addLeaf(counts.leaves)
      counts.leaves += 1
    }
    let parts = children.map { $0.withBrackets(of: sums, &counts, addLeaf: addLeaf) }
    guard isBounded, case .summation(let letter, _) = self, let body = parts.first else {
      return parts.isEmpty ? self : with(parts)
    }
    return .summation(letter, body.timesBracket(.difference(.one, .isBias(letter))))
  }
}
