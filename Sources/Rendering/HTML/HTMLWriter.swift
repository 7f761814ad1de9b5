import BackpropLanguage

/// Writes a document as HTML for both light and dark pages: every colour is the page's own or a grey that is
/// visible on both.
struct HTMLWriter {
  let digits: Int
  /// Whether the terms of sums in derivations are elements that name the weights that they are about.
  var marksTerms = false

  /// A document of more blocks under headings is folded at these.
  private static let mostUnfolded = 60
  /// A table that is wider than this, in font sizes, would not fit on a page. It is folded.
  private static let mostOpen = 62.0
  /// The space left and right of the text of a cell, in font sizes.
  private static let cellPadding = 1.4
  /// One with more columns may be too wide for a page.
  private static let mostFixed = 2
  /// A table with a wider caption, in font sizes, has a line of its own.
  private static let mostCaption = 9.0

  private static let limits = TableGrid.Limits(rows: Table.mostRows, columns: Table.mostColumns)

  /// The selectors name the class twice, to override the page's own rules, and so that one page can hold many
  /// results. A page that removes styles still shows plain tables.
  static let style = """
    <style>
    .bp{font-variant-numeric:tabular-nums;line-height:1.5}
    .bp p,.bp ul,.bp pre{margin:.35em 0}
    .bp .bp-h{margin:.6em 0 .2em;font-weight:600}
    .bp summary{cursor:pointer}
    .bp .bp-n{opacity:.75;font-size:.92em}
    .bp .bp-s{max-width:100%}
    .bp .bp-i,.bp .bp-s{display:inline-block;vertical-align:top;margin-right:1.5em}
    .bp .bp-z{opacity:.68}
    .bp.bp table{border-collapse:collapse;border:0;margin:.4em 0;font-size:1em;width:auto}
    .bp caption{caption-side:top;text-align:left;white-space:nowrap;max-width:0;padding:0 0 \
    .25em;color:inherit}
    .bp.bp th,.bp.bp td{padding:.12em .7em;border:0;text-align:left;vertical-align:baseline;font-weight:400;\
    color:inherit;max-width:42em;white-space:normal}
    .bp.bp thead th{border-bottom:1px solid rgba(128,128,128,.6)}
    .bp.bp tbody th{border-right:1px solid rgba(128,128,128,.35)}
    .bp.bp .bp-r{text-align:right;white-space:nowrap}
    .bp.bp table.bp-d td{padding:.12em .25em;background:none}
    .bp.bp table.bp-d tr{background:none}
    .bp.bp table.bp-d td:first-child{padding-right:.9em;font-weight:600}
    .bp.bp table.bp-b td{padding:.12em .25em;background:none}
    .bp.bp table.bp-b tr{background:none}
    .bp.bp table.bp-b td:last-child{padding-left:2em;opacity:.75;font-size:.92em;max-width:26em}
    .bp sub,.bp sup{line-height:0;font-size:.72em}
    .bp .bp-n sub,.bp .bp-n sup{font-size:.8em}
    </style>
    """

  func html(_ document: Document) -> String {
    let scrolls = Self.mayScroll(document.blocks) ? "<style>\(ScrollBox.rules)</style>" : ""
    return "<div class=\"bp\">" + Self.style + scrolls + body(document) + "</div>"
  }

  /// Whether there are tables of several columns.
  private static func mayScroll(_ blocks: [Block]) -> Bool {
    blocks.contains { block in
      switch block {
      case .table(let table): table.rows.contains { $0.cells.count > mostFixed }
      case .folded(_, let blocks, _): mayScroll(blocks)
      default: false
      }
    }
  }

