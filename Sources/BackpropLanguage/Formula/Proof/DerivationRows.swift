/// A derivation as a whole: equations and claims in the rows below a command, of which some continue the row
/// above. A derivation in LaTeX, whose rows end with `\\`, is the same.
public struct DerivationRows: Equatable, Sendable {
  /// Its steps in order: two sides each.
  public let steps: [Step]
  /// Its rows that cannot be read, in order.
  var unread: [UnreadRow] = []

  public struct Step: Equatable, Sendable {
    public internal(set) var equation: SourceEquation
    /// The left side of the chain that it belongs to.
    public internal(set) var beginning: SourceFormula
    /// Whether its left side is the right side of the step above.
    public internal(set) var continues: Bool
    /// The largest difference that its row allows; nil: that of the whole.
    public var bound: Double?
    /// Its row as it was typed.
    let typed: String
    /// Whether rows between its two sides are left out.
    var isBelowUnread = false

    /// What is typed in its row.
    var range: SourceRange { continues || isBelowUnread ? equation.right.range : equation.range }
  }

  /// More are no derivation.
  public static let mostSteps = 1_000

  init(steps: [Step], unread: [UnreadRow]) {
    self.steps = steps
    self.unread = unread
  }

  /// rows: the tokens of each, the rest of the command's own line among them. takesBounds: whether `within`
  /// may stand at the end of a row.
  init(
    _ rows: [[Token]], in source: SourceText, takesBounds: Bool = false, unread: [UnreadRow] = []
  ) throws(Diagnostic) {
    self.unread = unread
    // Rows are read several times; those of a continued formula are no steps.
    if rows.count > 4 * Self.mostSteps, let first = rows[4 * Self.mostSteps].first {
      throw Diagnostic(
        .tooLarge("rows of a derivation", count: rows.count, limit: 4 * Self.mostSteps), at: first.range)
    }
    var rows: [[Token]] = rows.prefix(1) + rows.dropFirst().map { Self.withoutLabel($0, in: source) }
    try Self.refuseNumbers(rows, in: source)
    try Self.refuseArrows(rows, in: source)
    rows = rows.map { Self.withoutArrow($0) }
    try Self.refuseReasons(rows, in: source)
    try Self.refuseWords(rows, in: source)
    try Self.refuseNothing(rows)
    /// By where their rows end.
    var bounds: [Int: Located<Double>] = [:]
    for place in rows.indices where takesBounds {
      let end = rows[place].last?.range.upperBound ?? 0
      guard let bound = try Command.takeBound(&rows[place], source, end) else { continue }
      bounds[rows[place].last?.range.upperBound ?? 0] = bound
    }
    let equations = try FormulaParser.equations(Self.joined(rows), in: source)
    if equations.count > Self.mostSteps {
      throw Diagnostic(
        .tooLarge("steps of a derivation", count: equations.count, limit: Self.mostSteps),
        at: equations[Self.mostSteps].range)
    }
    var steps: [Step] = []
    for equation in equations {
      let continues = steps.last.map { $0.equation.right.range == equation.left.range } ?? false
      let beginning = continues ? steps.last?.beginning ?? equation.left : equation.left
      let bound = bounds[equation.right.range.upperBound]
      if let bound, equation.relation.isOrder {
        throw Diagnostic(
          .expected(
            "`within` after an equation: an inequality has its own room", found: "it after an inequality"),
          at: bound.range, example: "check y_k1 = 0.5 within 0.5")
      }
      let isBelowUnread = unread.contains {
        !$0.isRemark && equation.range.contains($0.range.lowerBound)
      }
      steps.append(
        Step(
          equation: equation, beginning: beginning, continues: continues, bound: bound?.value,
          typed: continues || isBelowUnread
            ? Self.continuation(equation, in: source) : source.string(equation.range),
          isBelowUnread: isBelowUnread))
    }
    self.steps = steps
  }

  /// What is typed in the row of a right side whose left one stands above: `= B`.
  private static func continuation(_ equation: SourceEquation, in source: SourceText) -> String {
    let right = equation.right.range
    var start = right.lowerBound
    // Back to the sign, which stands in the same row.
    while start > equation.left.range.upperBound, case let scalar = source.scalars[start - 1],
      scalar != "\n", scalar != ";", scalar != "\\"
    { start -= 1 }
    return source.string(start..<right.upperBound).withoutSpacesAround
  }

