/// How weight matrices are written in a cell.
struct MatrixForm: Sendable {
  /// Whether there is a row for each receiving unit.
  var rowsReceive = false
  /// Whether bias weights are no part of them.
  var hasBiasApart = false
}

/// Reads the tokens of one statement or row from left to right.
struct TokenCursor {
  private let tokens: [Token]
  private(set) var index = 0
  let source: SourceText
  /// The position after all tokens.
  private let end: Int
  /// How a weight matrix is written.
  let matrixForm: MatrixForm
  /// The names that may stand for numbers.
  let definitions: Definitions

  /// tokens: of one line, without newlines and indents.
  init(
    _ tokens: [Token], source: SourceText, end: Int, matrixForm: MatrixForm = MatrixForm(),
    definitions: Definitions = Definitions()
  ) {
    self.tokens = tokens
    self.source = source
    self.end = end
    self.matrixForm = matrixForm
    self.definitions = definitions
  }

  var isAtEnd: Bool { index >= tokens.count }
  var peek: Token.Kind? { isAtEnd ? nil : tokens[index].kind }
  /// The range of the next token, or the empty range at the end of the line.
  var range: SourceRange { isAtEnd ? end..<end : tokens[index].range }
  var spaceBefore: Bool { isAtEnd || tokens[index].spaceBefore }

  func peek(_ distance: Int) -> Token? {
    let place = index + distance
    return tokens.indices.contains(place) ? tokens[place] : nil
  }

  mutating func advance() { index += 1 }

  /// Whether a word stands before the next token.
  func hasRead(_ word: String) -> Bool { tokens.prefix(index).contains { $0.kind == .word(word) } }

  /// The range from `start` to the last token read.
  func range(from start: Int) -> SourceRange {
    let last = index > 0 && index <= tokens.count ? tokens[index - 1].range.upperBound : start
    return start..<max(start, last)
  }

  /// The next token as in the source, for messages about what was found.
  var found: String {
    guard !isAtEnd else { return "the end of the line" }
    let shown = range.isEmpty ? range.lowerBound..<range.lowerBound + 1 : range
    return "`\(source.string(shown).asTyped)`"
  }

  /// Reads the symbol if it is next.
  mutating func take(_ symbol: String) -> Bool {
    guard case .symbol(symbol) = peek else { return false }
    advance()
    return true
  }

  /// Reads the word if it is next.
  mutating func take(word: String) -> Bool {
    guard case .word(word) = peek else { return false }
    advance()
    return true
  }

  /// The word here.
  var word: String? {
    if case .word(let word) = peek { return word }
    return nil
  }

  /// Reads the tokens up to the next comma outside brackets, or the end.
  mutating func takeSegment() -> [Token] {
    var depth = 0
    let start = index
    scan: while !isAtEnd {
      if case .symbol(let symbol) = tokens[index].kind {
        switch symbol {
        case "(", "[", "{": depth += 1
        case ")", "]", "}": depth -= 1
        case "," where depth <= 0: break scan
        default: break
        }
      }
      advance()
    }
    return Array(tokens[start..<index])
  }

  /// The remaining tokens.
  var rest: [Token] { Array(tokens.dropFirst(index)) }

  /// Reads the remaining tokens.
  mutating func takeRest() -> [Token] {
    let rest = isAtEnd ? [] : Array(tokens[index...])
    index = tokens.count
    return rest
  }

  /// Whether the word occurs in the remaining tokens.
  func contains(word: String) -> Bool { tokens.dropFirst(index).contains { $0.kind == .word(word) } }

  /// Whether the word stands so many tokens ahead.
  func contains(word: String, at distance: Int) -> Bool { peek(distance)?.kind == .word(word) }

  /// Whether the symbol occurs outside brackets.
  func contains(_ symbol: String) -> Bool {
    var depth = 0
    for token in tokens.dropFirst(index) {
      guard case .symbol(let here) = token.kind else { continue }
      if here == symbol, depth == 0 { return true }
      if here == "(" || here == "[" || here == "{" { depth += 1 }
      if here == ")" || here == "]" || here == "}" { depth -= 1 }
    }
    return false
  }
}
