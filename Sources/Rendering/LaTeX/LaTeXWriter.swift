import BackpropLanguage

/// Writes a document as LaTeX that works both in a document class with amsmath (such as nbconvert's) and in
/// MathJax: tables and derivations are display mathematics.
struct LaTeXWriter {
  let digits: Int

  private static let limits = TableGrid.Limits(rows: 45, columns: 24)
  /// The width of a page in letters, with the space next to each column counted as two: eight columns of
  /// numbers.
  private static let lettersOfPage = 88
  /// A text longer than this gets a column that breaks lines.
  private static let longText = 36

  func latex(_ document: Document) -> String {
    var out = ""
    var last: Block?
    for block in document.blocks {
      let latex = self.block(block)
      if let last { out += Self.separator(after: last, before: latex) }
      out += latex
      last = block
    }
    return out
  }

  /// The text above displayed mathematics belongs to the same paragraph, so that no page break separates
  /// them; nor is there a page break after a heading.
  private static func separator(after block: Block, before latex: String) -> String {
    switch block {
    case .heading: latex.hasPrefix("$$") ? "\n" : "\n\n\\nopagebreak\n"
    case .paragraph: latex.hasPrefix("$$") ? "\n" : "\n\n"
    case .note, .table, .derivation, .board, .code, .list, .folded: "\n\n"
    }
  }

  private func block(_ block: Block) -> String {
    switch block {
    case .heading(let inline): "\\textbf{" + text(inline) + "}"
    case .paragraph(let inline): text(inline)
    case .note(let inline), .folded(_, _, let inline): "{\\small " + text(inline) + "}"
    case .table(let table): tables(table)
    case .derivation(let derivation): aligned(derivation)
    case .board(let board): aligned(board)
    case .code(let source): code(source)
    case .list(let items):
      (["\\begin{itemize}"] + items.map { "\\item " + text($0) } + ["\\end{itemize}"]).joined(separator: "\n")
    }
  }

