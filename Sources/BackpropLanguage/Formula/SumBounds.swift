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
  /// A name in the place of `last` that is as good as none.
  static let wholeLayer = "#"

  /// The name in the place of `last`.
  var lastName: String?
  /// The subscripts of that name: j of `n_j`.
  var lastPlaces: [Subscript] = []
  /// The word of `{k∈outputs}`, which says in other words which layer it is.
  var units: String?
  /// The unit in brackets behind `units`: j of `{k∈Downstream(j)}`.
  var unit: String?
  var range: SourceRange

  /// The letters by which courses count things: D inputs, M hidden units, C classes, n units. Others have
  /// meanings that are no numbers: W, X and T are matrices, e is a number of its own.
  static let countingLetters: Set<String> = [
    "C", "D", "H", "I", "J", "K", "L", "M", "N", "O", "P", "Q", "R", "S", "c", "d", "h", "m", "n",
  ]
}

extension FormulaContext {
  /// The same with a bracket in each sum whose bounds leave out the bias unit that it would otherwise run
  /// over: `Σ_j (1 - [j = j0]) w_jk y_j` for `Σ_{j=1}^M w_jk y_j`.
  ///
  /// Throws if a symbol is undefined.
  func bounded(_ source: SourceFormula) throws(Diagnostic) -> SourceFormula {
    var source = withAllWeights(source)
    if source.sumBounds.contains(where: { $0.units != nil }) {
      let resolver = FormulaResolver(self)
      for bounds in source.sumBounds where bounds.units != nil { try resolver.check(bounds) }
      source.sumBounds.removeAll { $0.units != nil }
    }
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

extension SourceFormula {
  /// The same for a network to come, which may have bias units: a bracket in each sum from 1 over weights or
  /// outputs of its letter's layer. except: the letter of the output layer, which has none.
  func boundedAnywhere(except last: String?) -> Formula {
    var place = 0
    var found: [Int] = []
    formula.collectSums { letter, body in
      let isFromOne = sumBounds.contains { $0.place == place && $0.first == 1 }
      if isFromOne, letter != last, body.mayTakeBias(of: letter) { found.append(place) }
      place += 1
    }
    var counts = (sums: 0, leaves: 0)
    return formula.withBrackets(of: found, &counts) { _ in }
  }
}

extension DerivationRows {
  /// With the sums bounded as in `FormulaContext.bounded`.
  func bounded(in context: FormulaContext) throws(Diagnostic) -> DerivationRows {
    var bounded: [Step] = []
    for step in steps {
      var step = step
      step.equation = try context.bounded(step.equation)
      step.beginning = try context.bounded(step.beginning)
      bounded.append(step)
    }
    return DerivationRows(steps: bounded, unread: unread)
  }
}

extension Formula {
  /// What is summed, if this is a sum that leaves out a bias unit: `w_jk y_j` of
  /// `Σ_j (1 - [j = j0]) w_jk y_j`.
  var bodyWithoutBias: Formula? {
    guard case .summation(let letter, let body) = self else { return nil }
    return body.without(firstFactor: .difference(.one, .isBias(letter)))
  }

  /// What stands below and above a Σ that leaves out a bias unit: `{j=1}^J`. The capital stands for the
  /// number of units.
  static func fromOne(_ letter: String) -> String {
    guard let first = letter.unicodeScalars.first, ("a"..."z").contains(first),
      let capital = Unicode.Scalar(first.value - 32)
    else { return "{\(letter)=1}" }
    return "{\(letter)=1}^\(capital)"
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

  /// Calls `found` with each sum, in the order in which they are written.
  fileprivate func collectSums(_ found: (String, Formula) -> Void) {
    if case .summation(let letter, let body) = self { found(letter, body) }
    for child in children { child.collectSums(found) }
  }

  /// Whether a weight from a unit of this letter is in it, or its output.
  fileprivate func mayTakeBias(of letter: String) -> Bool {
    switch self {
    case .quantity(.weight, let places), .quantity(.output, let places): places.first?.letter == letter
    default: children.contains { $0.mayTakeBias(of: letter) }
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
