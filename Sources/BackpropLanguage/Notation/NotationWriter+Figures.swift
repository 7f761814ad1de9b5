import Backprop

/// Figures in a course's notation.
extension NotationWriter {
  func figure(_ figure: Figure) -> Figure {
    var figure = figure
    figure.title = title(figure)
    figure.description = prose(figure.description)
    switch figure.content {
    case .chart(var chart):
      chart.x.label = label(chart.x)
      chart.y.label = label(chart.y)
      if let label = chart.field?.label { chart.field?.label = prose(label) }
      if case .classes(let names)? = chart.field?.scale {
        chart.field?.scale = .classes(names.map { prose($0) })
      }
      chart.notes = chart.notes.map { prose($0) }
      for place in chart.curves.indices { chart.curves[place].name = prose(chart.curves[place].name) }
      for place in chart.points.indices {
        chart.points[place].name = prose(chart.points[place].name)
        chart.points[place].labels = chart.points[place].labels.map { Quotation.plain($0) }
      }
      for place in chart.markers.indices { chart.markers[place].label = prose(chart.markers[place].label) }
      figure.content = .chart(chart)
    case .grid(var grid):
      grid.notes = grid.notes.map { prose($0) }
      if grid.panels.contains(where: { $0.isOfWeights }), notation.receivesFirst {
        figure.description = figure.description.replacingRowsFrom
      }
      grid.panels = grid.panels.flatMap { panels($0) }
      for place in grid.panels.indices {
        grid.panels[place].title = prose(grid.panels[place].title)
        grid.panels[place].rowLabels = grid.panels[place].rowLabels.map { prose($0) }
        grid.panels[place].columnLabels = grid.panels[place].columnLabels.map { prose($0) }
      }
      figure.content = .grid(grid)
    case .network(var diagram):
      if !isPlain { diagram.labels = labels }
      if notation.hasOppositeDelta { diagram.deltas = diagram.deltas.map { $0.map { -$0 } } }
      for place in diagram.answers.indices {
        diagram.answers[place].blocks = blocks(diagram.answers[place].blocks)
      }
      figure.content = .network(diagram)
    case .images(var sheet):
      for place in sheet.images.indices {
        sheet.images[place].caption = Quotation.plain(sheet.images[place].caption)
      }
      figure.content = .images(sheet)
    case .row(let figures): figure.content = .row(figures.map { self.figure($0) })
    }
    return figure
  }

  private func label(_ axis: Figure.Axis) -> String {
    axis.formula.map { formula($0).unicode } ?? prose(axis.label)
  }

  /// A title may begin with the formula that is drawn.
  private func title(_ figure: Figure) -> String {
    guard case .chart(let chart) = figure.content, let drawn = chart.y.formula,
      figure.title.hasPrefix(drawn.unicode)
    else { return prose(figure.title) }
    return label(chart.y) + prose(String(figure.title.dropFirst(drawn.unicode.count)))
  }

  /// A panel of weights has a row for each receiving unit if these come first, and its biases are one of
  /// their own if they have a symbol of their own.
  private func panels(_ panel: Figure.Grid.Panel) -> [Figure.Grid.Panel] {
    guard panel.isOfWeights else { return [panel] }
    var panels = [panel]
    let values = panel.values
    if notation.bias != nil, values.rows > 1, panel.rowLabels.first?.hasSuffix("0") == true,
      let line = panel.title.firstRange(of: "_"), let source = panel.title[line.upperBound...].first
    {
      var biases = panel
      biases.title =
        panel.title[..<line.upperBound] + "\(source)0" + panel.title[line.upperBound...].dropFirst()
      biases.rowLabels = [panel.rowLabels[0]]
      biases.values = Matrix(
        rows: 1, columns: values.columns, elements: Array(values.elements.prefix(values.columns)))
      var others = panel
      others.rowLabels.removeFirst()
      others.values = Matrix(
        rows: values.rows - 1, columns: values.columns,
        elements: Array(values.elements.dropFirst(values.columns)))
      panels = [biases, others]
    }
    return notation.receivesFirst ? panels.map { $0.transposed } : panels
  }

  private var labels: Figure.NetworkDiagram.Labels {
    Figure.NetworkDiagram.Labels(
      totalInput: notation.symbol("a"), output: notation.symbol("y"),
      lastOutput: notation.lastOutput ?? notation.symbol("y"), target: notation.symbol("t"),
      delta: notation.symbol("δ"), weight: notation.symbol("w"), bias: notation.bias,
      receivesFirst: notation.receivesFirst, numbersUnits: notation.numbersUnits, layers: notation.layers)
  }
}

extension String {
  /// The description of weights whose rows are those of the receiving units.
  fileprivate var replacingRowsFrom: String {
    guard let range = firstRange(of: "rows from, columns to") else { return self }
    return self[..<range.lowerBound] + "rows to, columns from" + self[range.upperBound...]
  }
}

extension Figure.Grid.Panel {
  fileprivate var isOfWeights: Bool { rowName == "from" && columnName == "to" }

  fileprivate var transposed: Figure.Grid.Panel {
    var panel = self
    (panel.rowName, panel.columnName) = (columnName, rowName)
    (panel.rowLabels, panel.columnLabels) = (columnLabels, rowLabels)
    var elements: [Double] = []
    elements.reserveCapacity(values.elements.count)
    for column in 0..<values.columns {
      for row in 0..<values.rows { elements.append(values[row, column]) }
    }
    panel.values = Matrix(rows: values.columns, columns: values.rows, elements: elements)
    return panel
  }
}
