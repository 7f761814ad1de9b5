/// The formulas of learning rules. In addition to those of other formulas, they have values of the update
/// before, `w_ij(n-1)`, and comparisons in brackets, `[n = 1]`, which are 1 where they hold and else 0.
extension FormulaParser {
  /// `Δw_ij = η δ_j y_i`
  static func ruleLine(
    _ tokens: some Sequence<Token>, in source: SourceText
  ) throws(Diagnostic) -> SourceEquation {
    var parser = FormulaParser(writtenOut(Array(tokens)), in: source, parameter: nil)
    parser.isRule = true
    let example = "rule mine: Δw_ij = η δ_j y_i"
    guard !parser.isAtEnd else { throw parser.expected("Δw_ij, `=` and a formula", example: example) }
    let left = try parser.located()
    guard parser.take("=") else {
      let isLeft = left.formula.isRuleQuantity
      throw parser.expected(
        isLeft ? "`=` and what \(source.string(left.range)) is" : "`Δw_ij =` in front of the formula",
        at: isLeft ? nil : left.range, example: example)
    }
    let right = try parser.located()
    if parser.stands(","), case .word(let word)? = parser.token(1)?.kind,
      let option = Command.rule.options.named(word)
    {
      // `rule mine: Δw_ij = η δ_j y_i, η 0.5`
      throw parser.expected(
        "the end of the rule: `\(option.name)` is set where the rule is put in force",
        example: "rule mine: Δw_ij = η δ_j y_i\nrule mine, η 0.5")
    }
    if parser.stands(",") || parser.stands(";") {
      throw parser.expected(
        "the end of the line: each formula of a rule has a line of its own, indented below `rule NAME:`",
        example: "rule mine:\n  m_ij = 0.9 m_ij(n-1) + ∂E/∂w_ij\n  Δw_ij = -η m_ij")
    }
    try parser.finish("+, -, ×, / or the end of the formula")
    return SourceEquation(left, right)
  }

  /// `w_ij = w_ij - (η ∂E/∂w_ij)` for `w_ij -= η ∂E/∂w_ij`, and the same with `+=`.
  private static func writtenOut(_ tokens: [Token]) -> [Token] {
    guard
      let place = tokens.indices.dropFirst().first(where: {
        tokens[$0].kind == .symbol("=") && !tokens[$0].spaceBefore
          && [.symbol("+"), .symbol("-")].contains(tokens[$0 - 1].kind)
      }), place > 1, place + 1 < tokens.count
    else { return tokens }
    let (left, sign) = (tokens[..<(place - 1)], tokens[place - 1])
    func bracket(_ symbol: String) -> Token { Token(.symbol(symbol), sign.range) }
    return left + [tokens[place]] + left + [sign, bracket("(")] + tokens[(place + 1)...] + [bracket(")")]
  }

  /// A weight at the update before, for the `(n-1)` here; nil if there is none. `(n)` is skipped.
  mutating func earlier(
    _ quantity: Quantity, _ subscripts: [Subscript], from start: Int
  ) throws(Diagnostic) -> Node? {
    guard let isEarlier = takeUpdateNumber(), isEarlier else { return nil }
    let whole = range(from: start)
    let written = Formula.quantity(quantity, subscripts).unicode
    guard quantity == .weight else {
      throw Diagnostic(.rule(.notRemembered(written)), at: whole)
    }
    leaves += [whole, whole]
    return Node(formula: .earlier(written), height: 3)
  }

  /// `[n = 1]`, `[a > b]`, `[1 < n < 5]`, or only brackets.
  mutating func comparison() throws(Diagnostic) -> Node {
    let open = range
    leaves.append(open)
    let place = leaves.count - 1
    index += 1
    comparisonDepth += 1
    defer { comparisonDepth -= 1 }
    // Each one in another doubles the work of a claim.
    if takesComparisons, comparisonDepth > Self.deepestComparison {
      throw Diagnostic(.nestedTooDeeply(limit: Self.deepestComparison), at: open)
    }
    let left = try closedExpression()
    if take("]") {
      leaves.remove(at: place)
      return left
    }
    guard let relation, relation != .approximately else {
      throw expected("`]`, or a comparison: `=`, `<`, `≤`, `>` or `≥`", example: "[n = 1] η")
    }
    _ = takeRelation()
    let middle = leaves.count
    let start = range.lowerBound
    let right = try closedExpression()
    try Self.refusePercent(
      SourceEquation(
        SourceFormula(left.formula, range: open), SourceFormula(right.formula, range: range(from: start)),
        relation: relation))
    let first = try join(left, right) { .call(.comparison(relation), [$0, $1]) }
    guard let next = self.relation, next.isOrder, relation.isOrder else {
      return try closed(first, open)
    }
    // `[1 < n < 5]` is [1 < n] [n < 5].
    guard leaves.count - middle <= Self.mostBetweenBounds else {
      throw expected("a shorter formula between two bounds", example: "[1 < n < 5] η")
    }
    leaves += [open] + leaves[middle...]
    _ = takeRelation()
    let last = try closedExpression()
    let second = try join(right, last) { .call(.comparison(next), [$0, $1]) }
    return try closed(try join(first, second) { .product($0, $1, sign: .juxtaposed) }, open)
  }

  private static var deepestComparison: Int { 4 }

  /// Bounds within bounds would double, each time, what stands between them.
  private static var mostBetweenBounds: Int { 100 }

  /// Throws at `accuracy > 95`, where 95 % is meant: it would never hold, and `accuracy < 95` always.
  static func refusePercent(_ equation: SourceEquation) throws(Diagnostic) {
    let sides = [(equation.left, equation.right), (equation.right, equation.left)]
    for (side, bound) in sides where side.formula == .quantity(.accuracy, []) {
      guard let number = bound.formula.numericValue, number > 1 else { continue }
      throw Diagnostic(
        .expected("a share of the patterns, from 0 to 1", found: "`\(bound.formula.unicode)`"),
        at: bound.range, suggestion: number <= 100 ? Wording.number(number / 100) : nil,
        example: "mean E")
    }
  }

  /// The comparison that a bracket closes here.
  private mutating func closed(_ comparison: Node, _ open: SourceRange) throws(Diagnostic) -> Node {
    guard take("]") else {
      throw expected("`]` for the `[` at \(place(open))", example: "[n = 1] η")
    }
    return comparison
  }
}

extension Formula {
  /// A quantity of a rule at the update before: `w_ij(n-1)`.
  static func earlier(_ name: String) -> Formula {
    .call(.named(name), [.difference(.name("n"), .one)])
  }

  /// The name of the quantity, for its value at the update before, or for that of now: `m_ij(n)`.
  var ofUpdate: (name: String, isEarlier: Bool)? {
    guard case .call(.named(let name), let arguments) = self, let argument = arguments.first else {
      return nil
    }
    switch argument {
    case .name("n"): return (name, false)
    case .difference(.name("n"), .number(1, _)): return (name, true)
    default: return nil
    }
  }

  /// Whether a comparison in brackets is its last factor.
  var endsWithComparison: Bool {
    switch self {
    case .call(.comparison, _): true
    case .product(_, let last, _), .negated(let last): last.endsWithComparison
    default: false
    }
  }

  /// Whether it can stand to the left of `=` in a rule: Δw_ij, m_ij, m_ij(n), η_n, or w_ij, which is a slip.
  fileprivate var isRuleQuantity: Bool {
    switch self {
    case .quantity(.weightChange, _), .quantity(.weight, _): true
    case .name(let name): name.contains("_")
    default: ofUpdate?.isEarlier == false
    }
  }
}
