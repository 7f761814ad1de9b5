import Backprop

/// Lines with `=`: weights, η and α, and functions of the user's own.
enum Assignment {
  static func parse(
    _ start: TokenCursor, rows: [TokenCursor], range: SourceRange
  ) throws(Diagnostic) -> Statement.Kind {
    var cursor = start
    let leftRange = cursor.range
    if !rows.isEmpty, cursor.word != "w" {
      throw Diagnostic(
        .unexpectedRows(command: cursor.source.string(leftRange) + " = …"),
        at: rows[0].range.lowerBound..<range.upperBound, example: "w_ij =\n  0.15 0.25\n  0.20 0.30")
    }
    switch cursor.word {
    case "w": return try weights(&cursor, rows: rows)
    case "η": return try setting(.learningRate, &cursor, example: "η = 0.5")
    case "α": return try setting(.momentum, &cursor, example: "α = 0.9")
    default: break
    }
    if let function = try function(&cursor) { return function }
    return try refuse(cursor)
  }

  // MARK: - Weights

  private static func weights(_ cursor: inout TokenCursor, rows: [TokenCursor]) throws(Diagnostic)
    -> Statement.Kind
  {
    let example = "w_ij = [0.15 0.25; 0.20 0.30]"
    let leftStart = cursor.range.lowerBound
    let selection = try cursor.weightSelection(example: example)
    // `w_ij^{new} = …`, `w_ij(t+1) = …`
    if cursor.peek == .symbol("^") || cursor.peek == .symbol("(") {
      throw cursor.expected(
        "`=`: the new weight is on its left, the old one on its right", example: "w_ij = w_ij + Δw_ij")
    }
    if case .symbol(let sign)? = cursor.peek, sign == "+" || sign == "-",
      cursor.peek(1)?.kind == .symbol("=")
    {
      let left = cursor.source.string(leftStart..<cursor.range.lowerBound).trimmed
      throw cursor.expected("`=`", suggestion: "\(left) = \(left) \(sign) …", example: "w_ij = w_ij + Δw_ij")
    }
    guard cursor.take("=") else { throw cursor.expected("`=`", example: example) }
    if cursor.isAtEnd {
      guard !rows.isEmpty else {
        throw cursor.expected("a number, a matrix in brackets, or indented rows", example: example)
      }
      return .assignWeights(selection, .matrix(try matrix(rows: rows)))
    }
    if let row = rows.first {
      throw Diagnostic(
        .expected("either a value after `=` or rows below it", found: "both"), at: row.range,
        example: example)
    }
    if case .symbol("[") = cursor.peek, let matrix = try bracketed(&cursor) {
      return .assignWeights(selection, .matrix(matrix))
    }
    if case .number = cursor.peek, let next = cursor.peek(1), case .number = next.kind {
      let row = cursor.source.string(cursor.range.lowerBound..<next.range.upperBound)
      throw Diagnostic(
        .expected("one number, or a matrix in brackets", found: "a row of numbers"), at: next.range,
        suggestion: "[\(row) …]", example: example)
    }
    return .assignWeights(selection, .formula(try formula(&cursor)))
  }

  /// `[0.15 0.25; 0.20 0.30]`; nil where the bracket is Iverson's.
  private static func bracketed(_ cursor: inout TokenCursor) throws(Diagnostic) -> Located<Matrix>? {
    let example = "w_ij = [0.15 0.25; 0.20 0.30]"
    if let inner = cursor.peek(1), case .word = inner.kind {
      var ahead = cursor
      ahead.advance()
      guard ahead.isAtNumber else { return nil }
    }
    let start = cursor.range.lowerBound
    _ = cursor.take("[")
    var rows: [[Located<Double>]] = []
    repeat {
      let rowStart = cursor.range.lowerBound
      let row = try cursor.numbers(example: example)
      // A closing `;` or an empty row is let pass.
      if row.isEmpty, case .symbol("]") = cursor.peek, !rows.isEmpty { break }
      guard !row.isEmpty else { throw cursor.expected("a number", example: example) }
      if let first = rows.first, first.count != row.count {
        throw Diagnostic(
          .raggedRow(expected: first.count, count: row.count), at: cursor.range(from: rowStart),
          example: example)
      }
      rows.append(row)
    } while cursor.take(";")
    guard cursor.take("]") else { throw cursor.expected("a number, `;` or `]`", example: example) }
    guard cursor.isAtEnd else { throw cursor.expected("the end of the line", example: example) }
    return Located(matrix(rows.map { $0.map { $0.value } }), cursor.range(from: start))
  }

