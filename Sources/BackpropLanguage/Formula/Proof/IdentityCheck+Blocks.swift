/// What is shown of a check.
extension IdentityCheck {
  /// The maximum number of cases in the table.
  private static var mostRows: Int { 20 }

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
    // A wide claim holds without the numbers being known.
    let isSilent =
      hint == .verdict && !(isExact && tolerance == rounding && !equation.relation.isOrder)
      || hint != .place && wouldTell
    let words =
      equation.relation.isOrder ? orderVerdict(isSilent: isSilent) : equalVerdict(isSilent: isSilent)
    let verdict = Block.paragraph(statement + words)
    guard !isSilent else { return [verdict] + units }
    return [verdict] + units + (left.count == 1 && equation.relation.isOrder ? [] : [table])
  }

  /// Whether its numbers would tell what an exercise may ask for, of which the claim itself says less: an
  /// inequality, a wide `within` or `≈`, or `y_k1 = y_k1`.
  private var wouldTell: Bool {
    guard [equation.left, equation.right].contains(where: { context.hasAsked(in: $0.formula) }) else {
      return false
    }
    if equation.relation.isOrder || isRestated { return true }
    let bound: Double
    switch tolerance {
    case .within(let most), .digits(half: let most): bound = most
    case .rounding, .besideZero, .algebra: return false
    }
    return !isExact
      && zip(left, right).contains { bound > max($0.magnitude, $1.magnitude) * Question.leeway }
  }

  /// Whether one side has the other one in it, or both are made of the same quantities, as in
  /// `2 δ_k1 = δ_k1 + δ_k1`, so that the claim takes no finding.
  private var isRestated: Bool {
    let (left, right) = (equation.left.formula.withoutSign, equation.right.formula.withoutSign)
    let (here, there) = (context.asked(in: left), context.asked(in: right))
    if !here.isEmpty, here.count == there.count, here.allSatisfy({ there.contains($0) }) { return true }
    return !left.isArithmetic && context.states(right, left)
      || !right.isArithmetic && context.states(left, right)
  }

  /// ` for all 4 cases of j and k`; nothing without free indices.
  private var cases: String {
    guard !indices.isEmpty else { return "" }
    let letters = Wording.list(indices.map { $0.letter })
    let bias = indices.filter { $0.leavesOutBias }.map { ", without the bias unit \($0.letter)0" }.joined()
    return (left.count == 1 ? " for the one \(letters)" : " for all \(left.count) cases of \(letters)") + bias
  }

  /// How an inequality holds.
  private func orderVerdict(isSilent: Bool) -> [Inline] {
    var verdict: [Inline] = [.text(" holds" + cases)]
    if zip(left, right).contains(where: { $0 != $1 && tolerance.allows($0, $1) }) {
      verdict.append(.text(", where equal means \(Wording.words(tolerance))"))
    }
    guard left.count == 1, !isSilent else { return verdict }
    let sides = [(equation.left.formula, left), (equation.right.formula, right)]
    for (place, (side, values)) in sides.filter({ $0.0.numericValue == nil }).enumerated() {
      verdict += [.text(place == 0 ? ": " : ", "), .formula(side), .text(" is ")]
      verdict += values.map { .number($0) }
    }
    return verdict
  }

  /// How an equation holds: with the tolerance, and with both numbers if it needs `within` or `≈`.
  private func equalVerdict(isSilent: Bool) -> [Inline] {
    var verdict: [Inline]
    if tolerance == rounding {
      let only = isCoincidence ? " for these numbers only:" : ""
      verdict = [.text(" holds\(only)\(cases) \(Wording.words(tolerance))")]
    } else {
      verdict = [.text(" holds\(isExact ? "" : " only") \(Wording.words(tolerance))\(cases)")]
    }
    // How far the sides differ would say what they are.
    if !isSilent { verdict += difference }
    switch generality {
    case .holds, nil: break
    case .needsTargetsThatSumToOne:
      verdict.append(.text("; for other targets it holds only if their sum is 1"))
    case .needsOneUnit(let letters): verdict.append(.text("; " + Wording.onlyWithOneUnit(letters)))
    case .fails, .needsNumbers:
      verdict.append(.text("; " + Wording.onlyHere(neededNumbers)))
    }
    if isEmpty {
      verdict.append(
        .text("; but both sides are 0 throughout, and with these numbers so may a wrong formula be"))
    }
    return verdict
  }

  /// How far the sides differ; for a single case also the number asked for.
  private var difference: [Inline] {
    guard !isExact, left.count == 1, let left = left.first, let right = right.first else {
      return [.text("; largest difference "), .number(largestDifference)]
    }
    let isLeftGiven = typed == .left
    return [
      .text(": "), .formula(isLeftGiven ? equation.right.formula : equation.left.formula), .text(" is "),
      .number(isLeftGiven ? right : left), .text(", "),
      .formula(isLeftGiven ? equation.left.formula : equation.right.formula), .text(" differs by "),
      .number(largestDifference),
    ]
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

  /// A difference that is only rounding is 0 beside numbers of six digits; the verdict says how large it is.
  private func visible(_ difference: Double) -> Double {
    tolerance == rounding && difference.magnitude < 1e-12 ? 0 : difference
  }

  /// Every case with both sides, at most a screenful.
  private var table: Block {
    let rows = left.indices.prefix(Self.mostRows).map { number in
      Table.Row(
        header: zip(indices, units(of: number)).map { .text("\($0.letter)\($1) ") },
        cells: [
          .number(left[number]), .number(right[number]), .number(visible(left[number] - right[number])),
        ])
    }
    let caption: [Inline] = left.count > rows.count ? [.text("\(rows.count) of \(left.count) cases")] : []
    return .table(
      Table(
        caption: caption,
        columns: [
          [.formula(equation.left.formula)], [.formula(equation.right.formula)], [.text("difference")],
        ],
        rows: rows, summary: "both sides, case by case"))
  }
}
