import BackpropLanguage

extension TextWriter {
  /// The lines of a derivation, aligned at their equals signs, with the reasons in a column at the right. A
  /// reason that does not fit there stands below its line.
  func lines(_ board: Board) -> [String] {
    let written = equations(board)
    let reasons = board.lines.map { breakable($0.reason) }
    let column = reasonColumn(written, reasons)
    var lines: [String] = []
    for (equation, reason) in zip(written, reasons) {
      lines += equation.dropLast()
      let last = equation.last ?? ""
      let width = TextWidth.of(last)
      let size = TextWidth.of(reason)
      // As far to the left as it must.
      let start = max(min(column, TextWidth.page - size), width + Self.gap)
      if reason.isEmpty {
        lines.append(last)
      } else if start + size <= TextWidth.page {
        lines.append(TextWidth.padded(last, to: start) + plain(reason))
      } else {
        lines.append(last)
        let indent = max(min(column, TextWidth.page - size), 8)
        lines += TextWidth.wrapped(reason, to: TextWidth.page - indent).map { TextWidth.spaces(indent) + $0 }
      }
    }
    if !board.uses.isEmpty {
      let uses = board.uses.map { breakable($0) }.joined(separator: ", ")
      lines += hanging("with ", uses, indent: 5)
    }
    return lines
  }

  /// Between a formula and its reason.
  private static let gap = 3

  private func plain(_ text: String) -> String {
    TextWidth.replacing(TextWidth.unbreakable, by: " ", in: text)
  }

  /// Where most reasons can begin.
  private func reasonColumn(_ equations: [[String]], _ reasons: [String]) -> Int {
    var column = 0
    for (equation, reason) in zip(equations, reasons) where !reason.isEmpty {
      let start = TextWidth.of(equation.last ?? "") + Self.gap
      if start + TextWidth.of(reason) <= TextWidth.page { column = max(column, start) }
    }
    return column
  }

  /// Each equation in one line or, if it is long, several.
  private func equations(_ board: Board) -> [[String]] {
    var indent = 0
    return board.lines.map { line in
      var start = ""
      if let left = line.left {
        start = (line.lead.isEmpty ? "" : line.lead + " ") + left.shownUnicode
        indent = min(TextWidth.of(start), TextWidth.page / 2)
      } else {
        start = TextWidth.spaces(indent)
      }
      start += " = "
      let width = TextWidth.page - indent - Self.gap
      var wrapped = TextWidth.wrapped(line.right.shownUnicode, to: width)
      if wrapped.count > 1 { wrapped = TextWidth.wrapped(line.right.shownUnicode, to: width - 2) }
      return wrapped.enumerated().map { place, text in
        (place == 0 ? start : TextWidth.spaces(indent + 5)) + text
      }
    }
  }
}
