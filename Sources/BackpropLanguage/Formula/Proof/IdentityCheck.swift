import Backprop

/// Whether an equation or inequality holds for all units of its free indices.
struct IdentityCheck {
  let equation: SourceEquation
  let indices: [IndexedValue.Index]
  let left: [Double]
  let right: [Double]
  private let tolerance: Tolerance
  /// The tolerance without `within` and `≈`.
  private let rounding: Tolerance
  private let holdsBeforeUpdate: Bool
  /// Whether it holds for other numbers than those presented; nil if that was not tried.
  private(set) var generality: Generality?
  /// The side typed as the answer, whose value may be shown if it is wrong; nil if neither may be.
  private let typed: Side?
  /// Whether the value of the typed side may be shown: it may be a quantity that an exercise asks for.
  private let isAnswerShown: Bool
  private let context: FormulaContext
  private let bound: Double?
  private let isInterrupted: () -> Bool

  private enum Side { case left, right }

  /// The maximum number of cases in the table.
  private static let mostRows = 20

  /// Evaluates both sides. continues: the left side is a line above it, so that the right one is the answer.
  /// isClaim: whether it is said of other numbers than those presented, and is to be tried on them, too.
  /// Throws if a symbol is undefined, or if neither side of `≈` is a typed number.
  init(
    _ equation: SourceEquation, in context: FormulaContext, within bound: Double? = nil,
    continues: Bool = false, isClaim: Bool = false, isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) {
    let equation = try context.bounded(equation)
    self.equation = equation
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
    rounding = isBesideZero ? .besideZero : .rounding(size: table.size)
    let tolerance =
      if let bound { Tolerance.within(bound) } else {
        equation.relation == .approximately ? try Self.digits(of: equation) : rounding
      }
    self.tolerance = tolerance
    indices = table.indices
    left = table.columns.first ?? []
    right = table.columns.last ?? []
    var before = context
    if let presented = context.presentation?.network, presented.hasSameShape(as: context.network),
      presented != context.network,
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
      generality = try Generality(of: equation, in: context, isInterrupted: isInterrupted)
    }
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
  private static func typedSide(of equation: SourceEquation, _ rules: DerivationRules) -> Side? {
    if !isAsked(equation.right.formula, rules) { return .right }
    return isAsked(equation.left.formula, rules) ? nil : .left
  }

  /// Whether a side is what an exercise may ask for. Where δ has the opposite sign, it is read as -δ.
  private static func isAsked(_ side: Formula, _ rules: DerivationRules) -> Bool {
    if case .partial = side.withoutSign { return true }
    return rules.rule(for: side.withoutSign) != nil
  }

  /// The numbers of the cases in which the sides differ.
  private var failures: [Int] { left.indices.filter { !holds(at: $0) } }

  private func holds(at number: Int) -> Bool {
    tolerance.accepts(left[number], equation.relation, right[number])
  }

  /// Whether it holds for the presented numbers.
  var holds: Bool { failures.isEmpty }

  /// Whether it holds for the presented numbers, but not for others.
  var isCoincidence: Bool { generality == .fails }

  var largestDifference: Double { zip(left, right).map { ($0 - $1).magnitude }.max() ?? 0 }

  /// Whether the numbers say nothing: both sides are 0 in every case, and neither was typed as 0.
  private var isEmpty: Bool {
    equation.relation == .equal && generality == nil
      && left.allSatisfy { $0 == 0 } && right.allSatisfy { $0 == 0 }
      && ![equation.left, equation.right].contains { $0.formula.numericValue == 0 }
  }

  /// What is wrong, for the error reply; nil if the equation holds.
  func refutation(_ hint: Hint = .kind) -> Diagnostic? {
    let failures = self.failures
    guard let first = failures.first else { return isCoincidence ? coincidence(hint) : nil }
    return Diagnostic(
      .refuted(
        Refutation(
          equation: equation.equation, hint: hint, place: place(of: first), typed: typed(at: first),
          failures: failures.count, cases: left.count,
          factor: equation.relation == .equal ? told(factor) : nil,
          isEqual: equation.relation.isOrder && tolerance.allows(left[first], right[first]),
          tolerance: tolerance, holdsBeforeUpdate: holdsBeforeUpdate,
          finding: hint == .verdict ? nil : finding)),
      at: equation.range, example: example)
  }

  /// What is wrong with an equation that holds for the presented numbers only.
  private func coincidence(_ hint: Hint) -> Diagnostic {
    Diagnostic(
      .refuted(
        Refutation(
          equation: equation.equation, hint: hint, place: [], typed: nil, failures: 0, cases: left.count,
          isCoincidence: true, factor: nil, isEqual: false, tolerance: tolerance, holdsBeforeUpdate: false,
          finding: hint == .verdict ? nil : finding)),
      at: equation.range)
  }

