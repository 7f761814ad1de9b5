import Backprop

/// Whether an equation that holds for the presented numbers holds for others, too: `y_i = y_i^2` does not,
/// although it is right where every input is 0 or 1.
enum Generality: Equatable, Sendable {
  /// Nothing was found against it.
  case holds
  /// It needs targets whose sum is 1, as those presented have.
  case needsTargetsThatSumToOne
  /// It needs layers that have one unit each, by their letters: a Σ may be missing.
  case needsOneUnit([String])
  /// It needs numbers of the session to be what they are, by their symbols: η where a rate was written out.
  case needsNumbers([String])
  /// It fails for other weights, inputs or targets.
  case fails
}

extension Generality {
  private static let seeds: [UInt64] = [31, 32, 33]
  /// A wider network is tried with fewer units alone.
  private static let mostWeights = 5_000

  /// Tries random networks of the same kind with the session's functions and numbers. comparesNumbers:
  /// whether a side that is a number is compared with these, too. Throws when it is interrupted.
  init(
    of equation: SourceEquation, in context: FormulaContext, comparesNumbers: Bool = false,
    isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    guard Self.isClaim(equation) || comparesNumbers && equation.relation == .equal else {
      self = .holds
      return
    }
    let sumsToOne =
      context.network.outputUnits > 1 && !context.network.outputTransfer.isSoftmax
      && (context.presentation?.target).map { ($0.reduce(0, +) - 1).magnitude < 1e-9 } ?? false
    var kept = TrialWorld.Kept(rates: true, firstUpdate: true)
    guard try Self.fails(equation, in: context, keeping: kept, isInterrupted) else {
      let numbers = try Self.numbers(equation, in: context, keeping: kept, isInterrupted)
      guard numbers.isEmpty else {
        self = .needsNumbers(numbers)
        return
      }
      let letters = try Self.narrowLayers(equation, in: context, isInterrupted)
      self = letters.isEmpty ? .holds : .needsOneUnit(letters)
      return
    }
    kept.targetsSumToOne = true
    guard sumsToOne, try !Self.fails(equation, in: context, keeping: kept, isInterrupted) else {
      self = .fails
      return
    }
    let numbers = try Self.numbers(equation, in: context, keeping: kept, isInterrupted)
    self = numbers.isEmpty ? .needsTargetsThatSumToOne : .needsNumbers(numbers)
  }

  /// Whether both sides are formulas of a network: a typed number is compared with this one alone.
  private static func isClaim(_ equation: SourceEquation) -> Bool {
    equation.relation == .equal
      && [equation.left, equation.right].allSatisfy { side in
        !side.formula.isArithmetic && side.formula.firstOfSet == nil
      }
  }

  /// The numbers of the session without which it fails, each tried by itself. Δw(n-1) is one of them: it is
  /// 0 at a first update.
  private static func numbers(
    _ equation: SourceEquation, in context: FormulaContext, keeping kept: TrialWorld.Kept,
    _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> [String] {
    let rules = DerivationRules(context)
    let formulas = [equation.left, equation.right]
      .map { $0.formula.replacingChanges { rules.rule(for: $0)?.right ?? $0 } }
      .flatMap { context.withDefinitions(of: $0) }
    var needed: [String] = []
    for name in context.freeNumbers(among: Set(formulas.flatMap { $0.names })).sorted() {
      guard let number = context.definitions[name], number.names.isEmpty, number.numericValue != 0 else {
        continue
      }
      var kept = kept
      kept.changed = name
      if try fails(equation, in: context, keeping: kept, isInterrupted) { needed.append(name) }
    }
    if context.previousWeightChanges == nil, formulas.contains(where: { $0.hasPreviousChange }) {
      var kept = kept
      kept.firstUpdate = false
      if try fails(equation, in: context, keeping: kept, isInterrupted) { needed.append("Δw(n-1)") }
    }
    return needed
  }

  private static func fails(
    _ equation: SourceEquation, in context: FormulaContext, keeping kept: TrialWorld.Kept,
    _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool {
    let highest = context.highestUnits(in: [equation.left.formula, equation.right.formula])
    // Written bounds of sums are those of the network in use.
    let left = SourceFormula(equation.left.formula, range: equation.left.range)
    let right = SourceFormula(equation.right.formula, range: equation.right.range)
    guard try differs(left, right, .narrow(highest), kept, context, isInterrupted) == true else {
      return false
    }
    // What is true for so many units is no coincidence.
    let isNarrow = zip(context.network.layers, highest).contains { $0.units > max(3, $1) }
    guard isNarrow else { return true }
    return try differs(left, right, .whole(mostWeights: mostWeights), kept, context, isInterrupted) ?? true
  }

  /// Whether the sides differ in a random network; nil if they have no values in any.
  private static func differs(
    _ left: SourceFormula, _ right: SourceFormula, _ shape: TrialWorld.Shape, _ kept: TrialWorld.Kept,
    _ context: FormulaContext, _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool? {
    var result: Bool?
    let reach = context.kinkReach(for: [left.formula, right.formula])
    // What is beyond a kink is tried, too.
    let far = reach == nil ? [] : seeds.map { $0 + 10 }
    for seed in seeds + far {
      if isInterrupted() { throw Diagnostic(.interrupted, at: left.range) }
      var kept = kept
      kept.reach = far.contains(seed) ? reach : nil
      guard let world = TrialWorld.context(like: context, shape, seed: seed, keeping: kept),
        let comparison = try? ProofSample.compare(left, right, in: world, isInterrupted: isInterrupted)
      else { continue }
      if isInterrupted() { throw Diagnostic(.interrupted, at: left.range) }
      switch comparison {
      case .differ: return true
      case .agree: result = false
      case .unclear, .noValue: continue
      }
    }
    return result
  }

  /// The layers that the equation needs to have one unit.
  private static func narrowLayers(
    _ equation: SourceEquation, in context: FormulaContext, _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> [String] {
    guard equation.isOfAllUnits, equation.left.sumBounds.isEmpty, equation.right.sumBounds.isEmpty,
      context.pins.isEmpty
    else { return [] }
    let sumToOne: Bool? = context.network.outputTransfer.isSoftmax ? true : nil
    let kept = TrialWorld.Kept(rates: true, firstUpdate: true, targetsSumToOne: sumToOne)
    var letters: [String] = []
    for (place, layer) in context.network.layers.enumerated() where layer.units == 1 {
      let shape = TrialWorld.Shape.widened(layer: place)
      if try differs(equation.left, equation.right, shape, kept, context, isInterrupted) == true {
        letters.append(context.layerLetters[place])
      }
    }
    return letters
  }
}

extension SourceEquation {
  /// Whether it names no unit by its number, so that it is said of all of them.
  var isOfAllUnits: Bool { left.formula.namedUnits.isEmpty && right.formula.namedUnits.isEmpty }

  /// Whether it is about one network's numbers: a side is a number, or has one as formulas seldom do.
  var isOfNumbers: Bool {
    [left.formula, right.formula].contains { $0.isOfNumbers }
  }
}

extension Formula {
  /// Whether it is a number, or has one as formulas seldom do.
  var isOfNumbers: Bool { isArithmetic || hasDecimals }

  /// Whether it has a number other than whole ones and 0.5.
  fileprivate var hasDecimals: Bool {
    if case .number(let value, _) = self { return value != 0.5 && value != value.rounded() }
    return children.contains { $0.hasDecimals }
  }
}
