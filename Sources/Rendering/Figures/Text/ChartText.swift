import BackpropLanguage

/// A chart in characters: curves in braille dots, a field in shades, and the important numbers in words.
struct ChartText {
  let chart: Figure.Chart

  private static let columns = 60
  private static let rows = 14

  var lines: [String] {
    let points =
      chart.curves.flatMap { $0.points } + chart.points.flatMap { $0.points }
      + chart.markers.flatMap { [$0.point] + ($0.partner.map { [$0] } ?? []) }
    let isPlane = chart.field != nil || chart.curves.isEmpty
    let xAxis = ChartDrawing.axis(chart.x, over: chart.field?.x)
    let yAxis = ChartDrawing.axis(chart.y, over: chart.field?.y)
    let columns = isPlane ? 40 : Self.columns
    let rows = isPlane ? 18 : Self.rows
    let x = Scale(
      points.map { $0.x }, axis: xAxis, start: 0, end: Double(columns * 2 - 1), margin: isPlane ? 0.06 : 0)
    let y = Scale(points.map { $0.y }, axis: yAxis, fromZero: !isPlane, start: Double(rows * 4 - 1), end: 0)
    var picture = isPlane ? plane(x, y, columns, rows) : curves(x, y, columns, rows)
    framed(&picture, x, y, columns)
    return TextWidth.wrapped(Label(chart.y.label).ascii, to: TextWidth.page) + picture
      + summary.flatMap { TextWidth.wrapped(VisibleText.line($0), to: TextWidth.page) }
  }

  private func curves(_ x: Scale, _ y: Scale, _ columns: Int, _ rows: Int) -> [String] {
    var canvas = BrailleCanvas(columns: columns, rows: rows)
    for curve in chart.curves {
      var previous: (x: Int, y: Int)?
      for point in curve.points {
        guard let atX = x.position(point.x), let atY = y.position(point.y) else {
          previous = nil
          continue
        }
        let dot = (x: Int(atX.rounded()), y: Int(atY.rounded()))
        canvas.line(previous ?? dot, dot)
        previous = dot
      }
    }
    return canvas.lines
  }

  /// The shades of the field, with the symbols of the groups of points and the path on top.
  private func plane(_ x: Scale, _ y: Scale, _ columns: Int, _ rows: Int) -> [String] {
    var cells = [[Unicode.Scalar]](repeating: [Unicode.Scalar](repeating: " ", count: columns), count: rows)
    if let field = chart.field, field.columns > 0, field.rows > 0,
      field.values.count == field.columns * field.rows
    {
      let finite = field.values.filter { $0.isFinite }
      let low = finite.min() ?? 0
      let high = finite.max() ?? 1
      for row in 0..<rows {
        for column in 0..<columns {
          // Where the axes cover more than the field, there is nothing.
          guard let across = Self.place(column, of: columns, x, field.x, field.columns),
            let up = Self.place(rows - 1 - row, of: rows, y, field.y, field.rows)
          else { continue }
          cells[row][column] = shade(field.values[up * field.columns + across], low, high, field.scale)
        }
      }
    }
    func put(_ point: Figure.Point, _ sign: Unicode.Scalar) {
      guard let atX = x.position(point.x), let atY = y.position(point.y) else { return }
      let row = Int(atY / 4)
      let column = Int(atX / 2)
      if row >= 0, row < rows, column >= 0, column < columns { cells[row][column] = sign }
    }
    for curve in chart.curves {
      // Of several paths, each has its digit.
      for point in curve.points { put(point, Self.digit(curve) ?? "•") }
    }
    for curve in chart.curves {
      if let first = curve.points.first { put(first, "S") }
      if let last = curve.points.last { put(last, "E") }
    }
    for (number, group) in chart.points.enumerated() {
      for point in group.points { put(point, Self.sign(number)) }
    }
    for marker in chart.markers { put(marker.point, "+") }
    return cells.map { row in
      var view = String.UnicodeScalarView()
      view.append(contentsOf: row)
      return String(view)
    }
  }

