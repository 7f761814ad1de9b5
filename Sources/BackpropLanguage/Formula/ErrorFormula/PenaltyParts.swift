import Backprop

/// The part of E that depends on the weights: sums over weights, and the part as a formula of these sums. The
/// same names as in `ErrorParts` stand for the sums.
struct PenaltyParts {
  /// The weight that a sum is at.
  static let weight = Formula.name("w")

  /// A sum over the weights from a unit, or all units, of a layer to one or all of another.
  struct Term: Equatable {
    /// The place in `Network.projections`.
    let projection: Int
    /// The letters of the layers, each with the number of the unit if it is only one.
    let from: Subscript
    let to: Subscript
    /// Of the projection's matrix.
    let rows: Range<Int>
    let columns: Range<Int>
    /// Of the whole matrix.
    let size: [Int]
    /// What it adds for a weight.
    var value: Formula

    func with(value: Formula) -> Term {
      var term = self
      term.value = value
      return term
    }
  }

  private(set) var terms: [Term] = []
  /// The share of each sum in ∂E/∂w of a weight that it is over.
  private(set) var slopes: [Formula] = []
  private(set) var total = Formula.zero
  private let range: SourceRange

  /// formula: with the names of quantities written out, and without outputs and targets.
  init(_ formula: Formula, _ context: FormulaContext, at range: SourceRange) throws(Diagnostic) {
    self.range = range
    total = try part(formula, context)
    let values = terms.map { $0.value }
    let adjoints = SumAdjoints.adjoints(of: total, values) { slope, later in
      addSum(terms[later].with(value: slope))
    }
    slopes = zip(adjoints, values).map { adjoint, value in
      Algebra.product(adjoint, SymbolicDerivative.derivative(of: value, by: "w")).simplified
    }
    // Sums that only derivatives need are no part of E themselves.
    slopes += terms.dropFirst(slopes.count).map { _ in .zero }
  }

  // MARK: - Parts

  private mutating func part(
    _ formula: Formula, _ context: FormulaContext
  ) throws(Diagnostic) -> Formula {
    switch formula {
    case .number, .constant, .name: return formula
    case .quantity(.weight, let places): return addSum(try term(places, Self.weight, context))
    case .summation: return try sum(formula, context)
    case .quantity, .iverson, .partial, .call(.transfer, _), .call(.transferDerivative, _), .symbol:
      throw Diagnostic(.errorOf(formula.unicode), at: range)
    case .negated, .sum, .difference, .product, .quotient, .power, .call:
      var parts: [Formula] = []
      for child in formula.children { parts.append(try part(child, context)) }
      return formula.with(parts)
    }
  }

  /// A Σ, or several at once, over one weight.
  private mutating func sum(
    _ formula: Formula, _ context: FormulaContext
  ) throws(Diagnostic) -> Formula {
    var letters: [String] = []
    var body = formula
    while case .summation(let letter, let inner) = body {
      letters.append(letter)
      body = inner
    }
    if let letter = letters.first(where: { body.hasSum(with: $0) }) {
      let inner = letters.filter { $0 != letter }
      return try ofEachUnit(letter, inner.reversed().reduce(body) { .summation($1, $0) }, context)
    }
    let weights = body.weights(withOneOf: letters)
    guard let weight = weights.first else { throw Diagnostic(.errorOf(formula.unicode), at: range) }
    guard weights.count == 1 else {
      // `Σ_j (w_i0j^2 + Σ_i w_ij^2)` is the sum of two sums.
      func over(_ part: Formula) -> Formula {
        letters.reversed().reduce(part) { .summation($1, $0) }
      }
      switch body {
      case .sum(let a, let b): return .sum(try sum(over(a), context), try sum(over(b), context))
      case .difference(let a, let b): return .difference(try sum(over(a), context), try sum(over(b), context))
      default: throw Diagnostic(.errorOfPairs(body.unicode), at: range)
      }
    }
    guard let letter = letters.first(where: { body.isSplit(at: .isBias($0)) }) else {
      return addSum(try term(weight, try value(body, weight, context), context))
    }
    // `Σ_ij (1 - [i = i0]) w_ij^2`: the bias weights, and the others.
    let ofBias = body.replacing(letter, by: .bias(letter)).settled
    let others = body.settled { $0 == Subscript(letter) && $1 == .bias(letter) ? false : nil }
    var parts: [Formula] = []
    if !ofBias.isZero {
      let inner = letters.filter { $0 != letter }
      parts.append(try part(inner.reversed().reduce(ofBias) { .summation($1, $0) }, context))
    }
    if !others.isZero {
      let isSource = weight[0] == Subscript(letter)
      let value = try value(others, weight, context)
      parts.append(addSum(try term(weight, value, context, withBias: !isSource)))
    }
    return parts.dropFirst().reduce(parts.first ?? .zero) { .sum($0, $1) }
  }

