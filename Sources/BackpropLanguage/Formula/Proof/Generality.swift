import Backprop

/// Whether an equation that holds for the presented numbers holds for others, too: `y_i = y_i^2` does not,
/// although it is right where every input is 0 or 1.
enum Generality: Equatable, Sendable {
  /// Nothing was found against it.
  case holds
  /// It needs targets whose sum is 1, as those presented have.
  case needsTargetsThatSumToOne
  /// It fails for other weights, inputs or targets.
  case fails
}

extension Generality {
  private static let seeds: [UInt64] = [31, 32, 33]
  /// A wider network is tried with fewer units alone.
  private static let mostWeights = 5_000

  /// Tries random networks of the same kind with the session's functions and numbers. Throws when it is
  /// interrupted.
  init(
    of equation: SourceEquation, in context: FormulaContext, isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) {
    guard Self.isClaim(equation) else {
      self = .holds
      return
    }
    let sumsToOne =
      context.network.outputUnits > 1 && !context.network.outputTransfer.isSoftmax
      && (context.presentation?.target).map { ($0.reduce(0, +) - 1).magnitude < 1e-9 } ?? false
    guard try Self.fails(equation, in: context, targetsSumToOne: nil, isInterrupted) else {
      self = .holds
      return
    }
    guard sumsToOne, try !Self.fails(equation, in: context, targetsSumToOne: true, isInterrupted) else {
      self = .fails
      return
    }
    self = .needsTargetsThatSumToOne
  }

  /// Whether both sides are formulas of a network: a typed number is compared with this one alone.
  private static func isClaim(_ equation: SourceEquation) -> Bool {
    equation.relation == .equal
      && [equation.left, equation.right].allSatisfy { side in
        !side.formula.isArithmetic && side.formula.firstOfSet == nil
      }
  }

  private static func fails(
    _ equation: SourceEquation, in context: FormulaContext, targetsSumToOne: Bool?,
    _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool {
    let highest = context.highestUnits(in: [equation.left.formula, equation.right.formula])
    let kept = TrialWorld.Kept(rates: true, firstUpdate: true, targetsSumToOne: targetsSumToOne)
    // Written bounds of sums are those of the network in use.
    let left = SourceFormula(equation.left.formula, range: equation.left.range)
    let right = SourceFormula(equation.right.formula, range: equation.right.range)
    func differs(_ shape: TrialWorld.Shape) throws(Diagnostic) -> Bool? {
      var result: Bool?
      for seed in seeds {
        if isInterrupted() { throw Diagnostic(.interrupted, at: equation.range) }
        guard let world = TrialWorld.context(like: context, shape, seed: seed, keeping: kept),
          let comparison = try? ProofSample.compare(left, right, in: world, isInterrupted: isInterrupted)
        else { continue }
        if isInterrupted() { throw Diagnostic(.interrupted, at: equation.range) }
        switch comparison {
        case .differ: return true
        case .agree: result = false
        case .unclear: continue
        }
      }
      return result
    }
    guard try differs(.narrow(highest)) == true else { return false }
    // What is true for so many units is no coincidence.
    let isNarrow = zip(context.network.layers, highest).contains { $0.units > max(3, $1) }
    return isNarrow ? try differs(.whole(mostWeights: mostWeights)) ?? true : true
  }
}

extension SourceEquation {
  /// Whether it names no unit by its number, so that it is said of all of them.
  var isOfAllUnits: Bool { left.formula.namedUnits.isEmpty && right.formula.namedUnits.isEmpty }

  /// Whether it is about one network's numbers: a side is a number, or has one as formulas seldom do.
  var isOfNumbers: Bool {
    [left.formula, right.formula].contains { $0.isArithmetic || $0.hasDecimals }
  }
}

extension Formula {
  /// Whether it has a number other than whole ones and 0.5.
  fileprivate var hasDecimals: Bool {
    if case .number(let value, _) = self { return value != 0.5 && value != value.rounded() }
    return children.contains { $0.hasDecimals }
  }
}
