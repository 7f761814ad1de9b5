import Backprop

/// What was read from a table, in words.
enum TableWords {
  static func summary(
    _ patterns: NamedPatterns, _ choice: ColumnChoice, _ table: CSVTable, _ skipped: SkippedRows
  ) -> String {
    var parts = [
      PatternWords.summary(patterns),
      "\(choice.inputs.count == 1 ? "input" : "inputs"): \(columns(choice.inputs, table))",
      "\(choice.targets.count == 1 ? "target" : "targets"): \(columns(choice.targets, table))",
    ]
    if !table.header.isEmpty {
      parts.append((table.headerLine == 1 ? "row 1" : "line \(table.headerLine)") + " holds the names")
    }
    if let column = choice.leftOut {
      parts.append("\(columns([column], table)) is left out: it names the rows")
    }
    if table.comments > 0 { parts.append(Wording.plural(table.comments, "comment line") + " left out") }
    if let doubt = choice.doubt { parts.append(words(doubt, choice)) }
    if table.skipsBadRows { parts.append(words(skipped)) }
    return parts.joined(separator: "; ")
  }

  private static let mostNames = 8

  /// `columns 1 to 4 (a, b, c and d)`, `column 5, species`
  private static func columns(_ columns: [Int], _ table: CSVTable) -> String {
    let words = Wording.columnWords(columns.map { $0 + 1 })
    let names = columns.compactMap { table.header.indices.contains($0) ? table.header[$0].asTyped : nil }
    guard names.count == columns.count, !names.contains("".asTyped), names.count <= mostNames else {
      return words
    }
    return words + (names.count == 1 ? ", \(names[0])" : " (\(Wording.list(names)))")
  }

  private static func words(_ doubt: ColumnChoice.Doubt, _ choice: ColumnChoice) -> String {
    switch doubt {
    case .countsRows:
      "column 1 only counts the rows: "
        + "`inputs \(Wording.columnRanges(choice.inputs.dropFirst().map { $0 + 1 }))` leaves it out"
    case .classFirst: "column 1 holds few different numbers: if they are classes, write `target 1, classes`"
    case .constantTarget(let value): "the target is \(Wording.number(value)) in every row"
    }
  }

  private static func words(_ skipped: SkippedRows) -> String {
    guard skipped.count > 0 else { return "no bad rows" }
    let reasons = skipped.first.map { Wording.fault($0) }
    let rest = skipped.count - reasons.count
    return "\(Wording.plural(skipped.count, "bad row")) left out: " + reasons.joined(separator: "; ")
      + (rest > 0 ? "; and \(rest) more" : "")
  }
}
