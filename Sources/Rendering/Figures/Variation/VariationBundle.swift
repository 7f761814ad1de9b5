import BackpropLanguage

/// A figure with sliders: a table in a terminal, all positions in a page, a still on paper.
struct VariationBundle {
  let digits: Int

  func text(_ variation: Variation) -> String {
    let hasTable = !variation.columns.isEmpty || variation.positions.contains { $0.failure != nil }
    guard let start = variation.start, !hasTable else {
      return TextWriter(digits: digits).text(Document([.table(table(variation))]))
    }
    // Where there is nothing to tabulate, one position stands for all.
    let sliders = variation.sliders.map { "\($0.name): \($0.labels.joined(separator: ", "))" }
    let values = zip(variation.sliders, start.values).map { "\($0.name) \(Variation.label($1))" }
    let head = TextWidth.wrapped(
      "vary " + sliders.joined(separator: "; ") + ". Shown: " + values.joined(separator: ", "),
      to: TextWidth.page)
    return ([head.joined(separator: "\n")] + start.results.map { Renderer().text(for: $0) })
      .joined(separator: "\n\n")
  }

  func entries(_ variation: Variation) -> [Rendition.Entry] {
    var entries: [Rendition.Entry] = [
      .init(type: "text/plain", text: text(variation)),
      .init(type: "text/html", text: VariationHTML(digits: digits).html(variation)),
    ]
    let figures = variation.start?.figures ?? []
    if figures.isEmpty {
      entries.append(
        .init(
          type: "text/latex", text: LaTeXWriter(digits: digits).latex(Document([.table(table(variation))]))))
    } else {
      let frame = Animation.Frame(name: variation.title, blocks: [], figures: figures)
      entries += FigureBundle(digits: digits).pictures(AnimationBundle.drawing(frame), variation.formats)
    }
    return entries
  }

  /// A row for each position: the values of the sliders, and what they lead to.
  private func table(_ variation: Variation) -> Table {
    let hasFailures = variation.positions.contains { $0.failure != nil }
    let heads = variation.sliders.map { $0.name } + variation.columns + (hasFailures ? [""] : [])
    return Table(
      caption: [.text(variation.title)], columns: heads.map { [.text($0)] },
      rows: variation.positions.map { position in
        var cells = position.values.map { Table.Cell.inline([.text(Variation.label($0))]) }
        cells += position.numbers.map { $0.map { .number($0) } ?? .empty }
        if hasFailures { cells.append(position.failure.map { .inline([.text($0)]) } ?? .empty) }
        return Table.Row(cells: cells)
      })
  }
}
