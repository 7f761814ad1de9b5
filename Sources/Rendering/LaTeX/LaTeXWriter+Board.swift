import BackpropLanguage

extension LaTeXWriter {
  /// A derivation as aligned equations with the reasons at the right. One that is longer than a page is
  /// broken before a left side.
  func aligned(_ board: Board) -> String {
    var rows: [String] = []
    var pages: [[String]] = []
    let most = letters(of: board)
    for line in board.lines {
      if line.left != nil, rows.count >= Self.rowsOfPage {
        pages.append(rows)
        rows = []
      }
      rows.append(row(line, atMost: most))
    }
    pages.append(rows)
    var out = pages.map { rows in
      "$$\n\\begin{aligned}\n" + rows.joined(separator: " \\\\\n") + "\n\\end{aligned}\n$$"
    }.joined(separator: "\n\n")
    if !board.uses.isEmpty {
      out += "\n\n{\\small with " + board.uses.map { text($0) }.joined(separator: ", ") + "}"
    }
    return out
  }

  private static let rowsOfPage = 14
  /// The letters of a row, with its left side and its reason.
  private static let lettersOfRow = 92
  private static let fewestLetters = 30

  /// How many letters fit between the longest left side and the longest reason.
  private func letters(of board: Board) -> Int {
    let left = board.lines.compactMap { $0.left }.map { LaTeXLine.letters(of: $0.shownLaTeX) }.max() ?? 0
    let reason = board.lines.map { LaTeXLine.letters(of: text($0.reason)) }.max() ?? 0
    return min(LaTeXLine.letters, max(Self.lettersOfRow - left - reason, Self.fewestLetters))
  }

  private func row(_ line: Board.Line, atMost most: Int) -> String {
    let lead = line.lead.isEmpty ? "" : "\\text{\(LaTeXText.escaped(line.lead)) }"
    let left = line.left.map { lead + $0.shownLaTeX } ?? ""
    let right = LaTeXLine.pieces(line.right.shownLaTeX, atMost: most).joined(separator: " \\\\\n &\\quad ")
    let reason = line.reason.isEmpty ? "" : " && \\text{" + text(line.reason) + "}"
    return left + " &= " + right + reason
  }
}
