import Backprop

/// E as the user defined it, as formulas.
final class OwnError: Sendable {
  /// As typed, but with pinned letters replaced by their units, and as the session keeps it
  /// (`FormulaContext.kept`).
  let formula: Formula
  let parts: ErrorParts
  /// The part of the weights; nil if there is none.
  let penalty: PenaltyParts?
  /// Whether it is one of `NamedError`, which depends on no name of the session.
  let isNamed: Bool

  init(formula: Formula, parts: ErrorParts, penalty: PenaltyParts?, isNamed: Bool) {
    (self.formula, self.parts, self.penalty, self.isNamed) = (formula, parts, penalty, isNamed)
  }
}

/// E as the user defined it, worked out for a network.
struct ErrorDefinition {
  let own: OwnError
  /// For the core.
  let function: ErrorFunction

  /// Differentiating this many takes a few tenths of a second.
  private static let mostParts = 10_000

  /// source: the formula of E in a cell, with the letters of the network of the context.
  init(_ source: SourceFormula, _ context: FormulaContext) throws(Diagnostic) {
    try Self.check(source, context)
    let kept = try context.kept(source)
    let pinned = SourceFormula(context.pinned(kept), range: source.range)
    let whole = context.written(out: pinned.formula)
    guard whole.partCount <= Self.mostParts else {
      throw Diagnostic(
        .tooLarge(
          "parts of this E, with its names written out", count: whole.partCount, limit: Self.mostParts),
        at: source.range)
    }
    let resolver = FunctionResolver(definitions: context.definitions, functions: context.functions)
    if let part = resolver.partWithoutValue(in: whole) {
      throw Diagnostic(
        .notFinite("`\(part.unicode)`"), at: source.range, example: "E = 1/2 Σ_k (t_k - y_k)^2")
    }
    let portions = try ErrorPortions(whole, at: source.range)
    let penalty: PenaltyParts? =
      if let ofWeights = portions.ofWeights {
        try PenaltyParts(ofWeights, context, at: source.range)
      } else {
        nil
      }
    let ofOutputs = SourceFormula(portions.ofOutputs ?? .zero, range: source.range)
    try self.init(pinned, try ErrorParts(ofOutputs, context), penalty, isNamed: false, context)
  }

  /// E as the session keeps it, once more, after something in it has changed.
  init(_ own: OwnError, _ context: FormulaContext, at range: SourceRange) throws(Diagnostic) {
    var context = context
    context.hasBiasApart = false
    try self.init(SourceFormula(own.formula, range: range), context)
  }

  init(
    _ source: SourceFormula, _ parts: ErrorParts, _ penaltyParts: PenaltyParts? = nil, isNamed: Bool,
    _ context: FormulaContext
  ) throws(Diagnostic) {
    guard !parts.descent.isZero else { throw Diagnostic(.errorWithoutSlope, at: source.range) }
    own = OwnError(formula: source.formula, parts: parts, penalty: penaltyParts, isNamed: isNamed)
    var resolver = FunctionResolver(definitions: context.definitions, functions: context.functions)
    resolver.unitLetter = context.layerLetters.last ?? resolver.unitLetter
    var terms: [Expression] = []
    for term in parts.terms { terms.append(try resolver.expression(of: term, at: source.range)) }
    var total = try resolver.expression(of: parts.total, at: source.range)
    var descent = try resolver.expression(of: parts.descent, at: source.range)
    let mayEqualBuiltIn = (terms + [total]).allSatisfy { $0.isAnalytic }
    if (terms + [total]).contains(where: { $0.hasLogarithm }) {
      terms = terms.map { $0.withZeroFactors }
      (total, descent) = (total.withZeroFactors, descent.withZeroFactors)
    }
    let sums = ErrorSums(terms: terms, total: total, descent: descent)
    try Self.checkIsNumber(sums, context, source.range)
    try Self.checkBound(sums, context, source.range)
    var penalty: WeightPenalty?
    if let penaltyParts { penalty = try penaltyParts.penalty(resolver) }
    let outputs = context.network.outputUnits
    let function = ErrorFunction(
      name: source.formula.unicode, definition: resolver.definition(ofFormula: source.formula), sums,
      penalty: penalty, isSame: { mayEqualBuiltIn && sums.hasSameValues(as: $0, ofUnits: outputs) })
    try Self.checkPenalty(function, context, source.range)
    self.function = function
  }