  /// Only the blocks, for a page that already has the style.
  func body(_ document: Document) -> String {
    var parts: [String] = []
    var place = 0
    let blocks = document.blocks
    let headings = blocks.indices.filter { if case .heading = blocks[$0] { true } else { false } }
    let isFolded = headings.count > 2 && blocks.count > Self.mostUnfolded
    while place < blocks.count {
      if isFolded, case .heading(let inline) = blocks[place] {
        let end = headings.first { $0 > place } ?? blocks.count
        parts.append(
          "<details class=\"bp-f\"><summary>\(self.inline(inline))</summary>"
            + blocks[place + 1..<end].map { block($0) }.joined(separator: "\n") + "</details>")
        place = end
        continue
      }
      let end = section(of: blocks, from: place)
      let part = blocks[place..<end].map { block($0) }.joined(separator: "\n")
      parts.append(end > place + 1 ? "<div class=\"bp-s\">\(part)</div>" : part)
      place = end
    }
    return parts.joined(separator: "\n")
  }

  /// The end of a heading with nothing but tables below it. Such sections stand side by side where there is
  /// room.
  private func section(of blocks: [Block], from start: Int) -> Int {
    guard case .heading = blocks[start] else { return start + 1 }
    var end = start + 1
    while end < blocks.count, case .table(let table) = blocks[end], table.summary == nil { end += 1 }
    return end
  }

  private func block(_ block: Block) -> String {
    switch block {
    // No heading of the page, whose levels a result does not know.
    case .heading(let inline): "<div class=\"bp-h\">\(self.inline(inline))</div>"
    case .paragraph(let inline): "<p>\(self.inline(inline))</p>"
    case .note(let inline): "<p class=\"bp-n\">\(self.inline(inline))</p>"
    case .table(let table): self.table(table)
    case .derivation(let derivation): self.derivation(derivation)
    case .board(let board): self.board(board)
    case .code(let source): "<pre><code>\(HTMLText.escaped(source))</code></pre>"
    case .folded(let summary, let blocks, _):
      "<details class=\"bp-f\"><summary>\(HTMLText.escaped(summary))</summary>"
        + blocks.map { self.block($0) }.joined(separator: "\n") + "</details>"
    case .list(let items): "<ul>" + items.map { "<li>\(inline($0))</li>" }.joined() + "</ul>"
    }
  }