  /// `Σ_j sqrt(Σ_k w_jk^2)`, in which each unit j has a sum of its own.
  private mutating func ofEachUnit(
    _ letter: String, _ body: Formula, _ context: FormulaContext
  ) throws(Diagnostic) -> Formula {
    guard let layer = context.layer(of: Subscript(letter)) else {
      throw Diagnostic(.errorOf(Formula.summation(letter, body).unicode), at: range)
    }
    let bias = Subscript(context.layerLetters[layer], unit: 0)
    let hasBias = context.network.projections.contains {
      $0.source == layer && $0.hasBias && body.hasWeight(from: letter)
    }
    let units = (hasBias ? 0 : 1)...context.network.layers[layer].units
    guard units.count <= Self.mostUnits else {
      throw Diagnostic(
        .tooLarge("units \(letter) in a sum Σ_\(letter) of sums", count: units.count, limit: Self.mostUnits),
        at: range)
    }
    var sum = Formula.zero
    for unit in units {
      let place = Subscript(bias.letter, unit: unit)
      let own = body.replacing(letter, by: place).settled
      if !own.isZero { sum = sum.isZero ? try part(own, context) : .sum(sum, try part(own, context)) }
    }
    return sum
  }

  /// Each of these units has sums of its own.
  private static let mostUnits = 64

  /// What a sum adds for a weight.
  private mutating func value(
    _ formula: Formula, _ weight: [Subscript], _ context: FormulaContext
  ) throws(Diagnostic) -> Formula {
    switch formula {
    case .quantity(.weight, weight): return Self.weight
    case .summation where formula.freeSubscripts.contains { weight.contains($0) }:
      throw Diagnostic(.errorOfPairs(formula.unicode), at: range)
    case .summation, .quantity: return try part(formula, context)
    default:
      var parts: [Formula] = []
      for child in formula.children { parts.append(try value(child, weight, context)) }
      return parts.isEmpty ? try part(formula, context) : formula.with(parts)
    }
  }

  private func term(
    _ weight: [Subscript], _ value: Formula, _ context: FormulaContext, withBias: Bool = true
  ) throws(Diagnostic) -> Term {
    guard weight.count == 2, let source = context.layer(of: weight[0]),
      let target = context.layer(of: weight[1]),
      let place = context.network.projection(from: source, to: target)
    else { throw Diagnostic(.errorOf(Formula.quantity(.weight, weight).unicode), at: range) }
    let projection = context.network.projections[place]
    func places(_ unit: Int?, _ count: Int, first: Int) -> Range<Int> {
      unit.map { $0 - first..<$0 - first + 1 } ?? 0..<count
    }
    let first = projection.hasBias && !withBias ? 1 : 0
    let rows =
      weight[0].unit == nil
      ? first..<projection.weights.rows
      : places(weight[0].unit, projection.weights.rows, first: projection.hasBias ? 0 : 1)
    return Term(
      projection: place, from: Subscript(context.layerLetters[source], unit: weight[0].unit),
      to: Subscript(context.layerLetters[target], unit: weight[1].unit),
      rows: rows,
      columns: places(weight[1].unit, projection.weights.columns, first: 1),
      size: [projection.weights.rows, projection.weights.columns], value: value)
  }

  private mutating func addSum(_ term: Term) -> Formula {
    if let place = terms.firstIndex(of: term) { return ErrorParts.sum(place) }
    terms.append(term)
    return ErrorParts.sum(terms.count - 1)
  }

  // MARK: - As a cell has it