  /// Which of a field's points along an axis is shown in a cell; nil if the field does not reach it.
  private static func place(
    _ cell: Int, of cells: Int, _ scale: Scale, _ range: ClosedRange<Double>, _ count: Int
  ) -> Int? {
    let length = range.upperBound - range.lowerBound
    guard scale.low != range.lowerBound || scale.high != range.upperBound, length > 0 else {
      return cell * count / cells
    }
    let value = scale.low + (scale.high - scale.low) * (Double(cell) + 0.5) / Double(cells)
    let share = (value - range.lowerBound) / length
    return share >= 0 && share < 1 ? Int(share * Double(count)) : nil
  }

  private static func digit(_ curve: Figure.Curve) -> Unicode.Scalar? {
    guard curve.isPath, let number = curve.number else { return nil }
    let digits: [Unicode.Scalar] = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    return digits[max(number, 0) % digits.count]
  }

  private static func sign(_ number: Int) -> Unicode.Scalar {
    let signs: [Unicode.Scalar] = ["●", "■", "▲", "◆", "▼", "✚", "○", "□", "△", "◇", "▽", "✕"]
    return signs[number % signs.count]
  }

  private func shade(
    _ value: Double, _ low: Double, _ high: Double, _ scale: Figure.Field.Scale
  ) -> Unicode.Scalar {
    let shades: [Unicode.Scalar] = [" ", "░", "▒", "▓"]
    guard value.isFinite else { return "?" }
    switch scale {
    case .sides(let level): return value > level ? "░" : " "
    case .classes: return shades[min(max(Int(value), 0), 1000) % shades.count]
    case .height:
      return shades[min(Int(value.share(from: low, to: high) * 4), 3)]
    }
  }

  /// Adds the axes' numbers at the left and at the bottom.
  private func framed(_ picture: inout [String], _ x: Scale, _ y: Scale, _ columns: Int) {
    var labels = [String](repeating: "", count: picture.count)
    for tick in y.ticks(4) {
      guard let at = y.position(tick.value) else { continue }
      let row = Int(at / 4)
      if row >= 0, row < labels.count { labels[row] = tick.label.ascii }
    }
    let width = labels.map { TextWidth.of($0) }.max() ?? 0
    picture = zip(labels, picture).map { TextWidth.padded($0, to: width, right: true) + " │" + $1 }
    picture.append(TextWidth.spaces(width + 1) + "└" + String(repeating: "─", count: columns))
    var below = ""
    for tick in x.ticks(5) {
      guard let at = x.position(tick.value) else { continue }
      let label = tick.label.ascii
      let start = width + 2 + Int(at / 2) - TextWidth.of(label) / 2
      guard start > TextWidth.of(below) || below.isEmpty else { continue }
      below = TextWidth.padded(below, to: max(start, 0)) + label
    }
    picture.append(below)
    let name = TextWidth.cut(Label(chart.x.label).ascii, to: columns)
    picture.append(TextWidth.spaces(width + 2 + (columns - TextWidth.of(name)) / 2) + name)
  }

  /// What a reader would see in the figure.
  private var summary: [String] {
    var lines = curveLines
    for (number, group) in chart.points.enumerated() where !group.name.isEmpty {
      lines.append("\(String(Self.sign(number))) \(group.name): \(group.count) points")
    }
    lines += chart.markers.map { marker in
      let number = { (value: Double) in Layout.short(value, digits: 6) }
      let partner = marker.partner.map { ", and \(number($0.y)) there" } ?? ""
      return "+ \(marker.label): \(number(marker.point.x)), \(number(marker.point.y))\(partner)"
    }
    if let field = chart.field {
      switch field.scale {
      case .sides(let level): lines.append("░ \(field.label) above \(Layout.short(level))")
      case .classes(let names):
        lines.append(
          "shades: "
            + names.prefix(12).enumerated().map { "‘\([" ", "░", "▒", "▓"][$0 % 4])’ \($1)" }.joined(
              separator: ", "))
      case .height:
        let finite = field.values.filter { $0.isFinite }
        lines.append(
          "the darker, the greater \(field.label): \(Layout.short(finite.min() ?? .nan)) to "
            + "\(Layout.short(finite.max() ?? .nan))"
        )
      }
    }
    return lines + chart.notes
  }

