import Backprop
import BackpropLanguage

/// A figure in characters, for consoles and screen readers: it says what the picture shows.
struct FigureText {
  let digits: Int

  func text(_ figure: Figure) -> String {
    if case .row(let figures) = figure.content {
      return figures.map { text($0) }.joined(separator: "\n\n")
    }
    let lines = TextWidth.wrapped(VisibleText.line(figure.title), to: TextWidth.page) + lines(figure.content)
    return lines.map { VisibleText.line($0) }.joined(separator: "\n")
  }

  private func lines(_ content: Figure.Content) -> [String] {
    switch content {
    case .chart(let chart): ChartText(chart: chart).lines
    case .grid(let grid): lines(grid)
    case .network(let diagram): lines(diagram)
    case .images(let sheet): lines(sheet)
    case .row(let figures): figures.flatMap { lines($0.content) }
    }
  }

  private func lines(_ table: Table) -> [String] {
    TextTable(table, writer: TextWriter(digits: digits)).lines
  }

  private func lines(_ grid: Figure.Grid) -> [String] {
    var lines: [String] = []
    for panel in grid.panels {
      let isCount = grid.style == .counts
      lines += self.lines(
        .matrix(
          caption: [.text(panel.title)], corner: [.text(panel.rowName + " \\ " + panel.columnName)],
          rows: panel.values.rows, columns: panel.values.columns, digits: min(digits, 3),
          rowHeader: { [.text(panel.rowLabels.indices.contains($0) ? panel.rowLabels[$0] : "")] },
          columnHeader: { [.text(panel.columnLabels.indices.contains($0) ? panel.columnLabels[$0] : "")] },
          cell: { row, column in
            let value = panel.values[row, column]
            let whole = isCount ? Int(exactly: value) : nil
            return whole.map { .integer($0) } ?? .number(value)
          }))
    }
    return lines + grid.notes.flatMap { TextWidth.wrapped(VisibleText.line($0), to: TextWidth.page) }
  }

  /// The units of each layer, then the weights of each projection.
  private func lines(_ diagram: Figure.NetworkDiagram) -> [String] {
    let letter = { (layer: Int) in layer < diagram.letters.count ? diagram.letters[layer] : String(layer + 1)
    }
    var lines: [String] = []
    var units: [(layer: Int, unit: Int)] = []
    // The first layer whose units have each quantity: an input unit has no total input.
    let labels = diagram.labels
    let outputs = labels.lastOutput == labels.output ? "" : ", \(labels.lastOutput)"
    let columns: [(name: String, values: [[Double]], first: Int)] = [
      (labels.totalInput, diagram.totalInputs, 1), (labels.output + outputs, diagram.outputs, 0),
      (labels.delta, diagram.deltas, 0),
    ]
    for (place, layer) in diagram.network.layers.enumerated() {
      lines.append(
        "layer \(letter(place)): \(layer.units) " + (layer.units == 1 ? "unit" : "units")
          + (place == 0 ? ", input" : ", \(layer.transfer.name)"))
      units += (0..<layer.units).map { (place, $0) }
    }
    if let bias = diagram.network.bias { lines.append("bias units: \(Layout.short(bias))") }
    if !diagram.outputs.isEmpty {
      lines += self.lines(
        .matrix(
          corner: [], rows: units.count, columns: columns.count,
          rowHeader: { [.text(diagram.unitName(units[$0].layer, units[$0].unit))] },
          columnHeader: { [.text(columns[$0].name)] },
          cell: { row, column in
            let (layer, unit) = units[row]
            let (_, values, first) = columns[column]
            guard layer >= first, layer < values.count, unit < values[layer].count else { return .empty }
            return .number(values[layer][unit])
          }))
    }
    for projection in diagram.network.projections { lines += weights(of: projection, diagram) }
    return lines
  }

  /// A matrix with a row for each sending unit, or for each receiving one where these come first; bias
  /// weights with a symbol of their own stand apart.
  private func weights(of projection: Projection, _ diagram: Figure.NetworkDiagram) -> [String] {
    let labels = diagram.labels
    let weights = projection.weights
    let target = { (column: Int) -> [Inline] in [.text(diagram.unitName(projection.target, column))] }
    var lines: [String] = []
    var first = 0
    if projection.hasBias, let bias = labels.bias {
      first = 1
      lines += self.lines(
        .matrix(
          corner: [], rows: weights.columns, columns: 1, rowHeader: target,
          columnHeader: { _ in [.text(diagram.symbol(bias, projection.target))] },
          cell: { row, _ in .number(weights[0, row]) }))
    }
    let source = { (row: Int) -> [Inline] in
      let unit = row + first - (projection.hasBias ? 1 : 0)
      return [.text(diagram.unitName(projection.source, unit < 0 ? nil : unit))]
    }
    let caption: [Inline] = [.text(diagram.weight(from: projection.source, nil, to: projection.target, nil))]
    let rows = weights.rows - first
    return lines
      + self.lines(
        labels.receivesFirst
          ? .matrix(
            caption: caption, rows: weights.columns, columns: rows, rowHeader: target, columnHeader: source,
            cell: { .number(weights[$1 + first, $0]) })
          : .matrix(
            caption: caption, rows: rows, columns: weights.columns, rowHeader: source, columnHeader: target,
            cell: { .number(weights[$0 + first, $1]) }))
  }

  /// The largest number of pixels in a row: each takes two characters, and as many images are side by side as
  /// fit on the page.
  private static let mostPixels = 39
  private static let mostPictures = 12

  /// Rows of images in shades, two characters per pixel, with as many side by side as fit.
  private func lines(_ sheet: Figure.ImageSheet) -> [String] {
    var few = sheet
    few.images = Array(sheet.images.prefix(Self.mostPictures))
    let (shown, square) = few.coarser(Self.mostPixels)
    let width = max(shown.columns * 2, 8)
    let across = max(1, TextWidth.page / (width + 2))
    var lines: [String] = []
    for start in stride(from: 0, to: shown.images.count, by: across) {
      let images = shown.images[start..<min(start + across, shown.images.count)]
      for row in 0..<shown.rows {
        lines.append(images.map { shades($0, row, of: shown, width) }.joined(separator: "  "))
      }
      lines.append(
        images.map { image in
          let caption = TextWidth.cut(image.caption, to: width - 2) + (image.isMarked ? " *" : "")
          return TextWidth.padded(caption, to: width)
        }.joined(separator: "  "))
    }
    if shown.images.count < sheet.count {
      lines.append("(the first \(shown.images.count) of \(sheet.count))")
    }
    if square > 1 { lines.append("(each pixel is the mean of \(square) × \(square))") }
    return lines
  }

  /// A row of an image.
  private func shades(
    _ image: Figure.ImageSheet.Image, _ row: Int, of sheet: Figure.ImageSheet, _ width: Int
  ) -> String {
    let shades = [" ", "░", "▒", "▓", "█"]
    let high = image.values.max() ?? 1
    let pixels = (0..<sheet.columns).map { column -> String in
      let place = row * sheet.columns + column
      guard place < image.values.count, image.values[place].isFinite else { return "  " }
      let shade = shades[Int(image.values[place].share(from: 0, to: high) * 4.999)]
      return shade + shade
    }
    return TextWidth.padded(pixels.joined(), to: width)
  }
}
