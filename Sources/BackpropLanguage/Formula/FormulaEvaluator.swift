import Backprop

/// Evaluates formulas: one number for every combination of their free indices.
///
/// `w` is the current weight; `a`, `y`, `t`, `δ`, `Δw` and `E` are those of the presented pattern. `∂X/∂Y` is
/// exact: it is computed by forward-mode differentiation through the network, without δ.
public struct FormulaEvaluator {
  let context: FormulaContext
  private let isInterrupted: () -> Bool

  /// The maximum number of values that are computed at once.
  static let mostValues = 4_000_000

  /// isInterrupted: polled now and then; the work ends with `Problem.interrupted` once it is true.
  public init(_ context: FormulaContext, isInterrupted: @escaping () -> Bool = { false }) {
    self.context = context
    self.isInterrupted = isInterrupted
  }

  /// The values of a formula. Throws if a symbol is undefined, or a value is infinite or not a number.
  public func value(of source: SourceFormula) throws(Diagnostic) -> IndexedValue {
    let table = try values(of: [source])
    return IndexedValue(indices: table.indices, values: table.columns.first ?? [])
  }

  /// The free indices of a formula and their units, without evaluating it. Throws if a symbol is undefined.
  func indices(of source: SourceFormula) throws(Diagnostic) -> [IndexedValue.Index] {
    var resolver = FormulaResolver(context)
    _ = try resolver.resolve(source)
    return freeIndices(resolver).map { $0.index }
  }

  private func freeIndices(_ resolver: FormulaResolver) -> [(slot: Int, index: IndexedValue.Index)] {
    resolver.indices.indices.filter { resolver.indices[$0].isFree }.map {
      let slot = resolver.indices[$0]
      return (
        $0,
        IndexedValue.Index(
          letter: slot.letter, units: resolver.units(of: $0),
          leavesOutBias: slot.mayTakeBias && slot.mustNotTakeBias && !slot.isApart)
      )
    }
  }

  /// The values of several formulas over the free indices of all of them: the same letter means the same
  /// unit.
  func values(of sources: [SourceFormula]) throws(Diagnostic) -> (
    indices: [IndexedValue.Index], columns: [[Double]]
  ) {
    let table = try values(of: sources, measuresSize: false)
    return (table.indices, table.columns)
  }

  /// The same and, if requested, the largest size of the terms in any of the values, which determines the
  /// rounding error to allow.
  ///
  /// most: of more units of the free indices, so many are taken evenly.
  func values(
    of sources: [SourceFormula], measuresSize: Bool, most: Int = .max
  ) throws(Diagnostic) -> (indices: [IndexedValue.Index], columns: [[Double]], size: Double) {
    var size = 0.0
    var resolver = FormulaResolver(context)
    var resolved: [ResolvedFormula] = []
    for source in sources { resolved.append(try resolver.resolve(source)) }
    let slots = freeIndices(resolver)
    let (free, indices) = (slots.map { $0.slot }, slots.map { $0.index })
    let count = try self.count(indices, sources)
    try refuseDeepSums(resolved, sources, count)
    var evaluation = FormulaEvaluation(context, slots: resolver.indices.count, isInterrupted)
    var columns = [[Double]](repeating: [], count: resolved.count)
    // Coprime to the widths of most layers, so that not the same unit of one is taken again and again.
    let stride = count <= most ? 1 : count / most | 1
    for place in Swift.stride(from: 0, to: count, by: stride) {
      var rest = place
      for (slot, index) in zip(free, indices).reversed() {
        evaluation.units[slot] = index.units.lowerBound + rest % index.units.count
        rest /= index.units.count
      }
      for (column, formula) in resolved.enumerated() {
        let value = evaluation.value(of: formula).value
        if evaluation.isStopped { throw Diagnostic(.interrupted, at: sources[column].range) }
        if !value.isFinite {
          let units = zip(free, indices).map { ($1.letter, evaluation.units[$0]) }
          throw notFinite(sources[column], units)
        }
        columns[column].append(value)
        if measuresSize { size = max(size, evaluation.size(of: formula, value: value)) }
      }
    }
    if evaluation.isStopped { throw Diagnostic(.interrupted, at: sources.first?.range ?? 0..<0) }
    return (indices, columns, size)
  }

