import Backprop

/// Lines with `=`: weights, η and α, E, and user-defined functions.
enum Assignment {
  static func parse(
    _ start: TokenCursor, rows: [TokenCursor], range: SourceRange
  ) throws(Diagnostic) -> Action {
    var cursor = start
    let leftRange = cursor.range
    if !rows.isEmpty, cursor.word != "w" {
      throw Diagnostic(
        .unexpectedRows(command: cursor.source.string(leftRange) + " = …"),
        at: rows[0].range.lowerBound..<range.upperBound, example: Example.matrixOfRows)
    }
    switch cursor.word {
    case "w": return try weights(&cursor, rows: rows)
    case "η": return try setting(.learningRate, &cursor)
    case "α": return try setting(.momentum, &cursor)
    case "E" where cursor.peek(1)?.kind == .symbol("="): return try error(&cursor)
    default: break
    }
    if let function = try function(&cursor) { return function }
    return try refuse(cursor)
  }

  static func formula(_ cursor: inout TokenCursor) throws(Diagnostic) -> SourceFormula {
    try cursor.formula("a number or a formula")
  }

  /// The error that says why the left side cannot be set and what was probably meant.
  private static func refuse(_ start: TokenCursor) throws(Diagnostic) -> Action {
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
    let rest = cursor.takeRest()
    let text = cursor.source.string(cursor.source.withSuperscript(cursor.range(from: line)))
    // Mistakes in the left side itself are reported first: `δ^{(2)}`, `w1`.
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
        suggestion: command.assignment.map { $0.left + text.dropFirst(leftText.count) },
        example: command.assignment?.example ?? "let c = 1/2")
    }
    if let first, left.count <= 2, isName(left), !Vocabulary.isReserved(first) {
      let name = name(of: left) ?? leftText
      if var foreign = OtherCourses.diagnostic(name, at: leftRange) {
        // `μ = 0.9` and `lr = 0.1` mean settings that exist under other names.
        if let setting = OtherCourses.entry(for: name)?.setting {
          foreign.suggestion = setting + text.dropFirst(leftText.count)
          foreign.example = foreign.suggestion
        } else if OtherCourses.entry(for: name)?.quantity == .error,
          let formula = errorFormula(rest.dropFirst(), in: cursor.source)
        {
          foreign.suggestion = formula
          foreign.example = formula
        }
        throw foreign
      }
      if var owned = CommandTable.belonging(leftText, at: leftRange) {
        owned.suggestion = "let \(text)"
        owned.example = "let \(text)"
        throw owned
      }
      // `w1` lacks its subscripts; the formula parser reports that.
      _ = try FormulaParser.formula(left, in: cursor.source)
      throw Diagnostic(
        .notDefined(leftText), at: leftRange, suggestion: "let \(text)")
    }
    // `g = tanh`
    let right = text.dropFirst(leftText.count).drop { $0 == " " || $0 == "=" }
    if left.count == 1, first == "g", let function = TransferFunction.all.named(String(right).lowercased()) {
      let command = "transfer \(function.isSoftmax ? "k " : "")\(function.name)"
      throw Diagnostic(
        .expected("`transfer` and the name of a function", found: "`\(text)`"), at: leftRange,
        suggestion: command, example: command)
    }
    // A row of a displayed derivation: the whole of it is what is meant.
    let whole = display(around: leftRange, in: cursor.source)
    // `total E = 1/2 Σ_k (t_k - y_k)^2`, `E_p = …`
    if whole == nil, ["E", "total", "mean"].contains(first),
      !left.contains(where: { $0.kind == .symbol("^") }),
      let formula = errorFormula(rest.dropFirst(), in: cursor.source)
    {
      throw Diagnostic(
        .expected("`E =` and the error of one pattern", found: "`\(leftText)`"), at: leftRange,
        suggestion: formula, example: formula)
    }
    if let first, ["x", "t"].contains(first), areNumbers(rest.dropFirst()) {
      throw Diagnostic(
        .expected("`forward`, which gives the inputs x and the targets t", found: "`\(leftText) =`"),
        at: leftRange, example: "forward 0 1 -> 1")
    }
    throw Diagnostic(
      .notAssignable("`\(leftText)`"), at: leftRange, suggestion: "check \(whole ?? text)")
  }

  /// Whether there are only numbers, as in `[1 -2]`.
  private static func areNumbers(_ tokens: some Sequence<Token>) -> Bool {
    var hasNumber = false
    for token in tokens {
      switch token.kind {
      case .number: hasNumber = true
      case .symbol(let symbol) where ["-", "[", "]", "(", ")", ",", ";"].contains(symbol): break
      case .symbol, .word, .subscripts, .string, .newline, .indent, .end: return false
      }
    }
    return hasNumber
  }

  /// The text from `\begin{aligned}` to `\end{aligned}`, or of another display, that a place is in.
  private static func display(around place: SourceRange, in source: SourceText) -> String? {
    let (begin, end) = ("\\begin{", "\\end{")
    var open: Int?
    for offset in 0..<min(place.lowerBound, source.scalars.count) where source.scalars[offset] == "\\" {
      if source.stands(begin, at: offset) { open = open ?? offset }
      if source.stands(end, at: offset) { open = nil }
    }
    let rest = place.upperBound..<max(place.upperBound, source.scalars.count)
    guard let open, let last = rest.first(where: { source.stands(end, at: $0) }),
      let brace = source.scalars[last...].firstIndex(of: "}")
    else { return nil }
    return source.string(open..<brace + 1)
  }

  /// `E = 1/2 Σ_k (t_k - y_k)^2`, if what stands to the right is a formula of outputs.
  private static func errorFormula(_ right: some Sequence<Token>, in source: SourceText) -> String? {
    guard let formula = try? FormulaParser.formula(right, in: source), formula.formula.mentions(.output),
      formula.formula.mentions(.target)
    else { return nil }
    return "E = \(formula.formula.unicode)"
  }

  /// The name that a left side is, however it is typed: `L` for `\mathcal{L}`; nil if it is something else.
  private static func name(of left: [Token]) -> String? {
    guard case .word(let word)? = left.first?.kind else { return nil }
    guard left.count > 1 else { return word }
    guard case .subscripts(let places) = left[1].kind else { return nil }
    return word + "_" + places.map { $0.text }.joined()
  }

  /// A word, or one with subscripts or a number: `b_1`, `β1`.
  private static func isName(_ left: [Token]) -> Bool {
    guard case .word? = left.first?.kind else { return false }
    guard left.count == 2 else { return left.count == 1 }
    if case .subscripts = left[1].kind { return true }
    return left.numberedName(at: 0) != nil
  }
}

extension SourceText {
  /// A range with the superscript that stands right after it, such as the `^T` that a notation has read.
  fileprivate func withSuperscript(_ range: SourceRange) -> SourceRange {
    var end = range.upperBound
    guard scalars.indices.contains(end), scalars[end] == "^" || Lexer.superscripts[scalars[end]] != nil else {
      return range
    }
    while end < scalars.count, ![" ", "\t", "\n", "$", "#", ";", ","].contains(scalars[end]) { end += 1 }
    return range.lowerBound..<end
  }

  /// Whether a text begins at an offset.
  fileprivate func stands(_ text: String, at offset: Int) -> Bool {
    scalars[offset...].starts(with: text.unicodeScalars)
  }
}

extension String {
  /// The text without trailing spaces.
  var trimmed: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
