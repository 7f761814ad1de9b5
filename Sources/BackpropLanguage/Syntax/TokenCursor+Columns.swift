extension TokenCursor {
  /// Columns of a table: numbers, ranges and names, with at most one comma between two of them.
  ///
  /// A word after a comma is taken as the next option if it is one of `options`.
  mutating func columns(
    options: [CommandOption]
  ) throws(Diagnostic) -> [Located<ColumnSelection>] {
    var columns: [Located<ColumnSelection>] = []
    while true {
      guard let column = try takeColumn() else {
        if columns.isEmpty {
          throw expected("columns, by number or name: 1..4, species, \"sepal length\"")
        }
        return columns
      }
      columns.append(column)
      if case .symbol(",") = peek, let next = peek(1), next.kind.mayBeColumn(besides: options) { advance() }
    }
  }

  private mutating func takeColumn() throws(Diagnostic) -> Located<ColumnSelection>? {
    let start = range.lowerBound
    if case .number = peek {
      let first = try integer(
        "the number of a column", least: 1, joiningSums: false, isInList: true
      ).value
      if case .symbol("-") = peek, case .number(_, let last)? = peek(1)?.kind {
        throw expected(
          "`..` between the first and the last column", suggestion: "\(first)..\(last)")
      }
      guard take("..") || take("...") else { return Located(.number(first), range(from: start)) }
      let last = try integer(
        "the number of the last column", least: 1, joiningSums: false, isInList: true
      ).value
      return Located(.numbers(first, last), range(from: start))
    }
    if let text = takeString() { return Located(.name(text.value), text.range) }
    guard let name = takeName() else { return nil }
    return Located(.name(name.value), name.range)
  }
}

extension Token.Kind {
  fileprivate func mayBeColumn(besides options: [CommandOption]) -> Bool {
    switch self {
    case .number, .string: true
    case .word(let word): options.named(word) == nil
    default: false
    }
  }
}
