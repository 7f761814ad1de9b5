import Backprop

/// Whether an equation holds for all units of its free indices.
struct IdentityCheck {
  /// The allowed difference between the sides.
  enum Tolerance: Equatable {
    /// Equal to nine digits, or up to the rounding error of terms of this size, which may cancel.
    case rounding(size: Double)
    /// By `within`: the maximum difference.
    case within(Double)

    func allows(_ left: Double, _ right: Double) -> Bool {
      switch self {
      case .rounding(let size):
        (left - right).magnitude <= max(1e-9 * max(left.magnitude, right.magnitude), 1e-12 * min(size, 1))
      case .within(let bound): (left - right).magnitude <= bound
      }
    }
  }

  let equation: SourceEquation
  let indices: [IndexedValue.Index]
  let left: [Double]
  let right: [Double]
  private let tolerance: Tolerance
  private let holdsBeforeUpdate: Bool
  /// The side typed as the answer, whose value may be shown if it is wrong; nil if neither may be.
  private let typed: Side?

  private enum Side { case left, right }

  /// The maximum number of cases in the table.
  private static let mostRows = 20

  /// Evaluates both sides. Throws if a symbol is undefined.
  init(
    _ equation: SourceEquation, in context: FormulaContext, within bound: Double? = nil,
    isInterrupted: @escaping () -> Bool = { false }
  ) throws(Diagnostic) {
    self.equation = equation
    typed = Self.typedSide(of: equation, DerivationRules(context))
    let sides = [equation.left, equation.right]
    let table = try FormulaEvaluator(context, isInterrupted: isInterrupted).values(
      of: sides, measuresSize: bound == nil)
    // Compared with a typed 0, a value as small as the rounding error of numbers near 1 counts as 0.
    let isBesideZero = sides.contains { $0.formula.numericValue == 0 }
    let tolerance = bound.map { .within($0) } ?? Tolerance.rounding(size: isBesideZero ? 1 : table.size)
    self.tolerance = tolerance
    indices = table.indices
    left = table.columns.first ?? []
    right = table.columns.last ?? []
    var before = context
    if let presented = context.presentation?.network, presented.hasSameShape(as: context.network),
      presented != context.network, !zip(left, right).allSatisfy({ tolerance.allows($0, $1) })
    {
      before.network = presented
      let earlier = try FormulaEvaluator(before, isInterrupted: isInterrupted).values(of: sides)
      holdsBeforeUpdate = zip(earlier.columns.first ?? [], earlier.columns.last ?? [])
        .allSatisfy { tolerance.allows($0, $1) }
    } else {
      holdsBeforeUpdate = false
    }
  }

  /// The side that is not the subject of the check: the left one, unless the right one is a quantity that has
  /// a rule.
  private static func typedSide(of equation: SourceEquation, _ rules: DerivationRules) -> Side? {
    let left = equation.left.formula
    let right = equation.right.formula
    if rules.rule(for: right) == nil { return .right }
    return rules.rule(for: left) == nil ? .left : nil
  }

  /// The numbers of the cases in which the sides differ.
  private var failures: [Int] { left.indices.filter { !tolerance.allows(left[$0], right[$0]) } }

  var holds: Bool { zip(left, right).allSatisfy { tolerance.allows($0, $1) } }

  var largestDifference: Double { zip(left, right).map { ($0 - $1).magnitude }.max() ?? 0 }

  /// Whether the numbers say nothing: both sides are 0 in every case, and neither was typed as 0.
  private var isEmpty: Bool {
    left.allSatisfy { $0 == 0 } && right.allSatisfy { $0 == 0 }
      && ![equation.left, equation.right].contains { $0.formula.numericValue == 0 }
  }

  /// What is wrong, for the error reply; nil if the equation holds.
  var refutation: Diagnostic? {
    let failures = self.failures
    guard let first = failures.first else { return nil }
    return Diagnostic(
      .refuted(
        Refutation(
          equation: equation.equation, place: place(of: first), typed: typed(at: first),
          failures: failures.count, cases: left.count, factor: told(factor),
          holdsBeforeUpdate: holdsBeforeUpdate)),
      at: equation.range, example: example)
  }

  /// The value of the typed side, if that says more than what was typed.
  private func typed(at number: Int) -> Refutation.Typed? {
    switch typed {
    case .left where equation.left.formula.numericValue == nil:
      Refutation.Typed(formula: equation.left.formula, value: left[number])
    case .right where equation.right.formula.numericValue == nil:
      Refutation.Typed(formula: equation.right.formula, value: right[number])
    case .left, .right, nil: nil
    }
  }

  /// Lines that make the same equation hold, if it was only checked too late. There is no other example: an
  /// equation that holds would be the answer.
  private var example: String? {
    holdsBeforeUpdate ? "forward\nbackward\ncheck \(equation.equation.unicode)" : nil
  }

  /// The units of a case: `j = 1, k = 2`.
  private func place(of number: Int) -> String {
    zip(indices, units(of: number)).map { "\($0.letter) = \($1)" }.joined(separator: ", ")
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

  var blocks: [Block] {
    let failures = self.failures
    var verdict: [Inline] = [.equation(equation.equation)]
    if failures.isEmpty {
      verdict.append(.text(" holds"))
      if !indices.isEmpty {
        let letters = Wording.list(indices.map { $0.letter })
        verdict.append(
          .text(
            left.count == 1 ? " for the one \(letters)" : " for all \(left.count) cases of \(letters)"))
      }
      for index in indices where index.leavesOutBias {
        verdict.append(.text(", without the bias unit \(index.letter)0"))
      }
      if case .rounding(let size) = tolerance, size == 1, largestDifference > 0,
        [equation.left, equation.right].contains(where: { $0.formula.numericValue == 0 })
      {
        verdict.append(.text(" to 12 digits after the point"))
      }
      if case .within(let bound) = tolerance {
        verdict.append(.text(" within \(Wording.number(bound))"))
      }
      verdict.append(.text("; largest difference "))
      verdict.append(.number(largestDifference))
      if isEmpty {
        verdict.append(
          .text("; but both sides are 0 throughout, and with these numbers so may a wrong formula be"))
      }
    } else {
      verdict.append(.strong(" does not hold"))
      if left.count > 1 { verdict.append(.text(": \(failures.count) of \(left.count) cases differ")) }
    }
    guard failures.isEmpty else {
      // For a single case, the verdict and the error are enough.
      return left.count == 1 ? [.paragraph(verdict)] : [.paragraph(verdict), failing(failures)]
    }
    return [.paragraph(verdict), table]
  }

  /// The cases that differ, with the value of the typed side; the other side and the difference would give
  /// the answer away.
  private func failing(_ failures: [Int]) -> Block {
    let differing = failures.prefix(Self.mostRows)
    let agreeing = left.indices.lazy.filter { tolerance.allows(left[$0], right[$0]) }
      .prefix(Self.mostRows - differing.count)
    let shown = differing.map { ($0, "differs") } + agreeing.map { ($0, "agrees") }
    let rows = shown.map { number, verdict in
      let value: Table.Cell? =
        switch typed {
        case .left: .number(left[number])
        case .right: .number(right[number])
        case nil: nil
        }
      return Table.Row(
        header: zip(indices, units(of: number)).map { .text("\($0.letter)\($1) ") },
        cells: [value].compactMap { $0 } + [.inline([.text(verdict)])])
    }
    let side: [Inline]? =
      switch typed {
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