  /// Throws unless every symbol means something and the value is one number.
  private static func check(_ source: SourceFormula, _ context: FormulaContext) throws(Diagnostic) {
    if let letter = source.formula.sumOverPatterns(context) {
      throw Diagnostic(.errorOverPatterns(letter: letter), at: source.range)
    }
    try check(source.formula, context, source.range)
    let free = try FormulaEvaluator(context.withAnyPattern).indices(of: source)
    guard free.isEmpty else {
      let letters = free.map { $0.letter }
      throw Diagnostic(
        .errorOfEachUnit(letters), at: source.range,
        suggestion: source.formula.mentions(.weight)
          ? nil : "Σ_\(letters.joined()) (\(source.formula.unicode))")
    }
  }

  /// Throws at a quantity that is neither an output nor a target nor a weight. Those in the names of the
  /// formula are found later.
  private static func check(
    _ formula: Formula, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) {
    if case .quantity(let quantity, let places) = formula {
      let isOfOutput = places.allSatisfy { place in
        place.layerLetter == context.layerLetters.last
          || context.layerLetters.firstIndex(of: place.layerLetter) == nil
      }
      guard quantity == .weight || quantity == .target || quantity == .output && isOfOutput else {
        throw Diagnostic(.errorOf(formula.unicode), at: range)
      }
    }
    for child in formula.children { try check(child, context, range) }
  }

  /// Throws if E falls without end as all weights grow or fall.
  private static func checkPenalty(
    _ function: ErrorFunction, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) {
    guard function.penalty != nil else { return }
    for sign in [1.0, -1] {
      let penalties = [1e3, 1e6, 1e9].map { size in
        var network = context.network
        try? network.setErrorFunction(function)
        for (place, projection) in network.projections.enumerated() {
          let (rows, columns) = (projection.weights.rows, projection.weights.columns)
          try? network.setWeights(
            Matrix(rows: rows, columns: columns, repeating: sign * size), ofProjection: place)
        }
        return network.penalty
      }
      if penalties.fallWithoutEnd {
        throw Diagnostic(.errorWithoutBound("weights", falling: sign > 0 ? "grow" : "fall"), at: range)
      }
    }
  }

  /// Throws if E is no number where outputs and targets lie. If the outputs can be any numbers, one place
  /// where it is a number is enough: the targets may keep them away from others.
  private static func checkIsNumber(
    _ sums: ErrorSums, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) {
    let reach = context.network.outputTransfer.outputRange
    let count = context.network.outputUnits
    let outputs = [0.23, 0.51, 0.77].map { share in
      switch (reach.lowerBound.isFinite, reach.upperBound.isFinite) {
      case (true, true): reach.lowerBound + share * (reach.upperBound - reach.lowerBound)
      case (true, false): reach.lowerBound + 2 * share
      case (false, true): reach.upperBound - 2 * share
      case (false, false): 4 * share - 2
      }
    }
    var targets: Set<Double> = [0, 1]
    if let set = context.patterns?.targets, set.columns == count, set.rows > 0 {
      targets = Set(set.elements.prefix(mostTargets))
    }
    let sorted = targets.sorted()
    for target in sorted {
      let t = [Double](repeating: target, count: count)
      let wrong = outputs.filter { !sums.error(t, [Double](repeating: $0, count: count)).isFinite }
      let isAnywhere = reach.lowerBound.isInfinite && reach.upperBound.isInfinite
      let letter = context.layerLetters.last ?? "k"
      if let output = wrong.first, !isAnywhere || wrong.count == outputs.count {
        throw Diagnostic(.errorIsNoNumber(letter: letter, output: output, target: target), at: range)
      }
      // `log(abs(t_k - y_k))`, and `t_k log(y_k)` without its sign
      for output in [target, reach.lowerBound, reach.upperBound]
      where reach.contains(output) && output.isFinite {
        guard sums.error(t, [Double](repeating: output, count: count)) == -.infinity else { continue }
        throw Diagnostic(.errorFallsAt(letter: letter, output: output, target: target), at: range)
      }
    }
    let some =
      sorted.count > mostTargetsForPoles
      ? sorted.prefix(mostTargetsForPoles - 1) + sorted.suffix(1) : sorted
    try ErrorPoles(sums, context.network).check(some, letter: context.layerLetters.last ?? "k", at: range)
  }

