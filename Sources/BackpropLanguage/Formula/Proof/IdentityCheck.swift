import Backprop

/// Whether an equation or inequality holds for all units of its free indices.
struct IdentityCheck {
  let equation: SourceEquation
  let indices: [IndexedValue.Index]
  let left: [Double]
  let right: [Double]
  let tolerance: Tolerance
  /// The tolerance without `within` and `≈`.
  let rounding: Tolerance
  let holdsBeforeUpdate: Bool
  /// Whether it holds for other numbers than those presented; nil if that was not tried.
  private(set) var generality: Generality?
  /// Whether rounding errors are as large as what differs, and it is not proved either.
  let isHidden: Bool
  /// The side typed as the answer, whose value may be shown if it is wrong; nil if neither may be.
  private(set) var typed: Side?
  /// Whether the value of the typed side may be shown: it may be a quantity that an exercise asks for.
  private(set) var isAnswerShown: Bool
  let context: FormulaContext
  let bound: Double?
  let isInterrupted: () -> Bool

  enum Side { case left, right }

  /// Evaluates both sides. continues: the left side is a line above it, so that the right one is the answer.
  /// isClaim: whether it is said of other numbers than those presented, and is to be tried on them, too.
  /// claim: what is said of them, if not the equation itself. isMeasured: whether the numbers are known to
  /// differ by more than rounding errors, if they do.
  /// Throws if a symbol is undefined, or if neither side of `≈` is a typed number.
  init(
    _ equation: SourceEquation, in context: FormulaContext, within bound: Double? = nil,
    continues: Bool = false, isClaim: Bool = false, claim: SourceEquation? = nil,
    isMeasured: Bool = false, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) {
    let equation = try context.bounded(equation)
    self.equation = equation
    var context = context
    if equation.left.isOfUpdate || equation.right.isOfUpdate {
      context.network = context.networkBeforeUpdate ?? context.network
    }
    self.context = context
    self.bound = bound
    self.isInterrupted = isInterrupted
    let rules = DerivationRules(context)
    typed = continues ? .right : Self.typedSide(of: equation, rules)
    isAnswerShown = !continues || !Self.isAsked(equation.right.formula, rules)
    let sides = [equation.left, equation.right]
    let table = try FormulaEvaluator(context, isInterrupted: isInterrupted).values(
      of: sides, measuresSize: true)
    let isBesideZero = sides.contains { $0.formula.numericValue == 0 }
    var rounding = isBesideZero ? Tolerance.besideZero : .rounding(size: table.size)
    var isHidden = false
    if equation.relation == .equal, bound == nil, !isMeasured,
      try Self.isHidden(sides, table.columns, size: table.size, rounding, context, isInterrupted)
    {
      let proof = try IdentityProof(equation, in: context, isInterrupted: isInterrupted)
      if case .proved = proof.verdict { rounding = .algebra } else { isHidden = true }
    }
    if equation.relation.isOrder,
      let error = try Self.largeError(sides, table.columns, size: table.size, context, isInterrupted)
    {
      rounding = .within(error)
    }
    self.rounding = rounding
    self.isHidden = isHidden
    let tolerance =
      if let bound { Tolerance.within(bound) } else {
        equation.relation == .approximately ? try Self.digits(of: equation) : rounding
      }
    self.tolerance = tolerance
    indices = table.indices
    left = table.columns.first ?? []
    right = table.columns.last ?? []
    var before = context
    if let presented = context.networkBeforeUpdate,
      !zip(left, right).allSatisfy({ tolerance.accepts($0, equation.relation, $1) })
    {
      before.network = presented
      let earlier = try FormulaEvaluator(before, isInterrupted: isInterrupted).values(of: sides)
      holdsBeforeUpdate = zip(earlier.columns.first ?? [], earlier.columns.last ?? [])
        .allSatisfy { tolerance.accepts($0, equation.relation, $1) }
    } else {
      holdsBeforeUpdate = false
    }
    if isClaim, tolerance == rounding, holds {
      var said = equation
      if let claim { said = try context.bounded(claim) }
      generality = try Generality(of: said, in: context, isInterrupted: isInterrupted)
      // `1 = y_k + (1 - y_k)` is right, whatever it was that had this value.
      if isCoincidence, equation.left.formula.isArithmetic {
        generality = try Generality(
          of: equation, in: context, comparesNumbers: true, isInterrupted: isInterrupted)
      }
    }
  }

