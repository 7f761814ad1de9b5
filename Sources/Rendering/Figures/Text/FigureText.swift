import Backprop
import BackpropLanguage

/// A figure in characters, for consoles and screen readers: it says what the picture shows.
struct FigureText {
  let digits: Int

  func text(_ figure: Figure) -> String {
    ([figure.title] + lines(figure.content)).joined(separator: "\n")
  }

  private func lines(_ content: Figure.Content) -> [String] {
    switch content {
    case .chart(let chart): ChartText(chart: chart).lines
    case .grid(let grid): lines(grid)
    case .network(let diagram): lines(diagram)
    case .images(let sheet): lines(sheet)
    }
  }

  private func lines(_ table: Table) -> [String] {
    TextTable(table, writer: TextWriter(digits: digits)).lines
  }

  private func lines(_ grid: Figure.Grid) -> [String] {
    var lines: [String] = []
    for panel in grid.panels {
      let rows = (0..<panel.values.rows).map { row in
        let cells = (0..<panel.values.columns).map { column -> Table.Cell in
          let value = panel.values[row, column]
          return grid.style == .counts && value.magnitude < 1e15 ? .integer(Int(value)) : .number(value)
        }
        return Table.Row(
          header: [.text(row < panel.rowLabels.count ? panel.rowLabels[row] : "")], cells: cells)
      }
      let corner: [Inline] = [.text(panel.rowName + " \\ " + panel.columnName)]
      lines += self.lines(
        Table(
          caption: [.text(panel.title)], columns: [corner] + panel.columnLabels.map { [.text($0)] },
          rows: rows,
          digits: min(digits, 3)))
    }
    return lines + grid.notes
  }

  /// Each layer's units, then each projection's weights.
  private func lines(_ diagram: Figure.NetworkDiagram) -> [String] {
    let letter = { (layer: Int) in layer < diagram.letters.count ? diagram.letters[layer] : String(layer + 1)
    }
    var lines: [String] = []
    var rows: [Table.Row] = []
    let value = { (values: [[Double]], layer: Int, unit: Int) -> Table.Cell in
      layer < values.count && unit < values[layer].count ? .number(values[layer][unit]) : .empty
    }
    for (place, layer) in diagram.network.layers.enumerated() {
      lines.append(
        "layer \(letter(place)): \(layer.units) " + (layer.units == 1 ? "unit" : "units")
          + (place == 0 ? ", input" : ", \(layer.transfer.name)"))
      for unit in 0..<layer.units {
        rows.append(
          Table.Row(
            header: [.text("\(letter(place))\(unit + 1)")],
            cells: [
              place == 0 ? .empty : value(diagram.totalInputs, place, unit),
              value(diagram.outputs, place, unit),
              value(diagram.deltas, place, unit),
            ]))
      }
    }
    if let bias = diagram.network.bias { lines.append("bias units: \(Layout.short(bias))") }
    if !diagram.outputs.isEmpty {
      lines += self.lines(Table(columns: [[], [.text("a")], [.text("y")], [.text("δ")]], rows: rows))
    }
    for projection in diagram.network.projections {
      let first = projection.hasBias ? 0 : 1
      let names = (0..<projection.weights.columns).map { "\(letter(projection.target))\($0 + 1)" }
      let rows = (0..<projection.weights.rows).map { row in
        Table.Row(
          header: [.text("\(letter(projection.source))\(row + first)")],
          cells: projection.weights.row(row).map { .number($0) })
      }
      let caption = "w_\(letter(projection.source))\(letter(projection.target))"
      lines += self.lines(Table(caption: [.text(caption)], columns: names.map { [.text($0)] }, rows: rows))
    }
    return lines
  }

  /// Rows of pictures in shades, two characters a pixel, as many as fit beside one another.
  private func lines(_ sheet: Figure.ImageSheet) -> [String] {
    let width = max(sheet.columns * 2, 8)
    let across = max(1, TextWidth.page / (width + 2))
    let shades = [" ", "░", "▒", "▓", "█"]
    let shown = Array(sheet.images.prefix(12))
    var lines: [String] = []
    var start = 0
    while start < shown.count {
      let images = shown[start..<min(start + across, shown.count)]
      for row in 0..<sheet.rows {
        let parts = images.map { image in
          let high = image.values.max() ?? 1
          let pixels = (0..<sheet.columns).map { column -> String in
            let place = row * sheet.columns + column
            guard place < image.values.count, image.values[place].isFinite, high > 0 else { return "  " }
            let shade = shades[min(max(Int(image.values[place] / high * 4.999), 0), 4)]
            return shade + shade
          }
          return TextWidth.padded(pixels.joined(), to: width)
        }
        lines.append(parts.joined(separator: "  "))
      }
      lines.append(
        images.map { TextWidth.padded($0.caption + ($0.isMarked ? " *" : ""), to: width) }.joined(
          separator: "  "))
      start += across
    }
    if shown.count < sheet.images.count {
      lines.append("(the first \(shown.count) of \(sheet.images.count))")
    }
    return lines
  }
}
