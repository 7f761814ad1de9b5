import BackpropLanguage

extension HTMLWriter {
  /// A derivation as a table: left side, equals sign, right side and reason. A table without styles still
  /// reads line by line.
  func board(_ board: Board) -> String {
    var out = "<div class=\"bp-w\" tabindex=\"0\"><table class=\"bp-b\"><tbody>"
    for line in board.lines {
      let lead = line.lead.isEmpty ? "" : HTMLText.escaped(line.lead) + " "
      let left = line.left.map { lead + HTMLFormula($0).html } ?? ""
      out += "<tr><td class=\"bp-r\">\(left)</td><td>=</td><td>\(HTMLFormula(line.right).html)</td>"
      out += "<td>\(inline(line.reason))</td></tr>\n"
    }
    out += "</tbody></table></div>"
    if !board.uses.isEmpty {
      out += "<p class=\"bp-n\">with " + board.uses.map { inline($0) }.joined(separator: ", ") + "</p>"
    }
    return out
  }
}