  /// Whether the sides differ, but by no more than rounding may have done.
  private static func isHidden(
    _ sides: [SourceFormula], _ columns: [[Double]], size: Double, _ rounding: Tolerance,
    _ context: FormulaContext, _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Bool {
    let differing = zip(columns.first ?? [], columns.last ?? []).filter { !rounding.allows($0, $1) }
    // Terms that are not much larger have smaller errors.
    guard let largest = differing.map({ ($0 - $1).magnitude }).max(), largest < 1e-10 * size else {
      return false
    }
    let rounded = try FormulaEvaluator(context, isInterrupted: isInterrupted).roundedValues(of: sides)
    guard rounded.count == 2 else { return false }
    return zip(rounded[0], rounded[1]).allSatisfy { left, right in
      rounding.allows(left.value, right.value)
        || (left.value - right.value).magnitude <= 8 * (left.error + right.error)
    }
  }

  /// What rounding may have done to the sides, if terms that cancel are much larger than these.
  private static func largeError(
    _ sides: [SourceFormula], _ columns: [[Double]], size: Double, _ context: FormulaContext,
    _ isInterrupted: @escaping () -> Bool
  ) throws(Diagnostic) -> Double? {
    let largest = columns.joined().reduce(0) { max($0, $1.magnitude) }
    guard size > 1e6 * largest else { return nil }
    let rounded = try FormulaEvaluator(context, isInterrupted: isInterrupted).roundedValues(of: sides)
    return rounded.count == 2 ? zip(rounded[0], rounded[1]).map { 8 * ($0.error + $1.error) }.max() : nil
  }

  /// The tolerance of `≈`: as far as the digits of the typed number go; of two numbers, the one with fewer.
  private static func digits(of equation: SourceEquation) throws(Diagnostic) -> Tolerance {
    let halves = [equation.left, equation.right].compactMap { $0.formula.halfOfLastDigit }
    guard let half = halves.max() else {
      throw Diagnostic(
        .expected(
          "a number on one side of `≈`, whose digits say how exactly, or `within` and the largest difference",
          found: "`\(equation.equation.unicode)`"), at: equation.range,
        example: "check y_k1 = 0.5 within 0.5")
    }
    return .digits(half: half)
  }

  /// The side that is not the subject of the check: the left one, unless the right one is a quantity that has
  /// a rule, or a derivative.
  /// The same where the left side is a line above it, so that the right one is the answer.
  var ofRow: IdentityCheck {
    var check = self
    check.typed = .right
    check.isAnswerShown = !Self.isAsked(equation.right.formula, DerivationRules(context))
    return check
  }

  static func typedSide(of equation: SourceEquation, _ rules: DerivationRules) -> Side? {
    if !isAsked(equation.right.formula, rules) { return .right }
    return isAsked(equation.left.formula, rules) ? nil : .left
  }

  /// Whether a side is what an exercise may ask for. Where δ has the opposite sign, it is read as -δ.
  static func isAsked(_ side: Formula, _ rules: DerivationRules) -> Bool {
    if case .partial = side.withoutSign { return true }
    return rules.rule(for: side.withoutSign) != nil
  }

  /// The numbers of the cases in which the sides differ.
  var failures: [Int] { left.indices.filter { !holds(at: $0) } }

  func holds(at number: Int) -> Bool {
    tolerance.accepts(left[number], equation.relation, right[number])
  }

  /// Whether it holds for the presented numbers.
  var holds: Bool { failures.isEmpty }

  /// Whether it needs `within` or `≈` to hold.
  var isExact: Bool { zip(left, right).allSatisfy { rounding.allows($0, $1) } }

  /// Whether it holds for the presented numbers, but not for others.
  var isCoincidence: Bool {
    switch generality {
    case .fails, .needsNumbers: true
    case .holds, .needsTargetsThatSumToOne, .needsOneUnit, nil: false
    }
  }

  /// The numbers of the session that it needs, if these alone make it hold by coincidence.
  var neededNumbers: [String] {
    if case .needsNumbers(let names) = generality { names } else { [] }
  }

  var largestDifference: Double { zip(left, right).map { ($0 - $1).magnitude }.max() ?? 0 }

  /// Whether the numbers say nothing: both sides are 0 in every case, and neither was typed as 0.
  var isEmpty: Bool {
    equation.relation == .equal && generality == nil
      && left.allSatisfy { $0 == 0 } && right.allSatisfy { $0 == 0 }
      && ![equation.left, equation.right].contains { $0.formula.numericValue == 0 }
  }

  /// The units of each free index in a case.
  func units(of number: Int) -> [Int] {
    var rest = number
    var units: [Int] = []
    for index in indices.reversed() {
      units.insert(index.units.lowerBound + rest % index.units.count, at: 0)
      rest /= index.units.count
    }
    return units
  }
}
