import BackpropLanguage

/// Writes a document as plain text for a terminal of 80 columns.
struct TextWriter {
  let digits: Int

  /// The smallest width for a derivation's right-hand sides next to its subject.
  private static let leastChain = 24

  func text(_ document: Document) -> String {
    var lines: [String] = []
    var previous: Block?
    for block in document.blocks {
      if let previous, needsGap(after: previous, before: block) { lines.append("") }
      lines += self.lines(block)
      previous = block
    }
    return lines.map { VisibleText.line($0) }.joined(separator: "\n")
  }

  /// There is no gap between two pieces of prose, nor between a heading and what follows it.
  private func needsGap(after previous: Block, before block: Block) -> Bool {
    switch (previous, block) {
    case (.heading, _), (.paragraph, .paragraph), (.paragraph, .note), (.paragraph, .list),
      (.note, .paragraph), (.note, .note):
      false
    case (.paragraph, _), (.note, _), (.table, _), (.derivation, _), (.board, _), (.code, _), (.list, _),
      (.folded, _):
      true
    }
  }

  private func lines(_ block: Block) -> [String] {
    switch block {
    case .heading(let inline), .paragraph(let inline), .note(let inline), .folded(_, _, let inline):
      TextWidth.wrapped(breakable(inline), to: TextWidth.page)
    case .table(let table): TextTable(table, writer: self).lines
    case .derivation(let derivation): lines(derivation)
    case .board(let board): lines(board)
    case .code(let source):
      source.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    case .list(let items): items.flatMap { hanging("- ", breakable($0), indent: 2) }
    }
  }

  /// Inline text in whose formulas no line breaks.
  func breakable(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .strong(let text): VisibleText.line(text)
      case .code(let source): unbroken("`" + VisibleText.line(source) + "`")
      case .formula(let formula): unbroken(formula.shownUnicode)
      case .equation(let equation):
        unbroken(equation.left.shownUnicode) + " \(equation.relation.unicode) "
          + unbroken(equation.right.shownUnicode)
      case .continuation(let equation):
        "  \(equation.relation.unicode) " + unbroken(equation.right.shownUnicode)
      case .number(let value): Numeral(value, digits: digits).withoutTrailingZeros.text
      }
    }.joined()
  }

  /// Long formulas may break nevertheless: they would not fit on a line.
  private func unbroken(_ text: String) -> String {
    TextWidth.of(text) > 40 ? text : TextWidth.replacing(" ", by: TextWidth.unbreakable, in: text)
  }

  func hanging(_ first: String, _ text: String, indent: Int) -> [String] {
    TextWidth.wrapped(text, to: TextWidth.page - indent).enumerated().map { number, line in
      (number == 0 ? first : TextWidth.spaces(indent)) + line
    }
  }

  /// `2b  δ_j1 = …`, with the following steps under the first equals sign, and where the numbers come from. A
  /// subject that leaves no room next to it is on a line of its own.
  private func lines(_ derivation: Derivation) -> [String] {
    let label = derivation.step.map { TextWidth.padded(VisibleText.line($0), to: 3) + " " } ?? ""
    let start = label + derivation.subject.shownUnicode
    let margin = TextWidth.of(label)
    let isBeside = TextWidth.of(start) + 3 <= TextWidth.page - Self.leastChain
    let indent = isBeside ? TextWidth.of(start) + 3 : margin + 4
    var lines = isBeside && !derivation.chain.isEmpty ? [] : TextWidth.wrapped(start, to: TextWidth.page)
    for (number, step) in derivation.chain.enumerated() {
      let first = number == 0 && isBeside ? start + " = " : TextWidth.spaces(indent - 2) + "= "
      // The lines after the first are indented by two more columns.
      let text = step.shownUnicode
      var wrapped = TextWidth.wrapped(text, to: TextWidth.page - indent)
      if wrapped.count > 1 { wrapped = TextWidth.wrapped(text, to: TextWidth.page - indent - 2) }
      for (place, line) in wrapped.enumerated() {
        lines.append((place == 0 ? first : TextWidth.spaces(indent + 2)) + line)
      }
    }
    if !derivation.uses.isEmpty {
      let uses = derivation.uses.map { breakable($0) }.joined(separator: ", ")
      lines += hanging(TextWidth.spaces(margin) + "uses ", uses, indent: margin + 5)
    }
    return lines
  }
}
