import Backprop
import BackpropLanguage

/// The geometry of matrices as cells.
struct GridDrawing {
  let grid: Figure.Grid
  let title: String
  let description: String
  var isSmall = false

  /// The largest size of a panel that is shown, and of all panels together: if there are more cells, each
  /// panel is reduced by the same share.
  private static let most = TableGrid.Limits(rows: 40, columns: 64)
  private static let mostCells = 2 * 40 * 64

  private var limits: TableGrid.Limits {
    let cells = grid.panels.reduce(0) {
      $0 + min($1.values.rows, Self.most.rows) * min($1.values.columns, Self.most.columns)
    }
    guard cells > Self.mostCells else { return Self.most }
    let share = (Double(Self.mostCells) / Double(cells)).squareRoot()
    return TableGrid.Limits(
      rows: max(Int(Double(Self.most.rows) * share), 6),
      columns: max(Int(Double(Self.most.columns) * share), 6))
  }

  /// Panels are side by side as long as they fit into this width.
  private var pageWidth: Double { isSmall ? 420 : 740 }
  private static let gap = 26.0

  var drawing: Drawing {
    let panels = grid.panels.indices.map { panel($0) }
    var marks: [Mark] = []
    var at = Spot(Layout.margin, Layout.top + 6)
    var lineHeight = 0.0
    var width = 0.0
    for panel in panels {
      if at.x > Layout.margin, at.x + panel.width > pageWidth - Layout.margin + 1 {
        at = Spot(Layout.margin, at.y + lineHeight + Self.gap / 2)
        lineHeight = 0
      }
      marks.append(.group(x: at.x, y: at.y, marks: panel.marks))
      width = max(width, at.x + panel.width)
      at.x += panel.width + Self.gap
      lineHeight = max(lineHeight, panel.height)
    }
    width = max(width + Layout.margin, 360, Label(title).width * Layout.titleSize * TypeMetrics.bold + 34)
    width = min(width, pageWidth + 60)
    let notes = self.notes
    marks.insert(Layout.title(title, width: width), at: 0)
    let bottom = at.y + lineHeight
    marks += Layout.notes(notes, y: bottom + 22, width: width)
    let height = bottom + Layout.margin + Layout.noteHeight(notes, width: width) + (notes.isEmpty ? 0 : 6)
    return Drawing(width: width, height: height, title: title, description: description, marks: marks)
  }

  /// Whether all panels have the same rows and fit side by side, so that only the first needs the row names.
  private var sharesRows: Bool {
    guard grid.style == .heat, let first = grid.panels.first else { return false }
    return grid.panels.allSatisfy { $0.rowLabels == first.rowLabels && $0.values.rows == first.values.rows }
      && room / Double(shownColumns) >= Self.leastCell
  }

  /// The width available for the cells of a line of panels.
  private var room: Double { pageWidth - (isSmall ? 130 : 190) }
  private static let leastCell = 8.0

  private var shownColumns: Int {
    max(grid.panels.reduce(0) { $0 + min($1.values.columns, limits.columns) }, 1)
  }

  /// The largest magnitude in all panels, so that weights can be compared.
  private var greatest: Double { grid.panels.map { Self.greatest($0.values) }.max() ?? 0 }

  private static func greatest(_ matrix: Matrix) -> Double {
    matrix.elements.reduce(0) { $1.isFinite ? max($0, $1.magnitude) : $0 }
  }

  private var notes: [String] {
    var notes = grid.notes
    switch grid.style {
    case .hinton:
      notes.append(
        "Full blue squares are positive weights, hollow orange ones negative; their area is |w|, at most "
          + "\(Layout.short(greatest)).")
    case .heat:
      let hasNegative = grid.panels.contains { $0.values.elements.contains { $0 < 0 } }
      notes.append(
        hasNegative
          ? "Blue is positive, orange (with a bar, if there is no number) negative."
          : "The bluer, the greater: from 0 to 1.")
      if grid.panels.contains(where: { Self.greatest($0.values) > 1 }) {
        notes.append("In a panel with values beyond 1, the shades go up to the largest value.")
      }
    case .counts: break
    }
    if grid.panels.contains(where: { $0.values.rows > limits.rows || $0.values.columns > limits.columns }) {
      notes.append("Where there are too many to show, some rows or columns are left out (⋮).")
    }
    return notes
  }

  private struct Panel {
    var width: Double
    var height: Double
    var marks: [Mark]
  }

