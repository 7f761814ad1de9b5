/// The values of options: numbers, formulas, names, conditions.
extension StatementParser {
  mutating func value(of option: CommandOption) throws(Diagnostic) -> OptionValues.Value {
    switch option.value {
    case .flag: return .flag
    case .phrase(let words):
      for word in words.split(separator: " ") {
        guard cursor.take(word: String(word)) else {
          throw cursor.expected(
            "`\(option.name) \(words)`", suggestion: "\(option.name) \(words)")
        }
      }
      return .flag
    case .number(let bounds): return .number(try number(of: option, bounds))
    case .rate(let bounds):
      switch try rate(of: option, bounds) {
      case .number(let value): return .number(value)
      case .formula(let formula): return .schedule(formula)
      }
    case .rates(let bounds): return .rates(try rates(of: option, bounds))
    case .decay:
      switch try rate(of: option, .notNegative) {
      case .number(let value): return .number(value)
      case .formula(let formula): return .schedule(formula)
      }
    case .optionalNumber(let otherwise):
      return .number(try cursor.takeNumber()?.value ?? otherwise)
    case .integer(let least):
      return .integer(try cursor.integer(option.name, least: least).value)
    case .optionalCount:
      // `batch size 4`
      if cursor.word == "size",
        cursor.peek(1).map({ if case .symbol(",") = $0.kind { false } else { true } }) == true
      {
        cursor.advance()
      }
      guard cursor.isAtNumberOrName else { return .flag }
      return .integer(try cursor.integer(option.name, least: 1).value)
    case .choice(let choices):
      let range = cursor.range
      guard let name = cursor.takeName() else {
        throw cursor.expected(Wording.list(choices.map { "`\($0)`" }, last: "or"))
      }
      guard choices.contains(name.value) else {
        throw Diagnostic.unknown(
          name.value,
          .expected(Wording.list(choices.map { "`\($0)`" }, last: "or"), found: "`\(name.value)`"), at: range,
          among: choices)
      }
      return .word(name.value)
    case .rule:
      guard let name = cursor.takeName() else {
        throw cursor.expected(Wording.list(TrainRequest.rules.map { "`\($0)`" }, last: "or"))
      }
      return .name(name)
    case .name: return .name(try cursor.label())
    case .names:
      var names = [try cursor.label()]
      while let name = cursor.takeLabel() { names.append(name) }
      return .names(names)
    case .formulas(let least):
      let range = cursor.range
      // What follows a colon is a row of the command.
      var ahead = cursor
      let tokens = ahead.takeSegment().prefix { $0.kind != .symbol(":") }
      for _ in tokens { cursor.advance() }
      let parts = tokens.split(
        omittingEmptySubsequences: false, whereSeparator: { $0.kind == .symbol("|") })
      guard parts.count >= least, parts.allSatisfy({ !$0.isEmpty }) else {
        throw Diagnostic(
          .expected(
            least > 1
              ? "two formulas or more with `|` between them" : "a formula, or several with `|` between",
            found: "fewer"), at: range)
      }
      var formulas: [SourceFormula] = []
      for part in parts { formulas.append(try FormulaParser.formula(Array(part), in: cursor.source)) }
      return .formulas(formulas)
    case .integers: return .numbers(try integers(of: option))
    case .sides:
      let rows = try cursor.integer("the rows of \(option.name)", least: 1)
      let columns = try cursor.integer("the columns of \(option.name)", least: 1)
      return .numbers([Double(rows.value), Double(columns.value)])
    case .epochs:
      let epochs = try cursor.integer("the number of epochs", most: 1_000_000_000)
      if !cursor.take(word: "epochs") { _ = cursor.take(word: "epoch") }
      return .integer(epochs.value)
    case .condition: return .condition(try condition())
    case .columns: return .columns(try cursor.columns(options: command.options))
    }
  }

  private mutating func number(
    of option: CommandOption, _ bounds: CommandOption.Bounds
  ) throws(Diagnostic) -> Double {
    let number = try cursor.number("the value of \(option.name), a number")
    guard bounds.allows(number.value) else {
      throw Diagnostic(
        .outOfRange(option.name, value: number.value, allowed: bounds.words), at: number.range)
    }
    return number.value
  }

  /// A number, or a formula: `0.5`, `2 / (1 + n/100)`.
  private mutating func rate(
    of option: CommandOption, _ bounds: CommandOption.Bounds
  ) throws(Diagnostic) -> OptionValues.Rate {
    if let formula = try cursor.takeSchedule() { return .formula(formula) }
    if let formula = try cursor.takeNamedNumber(options: command.options) { return .formula(formula) }
    return .number(try number(of: option, bounds))
  }