  /// What it adds to ∂E/∂w of a weight of a projection: `λ w_ij`; nil if nothing.
  func slope(ofProjection place: Int, from: Subscript, to: Subscript) -> Formula? {
    var sum = Formula.zero
    var general: [Formula] = []
    for (term, slope) in zip(terms, slopes) where term.projection == place && !slope.isZero {
      if let share = ofAnyUnit(term, slope, from, to) {
        if !general.contains(share) { sum = Algebra.sum(sum, share) }
        general.append(share)
        continue
      }
      var share = written(slope, [from, to])
      for (place, own) in [(from, term.from), (to, term.to)] where own.unit != nil {
        share = Algebra.product(share, .iverson(place, own))
      }
      sum = Algebra.sum(sum, withoutBias(share, of: term, at: from))
    }
    return sum.isZero ? nil : sum
  }

  /// The slope of a sum for one unit, if each unit has such a sum: `λ w_jk / sqrt(Σ_k w_jk^2)`.
  private func ofAnyUnit(_ term: Term, _ slope: Formula, _ from: Subscript, _ to: Subscript) -> Formula? {
    let isSource = term.from.unit != nil
    guard isSource != (term.to.unit != nil), (isSource ? from : to).unit == nil else { return nil }
    func general(_ term: Term, _ slope: Formula) -> Formula {
      written(slope, [from, to]).replacing(isSource ? term.from : term.to, by: isSource ? from : to)
    }
    let share = general(term, slope)
    var places: Set<Int> = []
    for (other, slope) in zip(terms, slopes) where other.projection == term.projection && !slope.isZero {
      guard (other.from.unit != nil) == isSource, (other.to.unit == nil) == isSource,
        general(other, slope) == share
      else { continue }
      places.formUnion(isSource ? other.rows : other.columns)
    }
    let count = term.size[isSource ? 0 : 1]
    if places.count == count { return withoutBias(share, of: term, at: from) }
    guard isSource, places.count == count - 1, !places.contains(0) else { return nil }
    return Algebra.product(share, .difference(.one, .iverson(from, Subscript(from.letter, unit: 0))))
  }

  /// A part of a sum at the weights from a unit: 0 at the bias unit, if the sum leaves it out.
  private func withoutBias(_ part: Formula, of term: Term, at from: Subscript) -> Formula {
    guard term.from.unit == nil, term.rows.lowerBound == 1 else { return part }
    return Algebra.product(part, .difference(.one, .iverson(from, Subscript(from.letter, unit: 0))))
  }

  private func written(_ part: Formula, _ weight: [Subscript]) -> Formula {
    if part == Self.weight { return .quantity(.weight, weight) }
    for (place, term) in terms.enumerated() where part == ErrorParts.sum(place) {
      let value = withoutBias(written(term.value, [term.from, term.to]), of: term, at: term.from)
      return [term.to, term.from].reduce(value) { $1.unit == nil ? .summation($1.letter, $0) : $0 }
    }
    return part.with(part.children.map { written($0, weight) })
  }

  // MARK: - For the core

  func penalty(_ resolver: FunctionResolver) throws(Diagnostic) -> WeightPenalty {
    var sums: [WeightPenalty.Term] = []
    for (term, slope) in zip(terms, slopes) {
      sums.append(
        WeightPenalty.Term(
          projection: term.projection, rows: term.rows, columns: term.columns,
          value: try resolver.expression(of: term.value, at: range),
          slope: try resolver.expression(of: slope, at: range)))
    }
    return WeightPenalty(terms: sums, total: try resolver.expression(of: total, at: range))
  }
}

extension Formula {
  /// Whether it contains a bracket.
  fileprivate func isSplit(at bracket: Formula) -> Bool {
    self == bracket || children.contains { $0.isSplit(at: bracket) }
  }

  /// Whether a weight leads from a unit of this letter.
  fileprivate func hasWeight(from letter: String) -> Bool {
    if case .quantity(.weight, let places) = self { return places.first == Subscript(letter) }
    return children.contains { $0.hasWeight(from: letter) }
  }

  /// The different weights in it that have one of these letters.
  fileprivate func weights(withOneOf letters: [String]) -> [[Subscript]] {
    var found: [[Subscript]] = []
    if case .quantity(.weight, let places) = self,
      places.contains(where: { $0.unit == nil && letters.contains($0.letter) })
    {
      found.append(places)
    }
    if case .summation(let letter, let body) = self {
      return body.weights(withOneOf: letters.filter { $0 != letter })
    }
    for weight in children.flatMap({ $0.weights(withOneOf: letters) }) where !found.contains(weight) {
      found.append(weight)
    }
    return found
  }
}