  /// Inline text outside mathematics.
  func text(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): LaTeXText.escaped(text)
      case .strong(let text): "\\textbf{" + LaTeXText.escaped(text) + "}"
      case .code(let source): "\\texttt{" + LaTeXText.escaped(source) + "}"
      case .formula(let formula): "$" + formula.shownLaTeX + "$"
      case .equation(let equation): "$" + equation.shownLaTeX + "$"
      case .continuation(let equation): "$" + equation.continuedLaTeX + "$"
      // In braces, because lines of text would otherwise break after a ×.
      case .number(let value): "${" + Self.number(Numeral(value, digits: digits).withoutTrailingZeros) + "}$"
      }
    }.joined()
  }

  /// Inline text in mathematics.
  private func mathematics(_ inlines: [Inline]) -> String {
    guard inlines.count == 1 else { return inlines.isEmpty ? "" : "\\text{" + text(inlines) + "}" }
    switch inlines[0] {
    case .formula(let formula): return formula.shownLaTeX
    case .equation(let equation): return equation.shownLaTeX
    case .continuation(let equation): return equation.continuedLaTeX
    case .number(let value): return Self.number(Numeral(value, digits: digits).withoutTrailingZeros)
    case .text, .strong, .code: return "\\text{" + text(inlines) + "}"
    }
  }

  static func number(_ numeral: Numeral) -> String {
    switch numeral {
    case .fixed: numeral.text
    case .scientific(let negative, let whole, let fraction, let exponent):
      (negative ? "-" : "") + whole + (fraction.isEmpty ? "" : "." + fraction) + " \\times 10^{\(exponent)}"
    case .notANumber: "\\text{NaN}"
    case .infinite(let negative): negative ? "-\\infty" : "\\infty"
    }
  }

  private func tables(_ table: Table) -> String {
    let grid = TableGrid(table, limits: Self.limits)
    var parts: [String] = []
    var start = 0
    while start < max(grid.columns, 1) {
      var end = min(start + 1, grid.columns)
      var letters = end > start ? Self.letters(of: start, in: grid) : 0
      while end < grid.columns, letters + Self.letters(of: end, in: grid) <= Self.lettersOfPage {
        letters += Self.letters(of: end, in: grid)
        end += 1
      }
      parts.append(array(grid.selecting(start..<end), digits: table.digits ?? digits))
      start = max(end, start + 1)
    }
    if let notice = grid.notice { parts.append("{\\small " + LaTeXText.escaped(notice) + "}") }
    let body = parts.joined(separator: "\n\n")
    guard !table.caption.isEmpty else { return body }
    return text(table.caption) + Self.separator(after: .paragraph(table.caption), before: body) + body
  }

  /// The estimated width of a column, in letters.
  private static func letters(of column: Int, in grid: TableGrid) -> Int {
    let widths = grid.rows.map { row in
      switch row.cells[column] {
      case .number: 9
      case .integer(let value): String(value).utf8.count
      case .inline: 9
      case .empty: 0
      }
    }
    return max(widths.max() ?? 0, 3) + 2
  }

  /// The part of a line's width for each column of prose: what the others leave.
  private static func shareOfProse(_ prose: [Bool], in grid: TableGrid) -> Double {
    var letters = grid.hasRowHeaders ? (grid.rows.map { width(of: $0.header) }.max() ?? 0) + 2 : 0
    for column in 0..<grid.columns where !prose[column] {
      let widths = grid.rows.map { row in
        if case .inline(let inline) = row.cells[column] { width(of: inline) } else { 9 }
      }
      letters += (widths.max() ?? 0) + 2
    }
    let rest = 0.96 - Double(letters) / Double(lettersOfLine)
    return max(rest / Double(max(prose.filter { $0 }.count, 1)) - 0.03, 0.2)
  }

  /// The letters of a line of prose, about.
  private static let lettersOfLine = 82

  /// The estimated width of words and formulas, in letters.
  private static func width(of inline: [Inline]) -> Int {
    inline.reduce(0) { width, part in
      switch part {
      case .text(let text), .strong(let text), .code(let text): width + text.unicodeScalars.count
      case .formula(let formula): width + formula.unicode.unicodeScalars.count
      case .equation(let equation), .continuation(let equation):
        width + equation.unicode.unicodeScalars.count
      case .number: width + 9
      }
    }
  }

  /// An array in mathematics; a tabular, which breaks lines, if a column holds prose.
  private func array(_ grid: TableGrid, digits: Int) -> String {
    let prose = (0..<grid.columns).map { column in
      grid.rows.contains { row in
        if case .inline(let inline) = row.cells[column] {
          text(inline).utf8.count > Self.longText
        } else {
          false
        }
      }
    }
    let isText = prose.contains(true)
    let wrap = { (content: String) in isText && !content.isEmpty ? "$\(content)$" : content }
    let share = Numeral(Self.shareOfProse(prose, in: grid), digits: 2).text
    let columns = (0..<grid.columns).map { column in
      prose[column] ? "p{\(share)\\linewidth}" : grid.isNumeric(column) ? "r" : "l"
    }
    var lines: [String] = []
    let stub = { (header: [Inline]) in grid.hasRowHeaders ? [isText ? text(header) : mathematics(header)] : []
    }
    if !grid.heads.isEmpty {
      let heads = stub(grid.corner) + grid.heads.map { isText ? text($0) : mathematics($0) }
      lines.append(heads.joined(separator: " & ") + " \\\\ \\hline")
    }
    for (number, row) in grid.rows.enumerated() {
      let cells = row.cells.map { cell in
        switch cell {
        case .number(let value): wrap(Self.number(Numeral(value, digits: digits)))
        case .integer(let value): wrap(String(value))
        case .inline(let inline): isText ? text(inline) : mathematics(inline)
        case .empty: ""
        }
      }
      // A strut keeps exponents off the rule. It comes last, because a minus after it would become the sign
      // of a difference.
      let strut = number == 0 && !grid.heads.isEmpty ? "\\rule{0pt}{2.6ex}" : ""
      lines.append((stub(row.header) + cells).joined(separator: " & ") + strut + " \\\\")
    }
    let layout = (grid.hasRowHeaders ? "l" : "") + columns.joined()
    let name = isText ? "tabular" : "array"
    let body = "\\begin{\(name)}{\(layout)}\n" + lines.joined(separator: "\n") + "\n\\end{\(name)}"
    return isText ? "\\noindent" + body : "$$\n" + body + "\n$$"
  }

  private func aligned(_ derivation: Derivation) -> String {
    let label = derivation.step.map { "\\text{\(LaTeXText.escaped($0))}\\quad " } ?? ""
    let start = label + derivation.subject.shownLaTeX
    let lines = derivation.chain.enumerated().map {
      ($0.offset == 0 ? start : "") + " &= "
        + LaTeXLine.pieces($0.element.shownLaTeX).joined(separator: " \\\\\n &\\quad ")
    }
    var out = "$$\n\\begin{aligned}\n"
    out += (lines.isEmpty ? start : lines.joined(separator: " \\\\\n")) + "\n\\end{aligned}\n$$"
    if !derivation.uses.isEmpty {
      out += "\n\n{\\small uses " + derivation.uses.map { text($0) }.joined(separator: ", ") + "}"
    }
    return out
  }

  /// Lines of monospaced text that keep their leading spaces.
  private func code(_ source: String) -> String {
    let lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      let indent = line.prefix { $0 == " " }
      let tildes = String(repeating: "~", count: indent.utf8.count)
      return "\\texttt{" + tildes + LaTeXText.escaped(String(line.dropFirst(indent.count))) + "}"
    }
    return "\\noindent\n" + lines.joined(separator: " \\\\\n")
  }
}