  private func panel(_ number: Int) -> Panel {
    let panel = grid.panels[number]
    let namesRows = number == 0 || !sharesRows
    let rows = TableGrid.places(panel.values.rows, atMost: limits.rows)
    let columns = TableGrid.places(panel.values.columns, atMost: limits.columns)
    var cell = cellSize(rows: rows.count, columns: columns.count)
    // What the shades of a panel, or the squares of all panels, have to cover.
    let reach = grid.greatest ?? (grid.style == .hinton ? greatest : Self.greatest(panel.values))
    let label = { (labels: [String], place: Int?) in
      place.map { $0 < labels.count ? labels[$0] : String($0 + 1) } ?? "⋮"
    }
    // What is only a number says of what.
    let named = { (labels: [String], place: Int, name: String) in
      let text = label(labels, place)
      return text.allSatisfy { $0.isNumber } ? "\(name) \(text)" : text
    }
    let room = (cell.width - 2) / Layout.smallSize
    let precision = NumberPrecision(panel.values.elements, atMost: 2) { Label($0).width <= room }
    let rowLabels = rows.map { Label(label(panel.rowLabels, $0)).shortened(to: 16) }
    let columnLabels = columns.map { $0 == nil ? Label(plain: "…") : Label(label(panel.columnLabels, $0)) }
    if grid.style == .counts {
      let widest = (columnLabels.map { $0.width }.max() ?? 0) * Layout.smallSize + 8
      cell.width = min(max(cell.width, widest), 110)
    }
    let rowName = Label(plain: panel.rowName + " ↓")
    let left =
      namesRows ? max(rowLabels.map { $0.width }.max() ?? 0, rowName.width) * Layout.smallSize + 10 : 0
    let top = panel.title.isEmpty ? 0.0 : 20
    let head = top + 38
    var marks: [Mark] = []
    marks.append(text(Label(panel.title), Spot(0, 12), .start, .ink, bold: true))
    let body = Box(
      x: left, y: head, width: cell.width * Double(columns.count), height: cell.height * Double(rows.count))
    marks.append(text(Label(plain: panel.columnName + " →"), Spot(body.x, top + 12), .start, .muted))
    marks += columnMarks(columnLabels, cell, body)
    if namesRows {
      marks.append(text(rowName, Spot(0, head - 6), .start, .muted))
      marks += rowMarks(rowLabels, cell, body)
    }
    if grid.style == .hinton {
      marks.append(.rectangle(body, fill: .rule, nil, radius: 0, tip: nil))
    }
    for (row, rowPlace) in rows.enumerated() {
      for (column, columnPlace) in columns.enumerated() {
        guard let rowPlace, let columnPlace else { continue }
        let box = Box(
          x: body.x + cell.width * Double(column), y: body.y + cell.height * Double(row), width: cell.width,
          height: cell.height)
        let value = panel.values[rowPlace, columnPlace]
        let tip =
          "\(named(panel.rowLabels, rowPlace, panel.rowName)), "
          + "\(named(panel.columnLabels, columnPlace, panel.columnName)): \(Layout.exact(value))"
        marks += cellMarks(value, reach, panel, rowPlace, box, precision, tip)
      }
    }
    let titleWidth = max(Label(panel.title).width, Label(panel.columnName).width) * Layout.smallSize * 1.1
    return Panel(width: max(body.right, titleWidth), height: body.bottom, marks: marks)
  }

  /// Cells wide enough for their numbers if there are few; small cells if there are many.
  private func cellSize(rows: Int, columns: Int) -> Box {
    let room =
      sharesRows ? self.room / Double(shownColumns) : (pageWidth - 120) / Double(max(columns, 1))
    switch grid.style {
    case .hinton:
      let side = min(max(min(room, 420 / Double(max(rows, 1))), 8), 36)
      return Box(x: 0, y: 0, width: side, height: side)
    case .heat:
      let height = rows > 20 ? 13.0 : 24.0
      return Box(x: 0, y: 0, width: min(max(room, Self.leastCell), 50), height: height)
    case .counts: return Box(x: 0, y: 0, width: min(max(room, 26), 56), height: 30)
    }
  }

