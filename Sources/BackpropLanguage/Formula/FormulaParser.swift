/// Reads a formula from tokens by recursive descent. From loosest to tightest: `+ -`; a leading minus;
/// `× * · /` and juxtaposition, from left to right, so that `1/2 Σ_k …` is a half of the sum; `^`; brackets,
/// calls and symbols. `Σ_k` takes in the product that follows it.
public struct FormulaParser {
  /// More deeply nested brackets and longer chains are refused, so that no formula can exhaust the stack.
  public static let deepestNesting = 200
  static let largestHeight = 400

  var tokens: [Token]
  let source: SourceText
  /// The position after all tokens.
  let end: Int
  /// The variable of a user's own function, `a` in `g(a) = …`; elsewhere a bare `a` is an error.
  let parameter: String?
  var index = 0
  var nesting = 0
  var leaves: [SourceRange] = []
  var sumBounds: [SumBounds] = []
  /// The number of letters of sums that have been read.
  var sumCount = 0
  /// As in `SourceFormula`.
  var isOfUpdate = false
  /// Whether a `|` closes what is being read.
  var isWithinBars = false
  /// Whether it is the formula of a learning rule.
  var isRule = false
  /// Whether `[a_j > 0]` is 1 where it holds, and else 0, as in claims.
  var takesComparisons = false
  /// The number of brackets with comparisons around what is being read.
  var comparisonDepth = 0
  /// Whether `90 %` is a number.
  var takesPercent = false
  /// Whether a `/∂` ends what is being read, as in `∂Σ_k y_k/∂a_j1`.
  var isNumerator = false
  /// Whether a function without brackets takes one factor, whatever follows.
  var takesOneFactor = false

  /// A part of the tree and its height.
  struct Node {
    var formula: Formula
    var height: Int
  }

  /// All `tokens` as one formula. Newlines and indents are skipped.
  public static func formula(
    _ tokens: some Sequence<Token>, in source: SourceText, parameter: String? = nil
  ) throws(Diagnostic) -> SourceFormula {
    var parser = FormulaParser(tokens, in: source, parameter: parameter)
    let formula = try parser.located()
    try parser.finish("+, -, ×, / or the end of the formula")
    return formula
  }

  /// `A = B`, a chain `0 < A < B`, or several separated by `;`; one that begins with `=` or another relation
  /// continues the previous one.
  public static func equations(
    _ tokens: some Sequence<Token>, in source: SourceText
  ) throws(Diagnostic) -> [SourceEquation] {
    var parser = FormulaParser(tokens, in: source, parameter: nil)
    parser.takesPercent = true
    parser.takesComparisons = true
    var equations: [SourceEquation] = []
    var left: SourceFormula?
    while true {
      while parser.take(";") {}
      if parser.isAtEnd && !equations.isEmpty { return equations }
      if left == nil || parser.relation == nil { left = try parser.located() }
      var count = 0
      while let relation = parser.takeRelation() {
        let right = try parser.located()
        if let left {
          let equation = SourceEquation(left, right, relation: relation)
          try refusePercent(equation)
          equations.append(equation)
        }
        left = right
        count += 1
      }
      if count == 0 {
        throw parser.expected(
          "`=`, `≈`, `<`, `≤`, `>` or `≥`, and what to compare it with", example: "check y_k = g(a_k)")
      }
      if case .number? = parser.peek { throw parser.expected("a `·` or another sign between two numbers") }
      if !parser.stands(";") {
        try parser.finish("+, -, ×, /, =, < or the end of the equation (a reason stands behind `#`)")
      }
    }
  }

  init(_ tokens: some Sequence<Token>, in source: SourceText, parameter: String?) {
    self.tokens = tokens.filter { token in
      switch token.kind {
      case .newline, .indent, .end: false
      default: true
      }
    }
    self.source = source
    self.parameter = parameter
    end = self.tokens.last?.range.upperBound ?? tokens.first { _ in true }?.range.lowerBound ?? 0
  }