  /// What the slip probably is; nil if it is not known.
  private var finding: SlipFinding? {
    guard !equation.relation.isOrder, !holdsBeforeUpdate else { return nil }
    let isLeft = typed == .left
    let (given, asked) = isLeft ? (equation.left, equation.right) : (equation.right, equation.left)
    if given.formula.isArithmetic {
      guard left.count == 1, let value = (isLeft ? left : right).first else { return nil }
      return NumberSearch(
        given.formula, value: value, asked: asked, bound: bound, in: context, isInterrupted: isInterrupted
      ).finding()
    }
    let search = { SlipSearch(given, other: asked, in: $0, isInterrupted: isInterrupted).finding() }
    if let found = search(context) { return found }
    guard let presented = context.presentation?.network, presented != context.network,
      presented.hasSameShape(as: context.network)
    else { return nil }
    var before = context
    before.network = presented
    guard var found = search(before) else { return nil }
    found.slips.insert(.init(slip: .updatedWeights), at: 0)
    return found
  }

  /// The value of the typed side, if that says more than what was typed.
  private func typed(at number: Int) -> Refutation.Typed? {
    guard isAnswerShown, !isTypedInTermsOfAsked else { return nil }
    // What a whole training or set comes to is no answer that an inequality asks for.
    if equation.relation.isOrder {
      if equation.left.formula.isOfSet {
        return Refutation.Typed(formula: equation.left.formula, value: left[number])
      }
      if equation.right.formula.isOfSet {
        return Refutation.Typed(formula: equation.right.formula, value: right[number])
      }
    }
    return switch typed {
    case .left where equation.left.formula.numericValue == nil:
      Refutation.Typed(formula: equation.left.formula, value: left[number])
    case .right where equation.right.formula.numericValue == nil:
      Refutation.Typed(formula: equation.right.formula, value: right[number])
    case .left, .right, nil: nil
    }
  }

  /// Whether the typed side contains the other one, as in `δ_j = δ_j + 1`, so that its value gives
  /// the answer.
  private var isTypedInTermsOfAsked: Bool {
    switch typed {
    case .left: equation.left.formula.contains(equation.right.formula.withoutSign)
    case .right: equation.right.formula.contains(equation.left.formula.withoutSign)
    case nil: false
    }
  }

  /// Lines that make the same equation hold, if it was only checked too late. There is no other example: an
  /// equation that holds would be the answer.
  private var example: String? {
    holdsBeforeUpdate ? "forward\nbackward\ncheck \(equation.equation.unicode)" : nil
  }

  /// The units of a case.
  private func place(of number: Int) -> [Subscript] {
    zip(indices, units(of: number)).map { Subscript($0.letter, unit: $1) }
  }

  private func units(of number: Int) -> [Int] {
    var rest = number
    var units: [Int] = []
    for index in indices.reversed() {
      units.insert(index.units.lowerBound + rest % index.units.count, at: 0)
      rest /= index.units.count
    }
    return units
  }

  /// The factor between the sides; nil if a number was typed, because it would reveal the right number. A
  /// wrong sign is always reported.
  private func told(_ factor: Double?) -> Double? {
    let isNumber =
      switch typed {
      case .left: equation.left.formula.isArithmetic
      case .right: equation.right.formula.isArithmetic
      case nil: false
      }
    return isNumber && factor != -1 ? nil : factor
  }

  /// The factor between the sides if it is the same everywhere and a whole number, the reciprocal of one, or
  /// -1.
  private var factor: Double? {
    let ratios = zip(left, right).filter { pair in pair.0.magnitude > 1e-12 }.map { $1 / $0 }
    guard let first = ratios.first, first.isFinite, first != 0,
      zip(left, right).allSatisfy({ $0.magnitude > 1e-12 || $1.magnitude <= 1e-12 })
    else { return nil }
    let rounded = first.magnitude >= 1 ? first.rounded() : 1 / (1 / first).rounded()
    guard rounded.isFinite, rounded != 1, rounded.magnitude < 100, rounded.magnitude > 0.01 else {
      return nil
    }
    return ratios.allSatisfy { ($0 / rounded - 1).magnitude < 1e-9 } ? rounded : nil
  }

  // MARK: - What is shown

  func blocks(_ hint: Hint = .kind) -> [Block] {
    let failures = self.failures
    let typed = equation.vectorText
    let statement: [Inline] = typed.map { [.text($0.asTyped)] } ?? [.equation(equation.equation)]
    // What is compared, below what was typed.
    let units: [Block] = typed == nil ? [] : [.note([.text("by units: "), .equation(equation.equation)])]
    guard failures.isEmpty else {
      guard hint != .verdict else { return [.paragraph(statement + [.strong(" does not hold")])] }
      let count = "\(failures.count) of \(left.count) cases \(equation.relation.isOrder ? "fail" : "differ")"
      let verdict = statement + [.strong(" does not hold")] + (left.count > 1 ? [.text(": " + count)] : [])
      // For a single case, the verdict and the error are enough.
      return [.paragraph(verdict)] + units + (left.count == 1 ? [] : [failing(failures)])
    }
    let verdict = Block.paragraph(statement + (equation.relation.isOrder ? orderVerdict : equalVerdict))
    return [verdict] + units + (left.count == 1 && equation.relation.isOrder ? [] : [table])
  }