  private func cellMarks(
    _ value: Double, _ reach: Double, _ panel: Figure.Grid.Panel, _ row: Int, _ box: Box,
    _ precision: NumberPrecision, _ tip: String
  ) -> [Mark] {
    switch grid.style {
    case .hinton:
      guard value.isFinite else { return [text(Label(plain: "?"), box.centre, .middle, .ink)] }
      let share = reach > 0 ? (value.magnitude / reach).squareRoot() : 0
      let side = max(share * (box.width - 2), value == 0 ? 0 : 1)
      // A frame is inside its square; too small a square is all frame.
      let frame = value < 0 && side > 4 ? 1.5 : 0
      let square = Box(
        x: box.centre.x - (side - frame) / 2, y: box.centre.y - (side - frame) / 2, width: side - frame,
        height: side - frame)
      return [
        frame > 0
          ? .rectangle(square, fill: .card, Stroke(paint: .negative, width: frame), radius: 0, tip: tip)
          : .rectangle(square, fill: value < 0 ? .negative : .positive, nil, radius: 0, tip: tip)
      ]
    case .heat:
      guard value.isFinite else { return filled(box, nil, number(value, in: box, precision), tip) }
      let number = number(value, in: box, precision)
      var marks = filled(box, Palette.level(value / max(reach, 1)), number, tip)
      if value < 0, number == nil, box.width > 5 {
        let half = box.width * 0.22
        let (left, right) = (box.centre.x - half, box.centre.x + half)
        let bar = Stroke(paint: .over(Palette.level(value / max(reach, 1))), width: 1.2)
        marks.append(.line(from: Spot(left, box.centre.y), to: Spot(right, box.centre.y), bar, tip: nil))
      }
      return marks
    case .counts:
      let total = (0..<panel.values.columns).reduce(0) { $0 + panel.values[row, $1] }
      let share = total > 0 ? value / total : 0
      let number = Layout.short(value, digits: 0)
      let fits = Label(number).width * Layout.smallSize <= box.width
      return filled(box, Palette.level(share * 0.85), fits ? number : nil, tip)
    }
  }

  /// The value if it fits; without the 0 before the point if all numbers of its panel have too little room.
  private func number(_ value: Double, in box: Box, _ precision: NumberPrecision) -> String? {
    guard box.height >= 20, box.width >= 19 else { return nil }
    let room = (box.width - 2) / Layout.smallSize
    if precision.digits != 0 || value.rounded() == value {
      let texts = [precision.text(value), precision.brief(value)]
      if let text = texts.first(where: { Label($0).width <= room }) { return text }
    }
    let short = Layout.brief(value, digits: 1)
    let brief = short == "0.0" ? "0" : short.hasPrefix("0.") ? String(short.dropFirst()) : short
    return Label(brief).width <= room ? brief : nil
  }

  /// level: nil where there is no number to show.
  private func filled(_ box: Box, _ level: Int?, _ number: String?, _ tip: String) -> [Mark] {
    let edge = Stroke(paint: .card, width: 1)
    let fill: Paint = level.map { .level($0) } ?? .fixed(Palette.unknown)
    var marks: [Mark] = [.rectangle(box, fill: fill, edge, radius: 0, tip: tip)]
    if let number {
      let paint: Paint = level.map { .over($0) } ?? .fixed(.black)
      marks.append(text(Label(number), Spot(box.centre.x, box.centre.y + 4), .middle, paint))
    }
    return marks
  }

  /// The names of columns, as many as fit.
  private func columnMarks(_ labels: [Label], _ cell: Box, _ body: Box) -> [Mark] {
    let widest = (labels.map { $0.width }.max() ?? 0) * Layout.smallSize + 6
    let every = max(1, Int((widest / cell.width).rounded(.up)))
    let room = cell.width * Double(every) / Layout.smallSize
    return labels.enumerated().compactMap { place, label in
      guard place % every == 0 else { return nil }
      let x = body.x + cell.width * (Double(place) + 0.5)
      return text(label.shortened(to: max(room, 3)), Spot(x, body.y - 6), .middle, .ink)
    }
  }

  private func rowMarks(_ labels: [Label], _ cell: Box, _ body: Box) -> [Mark] {
    let every = max(1, Int((14 / cell.height).rounded(.up)))
    return labels.enumerated().compactMap { place, label in
      guard place % every == 0 else { return nil }
      let y = body.y + cell.height * (Double(place) + 0.5) + 4
      return text(label, Spot(body.x - 6, y), .end, .ink)
    }
  }

  private func text(_ label: Label, _ spot: Spot, _ anchor: Anchor, _ paint: Paint, bold: Bool = false)
    -> Mark
  {
    .text(label, at: spot, size: Layout.smallSize, anchor: anchor, paint, bold: bold)
  }
}