  /// Numbers and formulas side by side, `0.1 (1/n) 2`, or one formula.
  private mutating func rates(
    of option: CommandOption, _ bounds: CommandOption.Bounds
  ) throws(Diagnostic) -> [OptionValues.Rate] {
    guard let items = cursor.takeListWithSchedules() else {
      var values = [try rate(of: option, bounds)]
      if case .formula = values[0] { return values }
      while cursor.isAtNumber { values.append(.number(try number(of: option, bounds))) }
      return values
    }
    let rest = cursor
    defer { cursor = rest }
    var values: [OptionValues.Rate] = []
    for item in items {
      cursor = item
      values.append(try rate(of: option, bounds))
    }
    return values
  }

  /// `1..20`, or `1 5 9`
  private mutating func integers(of option: CommandOption) throws(Diagnostic) -> [Double] {
    let first = try cursor.integer(option.name, least: 0, isInList: true)
    var values = [Double(first.value)]
    if cursor.take("..") {
      let last = try cursor.integer(
        option.name, least: first.value, most: first.value + 9_999)
      return (first.value...last.value).map { Double($0) }
    }
    while cursor.isAtNumberOrName || cursor.takeCommaBeforeNumber() {
      values.append(Double(try cursor.integer(option.name, least: 0, isInList: true).value))
    }
    return values
  }

  /// `total E < 0.01`, `mean E < 0.001`
  private mutating func condition() throws(Diagnostic) -> OptionValues.Condition {
    let what = "`total E` or `mean E`, the error over the pattern set"
    let isMean = cursor.word == "mean"
    guard isMean || cursor.word == "total" else {
      let suggestion = cursor.word == "E" ? "total E" : nil
      throw cursor.expected(what, suggestion: suggestion)
    }
    cursor.advance()
    guard cursor.take(word: "E") else {
      throw cursor.expected("E")
    }
    guard cursor.take("<") || cursor.take("<=") || cursor.take("≤") else {
      throw cursor.expected("`<`")
    }
    let bound = try cursor.number("the error to reach, a number")
    return isMean ? .meanError(below: bound.value) : .totalError(below: bound.value)
  }
}

extension TokenCursor {
  /// Reads a formula in n up to the next option, if there is an n in it.
  mutating func takeSchedule() throws(Diagnostic) -> SourceFormula? {
    var ahead = self
    let tokens = ahead.takeSegment().prefix { $0.kind != .word("without") }
    guard tokens.contains(where: { $0.kind == .word("n") }) else {
      if let time = tokens.first(where: { Self.times.contains($0.kind) }) {
        throw Diagnostic(
          .expected("`n`, the number of the epoch", found: "`\(source.string(time.range))`"), at: time.range,
          suggestion: "n", example: "train 500 epochs, η 0.5 / (1 + n/100)")
      }
      return nil
    }
    for _ in tokens { advance() }
    return try FormulaParser.formula(tokens, in: source, parameter: "n")
  }

  /// What the number of the epoch is called elsewhere.
  private static let times: [Token.Kind] = ["t", "τ", "epoch", "epochs", "iter", "iteration"].map {
    .word($0)
  }

  /// Reads numbers and formulas side by side, if there are several and one has a name.
  fileprivate mutating func takeListWithSchedules() -> [TokenCursor]? {
    var ahead = self
    let segment = ahead.takeSegment()
    guard segment.contains(where: { if case .word = $0.kind { true } else { false } }) else { return nil }
    var rest = self
    var items: [TokenCursor] = []
    while rest.index < ahead.index, rest.isAtNumber {
      let tokens = rest.takeNumberTokens()
      items.append(TokenCursor(tokens, source: source, end: rest.range.lowerBound))
    }
    guard rest.index == ahead.index, items.count > 1 else { return nil }
    self = rest
    return items
  }

  /// Reads a formula in names that `let` defines, up to the next option: `2h`, `1 - h`. A name after a number
  /// and a space is something else that lacks its comma.
  fileprivate mutating func takeNamedNumber(options: [CommandOption]) throws(Diagnostic) -> SourceFormula? {
    var ahead = self
    let tokens = ahead.takeSegment().prefix { $0.kind != .word("without") }
    var hasName = false
    for (place, token) in tokens.enumerated() {
      switch token.kind {
      case .number, .symbol: continue
      case .word(let word):
        if ElementaryFunction.allCases.named(word) != nil || word == "π" || word == "e" { continue }
        guard options.named(word) == nil else { return nil }
        if place > 0, token.spaceBefore, tokens[place - 1].endsOperand { return nil }
        hasName = true
      default: return nil
      }
    }
    guard hasName else { return nil }
    for _ in tokens { advance() }
    return try FormulaParser.formula(Array(tokens), in: source)
  }

  /// Reads a comma that is followed by a number: `1, 5, 9`.
  fileprivate mutating func takeCommaBeforeNumber() -> Bool {
    var ahead = self
    guard ahead.take(","), ahead.isAtNumber else { return false }
    self = ahead
    return true
  }
}

extension Token {
  /// Whether a name after it, and a space, does not belong to the same formula.
  fileprivate var endsOperand: Bool {
    switch kind {
    case .symbol(let symbol): symbol == ")"
    default: true
    }
  }
}
