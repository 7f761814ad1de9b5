/// Reasons beside the equations of a display in LaTeX, which are not read.
extension Lexer {
  /// `\quad \text{since } k = r` is a reason up to the end of the row.
  mutating func skipReason() {
    var place = position
    while place < scalars.count, scalars[place] == " " { place += 1 }
    let start = place
    guard stands("\\text{", at: place) || stands("\\mbox{", at: place) else { return }
    place += 6
    while place < scalars.count, scalars[place] == " " || scalars[place] == "(" { place += 1 }
    let first = place
    while place < scalars.count, ("a"..."z").contains(scalars[place]) { place += 1 }
    guard Self.reasons.contains(text(first..<place)) else { return }
    position = start
    skipRow()
  }

  /// Longer rows have no reasons beside them.
  private static let mostTokensOfRow = 1_000
  /// Nor do they stand farther behind the sign of their column.
  private static let mostSpace = 100

  /// Whether an equation or a part of one stands before it in its row.
  var rowHasRelation: Bool {
    for token in tokens.reversed().prefix(Self.mostTokensOfRow) {
      if token.kind == .newline || token.kind == .symbol(";") { return false }
      if token.isRelation { return true }
    }
    return false
  }

  /// Whether the column behind a `&` is a reason, as `\text{definition of } \delta_k`, `(a_k = …)` and
  /// `\leftarrow …` are beside an equation.
  var isBeforeReason: Bool { beginsReason && rowHasRelation }

  private var beginsReason: Bool {
    var place = position
    let most = min(position + Self.mostSpace, scalars.count)
    while place < most, scalars[place] == "&" || scalars[place] == " " { place += 1 }
    let spaces: [StaticString] = ["\\qquad", "\\quad"]
    for space in spaces where stands(space, at: place) { place += space.utf8CodeUnitCount }
    while place < scalars.count, scalars[place] == " " { place += 1 }
    if stands("\\leftarrow", at: place) || stands("\\Leftarrow", at: place) { return true }
    if place < scalars.count, scalars[place] == "(" { return stands("&&") && isBracketedEquation(at: place) }
    let commands: [StaticString] = ["\\text{", "\\mbox{", "\\textrm{", "\\textit{"]
    for command in commands where stands(command, at: place) {
      let start = place + command.utf8CodeUnitCount
      guard let end = scalars[start...].firstIndex(of: "}") else { return false }
      let isSymbol = end + 1 < scalars.count && scalars[end + 1] == "_"
      return !isSymbol && !["and", "or", "total", "mean"].contains(text(start..<end).trimmed)
    }
    return false
  }

  /// Whether a bracket has an equation in it and ends its row.
  private func isBracketedEquation(at start: Int) -> Bool {
    var depth = 0
    var hasSign = false
    for place in start..<scalars.count {
      switch scalars[place] {
      case "(": depth += 1
      case ")": depth -= 1
      case "=": hasSign = true
      case "\n", "&": return false
      default: break
      }
      guard depth == 0 else { continue }
      let rest = scalars[(place + 1)...].drop { $0 == " " }
      return hasSign && (rest.first == "\n" || rest.first == nil || stands("\\\\", at: rest.startIndex))
    }
    return false
  }

  /// Passes over what stands up to the end of the row.
  mutating func skipRow() {
    while position < scalars.count, next != "\n", next != "$", !stands("\\\\"), !stands("\\end"),
      !stands("\\]")
    { position += 1 }
    spaceBefore = true
  }

  /// What a reason begins with.
  static let reasons: Set<String> = [
    "since", "because", "as", "only", "for", "by", "where", "if", "when", "using", "from",
  ]
}