  /// The values of several formulas, each with what rounding may have done to it.
  func roundedValues(of sources: [SourceFormula]) throws(Diagnostic) -> [[RoundedValue]] {
    var resolver = FormulaResolver(context)
    var resolved: [ResolvedFormula] = []
    for source in sources { resolved.append(try resolver.resolve(source)) }
    let slots = freeIndices(resolver)
    let count = try self.count(slots.map { $0.index }, sources)
    try refuseDeepSums(resolved, sources, count)
    var evaluation = FormulaEvaluation(context, slots: resolver.indices.count, isInterrupted)
    var columns = [[RoundedValue]](repeating: [], count: resolved.count)
    for place in 0..<count {
      var rest = place
      for (slot, index) in slots.reversed() {
        evaluation.units[slot] = index.units.lowerBound + rest % index.units.count
        rest /= index.units.count
      }
      for (column, formula) in resolved.enumerated() {
        let value = evaluation.rounded(formula)
        if evaluation.isStopped { throw Diagnostic(.interrupted, at: sources[column].range) }
        guard value.value.isFinite else {
          throw Diagnostic(.notFinite(sources[column].formula.unicode), at: sources[column].range)
        }
        columns[column].append(value)
      }
    }
    return columns
  }

  /// How many values there are over free indices. Throws if there are too many.
  private func count(
    _ indices: [IndexedValue.Index], _ sources: [SourceFormula]
  ) throws(Diagnostic) -> Int {
    var count = 1
    for index in indices {
      let (product, overflow) = count.multipliedReportingOverflow(by: index.units.count)
      count = overflow ? Int.max : product
    }
    guard count <= Self.mostValues else {
      let range = sources.first?.range ?? 0..<0
      throw Diagnostic(
        .tooLarge("values over the free indices", count: count, limit: Self.mostValues), at: range)
    }
    return count
  }

  /// Throws if sums are nested so deep that their terms take more than about a second.
  private func refuseDeepSums(
    _ resolved: [ResolvedFormula], _ sources: [SourceFormula], _ count: Int
  ) throws(Diagnostic) {
    for (formula, source) in zip(resolved, sources) {
      guard let work = formula.workOfDeepSums else { continue }
      let (all, isTooLarge) = work.multipliedReportingOverflow(by: count)
      guard isTooLarge || all > ResolvedFormula.mostWork else { continue }
      throw Diagnostic(
        .tooLarge(
          "parts in the terms of these sums within sums", count: isTooLarge ? .max : all,
          limit: ResolvedFormula.mostWork), at: source.range)
    }
  }

  // MARK: - What is not finite

  /// Names the innermost part of a formula that is infinite or not a number although its own parts are
  /// finite.
  private func notFinite(_ source: SourceFormula, _ units: [(String, Int)]) -> Diagnostic {
    var formula = source.formula
    for (letter, unit) in units { formula = formula.replacing(letter, by: Subscript(letter, unit: unit)) }
    let culprit = firstNotFinite(in: formula, range: source.range) ?? formula
    return Diagnostic(.notFinite(culprit.unicode), at: source.range)
  }

  /// The innermost part that is infinite or not a number although its own parts are finite; nil if there is
  /// none. It is a formula without free letters.
  func firstNotFinite(in formula: Formula, range: SourceRange) -> Formula? {
    var resolver = FormulaResolver(context)
    guard let resolved = try? resolver.resolve(SourceFormula(formula, range: range)),
      !resolver.indices.contains(where: { $0.isFree })
    else { return nil }
    var evaluation = FormulaEvaluation(context, slots: resolver.indices.count, isInterrupted)
    if evaluation.value(of: resolved).value.isFinite { return nil }
    var parts = formula.children
    if case .summation(let letter, let body) = formula, case .summation(_, let units, _) = resolved {
      parts = units.map { body.replacing(letter, by: Subscript(letter, unit: $0)) }
    }
    if case .partial = formula { parts = [] }
    if case .name(let name) = formula, let definition = context.definitions[name] { parts = [definition] }
    for part in parts {
      if let culprit = firstNotFinite(in: part, range: range) { return culprit }
    }
    return formula
  }
}