  private static func isRelation(_ token: Token) -> Bool {
    if case .symbol(let symbol) = token.kind { Relation(symbol: symbol) != nil } else { false }
  }

  /// The relation here. What an arrow sets equals what it is set to.
  var relation: Relation? {
    guard case .symbol(let symbol) = peek else { return nil }
    if symbol == "<-" { return isLessThanNegative ? .less : .equal }
    return Relation(symbol: symbol)
  }

  /// Reads the relation here.
  mutating func takeRelation() -> Relation? {
    guard let relation else { return nil }
    if isLessThanNegative { tokens[index].kind = .symbol("-") } else { index += 1 }
    return relation
  }

  /// Whether `<-1` is here, which is `< -1`. No other arrow is two signs.
  private var isLessThanNegative: Bool {
    guard stands("<-"), source.string(range) == "<-", let next = token(1), case .number = next.kind else {
      return false
    }
    return !next.spaceBefore
  }

  mutating func located() throws(Diagnostic) -> SourceFormula {
    let start = range.lowerBound
    let form = token(0)?.vectorForm
    leaves = []
    (sumBounds, sumCount, isOfUpdate) = ([], 0, false)
    let formula = try expression().formula
    var located = SourceFormula(formula, range: range(from: start), leaves: leaves, sumBounds: sumBounds)
    located.vectorForm = form
    located.isOfUpdate = isOfUpdate
    return located
  }

  func finish(_ what: String) throws(Diagnostic) {
    if isAtEnd { return }
    if let comma = DecimalComma.found({ token($0) }, example: "let c = 1/2") { throw comma }
    if stands(","), tokens[index...].contains(where: { Self.isRelation($0) }) {
      throw expected("`;` between two equations or claims", example: "check y_k < 1; y_k > 0")
    }
    if relation?.isOrder == true {
      throw expected(
        "the end of the formula: it is a comparison that `check` takes", example: "check 0 < 1/2 < 1")
    }
    if stands(";") {
      throw expected(
        "the end of the line: what follows `;` has a line of its own", example: "w_i1j1 = 0.1\nw_i1j2 = 0.2")
    }
    if index > 0, case .number(_, let spelling)? = peek {
      throw expected("`·` in front of a number that is multiplied by", suggestion: "· \(spelling)")
    }
    throw expected(what)
  }

  // MARK: - Sums and products

  mutating func expression() throws(Diagnostic) -> Node {
    var left = try signedTerm()
    while true {
      if take("+") {
        left = try join(left, try signedTerm()) { .sum($0, $1) }
      } else if take("-") {
        left = try join(left, try signedTerm()) { .difference($0, $1) }
      } else {
        return left
      }
    }
  }

  mutating func signedTerm() throws(Diagnostic) -> Node {
    let signs = takeSigns()
    return try negated(try term(), times: signs)
  }

  /// The number of minus signs here; plus signs are skipped.
  private mutating func takeSigns() -> Int {
    var count = 0
    while stands("-") || stands("+") {
      if stands("-") { count += 1 }
      index += 1
    }
    return count
  }

  private func negated(_ node: Node, times: Int) throws(Diagnostic) -> Node {
    var node = node
    for _ in 0..<min(times, Self.largestHeight + 1) { node = try wrap(node) { .negated($0) } }
    return node
  }

  mutating func term() throws(Diagnostic) -> Node {
    var left = try factor()
    while true {
      if take("×") {
        left = try join(left, try signedFactor()) { .product($0, $1, sign: .cross) }
      } else if take("*") || take("·") {
        left = try join(left, try signedFactor()) { .product($0, $1, sign: .dot) }
      } else if endsNumerator {
        return left
      } else if take("/") {
        left = try join(left, try signedFactor()) { .quotient($0, $1) }
      } else if case .symbol(let sign) = peek, OtherCourses.signs.contains(sign) {
        throw otherCourse(sign)
      } else if beginsFactor || isNumberNext && left.formula.endsWithComparison {
        left = try join(left, try factor()) { .product($0, $1, sign: .juxtaposed) }
      } else {
        return left
      }
    }
  }