  /// So many targets show what they are like.
  private static let mostTargets = 1000
  private static let mostTargetsForPoles = 8

  /// Throws if E falls without end where the outputs can go: with such an E, training cannot end.
  private static func checkBound(
    _ sums: ErrorSums, _ context: FormulaContext, _ range: SourceRange
  ) throws(Diagnostic) {
    let reach = context.network.outputTransfer.outputRange
    let count = context.network.outputUnits
    for far in [reach.lowerBound, reach.upperBound] where far.isInfinite {
      // Targets need not be among these, so one at which E falls is no proof.
      let falls = [-1.0, 0, 1].allSatisfy { target in
        let t = [Double](repeating: target, count: count)
        return [1e3, 1e6, 1e9].map { size in
          sums.error(t, [Double](repeating: far > 0 ? size : -size, count: count))
        }.fallWithoutEnd
      }
      if falls {
        throw Diagnostic(.errorWithoutBound("outputs", falling: far > 0 ? "grow" : "fall"), at: range)
      }
    }
  }
}

extension Formula {
  /// The letter of a sum over the patterns: one that is no layer's, and that nothing in the sum has, or
  /// Bishop's n, with which he numbers patterns: `Σ_n t_n ln y_n`.
  fileprivate func sumOverPatterns(_ context: FormulaContext) -> String? {
    if case .summation(let letter, let body) = self, !context.layerLetters.contains(letter),
      letter == ParticularLetter.p.rawValue || context.particularLetters[letter] == nil,
      letter == "n" || !body.freeSubscripts.contains(where: { $0.letter == letter })
    {
      return letter
    }
    for child in children {
      if let letter = child.sumOverPatterns(context) { return letter }
    }
    return nil
  }
}

extension [Double] {
  /// Whether values at places that are a thousand times as far each fall at least a hundredfold.
  fileprivate var fallWithoutEnd: Bool {
    guard let first, first < -0.001 else { return false }
    return zip(self, dropFirst()).allSatisfy { $1 < 100 * $0 }
  }
}

extension ErrorSums {
  /// Whether E and -∂E/∂y are the same at many places, to nearly all digits: between 0 and 1, where both are
  /// analytic, and far from there, where terms that were too small to be seen are large.
  ///
  /// ofUnits: how many outputs there are. If single units are named, no other number has a meaning.
  fileprivate func hasSameValues(as other: ErrorSums, ofUnits outputs: Int) -> Bool {
    var generator = RandomGenerator(seed: 1)
    for count in namesUnits ? [outputs] : [1, 2, 3, 5] {
      for _ in 0..<8 {
        let t = (0..<count).map { _ in 0.05 + 0.9 * generator.uniform() }
        let y = (0..<count).map { _ in 0.05 + 0.9 * generator.uniform() }
        guard isSame(as: other, t, y, size: 1) else { return false }
      }
      for size in [3.0, 1000] {
        for _ in 0..<8 {
          let t = (0..<count).map { _ in size * (2 * generator.uniform() - 1) }
          let y = (0..<count).map { _ in size * (2 * generator.uniform() - 1) }
          guard isSame(as: other, t, y, size: size) else { return false }
        }
      }
    }
    return true
  }

  /// Whether both have the same values there, or none. size: that of t and y, whose squares are rounded.
  private func isSame(as other: ErrorSums, _ t: [Double], _ y: [Double], size: Double) -> Bool {
    let pairs = zip([error(t, y)] + descents(t, y), [other.error(t, y)] + other.descents(t, y))
    return pairs.allSatisfy { a, b in
      guard a.isFinite, b.isFinite else { return size > 1 && !a.isFinite && !b.isFinite }
      return (a - b).magnitude <= 1e-12 * max(a.magnitude, b.magnitude, size * size)
    }
  }
}

extension Expression {
  /// Whether it has neither kinks nor jumps in it.
  fileprivate var isAnalytic: Bool {
    switch self {
    case .maximum, .minimum, .choice, .call(.magnitude, _), .call(.sign, _),
      .call(.floor, _):
      false
    case .number, .variable: true
    case .negative(let a), .call(_, let a): a.isAnalytic
    case .sum(let a, let b), .difference(let a, let b), .product(let a, let b), .quotient(let a, let b),
      .timesLogarithm(let a, let b), .power(let a, let b):
      a.isAnalytic && b.isAnalytic
    }
  }
}