  /// The largest number of lines for curves.
  private static let mostCurveLines = 12

  /// One line per curve; curves of the same name share a line; of very many names, only some get one.
  private var curveLines: [String] {
    var groups: [(name: String, curves: [Figure.Curve])] = []
    for curve in chart.curves {
      if let place = groups.firstIndex(where: { $0.name == curve.name }) {
        groups[place].curves.append(curve)
      } else {
        groups.append((curve.name, [curve]))
      }
    }
    guard groups.count > Self.mostCurveLines else { return groups.map { summary($0.curves) } }
    let shown = Self.mostCurveLines / 2
    let left = groups.count - 2 * shown
    return groups.prefix(shown).map { summary($0.curves) } + ["… \(left) more …"]
      + groups.suffix(shown).map { summary($0.curves) } + [best(groups.map { $0.curves })].compactMap { $0 }
  }

  /// Of very many curves, the one that comes lowest.
  private func best(_ groups: [[Figure.Curve]]) -> String? {
    let least = groups.flatMap { $0 }.compactMap { curve in
      curve.points.filter { $0.y.isFinite }.min { $0.y < $1.y }.map { (name: curve.name, point: $0) }
    }.min { $0.point.y < $1.point.y }
    return least.map {
      "least of all: \($0.name), \(Layout.short($0.point.y, digits: 6)) at "
        + "\(Layout.short($0.point.x, digits: 6))"
    }
  }

  private func summary(_ curves: [Figure.Curve]) -> String {
    guard curves.count > 1 else { return curves.map { summary($0) }.joined() }
    let name = curves[0].name.isEmpty ? "" : curves[0].name + ": "
    let ends = curves.compactMap { curve in curve.points.last { $0.y.isFinite }?.y }.sorted()
    guard let least = ends.first, let greatest = ends.last else {
      return name + "\(curves.count) curves without finite values"
    }
    let number = { (value: Double) in Layout.short(value, digits: 6) }
    return name + "\(curves.count) curves, at their ends from \(number(least)) to \(number(greatest)), "
      + "median \(number(ends[(ends.count - 1) / 2]))"
  }

  private func summary(_ curve: Figure.Curve) -> String {
    let finite = curve.points.filter { $0.y.isFinite }
    let name = curve.name.isEmpty ? "" : curve.name + ": "
    guard let first = finite.first, let last = finite.last, let least = finite.min(by: { $0.y < $1.y }) else {
      return name + "no finite values"
    }
    let number = { (value: Double) in Layout.short(value, digits: 6) }
    if curve.isPath {
      return (Self.digit(curve).map { "\(String($0)) " } ?? "") + name
        + "from S (\(number(first.x)), \(number(first.y))) to E (\(number(last.x)), \(number(last.y)))"
    }
    var text =
      name + "from \(number(first.y)) at \(number(first.x)) to \(number(last.y)) at \(number(last.x))"
    if least.y < last.y { text += ", least \(number(least.y)) at \(number(least.x))" }
    if finite.count < curve.points.count {
      text += "; \(curve.points.count - finite.count) values are not finite"
    }
    return text
  }
}

extension Label {
  /// With `_` and `^` in front of subscripts and superscripts.
  var ascii: String {
    runs.map { $0.script == .none ? $0.text : ($0.script == .low ? "_" : "^") + $0.text }.joined()
  }
}