  mutating func signedFactor() throws(Diagnostic) -> Node {
    let signs = takeSigns()
    return try negated(try factor(), times: signs)
  }

  private var isNumberNext: Bool {
    if case .number = peek { true } else { false }
  }

  /// Whether the next token can follow a factor and multiply it. A number cannot, except
  /// after the brackets of a comparison: `2 3` is a slip, not 6.
  var beginsFactor: Bool {
    switch peek {
    case .word: true
    case .symbol(let symbol):
      Self.openings.contains(symbol) || symbol == "|" && !isWithinBars
    default: false
    }
  }

  /// The signs that a factor may begin with.
  static let openings: Set<String> = ["(", "[", "{", "Σ", "∂", "∂_", "\\frac", "√", "|(", "‖"]

  mutating func factor() throws(Diagnostic) -> Node {
    let start = range.lowerBound
    let base = try atom()
    try refuseSuperscript(of: base.formula, from: start)
    guard take("^") else { return base }
    nesting += 1
    defer { nesting -= 1 }
    if nesting > Self.deepestNesting { throw tooDeep() }
    let first = index
    let exponent = try signedFactor()
    if base.formula == .constant(.e) { try refuseOpenExponent(exponent.formula, from: first, of: start) }
    return try join(base, exponent) { .power($0, $1) }
  }

  // MARK: - Building

  func wrap(_ node: Node, _ make: (Formula) -> Formula) throws(Diagnostic) -> Node {
    guard node.height < Self.largestHeight else { throw tooLong() }
    return Node(formula: make(node.formula), height: node.height + 1)
  }

  func join(_ a: Node, _ b: Node, _ make: (Formula, Formula) -> Formula) throws(Diagnostic) -> Node {
    let height = max(a.height, b.height)
    guard height < Self.largestHeight else { throw tooLong() }
    return Node(formula: make(a.formula, b.formula), height: height + 1)
  }

  private func tooLong() -> Diagnostic {
    Diagnostic(.formulaTooLong(limit: Self.largestHeight), at: range)
  }

  func tooDeep() -> Diagnostic {
    Diagnostic(.nestedTooDeeply(limit: Self.deepestNesting), at: range)
  }

  // MARK: - Tokens

  var isAtEnd: Bool { index >= tokens.count }
  var peek: Token.Kind? { isAtEnd ? nil : tokens[index].kind }
  var range: SourceRange { isAtEnd ? end..<end : tokens[index].range }

  func token(_ distance: Int) -> Token? {
    let place = index + distance
    return tokens.indices.contains(place) ? tokens[place] : nil
  }

  /// The range from `start` to the last token read.
  func range(from start: Int) -> SourceRange {
    let last = index > 0 && index <= tokens.count ? tokens[index - 1].range.upperBound : start
    return start..<max(start, last)
  }

  func stands(_ symbol: String) -> Bool { peek == .symbol(symbol) }

  mutating func take(_ symbol: String) -> Bool {
    guard stands(symbol) else { return false }
    index += 1
    return true
  }

  func expected(
    _ what: String, at place: SourceRange? = nil, suggestion: String? = nil, example: String? = nil
  ) -> Diagnostic {
    if place == nil, stands("...") || stands("?") { return Diagnostic(.dots, at: range) }
    var shown = place ?? range
    // The `^` of a raised number takes up no position.
    if shown.isEmpty { shown = shown.lowerBound..<shown.lowerBound + 1 }
    let text = source.string(shown)
    let isNothing = text.unicodeScalars.allSatisfy { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
    let found = isAtEnd && place == nil || isNothing ? "the end of the line" : "`\(text.asTyped)`"
    return Diagnostic(
      .expected(what, found: found), at: place ?? range, suggestion: suggestion, example: example)
  }
}