  /// ` for all 4 cases of j and k`; nothing without free indices.
  private var cases: String {
    guard !indices.isEmpty else { return "" }
    let letters = Wording.list(indices.map { $0.letter })
    let bias = indices.filter { $0.leavesOutBias }.map { ", without the bias unit \($0.letter)0" }.joined()
    return (left.count == 1 ? " for the one \(letters)" : " for all \(left.count) cases of \(letters)") + bias
  }

  /// How an inequality holds.
  private var orderVerdict: [Inline] {
    var verdict: [Inline] = [.text(" holds" + cases)]
    if zip(left, right).contains(where: { $0 != $1 && tolerance.allows($0, $1) }) {
      verdict.append(.text(", where equal means \(Wording.words(tolerance))"))
    }
    guard left.count == 1 else { return verdict }
    let sides = [(equation.left.formula, left), (equation.right.formula, right)]
    for (place, (side, values)) in sides.filter({ $0.0.numericValue == nil }).enumerated() {
      verdict += [.text(place == 0 ? ": " : ", "), .formula(side), .text(" is ")]
      verdict += values.map { .number($0) }
    }
    return verdict
  }

  /// How an equation holds: with the tolerance, and with both numbers if it needs `within` or `≈`.
  private var equalVerdict: [Inline] {
    let isExact = zip(left, right).allSatisfy { rounding.allows($0, $1) }
    var verdict: [Inline]
    if tolerance == rounding {
      verdict = [.text(" holds\(cases) \(Wording.words(tolerance))")]
    } else {
      verdict = [.text(" holds\(isExact ? "" : " only") \(Wording.words(tolerance))\(cases)")]
    }
    if !isExact, left.count == 1, let left = left.first, let right = right.first {
      let isLeftGiven = typed == .left
      verdict += [
        .text(": "), .formula(isLeftGiven ? equation.right.formula : equation.left.formula), .text(" is "),
        .number(isLeftGiven ? right : left), .text(", "),
        .formula(isLeftGiven ? equation.left.formula : equation.right.formula), .text(" differs by "),
        .number(largestDifference),
      ]
    } else {
      verdict += [.text("; largest difference "), .number(largestDifference)]
    }
    switch generality {
    case .holds, nil: break
    case .needsTargetsThatSumToOne:
      verdict.append(.text("; for other targets it holds only if their sum is 1"))
    case .fails:
      verdict.append(.text("; " + Wording.onlyHere))
    }
    if isEmpty {
      verdict.append(
        .text("; but both sides are 0 throughout, and with these numbers so may a wrong formula be"))
    }
    return verdict
  }

  /// The cases that differ, with the value of the typed side; the other side and the difference would give
  /// the answer away.
  private func failing(_ failures: [Int]) -> Block {
    let differing = failures.prefix(Self.mostRows)
    let agreeing = left.indices.lazy.filter { holds(at: $0) }.prefix(Self.mostRows - differing.count)
    let words = equation.relation.isOrder ? ("fails", "holds") : ("differs", "agrees")
    let shown = differing.map { ($0, words.0) } + agreeing.map { ($0, words.1) }
    let rows = shown.map { number, verdict in
      let value: Table.Cell? =
        switch isTypedInTermsOfAsked ? nil : typed {
        case .left: .number(left[number])
        case .right: .number(right[number])
        case nil: nil
        }
      return Table.Row(
        header: zip(indices, units(of: number)).map { .text("\($0.letter)\($1) ") },
        cells: [value].compactMap { $0 } + [.inline([.text(verdict)])])
    }
    let side: [Inline]? =
      switch isTypedInTermsOfAsked ? nil : typed {
      case .left: [.formula(equation.left.formula)]
      case .right: [.formula(equation.right.formula)]
      case nil: nil
      }
    return .table(
      Table(
        caption: left.count > rows.count ? [.text("\(rows.count) of \(left.count) cases")] : [],
        columns: side.map { [$0, []] } ?? [], rows: rows))
  }

  /// Every case with both sides, at most a screenful.
  private var table: Block {
    let rows = left.indices.prefix(Self.mostRows).map { number in
      Table.Row(
        header: zip(indices, units(of: number)).map { .text("\($0.letter)\($1) ") },
        cells: [
          .number(left[number]), .number(right[number]), .number(left[number] - right[number]),
        ])
    }
    let caption: [Inline] = left.count > rows.count ? [.text("\(rows.count) of \(left.count) cases")] : []
    return .table(
      Table(
        caption: caption,
        columns: [
          [.formula(equation.left.formula)], [.formula(equation.right.formula)], [.text("difference")],
        ],
        rows: rows))
  }
}

extension Formula {
  /// Whether it is a number of a whole pattern set or training.
  fileprivate var isOfSet: Bool {
    switch self {
    case .quantity(.totalError, _), .quantity(.meanError, _), .quantity(.accuracy, _),
      .quantity(.epochs, _):
      true
    default: false
    }
  }
}