  private static func matrix(rows: [TokenCursor]) throws(Diagnostic) -> Located<Matrix> {
    let example = "w_ij =\n  0.15 0.25\n  0.20 0.30"
    var values: [[Double]] = []
    let start = rows.first?.range.lowerBound ?? 0
    var end = start
    for var row in rows {
      let rowStart = row.range.lowerBound
      let numbers = try row.numbers(example: example)
      let rowRange = row.range(from: rowStart)
      guard !numbers.isEmpty, row.isAtEnd else { throw row.expected("a number", example: example) }
      if let first = values.first, first.count != numbers.count {
        throw Diagnostic(
          .raggedRow(expected: first.count, count: numbers.count), at: rowRange, example: example)
      }
      values.append(numbers.map { $0.value })
      end = rowRange.upperBound
    }
    return Located(matrix(values), start..<end)
  }

  private static func matrix(_ rows: [[Double]]) -> Matrix {
    Matrix(rows: rows.count, columns: rows.first?.count ?? 0, elements: rows.flatMap { $0 })
  }

  // MARK: - Settings and functions

  private static func setting(
    _ setting: Setting, _ cursor: inout TokenCursor, example: String
  ) throws(Diagnostic) -> Statement.Kind {
    cursor.advance()
    guard cursor.take("=") else { throw cursor.expected("`=`", example: example) }
    return .assignSetting(setting, try formula(&cursor))
  }

  /// `g(a) = a / (1 + abs(a))`; nil where the left side has another form.
  private static func function(_ start: inout TokenCursor) throws(Diagnostic) -> Statement.Kind? {
    var cursor = start
    let example = "g(a) = a / (1 + abs(a))"
    guard let name = cursor.word else { return nil }
    let nameRange = cursor.range
    cursor.advance()
    guard cursor.take("("), let parameter = cursor.word else { return nil }
    cursor.advance()
    guard cursor.take(")"), cursor.take("=") else { return nil }
    if name.hasSuffix("'") || Vocabulary.isReserved(name) && name != "g" {
      throw Diagnostic(
        .notAssignable("`\(name)`"), at: nameRange,
        suggestion: name == "g'" ? "g" : nil, example: example)
    }
    guard !cursor.isAtEnd else { throw cursor.expected("the formula of \(name)", example: example) }
    let formula = try FormulaParser.formula(cursor.takeRest(), in: cursor.source, parameter: parameter)
    return .defineFunction(Located(name, nameRange), parameter: parameter, formula)
  }

  private static func formula(_ cursor: inout TokenCursor) throws(Diagnostic) -> SourceFormula {
    try cursor.formula("a number or a formula", example: "w_i1j2 = 0.25")
  }

  /// Says why the left side cannot be set, and what was probably meant.
  private static func refuse(_ start: TokenCursor) throws(Diagnostic) -> Statement.Kind {
    var cursor = start
    let line = cursor.range.lowerBound
    let first = cursor.word
    var left: [Token] = []
    let leftStart = cursor.range.lowerBound
    while !cursor.isAtEnd {
      if case .symbol("=") = cursor.peek { break }
      left.append(contentsOf: cursor.peek(0).map { [$0] } ?? [])
      cursor.advance()
    }
    let leftRange = cursor.range(from: leftStart)
    let leftText = cursor.source.string(leftRange)
    _ = cursor.takeRest()
    let text = cursor.source.string(cursor.range(from: line))
    // What is wrong with the left side itself is said first: `δ^{(2)}`, `w1`.
    if let first, Vocabulary.isReserved(first) || CommandTable.command(named: first) == nil {
      do throws(Diagnostic) { _ = try FormulaParser.formula(left, in: cursor.source) } catch {
        switch error.problem {
        case .layerSuperscript, .otherCourse: throw error
        default: break
        }
      }
    }
    if let first, let command = CommandTable.command(named: first), left.count == 1 {
      throw Diagnostic(
        .expected("a name that means nothing yet", found: "`\(first)`, a command"), at: leftRange,
        suggestion: command.name == "weights" ? "w" + text.dropFirst(leftText.count) : nil,
        example: command.name == "weights" ? "w_ij = 0.1" : "let c = 1/2")
    }
    if let first, left.count <= 2, isName(left), !Vocabulary.isReserved(first) {
      if var foreign = OtherCourses.diagnostic(leftText, at: leftRange) {
        // `μ = 0.9` and `lr = 0.1` set what there is to set.
        if let setting = OtherCourses.entry(for: leftText)?.setting {
          foreign.suggestion = setting + text.dropFirst(leftText.count)
        }
        throw foreign
      }
      // `w1` lacks its subscripts, and the formula parser says so.
      _ = try FormulaParser.formula(left, in: cursor.source)
      throw Diagnostic(
        .notDefined(leftText), at: leftRange, suggestion: "let \(text)", example: "let c = 1/2")
    }
    throw Diagnostic(
      .notAssignable("`\(leftText)`"), at: leftRange, suggestion: "check \(text)", example: "w_i1j2 = 0.25")
  }

  /// A word, or one with subscripts: `b_1`.
  private static func isName(_ left: [Token]) -> Bool {
    guard case .word? = left.first?.kind else { return false }
    guard left.count == 2 else { return left.count == 1 }
    if case .subscripts = left[1].kind { return true }
    return false
  }
}

extension String {
  /// Without spaces at its end.
  fileprivate var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
