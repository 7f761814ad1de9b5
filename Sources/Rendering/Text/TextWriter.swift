import BackpropLanguage

/// Writes a document as plain text for a terminal of 80 columns.
struct TextWriter {
  let digits: Int

  func text(_ document: Document) -> String {
    var lines: [String] = []
    var previous: Block?
    for block in document.blocks {
      if let previous, needsGap(after: previous, before: block) { lines.append("") }
      lines += self.lines(block)
      previous = block
    }
    return lines.joined(separator: "\n")
  }

  /// Prose follows prose without a gap, and whatever stands under a heading follows it at once.
  private func needsGap(after previous: Block, before block: Block) -> Bool {
    switch (previous, block) {
    case (.heading, _): false
    case (.paragraph, .paragraph), (.note, .note), (.note, .paragraph), (.paragraph, .note),
      (.paragraph, .list):
      false
    default: true
    }
  }

  private func lines(_ block: Block) -> [String] {
    switch block {
    case .heading(let inline): [self.inline(inline)]
    case .paragraph(let inline), .note(let inline): TextWidth.wrapped(breakable(inline), to: TextWidth.page)
    case .table(let table): TextTable(table, writer: self).lines
    case .derivation(let derivation): lines(derivation)
    case .code(let source):
      source.split(separator: "\n", omittingEmptySubsequences: false).map { "    " + $0 }
    case .list(let items): items.flatMap { hanging("- ", breakable($0), indent: 2) }
    }
  }

  /// Inline text on one line.
  func inline(_ inlines: [Inline]) -> String {
    TextWidth.replacing(TextWidth.unbreakable, by: " ", in: breakable(inlines))
  }

  /// Inline text whose formulas hold unbreakable spaces.
  func breakable(_ inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text), .strong(let text): text
      case .code(let source): unbroken("`" + source + "`")
      case .formula(let formula): unbroken(formula.unicode)
      case .equation(let equation): unbroken(equation.left.unicode) + " = " + unbroken(equation.right.unicode)
      case .number(let value): Numeral(value, digits: digits).withoutTrailingZeros.text
      }
    }.joined()
  }

  /// Long ones may break all the same: they would not fit on a line.
  private func unbroken(_ text: String) -> String {
    TextWidth.of(text) > 40 ? text : TextWidth.replacing(" ", by: TextWidth.unbreakable, in: text)
  }

  private func hanging(_ first: String, _ text: String, indent: Int) -> [String] {
    TextWidth.wrapped(text, to: TextWidth.page - indent).enumerated().map { number, line in
      (number == 0 ? first : TextWidth.spaces(indent)) + line
    }
  }

  /// `2b  δ_j1 = …`, the following steps under the first equals sign, and where the numbers came from.
  private func lines(_ derivation: Derivation) -> [String] {
    let label = derivation.step.map { TextWidth.padded($0, to: 3) + " " } ?? ""
    let start = label + derivation.subject.unicode
    let indent = TextWidth.of(start) + 3
    var lines: [String] = []
    for (number, step) in derivation.chain.enumerated() {
      let first = number == 0 ? start + " = " : TextWidth.spaces(indent - 2) + "= "
      let wrapped = TextWidth.wrapped(step.unicode, to: max(TextWidth.page - indent, 24))
      for (place, line) in wrapped.enumerated() {
        lines.append((place == 0 ? first : TextWidth.spaces(indent + 2)) + line)
      }
    }
    if lines.isEmpty { lines = [start] }
    if !derivation.uses.isEmpty {
      let margin = TextWidth.spaces(TextWidth.of(label))
      let uses = derivation.uses.map { breakable($0) }.joined(separator: ", ")
      lines += hanging(margin + "uses ", uses, indent: TextWidth.of(margin) + 5)
    }
    return lines
  }
}