  func inline(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): HTMLText.escaped(text)
      case .strong(let text): "<strong>\(HTMLText.escaped(text))</strong>"
      case .code(let source): "<code>\(HTMLText.escaped(source))</code>"
      case .formula(let formula): HTMLFormula(formula).html
      case .equation(let equation):
        HTMLFormula(equation.left).html + HTMLText.escaped(" \(equation.relation.unicode) ")
          + HTMLFormula(equation.right).html
      case .continuation(let equation):
        HTMLText.escaped("\u{2003}\(equation.relation.unicode) ") + HTMLFormula(equation.right).html
      case .number(let value): Self.number(Numeral(value, digits: digits).withoutTrailingZeros)
      }
    }.joined()
  }

  static func number(_ numeral: Numeral) -> String {
    switch numeral {
    case .fixed(let negative, let whole, let fraction):
      (negative ? "−" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
    case .scientific(let negative, let whole, let fraction, let exponent):
      (negative ? "−" : "") + whole + (fraction.isEmpty ? "" : "." + fraction)
        + " × 10<sup>\(exponent < 0 ? "−" : "")\(exponent.magnitude)</sup>"
    case .notANumber: "NaN"
    case .infinite(let negative): negative ? "−∞" : "∞"
    }
  }

  private func table(_ table: Table) -> String {
    let grid = TableGrid(table, limits: Self.limits)
    let isNumeric = (0..<grid.columns).map { grid.isNumeric($0) }
    let side = { (column: Int) in isNumeric[column] ? " class=\"bp-r\"" : "" }
    let cells = grid.rows.map { $0.cells.map { cell($0, digits: table.digits ?? digits) } }
    // A column that repeats the one before it says no more than that.
    let repeats = (0..<grid.columns).map { column in
      column > 0 && isNumeric[column] && cells.allSatisfy { $0[column] == $0[column - 1] }
    }
    var summary = table.summary.map { HTMLText.escaped($0) }
    if summary == nil, width(of: grid, digits: table.digits ?? digits) > Self.mostOpen {
      let caption = inline(table.caption)
      summary = (caption.isEmpty ? "" : caption + ": ") + "a table of \(grid.columns) columns"
    }
    var out = summary.map { "<details><summary>\($0)</summary>" } ?? ""
    // Where it scrolls, it scrolls with keys, too.
    let isNarrow = Label(plain: TextWriter(digits: digits).breakable(table.caption)).width < Self.mostCaption
    let focus = grid.columns > Self.mostFixed || !isNarrow ? " tabindex=\"0\"" : ""
    out += "<div class=\"bp-w\(isNarrow ? " bp-i" : "")\"\(focus)><table>"
    if !table.caption.isEmpty { out += "<caption>\(inline(table.caption))</caption>" }
    if !grid.heads.isEmpty {
      out += "<thead><tr>"
      if grid.hasRowHeaders { out += grid.corner.isEmpty ? "<td></td>" : "<th>\(inline(grid.corner))</th>" }
      for (column, head) in grid.heads.enumerated() {
        let text = inline(head)
        out += text.isEmpty ? "<td></td>" : "<th scope=\"col\"\(side(column))>\(text)</th>"
      }
      out += "</tr></thead>"
    }
    out += "<tbody>"
    for (row, texts) in zip(grid.rows, cells) {
      out += "<tr>"
      if grid.hasRowHeaders { out += "<th scope=\"row\">\(inline(row.header))</th>" }
      for (column, cell) in row.cells.enumerated() {
        let isDim = isNumeric[column] && (repeats[column] || cell.isZero)
        out += "<td\(isDim ? " class=\"bp-r bp-z\"" : side(column))>\(texts[column])</td>"
      }
      out += "</tr>\n"
    }
    out += "</tbody></table></div>" + (summary == nil ? "" : "</details>")
    if let notice = grid.notice { out += "<p class=\"bp-n\">\(HTMLText.escaped(notice))</p>" }
    return out
  }

  /// About how wide the table is, in font sizes.
  private func width(of grid: TableGrid, digits: Int) -> Double {
    (0..<grid.columns).reduce(0) { sum, column in
      let cells = grid.rows.map { row -> Double in
        switch row.cells[column] {
        case .number(let value): Label(plain: Numeral(value, digits: digits).text).width
        case .integer(let value): Label(plain: "\(value)").width
        case .inline, .empty: 0
        }
      }
      return sum + (cells.max() ?? 0) + Self.cellPadding
    }
  }

  private func cell(_ cell: Table.Cell, digits: Int) -> String {
    switch cell {
    case .number(let value): Self.number(Numeral(value, digits: digits))
    case .integer(let value): (value < 0 ? "−" : "") + String(value.magnitude)
    case .inline(let inline): self.inline(inline)
    case .empty: ""
    }
  }

  private func derivation(_ derivation: Derivation) -> String {
    let step = HTMLText.escaped(derivation.step ?? "")
    let subject = HTMLFormula(derivation.subject).html
    var out = "<table class=\"bp-d\"><tbody>"
    for (number, line) in derivation.chain.enumerated() {
      let first = number == 0
      out += "<tr><td>\(first ? step : "")</td><td class=\"bp-r\">\(first ? subject : "")</td>"
      let html = marksTerms ? HTMLTerms(line, parts: derivation.terms).html : HTMLFormula(line).html
      out += "<td>=</td><td>\(html)</td></tr>\n"
    }
    if derivation.chain.isEmpty { out += "<tr><td>\(step)</td><td>\(subject)</td></tr>" }
    out += "</tbody></table>"
    if !derivation.uses.isEmpty {
      out += "<p class=\"bp-n\">uses " + derivation.uses.map { inline($0) }.joined(separator: ", ") + "</p>"
    }
    return out
  }
}

extension Table.Cell {
  fileprivate var isZero: Bool {
    switch self {
    case .number(let value): value == 0
    case .integer(let value): value == 0
    case .inline, .empty: false
    }
  }
}
