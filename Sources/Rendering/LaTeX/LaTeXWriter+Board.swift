import BackpropLanguage

extension LaTeXWriter {
  /// A derivation as aligned equations with the reasons at the right. One that is longer than a page is
  /// broken before a left side.
  func aligned(_ board: Board) -> String {
    var rows: [String] = []
    var pages: [[String]] = []
    for line in board.lines {
      if line.left != nil, rows.count >= Self.rowsOfPage {
        pages.append(rows)
        rows = []
      }
      rows.append(row(line))
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

  private func row(_ line: Board.Line) -> String {
    let lead = line.lead.isEmpty ? "" : "\\text{\(LaTeXText.escaped(line.lead)) }"
    let left = line.left.map { lead + $0.shownLaTeX } ?? ""
    let right = LaTeXLine.pieces(line.right.shownLaTeX).joined(separator: " \\\\\n &\\quad ")
    let reason = line.reason.isEmpty ? "" : " && \\text{" + text(line.reason) + "}"
    return left + " &= " + right + reason
  }
}