  /// `⇒ A = B` is a new equation, and `⇒ B` continues the one above.
  private static func withoutArrow(_ row: [Token]) -> [Token] {
    row.mappingParts { withArrowRead($0) }
  }

  private static func withArrowRead(_ row: [Token]) -> [Token] {
    guard row.first?.kind == .symbol("->") else { return row }
    var row = row
    if row.contains(where: { $0.isRelation }) { row.removeFirst() } else { row[0].kind = .symbol("=") }
    return row
  }

  /// What begins or makes up a reason, and is no name in a formula.
  private static let words: Set<String> = [
    "chain", "rules", "definition", "because", "since", "equation", "trick", "reason", "substitute", "insert",
  ]

  /// A reason is a comment: `(chain rule)` would be read as a product.
  private static func refuseReasons(_ rows: [[Token]], in source: SourceText) throws(Diagnostic) {
    for row in rows {
      for token in row {
        guard case .word(let word) = token.kind, words.contains(word) else { continue }
        throw Diagnostic(
          .expected("a reason behind `#`, where it is not read", found: "`\(word)`"), at: token.range,
          example: "check:\n  a_k = Σ_j w_jk y_j  # equation 3")
      }
    }
  }

  /// There is nothing above the first row that it could continue.
  private static func refuseNothing(_ rows: [[Token]]) throws(Diagnostic) {
    guard let first = rows.first(where: { !$0.isEmpty })?.first, case .symbol(let symbol) = first.kind,
      Relation(symbol: symbol) != nil
    else { return }
    throw Diagnostic(
      .expected(
        "what is derived before the first `\(symbol)`: a row that begins with it continues the row above",
        found: "`\(symbol)`"), at: first.range,
      example: "check:\n  ∂(y_k^2)/∂a_k = 2 y_k ∂y_k/∂a_k\n    = 2 y_k g'(a_k)")
  }

  /// The rows as one sequence of equations, with `;` between those that do not continue.
  private static func joined(_ rows: [[Token]]) -> [Token] {
    var tokens: [Token] = []
    for row in rows where !row.isEmpty {
      if let last = tokens.last {
        let place = last.range.upperBound..<last.range.upperBound
        tokens.append(Token(.symbol(";"), place, spaceBefore: true))
      }
      tokens += row
    }
    return tokens.indices.compactMap { place in
      // A comma or a full stop ends a row of a displayed equation.
      if tokens[place].kind == .symbol(",") || tokens[place].kind == .symbol(".") {
        switch tokens[(place + 1)...].first?.kind {
        // A line that ends with a comma goes on in the next one, where `=` begins.
        case nil, .newline, .end, .indent, .symbol(";"), .symbol("="): return nil
        default: break
        }
      }
      guard tokens[place].kind == .symbol(";") else { return tokens[place] }
      let after = tokens[(place + 1)...].first { $0.kind != .symbol(";") }
      guard case .symbol(let symbol)? = after?.kind else { return tokens[place] }
      if continuing.contains(symbol) { return nil }
      // `A = B` and below it `- C`: a term of the same formula, unless it is an equation by itself.
      guard symbol == "-" else { return tokens[place] }
      let row = tokens[(place + 1)...].drop { $0.kind == .symbol(";") }.prefix { $0.kind != .symbol(";") }
      return row.contains { $0.isRelation } ? tokens[place] : nil
    }
  }

  /// What a row begins with that continues the one above.
  static let continuing: Set<String> = [
    "=", "==", "≈", "<", "<=", ">", ">=", "<-", "+", "×", "·", "*", "/",
  ]
}

extension Token {
  /// Whether a symbol with subscripts may end with it, or a bracket.
  fileprivate var endsQuantity: Bool {
    switch kind {
    case .subscripts, .symbol(")"), .symbol("]"), .symbol("}"): true
    default: false
    }
  }

  var isRelation: Bool {
    if case .symbol(let symbol) = kind { symbol == "<-" || Relation(symbol: symbol) != nil } else { false }
  }
}
